/// Addresses as RFC 5321 allows them, anchored at the `@`, or at what stands for it: `%40` in a URL, `&#64;` in HTML, `=40` in quoted-printable (RFC 2045),
/// "(at)" where people hide from harvesters, " at " where they speak. A local part in quotation marks may hold blanks. The domain needs a dot (or "(dot)"), may
/// be one word when an e-mail cannot be anything else (`localhost`), or an address in brackets.
struct EmailRecognizer: Recognizer {
    private static let longestLocalPart = 64
    private static let longestDomain = 253

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        // A local part never reaches back over the previous address, which also keeps "a@a@a@..." linear.
        var floor = 0
        var index = 0
        while index < bytes.count {
            guard let anchor = anchor(text, at: index) else {
                index += 1
                continue
            }
            index += max(1, anchor.end - index)
            if anchor.rule == Self.spoken {
                if let (start, end) = SpokenEmail.range(text, anchor: anchor.start, floor: floor) {
                    findings.append(
                        Finding(entity: .emailAddress, start: start, end: end, score: 0.7, rule: Self.spoken, reasons: ["form"]))
                    floor = end
                    index = max(index, end)
                }
                continue
            }
            guard let (start, isQuoted) = localPartStart(text, anchor: anchor.start, floor: floor),
                let end = literalEnd(text, from: anchor.end)
                    ?? domainEnd(
                        text, from: anchor.end, isHidden: anchor.rule == "email-hidden", isDoubtful: Self.doubtful.contains(anchor.rule)),
                anchor.rule != "email-spaced" || isTelling(text, start, anchor, end)
            else { continue }
            findings.append(
                Finding(
                    entity: .emailAddress, start: start, end: end, score: isQuoted ? 0.9 : 1, rule: isQuoted ? "email-quoted" : anchor.rule,
                    reasons: ["form"])
            )
            floor = end
            index = end
        }
    }

    private static let spoken = "email-spoken"
    /// The sign has another meaning as often.
    private static let doubtful: Set<String> = ["email-hidden", "email-quoted-printable", "email-spaced"]

    private struct Anchor {
        let start: Int
        let end: Int
        let rule: String
    }

    /// The `@` or its stand-in at `index`; blanks around a stand-in belong to it.
    private func anchor(_ text: FoldedText, at index: Int) -> Anchor? {
        let end: Int
        let rule: String
        switch text.bytes[index] {
        case .atSign:
            let isSpaced = text.at(index - 1) == .space && text.at(index + 1) == .space && text.at(index + 2).isAlphanumeric
            return isSpaced
                ? Anchor(start: index - 1, end: index + 2, rule: "email-spaced") : Anchor(start: index, end: index + 1, rule: "email")
        case .equals:
            guard text.at(index + 1) == 0x34, text.at(index + 2) == 0x30 else { return nil }
            return Anchor(start: index, end: index + 3, rule: "email-quoted-printable")
        case .space:
            guard text.at(index + 1).lowered == 0x61, text.at(index + 2).lowered == 0x74, text.at(index + 3) == .space else { return nil }
            return Anchor(start: index, end: index + 4, rule: Self.spoken)
        case .percent:
            guard text.at(index + 1) == 0x34, text.at(index + 2) == 0x30 else { return nil }
            return Anchor(start: index, end: index + 3, rule: "email-percent-encoded")
        case .ampersand:
            guard let entity = ["&#64;", "&#064;", "&#x40;", "&commat;"].first(where: { matches(text, at: index, $0) }) else { return nil }
            end = index + entity.utf8.count
            rule = "email-entity"
        case .openParenthesis, .openBracket, 0x7B:
            guard let width = bracketed(text, at: index, "at") else { return nil }
            end = index + width
            rule = "email-hidden"
        default: return nil
        }
        let hasBlanks = text.at(index - 1) == .space && text.at(end) == .space
        return Anchor(start: hasBlanks ? index - 1 : index, end: hasBlanks ? end + 1 : end, rule: rule)
    }

    /// The width of "(word)", "[word]" or "{word}" at `index`.
    private func bracketed(_ text: FoldedText, at index: Int, _ word: String) -> Int? {
        for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
            for gap in ["", " "] where matches(text, at: index, open + gap + word + gap + close) {
                return 2 + word.utf8.count + 2 * gap.utf8.count
            }
        }
        return nil
    }

    private func matches(_ text: FoldedText, at index: Int, _ word: String) -> Bool {
        var position = index
        for byte in word.utf8 {
            guard text.at(position).lowered == byte else { return false }
            position += 1
        }
        return true
    }

    /// "ann.lee @ example.com", not "dinner @ joes.com": the name is no word, or the domain one that gives mail to everyone.
    private func isTelling(_ text: FoldedText, _ start: Int, _ anchor: Anchor, _ end: Int) -> Bool {
        let name = text.bytes[start..<anchor.start]
        guard name.count > 2, text.bytes[start].isLetter else { return false }
        return name.contains { $0.isDigit || $0 == .dot || $0 == .underscore } || SpokenEmail.isProvider(text, anchor.end, end)
    }

    /// RFC 5321, section 4.1.3: "[192.0.2.1]", "[IPv6:2001:db8::1]".
    private func literalEnd(_ text: FoldedText, from start: Int) -> Int? {
        guard text.at(start) == .openBracket else { return nil }
        var end = start + 1
        if text.lowered(end, end + 5) == "ipv6:" { end += 5 }
        let first = end
        while end - first < 46, text.at(end).isHex || text.at(end) == .dot || text.at(end) == .colon { end += 1 }
        guard end - first >= 3, text.at(end) == .closeBracket, text.bytes[first..<end].contains(where: { $0 == .dot || $0 == .colon })
        else { return nil }
        return end + 1
    }

    private func localPartStart(_ text: FoldedText, anchor: Int, floor: Int) -> (start: Int, isQuoted: Bool)? {
        if text.at(anchor - 1) == .doubleQuote {
            guard let start = quotedStart(text, anchor: anchor, floor: floor) else { return nil }
            return (start, true)
        }
        return plainStart(text, anchor: anchor, floor: floor).map { ($0, false) }
    }

    /// RFC 5321, section 4.1.2: quoted-string, on one line.
    private func quotedStart(_ text: FoldedText, anchor: Int, floor: Int) -> Int? {
        let lowest = max(floor, anchor - Self.longestLocalPart)
        var start = anchor - 2
        while start >= lowest, text.bytes[start] != .doubleQuote || text.at(start - 1) == .backslash, !text.bytes[start].isNewline {
            start -= 1
        }
        guard start >= lowest, text.bytes[start] == .doubleQuote, !text.at(start - 1).isAlphanumeric,
            text.bytes[start..<anchor].contains(where: \.isAlphanumeric), !text.at(start + 1).isSpace
        else { return nil }
        return start
    }

    private func plainStart(_ text: FoldedText, anchor: Int, floor: Int) -> Int? {
        let bytes = text.bytes
        let lowest = max(floor, anchor - Self.longestLocalPart)
        var start = anchor
        while start > lowest, isLocalPart(bytes[start - 1]) { start -= 1 }
        // "mailto:", "email=" and quotes stop the scan by themselves; leading punctuation belongs to the sentence.
        while start < anchor, !bytes[start].isAlphanumeric, bytes[start] != .underscore { start += 1 }
        guard start < anchor, bytes[anchor - 1] != .dot else { return nil }
        return start
    }

    private func isLocalPart(_ byte: UInt8) -> Bool {
        if byte.isAlphanumeric { return true }
        // Also legal but left out, because text uses them as separators far more often: ! # $ * / = ? ^ ` { | }
        switch byte {
        case .dot, .underscore, .hyphen, .plus, .percent, .singleQuote, .ampersand, 0x7E: return true
        default: return false
        }
    }

    /// The end of the longest run of dot-separated labels whose last one is a plausible top-level domain.
    private func domainEnd(_ text: FoldedText, from start: Int, isHidden: Bool, isDoubtful: Bool) -> Int? {
        let bytes = text.bytes
        let limit = min(bytes.count, start + Self.longestDomain)
        var best: Int?
        var labelStart = start
        var labels = 0
        while labelStart < limit {
            var end = labelStart
            // A label of a script without spaces is one as a whole; behind one of letters, "example.cn" in Chinese, the sentence goes on.
            let isIdeographic = bytes[labelStart] == FoldedText.other
            while end < limit, bytes[end].isAlphanumeric || bytes[end] == .hyphen || isIdeographic && bytes[end] == FoldedText.other {
                end += 1
            }
            // A hyphen cannot end a label; it belongs to what follows ("bob@example.com-").
            var last = end
            while last > labelStart, bytes[last - 1] == .hyphen { last -= 1 }
            guard last > labelStart, bytes[labelStart] != .hyphen else { break }
            labels += 1
            if labels > 1, isTopLevel(bytes[labelStart..<last]), !isDoubtful || isWellKnown(bytes[labelStart..<last]) { best = last }
            guard last == end, end < limit else { break }
            if bytes[end] == .dot {
                labelStart = end + 1
            } else if isHidden, let next = hiddenDotEnd(text, from: end) {
                labelStart = next
            } else {
                break
            }
        }
        if best == nil, labels == 1, matches(bytes, at: start, "localhost") { return start + 9 }
        return best
    }

    /// Past "(dot)" with or without blanks around it.
    private func hiddenDotEnd(_ text: FoldedText, from end: Int) -> Int? {
        let start = text.at(end) == .space ? end + 1 : end
        guard let width = bracketed(text, at: start, "dot") else { return nil }
        return text.at(start + width) == .space ? start + width + 1 : start + width
    }

    /// "look [at] this.thing" is a sentence.
    private func isWellKnown(_ label: ArraySlice<UInt8>) -> Bool {
        label.count <= 15 && URLRecognizer.endings.contains(label.loweredText)
    }

    private func isTopLevel(_ label: ArraySlice<UInt8>) -> Bool {
        guard label.count >= 2, label.count <= 63 else { return false }
        // Punycode ("xn--p1ai") is the only top level with digits or hyphens.
        if label.count > 4, label.starts(with: [0x78, 0x6E, .hyphen, .hyphen]) { return true }
        return label.allSatisfy(\.isLetter)
    }

    private func matches(_ bytes: [UInt8], at start: Int, _ word: StaticString) -> Bool {
        guard start + word.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount where bytes[start + offset].lowered != word.utf8Start[offset] { return false }
        let end = start + word.utf8CodeUnitCount
        return end == bytes.count || !bytes[end].isAlphanumeric
    }
}
