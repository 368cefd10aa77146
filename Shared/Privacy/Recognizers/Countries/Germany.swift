/// Germany.
extension IdentifierRule {
    static let germany = [taxID, idCard, pensionInsurance]

    /// Steuer-Identifikationsnummer. Section 139b AO and the tax authority's "Prufziffernberechnung": eleven digits, ISO/IEC 7064 MOD 11,10, not 0 first, no digit
    /// more than three times among the first ten.
    static let taxID = IdentifierRule(
        .deTaxID, "de-tax-id", forms: ["99999999999", "99 999 999 999"],
        words: "steuer steuerid idnr tin steueridentifikationsnummer steuernummer identifikationsnummer",
        scores: Scores(bare: 0.25, grouped: 0.45),
        isPlausible: { number in
            var counts = [Int](repeating: 0, count: 10)
            for byte in number[..<10] { counts[byte.digitValue] += 1 }
            return number[0] != 0x30 && counts.allSatisfy { $0 <= 3 }
        },
        check: { CheckDigits.passesMod11And10($0[...]) })

    /// Personalausweis. Section 16 PAuswG and ICAO Doc 9303: nine places of digits and the letters that are no vowels and look like no digit; the check digit
    /// (weights 7, 3, 1) follows as the tenth, or is taken for the ninth by those who copy it so.
    static let idCard = IdentifierRule(
        .deIDCard, "de-id-card", forms: ["AXXXXXXX9", "AXXXXXXXX9"],
        words: "ausweis personalausweis ausweisnummer personalausweisnummer ausweisnr",
        scores: Scores(bare: 0.3, grouped: 0.3),
        isPlausible: { number in
            number.allSatisfy { $0.isDigit || Array("CFGHJKLMNPRTVWXYZ".utf8).contains($0) } && number[1...].count(where: \.isDigit) >= 3
        },
        check: { number in
            // Issued until 2010: T and eight digits, its check digit apart.
            if number.count == 9, number[0] == UInt8(ascii: "T"), CheckDigits.isDigits(number[1...]) { return true }
            var sum = 0
            for (position, byte) in number.dropLast().enumerated() {
                sum += (byte.isDigit ? byte.digitValue : Int(byte) - 55) * [7, 3, 1][position % 3]
            }
            return sum % 10 == number[number.count - 1].digitValue
        })

    /// Versicherungsnummer of the pension insurance. Section 147 SGB VI and VKVV section 2: area, date of birth, initial, serial, check digit.
    static let pensionInsurance = IdentifierRule(
        .deSocialSecurity, "de-pension-insurance", forms: ["99999999A999", "99 999999 A 999", "99 999999 A 99 9"],
        words: "rentenversicherungsnummer sozialversicherungsnummer versicherungsnummer rvnr svnr sozialversicherung rentenversicherung",
        scores: Scores(bare: 0.7, grouped: 0.8),
        isPlausible: { number in
            let day = CheckDigits.number(number, 2, 2)
            return (1...31).contains(day > 50 ? day - 50 : day) && (1...12).contains(CheckDigits.number(number, 4, 2))
        },
        check: { number in
            let letter = Int(number[8]) - 64
            let digits = number[..<8].map(\.digitValue) + [letter / 10, letter % 10] + number[9..<11].map(\.digitValue)
            var sum = 0
            for (digit, weight) in zip(digits, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) { sum += digit * weight / 10 + digit * weight % 10 }
            return sum % 10 == number[11].digitValue
        })
}
