/// Ireland. The numbers have no type of their own.
extension IdentifierRule {
    static let ireland = [ppsNumber]

    /// Personal public service number. Revenue, "PPSN format": seven digits and a check letter, since 2013 a second letter.
    static let ppsNumber = IdentifierRule(
        .idNumber, "ie-ppsn", forms: ["9999999A", "9999999AA"], words: "pps ppsn", scores: Scores(bare: 0.2, grouped: 0.2),
        isUpperCase: true, check: { CheckDigits.passesIrish($0[...]) })
}
