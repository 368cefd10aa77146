/// Session identifiers in "Cookie: name=value; ..." and "Set-Cookie: name=value; Path=/": values that look drawn, or stand under a name that says session
/// (RFC 6265, sections 4.1 and 4.2).
struct CookieRecognizer: Recognizer {
    private static let longestLine = 4096
    private static let shortestDrawn = 16
    private static let shortestNamed = 6
    private static let shortestHex = 32

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        var reached = 0
        for word in cues.words where word.cue.contains(.cookie) && word.start >= reached {
            if let cellEnd = word.cellEnd {
                if isDrawn(text.bytes[word.start..<cellEnd]) { findings.append(finding(word.start, cellEnd)) }
                continue
            }
            var index = word.end
            if text.at(index) == .doubleQuote || text.at(index) == .singleQuote { index += 1 }
            // `document.cookie = "session=..."`.
            if text.at(index) == .space, text.at(index + 1) == .equals { index += 1 }
            guard text.at(index) == .colon || text.at(index) == .equals else { continue }
            // Behind the first pair of "Set-Cookie" stand its attributes.
            let isSet = text.lowered(word.start - 4, word.start) == "set-"
            reached = pairs(text, index + 1, isSet: isSet, into: &findings)
        }
    }

    private func pairs(_ text: FoldedText, _ start: Int, isSet: Bool, into findings: inout [Finding]) -> Int {
        let bytes = text.bytes
        var index = start
        while index - start < Self.longestLine {
            while text.at(index) == .space || text.at(index) == .doubleQuote || text.at(index) == .singleQuote, index < bytes.count {
                index += 1
            }
            let name = index
            while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
            guard index > name, text.at(index) == .equals else { break }
            let value = index + 1
            index = value
            while index < bytes.count, !bytes[index].isSpace, bytes[index] != .semicolon, bytes[index] != .doubleQuote,
                bytes[index] != .singleQuote
            {
                index += 1
            }
            if isSecret(bytes[value..<index], named: text.lowered(name, min(value - 1, name + 32))) {
                findings.append(finding(value, index))
            }
            guard !isSet, text.at(index) == .semicolon else { break }
            index += 1
        }
        return index
    }

    private func isSecret(_ value: ArraySlice<UInt8>, named name: String) -> Bool {
        guard value.contains(where: \.isDigit), value.contains(where: \.isLetter) else { return false }
        return isDrawn(value) || value.count >= Self.shortestNamed && Self.names.contains(where: name.contains)
    }

    /// Letters and digits take turns, as they do in random values and in hexadecimal but not in "release-2024.05.01-rc1".
    private func isDrawn(_ value: ArraySlice<UInt8>) -> Bool {
        let body = value.filter(\.isASCIIAlphanumeric)
        guard body.count >= Self.shortestDrawn, body.contains(where: \.isDigit), body.contains(where: \.isLetter) else { return false }
        if body.count >= Self.shortestHex, body.allSatisfy(\.isHex) { return true }
        return KeyForms.turns(body) * 4 >= body.count - 1
    }

    private func finding(_ start: Int, _ end: Int) -> Finding {
        Finding(entity: .secret, start: start, end: end, score: 0.9, rule: "secret-cookie", reasons: ["context: cookie"])
    }

    private static let names = ["sess", "auth", "token", "sid", "jwt", "csrf", "xsrf", "remember"]

    private func isNameByte(_ byte: UInt8) -> Bool { byte.isASCIIAlphanumeric || byte == .underscore || byte == .hyphen || byte == .dot }
}
