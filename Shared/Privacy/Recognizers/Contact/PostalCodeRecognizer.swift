/// Postal codes that their label tells ("ZIP: 36250", "PLZ 10115", "código postal 28013"), and Canada's, whose form is its own (Canada Post: letter, digit, letter,
/// digit, letter, digit, without D, F, I, O, Q, U, and W or Z in front). British ones have a rule and a type of their own.
struct PostalCodeRecognizer: Recognizer {
    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        for word in cues.words where word.cue.contains(.postalCode) {
            guard let start = word.cellEnd == nil ? valueStart(text, word.end) : word.start, let end = valueEnd(text, start),
                word.cellEnd.map({ $0 == end }) ?? true
            else { continue }
            findings.append(
                Finding(entity: .location, start: start, end: end, score: 0.6, rule: "postal-code-label", reasons: ["context: postal code"])
            )
        }
        let bytes = text.bytes
        guard bytes.count >= 6 else { return }
        for index in 0..<bytes.count - 5 where bytes[index].isUpperCase && bytes[index + 1].isDigit && !text.at(index - 1).isAlphanumeric {
            if let end = canadianEnd(text, index) {
                findings.append(
                    Finding(entity: .location, start: index, end: end, score: 0.5, rule: "postal-code-canada", reasons: ["form"]))
            }
        }
    }

    /// Past "code", "number", a colon, "is" and blanks.
    private func valueStart(_ text: FoldedText, _ labelEnd: Int) -> Int? {
        var index = labelEnd
        for _ in 0..<4 {
            let first = index
            while index - first < 4, index < text.bytes.count, Self.marks.contains(text.bytes[index]) { index += 1 }
            var end = index
            while end - index < 7, text.at(end).isASCIILetter { end += 1 }
            guard end > index, Self.joints.contains(text.lowered(index, end)) else {
                break
            }
            index = end
        }
        return index > labelEnd && index < text.bytes.count ? index : nil
    }

    private static let marks: [UInt8] = [.space, .colon, .equals, .doubleQuote, .singleQuote, .underscore, .dot, .hash, .lineFeed, .slash]
    private static let joints: Set<String> = [
        "code", "codes", "number", "no", "is", "ist", "lautet", "est", "es", "postal", "zip", "postcode", "nr",
    ]

    /// Three to ten places with three digits at least: groups of digits and capitals, one blank or hyphen between two of them.
    private func valueEnd(_ text: FoldedText, _ start: Int) -> Int? {
        guard text.at(start).isDigit || text.at(start).isUpperCase else { return nil }
        var end = start
        while end - start <= 8, text.at(end).isDigit || text.at(end).isUpperCase { end += 1 }
        let first = end - start
        guard (2...8).contains(first), text.bytes[start..<end].contains(where: \.isDigit) else { return nil }
        if text.at(end) == .space || text.at(end) == .hyphen, text.at(end + 1).isDigit || text.at(end + 1).isUpperCase {
            var second = end + 1
            while second - end <= 5, text.at(second).isDigit || text.at(second).isUpperCase { second += 1 }
            let isHyphen = text.at(end) == .hyphen
            let group = text.bytes[(end + 1)..<min(second, text.bytes.count)]
            // Behind a blank only what some country writes so: "394 13", "7412 SL", "B0J 2H0".
            let digits = group.count(where: \.isDigit)
            let isGroup =
                isHyphen
                || first <= 4 && (digits == 2 && group.count == 2 || digits == 0 && group.count == 2 || group.count == 3 && digits > 0)
            if isGroup, group.count <= 4, !text.at(second).isAlphanumeric { end = second }
        }
        let value = text.bytes[start..<end]
        guard value.count(where: \.isDigit) >= 2, value.count >= 3, !text.at(end).isAlphanumeric, text.at(end) != .percent,
            text.at(end) != .hyphen
        else {
            return nil
        }
        return end
    }

    private func canadianEnd(_ text: FoldedText, _ start: Int) -> Int? {
        var index = start
        for place in 0..<6 {
            if place == 3, text.at(index) == .space || text.at(index) == .hyphen { index += 1 }
            let byte = text.at(index)
            guard place % 2 == 0 ? byte.isUpperCase && !Self.unused.contains(byte) : byte.isDigit else { return nil }
            index += 1
        }
        // Without the blank it is the form of many a part number.
        guard index - start == 7, text.bytes[start] != 0x57, text.bytes[start] != 0x5A, !text.at(index).isAlphanumeric else { return nil }
        return index
    }

    private static let unused: [UInt8] = Array("DFIOQU".utf8)

    static let words: [(Cue, String)] = [(.postalCode, "zip zipcode postcode postalcode postal plz postleitzahl cp")]
}
