/// Italy.
extension IdentifierRule {
    static let italy = [fiscalCode, vatCode]

    /// Codice fiscale. D.M. 23 December 1976 (Ministero delle Finanze): letters of the names, year, month letter, day (plus 40 for women), town code, control
    /// letter; digits may be replaced by letters where two persons would share a code.
    static let fiscalCode = IdentifierRule(
        .itFiscalCode, "it-fiscal-code", forms: ["AAAAAAXXAXXAXXXA", "AAA AAA XXAXX AXXXA"], separators: " ",
        words: "codice fiscale cf codicefiscale fiscalcode", scores: Scores(bare: 0.95, grouped: 0.95),
        failed: Scores(bare: 0.45, grouped: 0.45),
        isPlausible: { number in
            Array("ABCDEHLMPRST".utf8).contains(number[8])
                && [6, 7, 9, 10, 12, 13, 14].allSatisfy { number[$0].isDigit || Array("LMNPQRSTUV".utf8).contains(number[$0]) }
                && [6, 7, 9, 10].contains { number[$0].isDigit }
        },
        check: { number in
            var sum = 0
            for (position, byte) in number.dropLast().enumerated() {
                let value = byte.isDigit ? byte.digitValue : Int(byte) - 65
                sum += position % 2 == 0 ? oddValues[value] : value
            }
            return Int(number[15]) - 65 == sum % 26
        })

    /// Values of a character in an odd place (counted from one), by its digit or its letter's position.
    private static let oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

    /// Partita IVA. D.P.R. 633/1972, art. 35: eleven digits with Luhn's check.
    static let vatCode = IdentifierRule(
        .itVATCode, "it-vat", forms: ["99999999999", "99999999 999", "IT99999999999", "IT 99999999999"], separators: " _-",
        words: "partita iva piva vat",
        scores: Scores(bare: 0.2, grouped: 0.2),
        isPlausible: { number in
            // The office that gave it out: a province, or one of four others.
            let office = CheckDigits.number(number, number.count - 4, 3)
            return (1...100).contains(office) || [120, 121, 888, 999].contains(office)
        },
        check: { Digits.passesLuhn($0.suffix(11)) })
}
