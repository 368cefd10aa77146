/// International bank account numbers (ISO 13616): country, two check digits, and a fixed length for each country, checked modulo 97.
///
/// Written in one run or in groups with single spaces or hyphens; where the check digits are right, also with several blanks, line breaks, points, underscores
/// or plus signs between them and a blank behind the country. A number of the right length that fails the check is reported with a lower score
/// when a word such as "IBAN" or "account" stands before it: a mistyped account number is personal all the same.
struct IBANRecognizer: Recognizer {
    private static let window = 40

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        guard bytes.count >= 15 else { return }
        var index = 0
        while index + 14 < bytes.count {
            let digits = bytes[index + 2] == .space ? index + 3 : index + 2
            guard bytes[index].isASCIILetter, bytes[index + 1].isASCIILetter, bytes[digits].isDigit, bytes[digits + 1].isDigit,
                !text.at(index - 1).isAlphanumeric || isGlued(text, at: index),
                let length = Self.lengths[UInt16(bytes[index].lowered) << 8 | UInt16(bytes[index + 1].lowered)],
                let finding = judge(text, cues, start: index, length: length)
            else {
                index += 1
                continue
            }
            findings.append(finding)
            index = finding.end
        }
    }

    /// "IBANDE89370400440532013000": the word runs into the number.
    private func isGlued(_ text: FoldedText, at start: Int) -> Bool {
        start >= 4 && text.lowered(start - 4, start) == "iban" && !text.at(start - 5).isAlphanumeric
    }

    private func judge(_ text: FoldedText, _ cues: ContextCues, start: Int, length: Int) -> Finding? {
        if text.at(start + 2) == .space { return loose(text, cues, start: start, length: length) }
        let end = end(text, start: start, length: length)
        if let end, Self.isValid(text.bytes[start..<end]) {
            return Finding(
                entity: .ibanCode, start: start, end: end, score: 1, rule: "iban-check", reasons: ["check digits", "country's length"])
        }
        if let loose = loose(text, cues, start: start, length: length) { return loose }
        if text.at(start - 1).isAlphanumeric { return nil }
        guard cues.nearest(.bank, before: start, window: Self.window) != nil else { return nil }
        if let end, !text.isJoined(start, end) {
            return Finding(
                entity: .ibanCode, start: start, end: end, score: 0.5, rule: "iban-bad-check-context",
                reasons: ["country's length", "context: bank"])
        }
        // One run of mostly digits behind the word, but too short or too long for its country.
        var last = start
        while last - start <= 34, text.at(last).isASCIIAlphanumeric, last < text.bytes.count { last += 1 }
        guard (15...34).contains(last - start), !text.at(last).isAlphanumeric, text.bytes[start..<last].count(where: \.isDigit) >= 10 else {
            return nil
        }
        return Finding(
            entity: .ibanCode, start: start, end: last, score: 0.45, rule: "iban-bad-length-context", reasons: ["form", "context: bank"])
    }

    /// Words of a sentence may be spaced like a number, so without the check a word must say bank, and most of it must be digits in any case.
    private func loose(_ text: FoldedText, _ cues: ContextCues, start: Int, length: Int) -> Finding? {
        guard let end = looseEnd(text, start: start, length: length), text.bytes[start..<end].count(where: \.isDigit) >= Self.leastDigits
        else {
            return nil
        }
        let isNamed = cues.nearest(.bank, before: start, window: Self.window) != nil
        let isUpperCase = text.bytes[start].isUpperCase && text.bytes[start + 1].isUpperCase
        if Self.isValid(text.bytes[start..<end]), isNamed || isUpperCase {
            return Finding(
                entity: .ibanCode, start: start, end: end, score: 1, rule: "iban-loose-check",
                reasons: ["check digits", "country's length"])
        }
        guard isNamed, isUpperCase, text.at(start + 2) == .space else { return nil }
        return Finding(
            entity: .ibanCode, start: start, end: end, score: 0.5, rule: "iban-bad-check-context",
            reasons: ["country's length", "context: bank"])
    }

    /// Between two characters of the number: up to three blanks with one line break among them, or one mark, the same throughout.
    private func looseEnd(_ text: FoldedText, start: Int, length: Int) -> Int? {
        var index = start
        var taken = 0
        var mark: UInt8?
        while taken < length {
            if text.at(index).isASCIIAlphanumeric {
                guard index < text.bytes.count else { return nil }
                taken += 1
                index += 1
                continue
            }
            let joint = index
            var breaks = 0
            while index - joint < 3, text.at(index).isSpace, index < text.bytes.count {
                if text.at(index) == .lineFeed { breaks += 1 }
                index += 1
            }
            if index == joint {
                guard Self.marks.contains(text.at(index)), mark == nil || mark == text.at(index) else { return nil }
                mark = text.at(index)
                index += 1
            }
            guard breaks <= 1, text.at(index).isASCIIAlphanumeric else { return nil }
        }
        let after = text.at(index)
        if after.isAlphanumeric || after == .hyphen && text.at(index + 1).isAlphanumeric { return nil }
        return after == mark && text.at(index + 1).isDigit ? nil : index
    }

    private static let marks: [UInt8] = [.dot, .underscore, .plus, .hyphen]
    private static let leastDigits = 10

    /// Where an account number of `length` letters and digits that starts at `start` ends; nil when it would run into another word.
    private func end(_ text: FoldedText, start: Int, length: Int) -> Int? {
        var index = start
        var taken = 0
        var separator: UInt8?
        while taken < length {
            let byte = text.at(index)
            if byte.isASCIIAlphanumeric {
                guard index < text.bytes.count else { return nil }
                taken += 1
                index += 1
                continue
            }
            guard taken > 0, byte == .space || byte == .hyphen, separator == nil || separator == byte,
                text.at(index + 1).isASCIIAlphanumeric
            else {
                return nil
            }
            separator = byte
            index += 1
        }
        let after = text.at(index)
        if after.isAlphanumeric { return nil }
        // "DE89370400440532013000-statement.pdf".
        if after == .hyphen, text.at(index + 1).isDigit || separator == .hyphen && text.at(index + 1).isLetter { return nil }
        return index
    }

    /// ISO 7064 MOD 97-10 over the rearranged number, letters as 10...35.
    private static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        let compact = bytes.filter(\.isASCIIAlphanumeric)
        var remainder = 0
        for byte in compact[4...] + compact[..<4] {
            remainder = byte.isDigit ? remainder * 10 + byte.digitValue : remainder * 100 + Int(byte.lowered - 0x61) + 10
            remainder %= 97
        }
        return remainder == 1
    }

    /// Length of the whole number by country, from the SWIFT IBAN registry.
    private static let lengths: [UInt16: Int] = {
        let registry = """
            AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 \
            GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 \
            MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 \
            TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
            """
        var lengths: [UInt16: Int] = [:]
        for entry in registry.split(separator: " ") {
            let bytes = Array(entry.utf8)
            lengths[UInt16(bytes[0].lowered) << 8 | UInt16(bytes[1].lowered)] = bytes[2].digitValue * 10 + bytes[3].digitValue
        }
        return lengths
    }()
}
