/// Republic of Korea.
extension IdentifierRule {
    static let korea = [residentRegistration]

    /// Resident registration number. Resident Registration Act, enforcement rule art. 2: date of birth, sex and century, and until October 2020 place, serial and
    /// a check digit with weights 2 to 9 and 2 to 5, modulo 11. Later numbers have no check, so the form with its hyphen counts alone.
    static let residentRegistration = IdentifierRule(
        .krRRN, "kr-rrn", forms: ["9999999999999", "999999 9999999"], separators: "-", words: "rrn resident korean jumin",
        scores: Scores(bare: 0.45, grouped: 0.85), failed: Scores(bare: 0.25, grouped: 0.6),
        isPlausible: { number in
            (0x31...0x34).contains(number[6])
                && CheckDigits.isDay(year: nil, month: CheckDigits.number(number, 2, 2), day: CheckDigits.number(number, 4, 2))
        },
        check: { number in
            guard let sum = CheckDigits.weightedSum(number[..<12], [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) else { return false }
            return (11 - sum % 11) % 10 == number[12].digitValue
        })
}
