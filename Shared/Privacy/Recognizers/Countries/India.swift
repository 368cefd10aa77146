/// India.
extension IdentifierRule {
    static let india = [aadhaar, pan, ifsc]

    /// Aadhaar number. UIDAI, "A UID Numbering Scheme" (2010): twelve digits, the first 2 to 9, Verhoeff's check.
    static let aadhaar = IdentifierRule(
        .inAadhaar, "in-aadhaar", forms: ["999999999999", "9999 9999 9999"], separators: " -:", words: "aadhaar aadhar uidai uid",
        scores: Scores(bare: 0.3, grouped: 0.5),
        isPlausible: { $0[0] >= 0x32 && $0 != $0.reversed() },
        check: { CheckDigits.passesVerhoeff($0[...]) })

    /// Indian financial system code. Reserve Bank of India: four letters of the bank, 0, six places of the branch.
    static let ifsc = IdentifierRule(
        .idNumber, "in-ifsc", forms: ["AAAA0XXXXXX"], words: "ifsc neft rtgs", scores: Scores(bare: 0.2, grouped: 0.2), context: 0.8)

    /// Permanent account number. Income-tax Rules 1962, rule 114: five letters, four digits, a letter; the fourth says who holds it. The rule for the last
    /// letter is not published.
    static let pan = IdentifierRule(
        .inPAN, "in-pan", forms: ["AAAAA9999A"], words: "pan income", scores: Scores(bare: 0.75, grouped: 0.75),
        failed: Scores(bare: 0.45, grouped: 0.45),
        isUpperCase: true,
        check: { Array("ABCFGHLJPT".utf8).contains($0[3]) })
}
