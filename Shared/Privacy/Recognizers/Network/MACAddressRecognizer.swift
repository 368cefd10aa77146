/// Hardware addresses: six pairs joined by colons or hyphens, three dotted groups of four, or twelve hexadecimal digits behind a word such as "MAC".
/// The broadcast and the null address name no device. Forms of IEEE 802, section 8.
struct MACAddressRecognizer: Recognizer {
    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index].isHex, isBoundary(text.at(index - 1)) else {
                index += 1
                continue
            }
            if let (end, score, rule) = match(text, cues, at: index), isBoundary(text.at(end)), names(bytes[index..<end]) {
                let reasons = rule == "mac-bare" ? ["context: hardware address"] : ["form"]
                findings.append(Finding(entity: .macAddress, start: index, end: end, score: score, rule: rule, reasons: reasons))
                index = end
            } else {
                while index < bytes.count, bytes[index].isHex { index += 1 }
            }
        }
    }

    private func match(_ text: FoldedText, _ cues: ContextCues, at start: Int) -> (end: Int, score: Float, rule: String)? {
        let pair = text.at(start + 2)
        if pair == .colon || pair == .hyphen, grouped(text, at: start, size: 2, count: 6, separator: pair) {
            return (start + 17, 0.95, "mac-pairs")
        }
        if text.at(start + 4) == .dot, grouped(text, at: start, size: 4, count: 3, separator: .dot) {
            return (start + 14, 0.9, "mac-dotted")
        }
        guard grouped(text, at: start, size: 12, count: 1, separator: 0) else { return nil }
        let isNamed = cues.nearest(.macAddress, before: start, window: 24) != nil
        return (start + 12, isNamed ? 0.6 : 0.1, "mac-bare")
    }

    private func grouped(_ text: FoldedText, at start: Int, size: Int, count: Int, separator: UInt8) -> Bool {
        var index = start
        for group in 0..<count {
            if group > 0 {
                guard text.at(index) == separator else { return false }
                index += 1
            }
            for _ in 0..<size {
                guard text.at(index).isHex else { return false }
                index += 1
            }
        }
        return true
    }

    private func isBoundary(_ byte: UInt8) -> Bool {
        !byte.isAlphanumeric && byte != .underscore && byte != .colon && byte != .hyphen || byte == .space
    }

    private func names(_ bytes: ArraySlice<UInt8>) -> Bool {
        let hex = bytes.filter(\.isHex)
        return !hex.allSatisfy { $0.lowered == 0x66 } && !hex.allSatisfy { $0 == 0x30 }
    }
}
