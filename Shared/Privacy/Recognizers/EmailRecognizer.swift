/// Addresses as RFC 5321 allows them without quoting, anchored at the `@`, or at `%40` as it stands in a URL.
/// The domain needs a dot, or may be one word when an e-mail cannot be anything else (`localhost`).
struct EmailRecognizer: Recognizer {
    private static let longestLocalPart = 64
    private static let longestDomain = 253

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        // A local part never reaches back over the previous address, which also keeps "a@a@a@..." linear.
        var floor = 0
        var index = 0
        while index < bytes.count {
            let width: Int
            if bytes[index] == .atSign {
                width = 1
            } else if bytes[index] == .percent, text.at(index + 1) == 0x34, text.at(index + 2) == 0x30 {
                width = 3
            } else {
                index += 1
                continue
            }
            let anchor = index
            index += width
            guard let start = localPartStart(text, anchor: anchor, floor: floor), let end = domainEnd(text, from: anchor + width) else {
                continue
            }
            findings.append(
                Finding(entity: .emailAddress, start: start, end: end, score: 1, rule: width == 1 ? "email" : "email-percent-encoded"))
            floor = end
            index = end
        }
    }

    private func localPartStart(_ text: FoldedText, anchor: Int, floor: Int) -> Int? {
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
    private func domainEnd(_ text: FoldedText, from start: Int) -> Int? {
        let bytes = text.bytes
        let limit = min(bytes.count, start + Self.longestDomain)
        var best: Int?
        var labelStart = start
        var labels = 0
        while labelStart < limit {
            var end = labelStart
            while end < limit, bytes[end].isAlphanumeric || bytes[end] == .hyphen { end += 1 }
            // A hyphen cannot end a label; it belongs to what follows ("bob@example.com-").
            var last = end
            while last > labelStart, bytes[last - 1] == .hyphen { last -= 1 }
            guard last > labelStart, bytes[labelStart] != .hyphen else { break }
            labels += 1
            if labels > 1, isTopLevel(bytes[labelStart..<last]) { best = last }
            guard last == end, end < limit, bytes[end] == .dot else { break }
            labelStart = end + 1
        }
        if best == nil, labels == 1, matches(bytes, at: start, "localhost") { return start + 9 }
        return best
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
