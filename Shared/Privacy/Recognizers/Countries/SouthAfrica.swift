/// South Africa.
extension IdentifierRule {
    static let southAfrica = [idNumber]

    /// Identity number. Identification Act 68 of 1997 and Department of Home Affairs: date of birth, serial, 0 to 2 for the status, 8 or 9, Luhn's check.
    static let idNumber = IdentifierRule(
        .zaIDNumber, "za-id", forms: ["9999999999999", "999999 9999 999", "999999 9999 9 9 9"], separators: " ",
        words: "identity rsa resident refugee",
        scores: Scores(bare: 0.6, grouped: 0.7),
        isPlausible: { number in
            CheckDigits.isDay(year: nil, month: CheckDigits.number(number, 2, 2), day: CheckDigits.number(number, 4, 2))
                && number[10] <= 0x32 && number[11] >= 0x38
        },
        check: { Digits.passesLuhn($0[...]) })
}
