/// Spain.
extension IdentifierRule {
    static let spain = [nif, nie]

    /// DNI and NIF of a citizen. Real Decreto 1553/2005 and Orden INT/2058/2008: eight digits and the letter for the number modulo 23.
    static let nif = IdentifierRule(
        .esNIF, "es-nif", forms: ["99999999A", "99999999 A", "9999999A", "99.999.999A", "99.999.999 A", "9.999.999A", "9.999.999 A"],
        words: "dni nif documento identidad",
        scores: Scores(bare: 0.7, grouped: 0.7),
        check: { number in
            var value = 0
            for byte in number.dropLast() { value = value * 10 + byte.digitValue }
            return number.last == controlLetters[value % 23]
        })

    /// NIE of a foreigner. Orden INT/2058/2008: X, Y or Z for 0, 1 or 2 as the first digit, then as the NIF.
    static let nie = IdentifierRule(
        .esNIE, "es-nie", forms: ["A9999999A", "A9999999 A", "A 9999999 A", "A9.999.999A", "A 9.999.999 A"],
        words: "nie extranjero extranjeros residencia",
        scores: Scores(bare: 0.75, grouped: 0.8),
        isPlausible: { (UInt8(ascii: "X")...UInt8(ascii: "Z")).contains($0[0]) },
        check: { number in
            var value = Int(number[0] - UInt8(ascii: "X"))
            for byte in number[1...7] { value = value * 10 + byte.digitValue }
            return number[8] == controlLetters[value % 23]
        })

    private static let controlLetters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)
}
