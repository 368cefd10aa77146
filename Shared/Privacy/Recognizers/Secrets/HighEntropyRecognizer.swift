/// Assigned values that look drawn at random, whatever their name: at least 24 letters and digits in one run (with `_ - + / =` among them) behind "=" or ":",
/// where upper case, lower case and digits take turns as they do in keys and hardly ever in words, paths or identifiers. Hexadecimal digests do not qualify, and
/// a name that says checksum excuses its value. The idea is that of scanners of repositories such as detect-secrets; the measure is ours.
struct HighEntropyRecognizer: Recognizer {
    private static let shortest = 24
    private static let longest = 512
    /// Of random letters and digits, five neighbours in eight differ in class; of CamelCase words one in four.
    private static let turnsInHundred = 48

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard isKeyByte(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isKeyByte(bytes[index]) { index += 1 }
            let value = trimmed(bytes, start, index)
            guard (Self.shortest...Self.longest).contains(value.count), isAssigned(text, value.startIndex), isRandom(value),
                cues.nearest(.checksum, before: value.startIndex, window: 12) == nil
            else { continue }
            findings.append(
                Finding(
                    entity: .secret, start: value.startIndex, end: value.endIndex, score: 0.5, rule: "secret-high-entropy",
                    reasons: ["drawn at random", "assigned"]))
        }
    }

    private func isKeyByte(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == .underscore || byte == .hyphen || byte == .plus || byte == .slash || byte == .equals
    }

    /// "name=value" is one run: the value begins behind its first "=" that has something behind it.
    private func trimmed(_ bytes: [UInt8], _ start: Int, _ end: Int) -> ArraySlice<UInt8> {
        let run = bytes[start..<end]
        guard let sign = run.firstIndex(of: .equals), sign + 1 < end, bytes[sign + 1] != .equals, sign - start < 48,
            end - sign > Self.shortest
        else {
            return run
        }
        return bytes[(sign + 1)..<end]
    }

    private func isAssigned(_ text: FoldedText, _ start: Int) -> Bool {
        var index = start - 1
        if text.at(index) == .doubleQuote || text.at(index) == .singleQuote || text.at(index) == .backtick { index -= 1 }
        if text.at(index) == .space { index -= 1 }
        return text.at(index) == .equals || text.at(index) == .colon
    }

    private func isRandom(_ value: ArraySlice<UInt8>) -> Bool {
        var classes = (upper: 0, lower: 0, digit: 0)
        var turns = 0
        var slashes = 0
        var last = 0
        for byte in value {
            let kind: Int
            if byte.isDigit {
                kind = 1
                classes.digit += 1
            } else if byte.isUpperCase {
                kind = 2
                classes.upper += 1
            } else if byte.isASCIILetter {
                kind = 3
                classes.lower += 1
            } else {
                kind = last
                if byte == .slash { slashes += 1 }
            }
            if last != 0, kind != last { turns += 1 }
            last = kind
        }
        return classes.digit >= 3 && classes.upper >= 3 && classes.lower >= 3 && slashes * 10 <= value.count
            && turns * 100 >= (value.count - 1) * Self.turnsInHundred
    }
}
