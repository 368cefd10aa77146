/// Turkey.
extension IdentifierRule {
    static let turkey = [nationalID]

    /// T.C. kimlik numarasi. Nufus Hizmetleri Kanunu 5490 and NVI: eleven digits, not 0 first; two check digits.
    static let nationalID = IdentifierRule(
        .trNationalID, "tr-national-id", forms: ["99999999999"], words: "tckn kimlik tc vatandaslik",
        scores: Scores(bare: 0.5, grouped: 0.5, alone: 0.6),
        isPlausible: { $0[0] != 0x30 },
        check: { number in
            guard let first = CheckDigits.weightedSum(number[..<9], [7, -1, 7, -1, 7, -1, 7, -1, 7]),
                let second = CheckDigits.weightedSum(number[..<10], [Int](repeating: 1, count: 10))
            else { return false }
            return (first % 10 + 10) % 10 == number[9].digitValue && second % 10 == number[10].digitValue
        })
}
