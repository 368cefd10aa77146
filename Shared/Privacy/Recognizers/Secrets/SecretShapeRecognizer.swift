/// Credentials that tell by their own form: API keys with a vendor's prefix, JSON web tokens, private key blocks, recovery and product keys.
/// Each vendor's own page gives the form of its keys; web tokens are those of RFC 7519, key blocks those of RFC 7468.
struct SecretShapeRecognizer: Recognizer {
    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        var account: Int?
        while index < bytes.count {
            let byte = bytes[index]
            if byte == .hyphen, let end = privateKeyEnd(text, at: index) {
                findings.append(Finding(entity: .secret, start: index, end: end, score: 1, rule: "secret-private-key", reasons: ["form"]))
                index = end
                continue
            }
            if byte == .dollar, let end = PasswordHash.end(text, at: index) {
                findings.append(Finding(entity: .secret, start: index, end: end, score: 1, rule: "secret-password-hash", reasons: ["form"]))
                index = end
                continue
            }
            if byte == 0x7E, let (start, end) = KeyForms.azure(text, tilde: index) {
                findings.append(Finding(entity: .secret, start: start, end: end, score: 1, rule: "secret-azure", reasons: ["form"]))
                index = end
                continue
            }
            let before = text.at(index - 1)
            guard byte.isASCIIAlphanumeric, !before.isAlphanumeric else {
                index += 1
                continue
            }
            let isInside = !isBoundary(before)
            var run = index + 1
            while run < bytes.count, bytes[run].isASCIIAlphanumeric { run += 1 }
            if let (end, rule) = prefixed(text, at: index, isInside: isInside)
                ?? (isInside
                    ? nil
                    : KeyForms.find(text, index..<run) ?? groupedKey(text, at: index) ?? twilioToken(text, at: index, account: account))
            {
                if rule == SecretPrefix.twilio { account = end }
                findings.append(Finding(entity: .secret, start: index, end: end, score: 1, rule: rule, reasons: ["form", "prefix"]))
                index = end
            } else {
                index = run
            }
        }
    }

    private func isBoundary(_ byte: UInt8) -> Bool { !byte.isAlphanumeric && byte != .hyphen && byte != .underscore }

    private func prefixed(_ text: FoldedText, at start: Int, isInside: Bool) -> (end: Int, rule: String)? {
        for prefix in SecretPrefix.byFirst[Int(text.bytes[start])]
        where (prefix.isMarked || !isInside) && hasPrefix(text, at: start, prefix.bytes) {
            let body = start + prefix.bytes.count
            var end = body
            while end < text.bytes.count, end - body <= prefix.body.upperBound,
                isKeyByte(text.bytes[end]) || prefix.also.contains(text.bytes[end])
            { end += 1 }
            while end > body, text.bytes[end - 1] == .dot || text.bytes[end - 1] == .comma { end -= 1 }
            guard prefix.body.contains(end - body) || end - body > prefix.body.upperBound && prefix.body.count > 1 else { continue }
            let content = text.bytes[body..<end]
            switch prefix.rule {
            case "secret-jwt":
                // Header, claims, signature; the signature may be empty in an unsigned one.
                guard content.count(where: { $0 == .dot }) >= 1 else { continue }
            case "secret-aws-key-id":
                guard content.allSatisfy({ $0.isUpperCase || $0.isDigit }) else { continue }
            case SecretPrefix.twilio:
                guard Self.isDigest(content) else { continue }
            case SecretPrefix.resend:
                // Eight and twenty-four.
                guard content[body + 8] == .underscore, content.count(where: { !$0.isASCIIAlphanumeric }) == 1,
                    content.contains(where: \.isDigit)
                else { continue }
            case "secret-alibaba", "secret-tencent", "secret-nuget":
                // "LTAIConfig2024Helper" is a name.
                guard prefix.rule != "secret-alibaba" || KeyForms.takesTurns(content), content.allSatisfy(\.isASCIIAlphanumeric),
                    content.contains(where: \.isDigit)
                else { continue }
            case "secret-1password" where prefix.body.upperBound < 40:
                guard content.allSatisfy({ $0.isUpperCase || $0.isDigit || $0 == .hyphen }), content.contains(where: \.isDigit) else {
                    continue
                }
            case "secret-gitlab":
                end = KeyForms.routedEnd(text, end)
                fallthrough
            default:
                // "sk-learn-contrib-packages" is words.
                guard content.contains(where: \.isDigit) || content.contains(where: \.isUpperCase) else { continue }
            }
            return (end, prefix.rule)
        }
        return nil
    }

    /// A token of Twilio has no form but that of a digest: only behind the company's name or the number of an account.
    private func twilioToken(_ text: FoldedText, at start: Int, account: Int?) -> (end: Int, rule: String)? {
        let end = start + Self.digestLength
        guard end <= text.bytes.count, isBoundary(text.at(end)), Self.isDigest(text.bytes[start..<end]) else { return nil }
        if let account, start - account <= Self.accountWindow { return (end, SecretPrefix.twilio) }
        return text.lowered(start - Self.accountWindow, start).contains("twilio") ? (end, SecretPrefix.twilio) : nil
    }

    private static let digestLength = 32
    private static let accountWindow = 64

    private static func isDigest(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0.isHex && !$0.isUpperCase } && bytes.contains(where: \.isDigit) && bytes.contains(where: \.isASCIILetter)
    }

    private func isKeyByte(_ byte: UInt8) -> Bool { byte.isASCIIAlphanumeric || byte == .underscore || byte == .hyphen }

    private func hasPrefix(_ text: FoldedText, at start: Int, _ prefix: [UInt8]) -> Bool {
        guard start + prefix.count <= text.bytes.count else { return false }
        for offset in 0..<prefix.count where text.bytes[start + offset] != prefix[offset] { return false }
        return true
    }

    /// BitLocker recovery passwords (eight groups of six digits) and product keys (five groups of five letters and digits).
    private func groupedKey(_ text: FoldedText, at start: Int) -> (end: Int, rule: String)? {
        if text.at(start + 6) == .hyphen, let end = groups(text, at: start, count: 8, size: 6, where: \.isDigit) {
            return (end, "secret-recovery-key")
        }
        if text.at(start + 5) == .hyphen, let end = groups(text, at: start, count: 5, size: 5, where: { $0.isUpperCase || $0.isDigit }),
            text.bytes[start..<end].contains(where: \.isDigit), text.bytes[start..<end].contains(where: \.isUpperCase)
        {
            return (end, "secret-product-key")
        }
        return nil
    }

    private func groups(_ text: FoldedText, at start: Int, count: Int, size: Int, where isAllowed: (UInt8) -> Bool) -> Int? {
        var index = start
        for group in 0..<count {
            if group > 0 {
                guard text.at(index) == .hyphen else { return nil }
                index += 1
            }
            for _ in 0..<size {
                guard isAllowed(text.at(index)) else { return nil }
                index += 1
            }
        }
        return isBoundary(text.at(index)) ? index : nil
    }

    /// From "-----BEGIN ... PRIVATE KEY-----" to the end of its END line, or of its base64 when that line is missing.
    private func privateKeyEnd(_ text: FoldedText, at start: Int) -> Int? {
        let bytes = text.bytes
        guard text.at(start - 1) != .hyphen, hasPrefix(text, at: start, Self.begin) else { return nil }
        var index = start + Self.begin.count
        let label = index
        while index < bytes.count, index - label < 40, bytes[index] != .hyphen { index += 1 }
        let header = bytes[label..<index]
        guard header.count >= Self.privateKey.count, Self.contains(header, Self.privateKey), hasPrefix(text, at: index, Self.dashes) else {
            return nil
        }
        index += Self.dashes.count
        let body = index
        // Base64, line breaks (also written as \n inside a string) and the headers of an encrypted key.
        while index < bytes.count, bytes[index] != .hyphen || !hasPrefix(text, at: index, Self.dashes) {
            let byte = bytes[index]
            guard
                byte.isASCIIAlphanumeric || byte.isSpace || byte == .plus || byte == .slash || byte == .equals || byte == .backslash
                    || byte == .colon
                    || byte == .comma || byte == .hyphen
            else { return hasContent(bytes[body..<index]) ? index : nil }
            index += 1
        }
        guard hasContent(bytes[body..<index]) else { return nil }
        guard hasPrefix(text, at: index, Self.end) else { return index }
        index += Self.end.count
        while index < bytes.count, bytes[index] != .hyphen, !bytes[index].isNewline { index += 1 }
        while index < bytes.count, bytes[index] == .hyphen { index += 1 }
        return index
    }

    /// A header alone is no key.
    private func hasContent(_ body: ArraySlice<UInt8>) -> Bool { body.contains(where: \.isASCIIAlphanumeric) }

    private static let dashes: [UInt8] = Array("-----".utf8)
    private static let begin: [UInt8] = Array("-----BEGIN ".utf8)
    private static let end: [UInt8] = Array("-----END ".utf8)
    private static let privateKey: [UInt8] = Array("PRIVATE KEY".utf8)

    private static func contains(_ bytes: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
        for start in bytes.startIndex...(bytes.endIndex - word.count) where bytes[start..<start + word.count].elementsEqual(word) {
            return true
        }
        return false
    }
}
