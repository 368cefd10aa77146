/// Web and file addresses: with a scheme, with `www.`, or a bare host name that has a well-known ending and either a path or three labels
/// (RFC 3986; endings of the root zone).
struct URLRecognizer: Recognizer {
    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index].isLetter, !text.at(index - 1).isAlphanumeric else {
                index += 1
                continue
            }
            if let finding = address(text, at: index) {
                findings.append(finding)
                index = finding.end
            } else {
                while index < bytes.count, bytes[index].isAlphanumeric { index += 1 }
            }
        }
    }

    private func address(_ text: FoldedText, at start: Int) -> Finding? {
        // Whatever may refuse comes before the look at the body: a body that is refused is looked at again from its next word.
        if let host = schemeEnd(text, at: start) {
            guard text.at(host).isAlphanumeric || text.at(host) == .openBracket || text.at(host) == .slash else { return nil }
            // "http://[[IP_1]]": the host is masked already.
            if text.at(host) == .openBracket, !text.at(host + 1).isHex, text.at(host + 1) != .colon { return nil }
            let end = bodyEnd(text, from: host)
            guard end > host else { return nil }
            return Finding(entity: .url, start: start, end: end, score: 0.8, rule: "url-scheme", reasons: ["form"])
        }
        guard text.at(start - 1) != .atSign, text.at(start - 1) != .dot, text.at(start - 1) != .backslash else { return nil }
        guard let host = hostEnd(text, from: start) else { return nil }
        let isWeb = text.bytes[start..<host.end].prefix(4).map(\.lowered) == [0x77, 0x77, 0x77, .dot]
        let next = text.at(host.end)
        guard next != .atSign, isWeb ? host.labels >= 3 : host.isWellKnown else { return nil }
        let hasPath = (next == .slash && text.at(host.end + 1).isAlphanumeric) || (next == .colon && text.at(host.end + 1).isDigit)
        let end = next == .slash || hasPath ? bodyEnd(text, from: host.end) : host.end
        if isWeb { return Finding(entity: .url, start: start, end: end, score: 0.75, rule: "url-www", reasons: ["form"]) }
        return Finding(
            entity: .url, start: start, end: end, score: hasPath || host.labels >= 3 ? 0.5 : 0.3, rule: "url-host",
            reasons: ["well-known ending"])
    }

    /// The offset behind "://" when a known scheme starts at `start`.
    private func schemeEnd(_ text: FoldedText, at start: Int) -> Int? {
        var end = start
        while end - start < 7, text.at(end).isASCIIAlphanumeric { end += 1 }
        guard text.at(end) == .colon, text.at(end + 1) == .slash, text.at(end + 2) == .slash else { return nil }
        let scheme = text.lowered(start, end)
        return Self.schemes.contains(scheme) ? end + 3 : nil
    }

    /// To the next blank, quote or bracket, less the punctuation of the sentence around it.
    private func bodyEnd(_ text: FoldedText, from start: Int) -> Int {
        let bytes = text.bytes
        var end = start
        var openParentheses = 0
        loop: while end < bytes.count {
            let byte = bytes[end]
            switch byte {
            case .doubleQuote, .lessThan, .greaterThan, .backtick, .backslash, 0x7C, 0x7B, 0x7D, FoldedText.other: break loop
            // "hxxps://evil[.]example": made harmless by who reports it.
            case .openBracket where text.at(end + 1) == .dot && text.at(end + 2) == .closeBracket: end += 2
            // Brackets belong to a URL only around an IPv6 host, which is where it starts.
            case .openBracket where end > start, .closeBracket where bytes[start] != .openBracket: break loop
            case .openParenthesis: openParentheses += 1
            case .closeParenthesis:
                if openParentheses == 0 { break loop }
                openParentheses -= 1
            default: if byte.isSpace || byte < 0x20 { break loop }
            }
            end += 1
        }
        while end > start, isSentencePunctuation(bytes[end - 1]) { end -= 1 }
        return end
    }

    private func isSentencePunctuation(_ byte: UInt8) -> Bool {
        byte == .dot || byte == .comma || byte == .colon || byte == .semicolon || byte == 0x21 || byte == 0x3F || byte == .singleQuote
    }

    private func hostEnd(_ text: FoldedText, from start: Int) -> (end: Int, labels: Int, isWellKnown: Bool)? {
        var labels = 0
        var index = start
        var lastLabel = start
        while index - start <= 253 {
            let labelStart = index
            while text.at(index).isAlphanumeric || (text.at(index) == .hyphen && text.at(index + 1).isAlphanumeric),
                index < text.bytes.count, index - start <= 253
            {
                index += 1
            }
            guard index > labelStart else { return nil }
            labels += 1
            lastLabel = labelStart
            guard text.at(index) == .dot, text.at(index + 1).isAlphanumeric else { break }
            index += 1
        }
        guard labels >= 2, index - start <= 253, text.at(index) != .underscore else { return nil }
        let label = text.bytes[lastLabel..<index]
        guard label.count >= 2, label.count <= 15, label.allSatisfy(\.isASCIILetter) else { return nil }
        return (index, labels, Self.endings.contains(label.loweredText))
    }

    private static let schemes: Set<String> = [
        "http", "https", "ftp", "ftps", "sftp", "ssh", "smb", "file", "ws", "wss", "rtsp", "rdp", "ldap", "ldaps", "nfs", "git",
        "hxxp", "hxxps", "s3", "s3a", "gs",
    ]

    /// Endings that are not also file extensions or common words behind a full stop without a blank.
    static let endings: Set<String> = [
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "dev", "app", "cloud", "online", "site", "shop", "tech", "local",
        "internal", "intranet",
        "lan", "corp", "example", "test", "localdomain", "io", "ai", "co", "uk", "de", "fr", "nl", "eu", "es", "pl", "se", "fi", "dk", "ch",
        "be", "cz", "hu",
        "ro", "gr", "ie", "br", "mx", "jp", "kr", "cn", "ru", "ua", "au", "nz", "za", "ca", "us",
    ]
}
