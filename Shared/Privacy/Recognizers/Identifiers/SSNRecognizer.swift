/// US social security numbers, 3-2-4 digits. Area 000 and 666, group 00 and serial 0000 were never issued; area 9xx is a taxpayer number (ITIN),
/// which is as personal. Without the separators, with an impossible part, or with a digit misread as a letter ("39l4"), a context word is needed.
/// Social Security Administration, "Social Security Number Randomization".
struct SSNRecognizer: Recognizer {
    private static let window = 40
    /// Nine digits that are all the text there is; any rule with a check digit says more.
    private static let alone: Float = 0.42

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index + 8 < bytes.count {
            guard bytes[index].isASCIIAlphanumeric, mayStart(text, at: index) else {
                index += 1
                continue
            }
            if bytes[index].isDigit, let end = spacedEnd(text, at: index) {
                if cues.nearest(.socialSecurity, before: index, window: Self.window) != nil {
                    findings.append(
                        Finding(
                            entity: .usSSN, start: index, end: end, score: 0.7, rule: "ssn-spaced-context",
                            reasons: ["context: social security"]))
                }
                index = end
            } else if bytes[index].isDigit, let (end, separator) = shape(text, at: index) {
                if let finding = judge(text, cues, start: index, end: end, separator: separator) { findings.append(finding) }
                index = end
            } else if bytes[index].isDigit, let end = oddShapeEnd(text, at: index) {
                if let finding = judgeOdd(text, cues, start: index, end: end) { findings.append(finding) }
                index = end
            } else if isMisread(text, at: index), cues.nearest(.socialSecurity, before: index, window: Self.window) != nil {
                findings.append(
                    Finding(
                        entity: .usSSN, start: index, end: index + 11, score: 0.5, rule: "ssn-misread-context",
                        reasons: ["form, misread", "context: social security"]))
                index += 11
            } else {
                while index < bytes.count, bytes[index].isASCIILetter { index += 1 }
                // "ssn219-09-9999": the word runs into the number.
                if let word = cues.nearest(.socialSecurity, before: index, window: 0), word.end == index,
                    ["ssn", "ssns"].contains(text.lowered(word.start, word.end)), let (end, separator) = shape(text, at: index)
                {
                    if let finding = judge(text, cues, start: index, end: end, separator: separator) { findings.append(finding) }
                    index = end
                }
                while index < bytes.count, bytes[index].isASCIIAlphanumeric { index += 1 }
            }
        }
    }

    /// Nine digits with a blank between any two: "5 3 6 9 0 4 3 9 9".
    private func spacedEnd(_ text: FoldedText, at start: Int) -> Int? {
        for offset in 0..<17 {
            let byte = text.at(start + offset)
            guard offset % 2 == 0 ? byte.isDigit : byte == .space else { return nil }
        }
        let end = start + 17
        if text.at(end).isAlphanumeric || text.at(end) == .space && text.at(end + 1).isDigit { return nil }
        return text.at(start - 1) == .space && text.at(start - 2).isDigit ? nil : end
    }

    /// 3-2-4 with hyphens in which one or two digits are letters that scanners and readers take for digits.
    private func isMisread(_ text: FoldedText, at start: Int) -> Bool {
        var letters = 0
        for offset in 0..<11 {
            let byte = text.at(start + offset)
            if offset == 3 || offset == 6 {
                guard byte == .hyphen else { return false }
            } else if !byte.isDigit {
                guard Self.misreadLetters.contains(byte) else { return false }
                letters += 1
            }
        }
        return letters <= 2 && !text.at(start + 11).isAlphanumeric && text.at(start + 11) != .hyphen
    }

    private static let misreadLetters: [UInt8] = Array("OoQDlIiSsBZzGbq".utf8)

    /// The end of a 3-2-4 number and its separator, nil when it has none.
    private func shape(_ text: FoldedText, at start: Int) -> (end: Int, separator: UInt8?)? {
        guard digits(text, start, 3) else { return nil }
        let separator = text.at(start + 3)
        let end: Int
        if separator.isDigit {
            guard digits(text, start + 3, 6) else { return nil }
            end = start + 9
        } else {
            guard separator == .hyphen || separator == .space || separator == .dot || separator == .slash, digits(text, start + 4, 2),
                text.at(start + 6) == separator,
                digits(text, start + 7, 4)
            else { return nil }
            end = start + 11
        }
        let after = text.at(end)
        if after.isAlphanumeric || after == .atSign { return nil }
        if after == .hyphen || after == .dot || after == .slash, text.at(end + 1).isDigit { return nil }
        return (end, separator.isDigit ? nil : separator)
    }

    private func judge(_ text: FoldedText, _ cues: ContextCues, start: Int, end: Int, separator: UInt8?) -> Finding? {
        let number = text.bytes[start..<end].filter(\.isDigit)
        guard !Digits.areAllEqual(number[...]) else { return nil }
        // "219-09-9999_w2.pdf", "ssn_219099999"; any other form is a part of the name it stands in.
        if text.isJoined(start, end), separator != .hyphen || text.isAmongJoinedDigits(start, end),
            cues.nearest(.socialSecurity, before: start, window: 1) == nil
        {
            return nil
        }
        let area = Digits.prefix(number[...], count: 3)
        let isIssued = area != 0 && area != 666 && !(number[3] == 0x30 && number[4] == 0x30) && Digits.prefix(number[5...], count: 4) != 0
        let context = cues.nearest([.socialSecurity, .phone, .otherNumber], before: start, window: Self.window)?.cue
        let isNamed = context?.contains(.socialSecurity) ?? false
        guard isIssued else {
            guard isNamed, separator != .slash else { return nil }
            return Finding(
                entity: .usSSN, start: start, end: end, score: 0.45, rule: "ssn-never-issued-context", reasons: ["context: social security"]
            )
        }
        let base: Float =
            switch separator {
            case .hyphen?: area >= 900 ? 0.7 : 0.85
            case .slash?: 0.1
            case .some: 0.45
            case nil: 0.1
            }
        // "taxpayer 911-70-1234" is the other rule's, whose word gives it more.
        let score = isNamed ? min(area >= 900 ? 0.9 : 1, base + 0.4) : separator != .hyphen && context != nil ? base - 0.2 : base
        if separator == nil, score < Self.alone, text.isAlone(start, end) {
            return Finding(
                entity: .usSSN, start: start, end: end, score: Self.alone, rule: "ssn-alone", reasons: ["issued range", "alone"])
        }
        return Finding(
            entity: .usSSN, start: start, end: end, score: max(0, score), rule: area >= 900 ? "ssn-itin" : isNamed ? "ssn-context" : "ssn",
            reasons: isNamed ? ["issued range", "context: social security"] : ["form", "issued range"])
    }

    // MARK: One hyphen left out

    /// "219-099999", "21909-9999".
    private func oddShapeEnd(_ text: FoldedText, at start: Int) -> Int? {
        for first in [3, 5]
        where text.at(start + first) == .hyphen && digits(text, start, first) && digits(text, start + first + 1, 9 - first) {
            let end = start + 10
            let after = text.at(end)
            return after.isAlphanumeric || after == .hyphen || after == .underscore || after == .slash ? nil : end
        }
        return nil
    }

    /// The second is how Americans write a postcode: only behind the word itself, or where the text is nothing but numbers.
    private func judgeOdd(_ text: FoldedText, _ cues: ContextCues, start: Int, end: Int) -> Finding? {
        if let word = cues.nearest(.socialSecurity, before: start, window: Self.labelWindow),
            !text.bytes[word.end..<start].contains(where: \.isDigit)
        {
            return Finding(
                entity: .usSSN, start: start, end: end, score: 0.5, rule: "ssn-odd-context", reasons: ["context: social security"])
        }
        guard text.bytes.count <= Self.longestList, text.bytes.allSatisfy({ !$0.isLetter && $0 != FoldedText.other }) else { return nil }
        return Finding(entity: .usSSN, start: start, end: end, score: Self.alone, rule: "ssn-alone", reasons: ["form", "alone"])
    }

    private static let labelWindow = 16
    private static let longestList = 64

    private func digits(_ text: FoldedText, _ start: Int, _ count: Int) -> Bool {
        for offset in 0..<count where !text.at(start + offset).isDigit { return false }
        return true
    }

    private func mayStart(_ text: FoldedText, at index: Int) -> Bool {
        let before = text.at(index - 1)
        if before.isAlphanumeric || before == .plus { return false }
        if before == .hyphen || before == .dot || before == .slash { return !text.at(index - 2).isAlphanumeric }
        return true
    }
}
