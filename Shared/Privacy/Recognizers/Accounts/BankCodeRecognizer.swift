/// Business identifier codes of banks (ISO 9362): four letters of the institution, a country, two places of location, three of a branch or none. As any eight
/// capitals look like that, "SWIFT", "BIC" or an account number must stand near, or the code of the head office at its end.
struct BankCodeRecognizer: Recognizer {
    private static let window = 40
    private static let headOffice = "bank-code-head-office"

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while let run = text.alphanumericRun(from: index) {
            let start = run.lowerBound
            index = run.upperBound
            let count = index - start
            guard count == 8 || count == 11, !text.at(start - 1).isAlphanumeric, !text.at(index).isAlphanumeric,
                !text.isJoined(start, index), isCode(bytes[start..<index]), let (score, rule) = judge(text, cues, start, index)
            else { continue }
            findings.append(
                Finding(
                    entity: .swiftCode, start: start, end: index, score: score, rule: rule,
                    reasons: rule == Self.headOffice ? ["form"] : ["form", "context: bank code"]))
        }
    }

    private func isCode(_ code: ArraySlice<UInt8>) -> Bool {
        let first = code.startIndex
        guard code[first..<first + 6].allSatisfy(\.isASCIILetter) else { return false }
        let country = UInt16(code[first + 4] & 0xDF) << 8 | UInt16(code[first + 5] & 0xDF)
        return Self.countries.contains(country)
    }

    private func judge(_ text: FoldedText, _ cues: ContextCues, _ start: Int, _ end: Int) -> (score: Float, rule: String)? {
        let code = text.bytes[start..<end]
        let isUpper = code.allSatisfy { $0.isUpperCase || $0.isDigit }
        let isLower = !code.contains(where: \.isUpperCase)
        if isUpper || isLower, let word = cues.nearest(.bankCode, before: start, window: Self.window),
            word.cellEnd != nil || isJoint(text.bytes[word.end..<start])
        {
            // "swift transfer" is no code, "bic: deutdeff" is.
            if isUpper || word.cellEnd != nil || text.bytes[word.end..<start].contains(.colon) { return (0.9, "bank-code-context") }
        }
        guard isUpper else { return nil }
        if cues.nearest(.bankCode, after: end, window: 12) != nil { return (0.8, "bank-code-context") }
        if code.suffix(3).elementsEqual(Array("XXX".utf8)), code.count == 11 { return (0.6, Self.headOffice) }
        return nil
    }

    /// Between "SWIFT" and the code: "code", "number", "is", marks and blanks, no other word.
    private func isJoint(_ between: ArraySlice<UInt8>) -> Bool {
        between.split { !$0.isLetter }.allSatisfy { Self.joints.contains($0.loweredText) }
    }

    private static let joints: Set<String> = [
        "code", "codes", "number", "no", "nr", "is", "the", "bic", "swift", "lautet", "ist", "est", "es", "or", "and",
    ]

    /// ISO 3166-1 alpha-2, and XK, which the registry uses for Kosovo.
    private static let countries: Set<UInt16> = {
        let list = """
            AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU \
            CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE \
            IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
            MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM \
            SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
            """
        return Set(list.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) }.map { UInt16($0[0]) << 8 | UInt16($0[1]) })
    }()
}
