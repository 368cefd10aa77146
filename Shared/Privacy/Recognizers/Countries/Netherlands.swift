/// Netherlands.
extension IdentifierRule {
    static let netherlands = [bsn]

    /// Burgerservicenummer. Wet algemene bepalingen burgerservicenummer and Logisch Ontwerp BSN: nine digits, the "11-test" with weights 9 to 2 and -1.
    static let bsn = IdentifierRule(
        .nlBSN, "nl-bsn", forms: ["999999999", "9999 99 999", "999 999 999"], separators: " .-",
        words: "bsn burgerservicenummer sofi sofinummer persoonsnummer", scores: Scores(bare: 0.2, grouped: 0.3),
        check: { CheckDigits.weightedSum($0[...], [9, 8, 7, 6, 5, 4, 3, 2, -1]).map { $0 % 11 == 0 } ?? false })
}
