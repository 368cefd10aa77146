/// Brazil.
extension IdentifierRule {
    static let brazil = [cpf, cnpj]

    /// CPF of a person. Receita Federal, Instrucao Normativa RFB 1548/2015: nine digits and two check digits, modulo 11.
    static let cpf = IdentifierRule(
        .brCPF, "br-cpf", forms: ["99999999999", "999.999.999-99", "999999999-99", "999 999 999 99"], words: "cpf contribuinte",
        scores: Scores(bare: 0.5, grouped: 0.9, alone: 0.58),
        check: { number in
            guard let first = CheckDigits.weightedSum(number[..<9], [10, 9, 8, 7, 6, 5, 4, 3, 2]),
                let second = CheckDigits.weightedSum(number[..<10], [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
            else { return false }
            return first * 10 % 11 % 10 == number[9].digitValue && second * 10 % 11 % 10 == number[10].digitValue
        })

    /// CNPJ of a company. Instrucao Normativa RFB 2119/2022 and 2229/2024: twelve places (letters too since 2026, valued by their ASCII code less 48) and two
    /// check digits, modulo 11.
    static let cnpj = IdentifierRule(
        .brCNPJ, "br-cnpj", forms: ["99999999999999", "XX.XXX.XXX/XXXX-99"], words: "cnpj",
        scores: Scores(bare: 0.55, grouped: 0.9, alone: 0.75),
        check: { number in
            let values = number.map { Int($0) - 48 }
            func digit(_ weights: [Int]) -> Int {
                let rest = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11
                return rest < 2 ? 0 : 11 - rest
            }
            return digit([5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == values[12]
                && digit([6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) == values[13]
        })
}
