/// Switzerland. The number has no type of its own.
extension IdentifierRule {
    static let switzerland = [ahvNumber]

    /// AHV or AVS number. Federal Act on Old-Age and Survivors' Insurance, art. 50c: 756 for the country, nine digits, the check digit of EAN-13.
    static let ahvNumber = IdentifierRule(
        .idNumber, "ch-ahv", forms: ["9999999999999", "999.9999.9999.99", "999 9999 9999 99"], separators: " -",
        words: "ahv ahvnummer ahvnr avs navs oasi sozialversicherungsnummer versichertennummer assure assicurato",
        scores: Scores(bare: 0.3, grouped: 0.9),
        isPlausible: { CheckDigits.number($0, 0, 3) == 756 },
        check: { number in
            guard let sum = CheckDigits.weightedSum(number[..<12], [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) else { return false }
            return (10 - sum % 10) % 10 == number[12].digitValue
        })
}
