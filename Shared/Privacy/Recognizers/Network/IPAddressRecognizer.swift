/// IPv4 and IPv6 addresses (RFC 4291 text forms, embedded IPv4 included), with a prefix length when one follows.
/// A token is taken whole and must be an address from end to end, so no part of a longer number, time or identifier matches. Only a word with a colon behind
/// it is cut off its front: "src:192.0.2.1", "ip6:2001:db8::1".
struct IPAddressRecognizer: Recognizer {
    /// Longest text form of an IPv6 address is 45 bytes; a longer token is something else.
    private static let longestToken = 64
    /// Behind a word such as "address".
    private static let named: Float = 0.95

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard isTokenByte(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isTokenByte(bytes[index]) { index += 1 }
            guard index - start >= 2, index - start <= Self.longestToken, !text.at(index).isAlphanumeric,
                text.at(index) != .underscore || !text.isJoined(start, index), let first = labelEnd(text, start, index)
            else { continue }
            if let finding = judge(text, cues, start: first, end: index) {
                findings.append(finding)
                index = max(index, finding.end)
            }
        }
    }

    private func isTokenByte(_ byte: UInt8) -> Bool { byte.isHex || byte == .colon || byte == .dot }

    /// Where the address may begin: `start`, or behind the colon of a word that begins before it. Nil when the word runs on into the token, and for "std::".
    private func labelEnd(_ text: FoldedText, _ start: Int, _ end: Int) -> Int? {
        let before = text.at(start - 1)
        guard before.isAlphanumeric || before == .underscore && text.isJoined(start, end) else { return start }
        var index = start
        while index < end, text.bytes[index].isHex { index += 1 }
        guard text.at(index) == .colon, text.at(index + 1) != .colon || text.at(index + 2) == .colon else { return nil }
        // "text2001:db8::1" is a word and an address that run into each other; "ip6:2001:db8::1" is a word's own digit.
        let isOfVersion6 =
            text.at(index - 1) == UInt8(ascii: "6") && [UInt8(ascii: "p"), UInt8(ascii: "v")].contains(text.at(index - 2).lowered)
        if text.at(index - 1).isDigit, !isOfVersion6, text.bytes[index + 1..<end].count(where: { $0 == .colon }) > 1 { return nil }
        // "x:33:33::/var/www", "time:10::30", "key:dead::beef": groups of another kind.
        if text.at(end) == .slash, text.at(end + 1).isLetter { return nil }
        if isShort(text.bytes[index + 1..<end]), !isAddressWord(text, endingAt: index) || text.lowered(index - 4, index) == "node" {
            return nil
        }
        return index + 1
    }

    /// With "::" and fewer than four groups.
    private func isShort(_ token: ArraySlice<UInt8>) -> Bool {
        guard zip(token, token.dropFirst()).contains(where: { $0 == .colon && $1 == .colon }) else { return false }
        return token.split(separator: .colon).count < 4
    }

    private func isAddressWord(_ text: FoldedText, endingAt end: Int) -> Bool {
        var first = end
        while end - first < 16, text.at(first - 1).isASCIIAlphanumeric { first -= 1 }
        let word = text.lowered(first, end)
        return Self.addressWords.contains { word.hasSuffix($0) }
    }

    private func judge(_ text: FoldedText, _ cues: ContextCues, start: Int, end tokenEnd: Int) -> Finding? {
        let bytes = text.bytes
        var start = start
        var end = tokenEnd
        // Sentence punctuation: "at 10.0.0.1." and "address: ::1:" but not "::".
        while end > start, bytes[end - 1] == .dot || (bytes[end - 1] == .colon && text.at(end - 2) != .colon) { end -= 1 }
        while start < end, bytes[start] == .dot || (bytes[start] == .colon && text.at(start + 1) != .colon) { start += 1 }
        guard end - start >= 2 else { return nil }
        let token = bytes[start..<end]
        let colons = token.count { $0 == .colon }
        if colons >= 2 {
            return isIPv6(token) ? finding6(text, cues, start: start, end: end) : nil
        }
        // One colon: an address with a port, "10.0.0.1:8080".
        let address = colons == 1 ? token.prefix { $0 != .colon } : token
        guard let octets = octets(address) else { return nil }
        return finding4(text, cues, start: start, end: address.endIndex, octets: octets)
    }

    private func finding4(_ text: FoldedText, _ cues: ContextCues, start: Int, end: Int, octets: [Int]) -> Finding? {
        var end = end
        // Dotted numbers of five parts are object identifiers, which begin 0, 1 or 2; any other is an address with a slip of the finger.
        if octets.count == 5, octets[0] > 2 {
            while text.bytes[end - 1] != .dot { end -= 1 }
            end -= 1
        } else if octets.count != 4 {
            return nil
        }
        var score: Float = octets.allSatisfy { $0 < 20 } ? 0.6 : 0.8
        if octets.count == 5 { score = 0.5 }
        if cues.nearest(.ipAddress, before: start, window: 32) != nil {
            score = Self.named
        } else if text.at(start - 1).lowered == 0x76 || cues.nearest(.version, before: start, window: 16) != nil {
            score -= 0.45
        } else if score < 0.8, octets[0] != 10, octets != Self.resolver, isOutline(text, start) || isTag(text, start) {
            score = 0.2
        }
        return Finding(
            entity: .ipAddress, start: start, end: prefixEnd(text, end, limit: 32), score: score, rule: "ip-v4",
            reasons: score == Self.named ? ["form", "context: address"] : ["form"])
    }

    private static let resolver = [8, 8, 8, 8]

    /// "Chapter 4.2.1.3". Only for numbers below 20; a network of one's own begins with 10.
    private func isOutline(_ text: FoldedText, _ start: Int) -> Bool {
        guard text.at(start - 1) == .space else { return false }
        let first = text.wordStart(before: start - 1, atMost: 11)
        return Self.outlineWords.contains(text.lowered(first, start - 1))
    }

    private static let outlineWords: Set<String> = [
        "chapter", "section", "sections", "sec", "clause", "paragraph", "appendix", "annex", "figure", "fig", "requirement",
        "step", "kapitel",
        "abschnitt", "absatz", "ziffer", "chapitre", "capitulo", "seccion", "apartado", "capitolo", "hoofdstuk",
    ]

    /// "nginx:1.18.3.1": a package and its release, unless the word is one for an address. Networks of one's own begin with 10.
    private func isTag(_ text: FoldedText, _ start: Int) -> Bool {
        guard text.at(start - 1) == .colon, text.at(start - 2).isAlphanumeric else { return false }
        return !isAddressWord(text, endingAt: start - 1)
    }

    /// The ends of "src", "clientip", "remoteAddr".
    private static let addressWords = [
        "ip", "ip4", "ipv4", "ip6", "ipv6", "addr", "address", "src", "dst", "source", "destination", "client", "remote", "peer", "local",
        "server",
        "gateway", "gw", "host",
        "from", "to", "inet", "dns", "router", "listen", "bind", "proxy", "origin", "via", "by", "node", "endpoint", "adresse",
    ]

    private func finding6(_ text: FoldedText, _ cues: ContextCues, start: Int, end: Int) -> Finding? {
        let withPrefix = prefixEnd(text, end, limit: 128)
        var score: Float = 0.9
        // "::" alone is an operator in many a language before it is the unspecified address; "a::b" may be a name.
        if end - start <= 4, withPrefix == end, !text.bytes[start..<end].contains(where: \.isDigit) { score = 0.2 }
        // "a1::b2" is a name in a scope of C++; "fe80::b2" is an address.
        if withPrefix == end, isScope(text.bytes[start..<end]) { score = 0.2 }
        // "a[1::2]", "[::2]" is a slice; "[::1]" is the loopback address.
        if end - start <= 4, text.at(start - 1) == .openBracket || text.at(end) == .closeBracket || text.at(start - 2) == .comma,
            !text.bytes[start..<end].elementsEqual(Array("::1".utf8))
        {
            score = 0.2
        }
        if cues.nearest(.ipAddress, before: start, window: 32) != nil { score = Self.named }
        return Finding(
            entity: .ipAddress, start: start, end: withPrefix, score: score, rule: "ip-v6",
            reasons: score == Self.named ? ["form", "context: address"] : ["form"])
    }

    /// Two short words around "::", none of them a number.
    private func isScope(_ token: ArraySlice<UInt8>) -> Bool {
        let groups = token.split(separator: .colon)
        return groups.count == 2 && groups[0].count < 4 && token.first != .colon && token.last != .colon
            && groups.allSatisfy { $0.contains(where: \.isASCIILetter) } && !token.contains(.dot)
    }

    /// Past "/24" when it is a valid prefix length, else `end`.
    private func prefixEnd(_ text: FoldedText, _ end: Int, limit: Int) -> Int {
        guard text.at(end) == .slash, text.at(end + 1).isDigit else { return end }
        var index = end + 1
        var value = 0
        while text.at(index).isDigit, index - end <= 4 {
            value = value * 10 + text.at(index).digitValue
            index += 1
        }
        return value <= limit && index - end <= 4 && !text.at(index).isAlphanumeric ? index : end
    }

    /// The numbers of four or five dot-separated parts of one to three digits, each at most 255; nil for anything else.
    private func octets(_ token: ArraySlice<UInt8>) -> [Int]? {
        var parts: [Int] = []
        var value = 0
        var digits = 0
        for byte in token {
            if byte.isDigit {
                value = value * 10 + byte.digitValue
                digits += 1
                if digits > 3 || value > 255 { return nil }
            } else if byte == .dot, digits > 0, parts.count < 4 {
                parts.append(value)
                value = 0
                digits = 0
            } else {
                return nil
            }
        }
        guard digits > 0 else { return nil }
        parts.append(value)
        return parts.count >= 4 ? parts : nil
    }

    private func isIPv6(_ token: ArraySlice<UInt8>) -> Bool {
        var groups = 0
        var hasGap = false
        var index = token.startIndex
        let end = token.endIndex
        if index + 1 < end, token[index] == .colon {
            guard token[index + 1] == .colon else { return false }
            hasGap = true
            index += 2
            if index == end { return true }
        }
        while index < end {
            let start = index
            while index < end, token[index].isHex { index += 1 }
            if index < end, token[index] == .dot {
                guard let embedded = octets(token[start..<end]), embedded.count == 4 else { return false }
                groups += 2
                index = end
                break
            }
            guard index - start >= 1, index - start <= 4 else { return false }
            groups += 1
            guard index < end else { break }
            // `token[index]` is a colon: single, or the one gap.
            index += 1
            guard index < end else { return false }
            if token[index] == .colon {
                guard !hasGap else { return false }
                hasGap = true
                index += 1
            }
        }
        return hasGap ? groups <= 7 : groups == 8
    }
}
