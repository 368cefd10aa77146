/// Poland.
extension IdentifierRule {
    static let poland = [pesel, nip, nipInBlanks]

    /// PESEL. Ustawa o ewidencji ludnosci (2010), art. 15: date of birth with the century in the month, serial, check digit with weights 1, 3, 7, 9.
    static let pesel = IdentifierRule(
        .plPESEL, "pl-pesel", forms: ["99999999999"], words: "pesel", scores: Scores(bare: 0.5, grouped: 0.5, alone: 0.6),
        isPlausible: { number in
            let month = CheckDigits.number(number, 2, 2)
            let century = [1900, 2000, 2100, 2200, 1800][month / 20]
            return CheckDigits.isDay(
                year: century + CheckDigits.number(number, 0, 2), month: month % 20, day: CheckDigits.number(number, 4, 2))
        },
        check: { number in
            guard let sum = CheckDigits.weightedSum(number[..<10], [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) else { return false }
            return (10 - sum % 10) % 10 == number[10].digitValue
        })

    /// NIP, the tax number. Ustawa o zasadach ewidencji podatnikow (1995): weights 6, 5, 7, 2, 3, 4, 5, 6, 7, modulo 11, never 10.
    static let nip = IdentifierRule(
        .plNIP, "pl-nip",
        forms: ["9999999999", "999-999-99-99", "999-99-99-999", "PL9999999999", "PL 9999999999", "PL 999-999-99-99", "PL999-999-99-99"],
        words: "nip podatnika podatkowy vat",
        scores: Scores(bare: 0.2, grouped: 0.6), weakWords: ["vat"], isPlausible: isPlausibleNIP, check: passesNIP)

    /// The same with blanks between the groups, as telephone numbers are written: only with its word.
    static let nipInBlanks = IdentifierRule(
        .plNIP, "pl-nip-blanks", forms: ["999 999 99 99", "999 99 99 999", "PL 999 999 99 99"], separators: " ", words: nip.words,
        scores: Scores(bare: 0.2, grouped: 0.2), weakWords: ["vat"], isPlausible: isPlausibleNIP, check: passesNIP)

    @Sendable private static func isPlausibleNIP(_ number: [UInt8]) -> Bool { number[number.count - 10] != 0x30 }

    @Sendable private static func passesNIP(_ number: [UInt8]) -> Bool {
        let digits = number.suffix(10)
        guard let sum = CheckDigits.weightedSum(digits.prefix(9), [6, 5, 7, 2, 3, 4, 5, 6, 7]) else { return false }
        return sum % 11 == digits.last?.digitValue
    }
}
