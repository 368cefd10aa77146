/// Australia.
extension IdentifierRule {
    static let australia = [taxFileNumber, businessNumber, companyNumber, medicare, branchNumber]

    /// Tax file number. Australian Taxation Office, TFN algorithm: weights 1, 4, 3, 7, 5, 8, 6, 9, 10, modulo 11.
    static let taxFileNumber = IdentifierRule(
        .auTFN, "au-tfn", forms: ["999999999", "999 999 999"], words: "tfn tax", scores: Scores(bare: 0.2, grouped: 0.3),
        isPlausible: { $0[0] != 0x30 },
        check: { CheckDigits.weightedSum($0[...], [1, 4, 3, 7, 5, 8, 6, 9, 10]).map { $0 % 11 == 0 } ?? false })

    /// Business number. Australian Business Register, "Format of the ABN": one less in the first digit, weights 10, 1, 3 ... 19, modulo 89.
    static let businessNumber = IdentifierRule(
        .auABN, "au-abn", forms: ["99999999999", "99 999 999 999"], separators: " ", words: "abn business",
        scores: Scores(bare: 0.4, grouped: 0.7, alone: 0.6),
        isPlausible: { $0[0] != 0x30 },
        check: { number in
            CheckDigits.weightedSum(number[...], [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]).map { ($0 - 10) % 89 == 0 } ?? false
        })

    /// Company number. ASIC, "Australian Company Number digit check": weights 8 to 1, complement to ten.
    static let companyNumber = IdentifierRule(
        .auACN, "au-acn", forms: ["999999999", "999 999 999"], separators: " ", words: "acn company",
        scores: Scores(bare: 0.15, grouped: 0.25),
        check: { number in
            guard let sum = CheckDigits.weightedSum(number[..<8], [8, 7, 6, 5, 4, 3, 2, 1]) else { return false }
            return (10 - sum % 10) % 10 == number[8].digitValue
        })

    /// Bank state branch number. Australian Payments Network, BSB number directory: two digits of the bank, one of the state, three of the branch.
    static let branchNumber = IdentifierRule(
        .idNumber, "au-bsb", forms: ["999 999", "999999"], words: "bsb", scores: Scores(bare: 0.05, grouped: 0.05), context: 0.75)

    /// Medicare card number. Services Australia, "Medicare card check digit": eight digits, the first 2 to 6, weights 1, 3, 7, 9, check digit, issue number.
    static let medicare = IdentifierRule(
        .auMedicare, "au-medicare", forms: ["9999999999", "9999 99999 9"], separators: " ", words: "medicare",
        scores: Scores(bare: 0.2, grouped: 0.6, alone: 0.53),
        isPlausible: { (0x32...0x36).contains($0[0]) && $0[9] != 0x30 },
        check: { number in
            CheckDigits.weightedSum(number[..<8], [1, 3, 7, 9, 1, 3, 7, 9]).map { $0 % 10 } == number[8].digitValue
        })
}
