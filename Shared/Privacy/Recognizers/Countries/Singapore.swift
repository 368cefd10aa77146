/// Singapore.
extension IdentifierRule {
    static let singapore = [nric]

    /// NRIC and FIN. National Registration Act and ICA: S or T (citizens), F, G or M (foreigners), seven digits, a letter for the sum with weights 2, 7, 6, 5,
    /// 4, 3, 2 modulo 11.
    static let nric = IdentifierRule(
        .sgNRIC, "sg-nric", forms: ["A9999999A"], words: "nric fin ic singapore", scores: Scores(bare: 0.8, grouped: 0.8),
        failed: Scores(bare: 0.3, grouped: 0.3, alone: 0.42), isUpperCase: true, halfWord: "ic",
        check: { number in
            guard let sum = CheckDigits.weightedSum(number[1..<8], [2, 7, 6, 5, 4, 3, 2]) else { return false }
            switch number[0] {
            case UInt8(ascii: "S"): return number[8] == Array("JZIHGFEDCBA".utf8)[sum % 11]
            case UInt8(ascii: "T"): return number[8] == Array("JZIHGFEDCBA".utf8)[(sum + 4) % 11]
            case UInt8(ascii: "F"): return number[8] == Array("XWUTRQPNMLK".utf8)[sum % 11]
            case UInt8(ascii: "G"): return number[8] == Array("XWUTRQPNMLK".utf8)[(sum + 4) % 11]
            case UInt8(ascii: "M"): return number[8] == Array("KLJNPQRTUWX".utf8)[10 - (sum + 3) % 11]
            default: return false
            }
        })
}
