/// United Kingdom.
extension IdentifierRule {
    static let unitedKingdom = [nhs, nino, postcode, ukPassport, vehicleRegistration, drivingLicence, sortCode, taxpayerReference, ukVAT]

    /// NHS number. NHS Data Dictionary, "NHS NUMBER": ten digits, the last from the others with weights 10 to 2, modulo 11.
    static let nhs = IdentifierRule(
        .ukNHS, "uk-nhs", forms: ["9999999999", "999 999 9999"], words: "nhs", scores: Scores(bare: 0.2, grouped: 0.48, alone: 0.5),
        holder: "patient",
        // A telephone number's trunk prefix; Scottish numbers that begin so are known by their word.
        isPlausible: { $0[0] != 0x30 },
        check: { number in
            guard let sum = CheckDigits.weightedSum(number[..<9], [10, 9, 8, 7, 6, 5, 4, 3, 2]) else { return false }
            return (11 - sum % 11) % 11 == number[9].digitValue
        })

    /// National insurance number. HMRC, National Insurance Manual NIM39110: prefixes that are never used, suffix A to D.
    static let nino = IdentifierRule(
        .ukNINO, "uk-nino", forms: ["AA999999A", "AA 99 99 99 A", "AA 999999 A", "AA 999999A"], words: "nino insurance ni",
        scores: Scores(bare: 0.6, grouped: 0.75), isUpperCase: true,
        isPlausible: { number in
            !Array("DFIQUV".utf8).contains(number[0]) && !Array("DFIOQUV".utf8).contains(number[1])
                && !["BG", "GB", "NK", "KN", "NT", "TN", "ZZ"].contains(String(decoding: number[..<2], as: UTF8.self))
                && Array("ABCD".utf8).contains(number[8])
        })

    /// Sort code. Pay.UK, Extended Industry Sorting Code Directory: two digits of the bank, four of the branch.
    static let sortCode = IdentifierRule(
        .idNumber, "uk-sort-code", forms: ["99 99 99", "999999"], words: "sort sortcode",
        scores: Scores(bare: 0.05, grouped: 0.05, alone: 0),
        context: 0.75,
        halfWord: "sort")

    /// VAT registration number without its prefix (with it: `vatNumber`). HMRC, VATREC10050: nine digits, modulo 97 in one of two ways.
    static let ukVAT = IdentifierRule(
        .idNumber, "uk-vat", forms: ["999 9999 99"], separators: " ", words: "vat", scores: Scores(bare: 0.2, grouped: 0.2),
        isUpperCase: true,
        isPlausible: { VATNumber.passesCheck("GB", $0[...]) })

    /// Unique taxpayer reference. HMRC: ten digits; the scheme of the check digit is not published.
    static let taxpayerReference = IdentifierRule(
        .idNumber, "uk-utr", forms: ["9999999999", "99999 99999", "999 999 9999"], separators: " ", words: "utr",
        scores: Scores(bare: 0.05, grouped: 0.05, alone: 0),
        context: 0.75)

    /// Postcode. BS 7666 and Royal Mail, PAF Programmers' Guide: area, district, sector and a unit without C, I, K, M, O, V; areas as assigned.
    static let postcode = IdentifierRule(
        .ukPostcode, "uk-postcode",
        forms: [
            "A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA", "A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA",
        ],
        separators: " ", words: "postcode postal post address live street road avenue lane zip", scores: Scores(bare: 0.25, grouped: 0.6),
        context: 0.8, isUpperCase: true,
        isPlausible: { number in
            let area = number.prefix { $0.isASCIILetter }
            let inward = number.suffix(2)
            return postcodeAreas.contains(String(decoding: area, as: UTF8.self)) && !inward.contains { Array("CIKMOV".utf8).contains($0) }
        })

    private static let postcodeAreas: Set<String> = Set(
        """
        AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG \
        IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW \
        SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
        """.split(separator: " ").map(String.init))

    /// Passport number. HM Passport Office: nine digits; two letters and seven digits in other British documents. No check digit outside the
    /// machine-readable zone.
    static let ukPassport = IdentifierRule(
        .ukPassport, "uk-passport", forms: ["AA9999999", "999999999"], words: "passport uk british hmpo",
        scores: Scores(bare: 0.1, grouped: 0.1), context: 0.74)

    /// Registration mark. DVLA INF104: two letters, age identifier 02-29 or 51-79, three letters; before 2001 a letter, up to three digits, three letters,
    /// or that reversed. I and Q are not used (Z only as last letter).
    static let vehicleRegistration = IdentifierRule(
        .ukVehicleRegistration, "uk-vehicle",
        forms: [
            "AA99 AAA", "AA99AAA", "A9 AAA", "A99 AAA", "A999 AAA", "A9AAA", "A99AAA", "A999AAA", "AAA 9A", "AAA 99A", "AAA 999A", "AAA9A",
            "AAA99A",
            "AAA999A",
        ], words: "vehicle car van registration registered reg plate numberplate plates vrm dvla mot",
        scores: Scores(bare: 0.2, grouped: 0.3),
        context: 0.7, isUpperCase: true,
        isPlausible: { number in
            guard !number.contains(UInt8(ascii: "I")), !number.contains(UInt8(ascii: "Q")) else { return false }
            guard number.count == 7, number[0].isASCIILetter, number[1].isASCIILetter, number[2].isDigit, number[3].isDigit else {
                return true
            }
            let age = CheckDigits.number(number, 2, 2)
            return (2...29).contains(age) || (51...79).contains(age)
        })

    /// Driver number. DVLA, as printed on the licence: five letters of the surname padded with 9, digits of the birth date (month plus 50 for women), initials
    /// padded with 9, three more places.
    static let drivingLicence = IdentifierRule(
        .ukDrivingLicence, "uk-driving-licence", forms: ["AXXXX999999XXXAA"], words: "driving licence driver dvla",
        scores: Scores(bare: 0.7, grouped: 0.7),
        isUpperCase: true,
        isPlausible: { number in
            let month = CheckDigits.number(number, 6, 2) % 50
            let name = number[..<5].drop { $0.isASCIILetter }
            return name.allSatisfy { $0 == 0x39 } && (1...12).contains(month) && (1...31).contains(CheckDigits.number(number, 8, 2))
        })
}
