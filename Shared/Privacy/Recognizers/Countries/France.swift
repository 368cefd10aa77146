/// France.
extension IdentifierRule {
    static let france = [nir]

    /// Numero d'inscription au repertoire (social security number). Decret 82-103, art. 4, and INSEE: sex, year, month, department and commune, order, and the
    /// key 97 minus the number modulo 97; 2A and 2B of Corsica count as 19 and 18.
    static let nir = IdentifierRule(
        .frNIR, "fr-nir", forms: ["999999X99999999", "9 99 99 9X 999 999 99", "999999X999999 99"], separators: " .-",
        words: "nir secu securite sociale vitale insee immatriculation", scores: Scores(bare: 0.7, grouped: 0.9),
        isPlausible: { number in
            let month = CheckDigits.number(number, 3, 2)
            let isCorsica = number[6] == UInt8(ascii: "A") || number[6] == UInt8(ascii: "B")
            return Array("12378".utf8).contains(number[0])
                && ((1...12).contains(month) || (20...42).contains(month) || (50...99).contains(month))
                && (number[6].isDigit || (isCorsica && number[5] == 0x32))
        },
        check: { number in
            var digits = number
            if number[6] == UInt8(ascii: "A") { digits.replaceSubrange(5...6, with: [0x31, 0x39]) }
            if number[6] == UInt8(ascii: "B") { digits.replaceSubrange(5...6, with: [0x31, 0x38]) }
            return 97 - CheckDigits.number(digits, 0, 13) % 97 == CheckDigits.number(digits, 13, 2)
        })
}
