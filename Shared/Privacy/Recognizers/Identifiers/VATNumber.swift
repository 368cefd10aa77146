/// Numbers of traders with the prefix of their country. Poland's and Italy's are types of their own and stand in the files of these countries.
extension IdentifierRule {
    static let europe = [vatNumber]

    /// VAT identification number. European Commission, VIES, "VAT number format", and the tax authorities of the United Kingdom, Norway and Switzerland.
    static let vatNumber = IdentifierRule(
        .idNumber, "vat",
        forms: [
            "AA99999999", "AA999999999", "AA9999999999", "AA99999999999", "AA999999999999", "AAA99999999", "AAXX999999999",
            "AA999999999A99",
            "AAX9999999X", "AA9X99999A", "AA9999999AA", "AAA999999999", "AA 99999999", "AA 999999999", "AA 9999999999", "AA 999999999999",
            "AA 999 9999 99", "AA 999 999 999", "AA 9999 999 999", "AA 9999.999.999", "AA9999.999.999", "AA XX 999 999 999",
            "AAXX 999 999 999", "AA XX999999999", "AA A99999999", "AAA 99999999", "AA 999999999A99", "AA 999999999 A99", "AA X9999999X",
            "AA 9999999AA", "AAA 999.999.999", "AA XX 999999999", "AA 9999999A", "AA 999999-9999 99",
        ],
        separators: " -.",
        words: """
            vat vatin vatid reg ust ustid ustidnr ustidnummer umsatzsteuer mehrwertsteuer uid mwst btw tva iva mva moms momsnr momsnummer alv dph dic pvn \
            pvm oib nipc cif nif kmkr
            """, scores: Scores(bare: 0.3, grouped: 0.3, alone: 0.41), isUpperCase: true, weakWords: ["reg", "uid", "dic"],
        isPlausible: { VATNumber.split($0) != nil },
        check: { VATNumber.split($0).map { VATNumber.passesCheck($0.country, $0.body) } ?? false })
}

/// How each country writes the number behind its prefix, and the check digits where they are published.
enum VATNumber {
    /// As `IdentifierRule.forms`.
    private static let bodies: [String: [String]] = [
        "AT": ["U99999999"], "BE": ["9999999999"], "BG": ["999999999", "9999999999"], "CHE": ["999999999"], "CY": ["99999999X"],
        "CZ": ["99999999", "999999999", "9999999999"], "DE": ["999999999"], "DK": ["99999999"], "EE": ["999999999"], "EL": ["999999999"],
        "GR": ["999999999"], "ES": ["X9999999X"], "FI": ["99999999"], "FR": ["XX999999999"], "GB": ["999999999", "999999999999"],
        "XI": ["999999999", "999999999999"], "HR": ["99999999999"], "HU": ["99999999"], "IE": ["9999999X", "9999999XX", "9X99999X"],
        "LT": ["999999999", "999999999999"], "LU": ["99999999"], "LV": ["99999999999"], "MT": ["99999999"], "NL": ["999999999B99"],
        "NO": ["999999999"], "PT": ["999999999"], "RO": ["99999999", "999999999", "9999999999"], "SE": ["999999999999"],
        "SI": ["99999999"], "SK": ["9999999999"],
    ]

    /// Prefix and body of a compact upper-case number; nil when no country writes it so.
    static func split(_ number: [UInt8]) -> (country: String, body: ArraySlice<UInt8>)? {
        let prefix = number.starts(with: Array("CHE".utf8)) ? 3 : 2
        guard number.count > prefix, number[..<prefix].allSatisfy(\.isASCIILetter) else { return nil }
        let country = String(decoding: number[..<prefix], as: UTF8.self)
        let body = number[prefix...]
        guard let forms = bodies[country], forms.contains(where: { matches($0, body) }) else { return nil }
        return (country, body)
    }

    private static func matches(_ form: String, _ body: ArraySlice<UInt8>) -> Bool {
        form.utf8.count == body.count
            && zip(form.utf8, body).allSatisfy { expected, byte in
                switch expected {
                case UInt8(ascii: "9"): byte.isDigit
                case UInt8(ascii: "X"): true
                default: byte == expected
                }
            }
    }

    /// True where none is published.
    static func passesCheck(_ country: String, _ body: ArraySlice<UInt8>) -> Bool {
        let digits = body.map(\.digitValue)
        func sum(_ weights: [Int]) -> Int { zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        switch country {
        case "DE", "HR": return CheckDigits.passesMod11And10(body)
        case "AT":
            let doubled = [2, 4, 6].map { digits[$0] * 2 }.reduce(0) { $0 + $1 / 10 + $1 % 10 }
            return (10 - (digits[1] + digits[3] + digits[5] + digits[7] + doubled + 4) % 10) % 10 == digits[8]
        case "BE": return digits[0] <= 1 && 97 - number(0..<8) % 97 == number(8..<10)
        case "CHE": return (11 - sum([5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == digits[8]
        // Ten digits and nine are a person's birth number.
        case "CZ": return digits.count != 8 || (11 - sum([8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digits[7]
        case "DK": return sum([2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
        case "EE": return (10 - sum([3, 7, 1, 3, 7, 1, 3, 7]) % 10) % 10 == digits[8]
        case "EL", "GR": return sum([256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == digits[8]
        case "ES": return passesSpanish(Array(body))
        case "FI": return (11 - sum([7, 9, 10, 5, 8, 4, 2]) % 11) % 11 == digits[7]
        // Keys with letters are not computed.
        case "FR": return !CheckDigits.isDigits(body) || (12 + 3 * (number(2..<11) % 97)) % 97 == number(0..<2)
        case "GB", "XI":
            let rest = (sum([8, 7, 6, 5, 4, 3, 2]) + number(7..<9)) % 97
            return rest == 0 || rest == 42
        case "HU": return (10 - sum([9, 7, 3, 1, 9, 7, 3]) % 10) % 10 == digits[7]
        // The older form has a letter in the second place.
        case "IE": return digits[1] > 9 || CheckDigits.passesIrish(body)
        case "LU": return number(0..<6) % 89 == number(6..<8)
        case "MT": return 37 - sum([3, 4, 6, 7, 8, 9]) % 37 == number(6..<8)
        case "NL":
            if sum([9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0 { return true }
            // Since 2020 for persons: ISO 7064 MOD 97-10 over NL and the number, letters as 10 to 35.
            return (Array("NL".utf8) + body).reduce(0) { $1.isDigit ? ($0 * 10 + $1.digitValue) % 97 : ($0 * 100 + Int($1) - 55) % 97 } == 1
        case "NO": return (11 - sum([3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == digits[8]
        case "PT": return (11 - sum([9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[8]
        case "RO":
            let weighted = zip(digits.dropLast().reversed(), [2, 3, 5, 7, 1, 2, 3, 5, 7]).reduce(0) { $0 + $1.0 * $1.1 }
            return weighted * 10 % 11 % 10 == digits.last
        case "SE": return Digits.passesLuhn(body.prefix(10))
        case "SI": return (11 - sum([8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digits[7]
        case "SK": return number(0..<10) % 11 == 0
        default: return true
        }
    }

    /// A person's NIF or NIE, or a company's: a letter, seven digits, and a digit or letter for them (Orden EHA/451/2008).
    private static func passesSpanish(_ body: [UInt8]) -> Bool {
        if body[0].isDigit { return IdentifierRule.nif.check?(body) ?? false }
        if IdentifierRule.nie.isPlausible(body) { return IdentifierRule.nie.check?(body) ?? false }
        var sum = 0
        for (position, byte) in body[1...7].enumerated() {
            let value = byte.digitValue * (position % 2 == 0 ? 2 : 1)
            sum += value / 10 + value % 10
        }
        let control = (10 - sum % 10) % 10
        return body[8].isDigit ? body[8].digitValue == control : body[8] == Array("JABCDEFGHI".utf8)[control]
    }
}
