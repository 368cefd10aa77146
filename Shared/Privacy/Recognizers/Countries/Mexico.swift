/// Mexico. The code has no type of its own.
extension IdentifierRule {
    static let mexico = [curp]

    /// Clave única de registro de población. Diario Oficial 18 October 2021, "Instructivo normativo": letters of the names, date of birth, sex, state, consonants,
    /// a character for the century, and a check digit over the places' values with weights 18 to 2.
    static let curp = IdentifierRule(
        .idNumber, "mx-curp", forms: ["AAAA999999AAAAAAX9"], words: "curp", scores: Scores(bare: 0.85, grouped: 0.85),
        failed: Scores(bare: 0.45, grouped: 0.45), isUpperCase: true,
        isPlausible: { number in
            Array("HMX".utf8).contains(number[10])
                && CheckDigits.isDay(year: nil, month: CheckDigits.number(number, 6, 2), day: CheckDigits.number(number, 8, 2))
        },
        check: { number in
            var sum = 0
            for (position, byte) in number.dropLast().enumerated() {
                // Ñ stands between N and O.
                let value = byte.isDigit ? byte.digitValue : Int(byte) - 55 + (byte > UInt8(ascii: "N") ? 1 : 0)
                sum += value * (18 - position)
            }
            return (10 - sum % 10) % 10 == number[17].digitValue
        })
}
