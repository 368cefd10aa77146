/// United States. Social security numbers have a recognizer of their own.
extension IdentifierRule {
    static let unitedStates = [
        itin, usPassport, usDriverLicense, usDriverLicenseGroups, usBankAccount, abaRouting, npi, npiGroups, mbi, dea,
    ]

    /// Individual taxpayer identification number. IRS, Internal Revenue Manual 3.21.263: 9xx-gg-xxxx with gg 50-65, 70-88, 90-92, 94-99.
    /// A little below the social security recognizer's score for the same digits, so that in a list without words both kinds get one name.
    static let itin = IdentifierRule(
        .usITIN, "us-itin", forms: ["999999999", "999 99 9999", "999 999999", "99999 9999"], words: "itin taxpayer tin tax",
        scores: Scores(bare: 0.2, grouped: 0.65, alone: 0.8), context: 0.97,
        isPlausible: { $0[0] == 0x39 },
        check: { number in
            let group = CheckDigits.number(number, 3, 2)
            return (50...65).contains(group) || (70...88).contains(group) || (90...92).contains(group) || group >= 94
        })

    /// Passport number. US Department of State: nine digits, or since 2021 (Next Generation Passport) a letter and eight digits. No check digit outside the
    /// machine-readable zone.
    static let usPassport = IdentifierRule(
        .usPassport, "us-passport", forms: ["A99999999", "999999999", "A9A999999"],
        words: "passport passports travel reisepass pasaporte passeport passaporto", scores: Scores(bare: 0.1, grouped: 0.1), context: 0.75)

    /// Driver's licence. AAMVA DL/ID Card Design Standard leaves the number to each state: a letter or none and seven to thirteen digits cover most.
    static let usDriverLicense = IdentifierRule(
        .usDriverLicense, "us-driver-license",
        forms: [
            "A9999999", "A99999999", "A999999999", "A9999999999", "A99999999999", "A999999999999", "9999999", "99999999", "999999999",
            "AA999999A", "99AAA9999", "AA A99999 99", "AA 999999",
        ], words: "dl driver drivers driving dlnumber license", scores: Scores(bare: 0.1, grouped: 0.1, alone: 0.3), context: 0.6)

    /// Driver's licences whose groups are their own: Illinois A999-9999-9999, Wisconsin A999-9999-9999-99, Florida A999-999-99-999-9, New Jersey
    /// A9999 99999 99999, Michigan and Maryland A-999-999-999-999, Kentucky A99-999-999 (each state's department of motor vehicles).
    static let usDriverLicenseGroups = IdentifierRule(
        .usDriverLicense, "us-driver-license-groups",
        forms: ["A999 9999 9999", "A999 9999 9999 99", "A999 999 99 999 9", "A9999 99999 99999", "A 999 999 999 999", "A99 999 999"],
        words: "dl driver drivers driving license", scores: Scores(bare: 0.45, grouped: 0.45), context: 0.8, isUpperCase: true)

    /// Bank account number. ANSI X9.100-160 gives the field of a cheque up to 17 digits and no check.
    static let usBankAccount = IdentifierRule(
        .usBankNumber, "us-bank-account", forms: (8...17).map { String(repeating: "9", count: $0) },
        words: "bank account acct checking savings deposit", scores: Scores(bare: 0.05, grouped: 0.05, alone: 0.41), context: 0.5)

    /// Routing number. American Bankers Association, Key to Routing Numbers: prefixes 00-12, 21-32, 61-72, 80; weights 3, 7, 1.
    static let abaRouting = IdentifierRule(
        .abaRoutingNumber, "aba-routing", forms: ["999999999", "9999 9999 9"], separators: "-",
        words: "aba routing rtn transit bankrouting",
        scores: Scores(bare: 0.2, grouped: 0.45, alone: 0.46),
        isPlausible: { number in
            switch CheckDigits.number(number, 0, 2) {
            case 0...12, 21...32, 61...72, 80: true
            default: false
            }
        },
        check: { CheckDigits.weightedSum($0[...], [3, 7, 1, 3, 7, 1, 3, 7, 1]).map { $0 % 10 == 0 } ?? false })

    /// National provider identifier. 45 CFR 162.406 and CMS, "NPI Check Digit": ten digits, the first 1 or 2, Luhn's check over 80840 and the number.
    static let npi = IdentifierRule(
        .usNPI, "us-npi", forms: ["9999999999"], words: "npi provider",
        scores: Scores(bare: 0.2, grouped: 0.2, alone: 0.52), check: passesNPI)

    /// The same in groups, as Australians write a telephone number whose first four digits are 1300 or 1800.
    static let npiGroups = IdentifierRule(
        .usNPI, "us-npi-groups", forms: ["9999 999 999"], words: npi.words, scores: Scores(bare: 0.2, grouped: 0.2, alone: 0.52),
        isPlausible: { ![1300, 1800].contains(CheckDigits.number($0, 0, 4)) }, check: passesNPI)

    @Sendable private static func passesNPI(_ number: [UInt8]) -> Bool {
        guard number[0] == 0x31 || number[0] == 0x32 else { return false }
        return Digits.passesLuhn((Array("80840".utf8) + number)[...])
    }

    /// Medicare beneficiary identifier. CMS, "Understanding the MBI Format": eleven places, each a digit, a letter without S, L, O, I, B, Z, or either.
    static let mbi = IdentifierRule(
        .usMBI, "us-mbi", forms: ["9AX9AX9AA99", "9AX9 AX9 AA99"], words: "mbi medicare beneficiary",
        scores: Scores(bare: 0.5, grouped: 0.8), isUpperCase: true,
        isPlausible: { number in number[0] != 0x30 && !number.contains { Array("SLOIBZ".utf8).contains($0) } })

    /// Registration number of a prescriber. 21 CFR 1301 and DEA Diversion Control: registrant type, a letter or 9, seven digits; the last is the check digit.
    static let dea = IdentifierRule(
        .medicalLicense, "us-dea", forms: ["AA9999999", "A99999999"], words: "dea prescriber narcotic medical",
        scores: Scores(bare: 0.45, grouped: 0.45),
        isPlausible: { number in
            Array("ABCDEFGHJKLMPRSTUX".utf8).contains(number[0]) && (number[1].isASCIILetter || number[1] == 0x39)
        },
        check: { number in
            guard let odd = CheckDigits.weightedSum(number[2..<8], [1, 2, 1, 2, 1, 2]), number[8].isDigit else { return false }
            return odd % 10 == number[8].digitValue
        })
}
