/// Canada.
extension IdentifierRule {
    static let canada = [socialInsuranceNumber]

    /// Social insurance number. Service Canada, SIN Code of Practice: nine digits, Luhn's check; 0 and 8 are not assigned as the first digit.
    static let socialInsuranceNumber = IdentifierRule(
        .caSIN, "ca-sin", forms: ["999999999", "999 999 999"], words: "sin nas insurance assurance",
        scores: Scores(bare: 0.2, grouped: 0.4),
        isPlausible: { $0[0] != 0x30 && $0[0] != 0x38 },
        check: { Digits.passesLuhn($0[...]) })
}
