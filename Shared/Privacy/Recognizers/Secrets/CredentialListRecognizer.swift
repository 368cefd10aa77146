/// Lines of leaked accounts: an e-mail address, a colon and, without a blank, a password of letters and digits. The password is the span. No standard: so the
/// collections look that leaked passwords are passed on in.
struct CredentialListRecognizer: Recognizer {
    private static let longestName = 64
    private static let longestDomain = 80
    private static let password = 6...64
    /// How far before the address a command may stand that takes "name@host:path".
    private static let commandWindow = 80

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while let at = bytes[index...].firstIndex(of: .atSign) {
            index = at + 1
            guard let value = value(text, at) else { continue }
            findings.append(
                Finding(
                    entity: .secret, start: value.lowerBound, end: value.upperBound, score: 0.8, rule: "secret-credential-list",
                    reasons: ["behind an e-mail address"]))
            index = value.upperBound
        }
    }

    private func value(_ text: FoldedText, _ at: Int) -> Range<Int>? {
        var colon = at + 1
        var label = colon
        while colon - at < Self.longestDomain, text.at(colon).isASCIIAlphanumeric || text.at(colon) == .hyphen || text.at(colon) == .dot {
            colon += 1
            if text.at(colon - 1) == .dot { label = colon }
        }
        guard text.at(colon) == .colon, label > at + 2, colon - label >= 2, text.bytes[label..<colon].allSatisfy(\.isASCIILetter) else {
            return nil
        }
        let start = colon + 1
        var end = start
        while end - start <= Self.password.upperBound, end < text.bytes.count, !text.bytes[end].isSpace { end += 1 }
        if text.at(end - 1) == 0x7D || text.at(end - 1) == .closeBracket, text.at(end - 2) == .doubleQuote { end -= 1 }
        while end > start, [.comma, .semicolon, .doubleQuote, .singleQuote, .closeParenthesis].contains(text.at(end - 1)) { end -= 1 }
        let value = text.bytes[start..<end]
        guard Self.password.contains(value.count), value.contains(where: \.isDigit), value.contains(where: \.isLetter),
            !value.contains(where: { $0 == .slash || $0 == .atSign || $0 == .colon || $0 == .equals }), !isNumbered(value), !isFile(value)
        else { return nil }
        var name = at
        while at - name < Self.longestName, name > 0, isNameByte(text.bytes[name - 1]) { name -= 1 }
        let before = text.lowered(name - Self.commandWindow, name)
        guard name < at, begins(text, name), ends(text, end), text.lowered(name, at) != "git",
            !Self.commands.contains(where: before.contains)
        else { return nil }
        return start..<end
    }

    /// The address begins a line or a cell, quoted or not: "To: ann@example.org:Subject1" is none.
    private func begins(_ text: FoldedText, _ start: Int) -> Bool {
        var index = start
        while start - index < 4, index > 0, text.at(index - 1) == .space { index -= 1 }
        return index == 0 || text.at(index - 1).isNewline || isBorder(text.at(index - 1), isTouching: index == start)
    }

    private func ends(_ text: FoldedText, _ end: Int) -> Bool {
        var index = end
        while index - end < 4, index < text.bytes.count, text.at(index) == .space { index += 1 }
        return index >= text.bytes.count || text.at(index).isNewline || isBorder(text.at(index), isTouching: index == end)
    }

    private func isBorder(_ byte: UInt8, isTouching: Bool) -> Bool {
        byte == .tab || byte == 0x7C || isTouching && [.comma, .semicolon, .doubleQuote, .singleQuote].contains(byte)
    }

    /// "INC12345", "PROJ-12".
    private func isNumbered(_ value: ArraySlice<UInt8>) -> Bool {
        value.drop(while: \.isUpperCase).allSatisfy { $0.isDigit || $0 == .hyphen }
    }

    /// "data1.csv", "backup2.tar.gz".
    private func isFile(_ value: ArraySlice<UInt8>) -> Bool {
        guard let dot = value.lastIndex(of: .dot) else { return false }
        return (1...4).contains(value.endIndex - dot - 1) && value[(dot + 1)...].allSatisfy(\.isASCIIAlphanumeric)
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || byte == .dot || byte == .underscore || byte == .hyphen || byte == .plus || byte == .percent
    }

    private static let commands = ["scp ", "rsync ", "sftp ", "ssh ", "git ", "clone ", "://"]
}
