/// Addresses with a name and a password in them, of any scheme: "postgres://app:password@host" (RFC 3986, section 3.2.1). The whole address is
/// the span.
struct URLCredentialsRecognizer: Recognizer {
    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index + 2 < bytes.count {
            guard bytes[index] == .colon, bytes[index + 1] == .slash, bytes[index + 2] == .slash else {
                index += 1
                continue
            }
            var start = index
            while index - start < 16, start > 0, bytes[start - 1].isASCIIAlphanumeric || bytes[start - 1] == .plus { start -= 1 }
            var end = index + 3
            var colon: Int?
            var at: Int?
            // User and password end at the first "@"; a "/" before it means that there are none.
            while end < bytes.count, end - index < 512, !bytes[end].isSpace, bytes[end] != .slash || at != nil, bytes[end] != .doubleQuote,
                bytes[end] != .singleQuote
            {
                if bytes[end] == .colon, at == nil, colon == nil { colon = end }
                if bytes[end] == .atSign, at == nil { at = end }
                end += 1
            }
            if let at, let colon, colon < at, at > colon + 1, start < index {
                findings.append(
                    Finding(
                        entity: .secret, start: start, end: end, score: 1, rule: "secret-url-credentials",
                        reasons: ["form", "credentials in a URL"]))
            }
            index = max(end, index + 3)
        }
    }
}
