/// Poland.
extension IdentifierRule {
    static let poland = [pesel, nip]

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
        .plNIP, "pl-nip", forms: ["9999999999", "999-999-99-99", "999-99-99-999"], words: "nip podatnika podatkowy",
        scores: Scores(bare: 0.2, grouped: 0.6),
        isPlausible: { $0[0] != 0x30 },
        check: { number in
            guard let sum = CheckDigits.weightedSum(number[..<9], [6, 5, 7, 2, 3, 4, 5, 6, 7]) else { return false }
            return sum % 11 == number[9].digitValue
        })
}
