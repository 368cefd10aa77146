/// The operator's deny list: terms that are masked wherever they stand as whole words, compared folded and without case.
struct TermRecognizer: Recognizer {
    private struct Term {
        let bytes: [UInt8]
        let entity: EntityType
    }

    /// Terms by the word they begin with, longest first.
    private let terms: [String: [Term]]

    init(_ denied: [AnonymizerSettings.DeniedTerm]) {
        var terms: [String: [Term]] = [:]
        for denied in denied {
            let bytes = Self.trimmed(FoldedText(denied.term).bytes.map(\.lowered))
            guard !bytes.isEmpty else { continue }
            terms[Self.firstWord(bytes, at: 0), default: []].append(Term(bytes: bytes, entity: denied.entity))
        }
        self.terms = terms.mapValues { $0.sorted { $0.bytes.count > $1.bytes.count } }
    }

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        guard !terms.isEmpty else { return }
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard !bytes[index].isSpace, !bytes[index].isAlphanumeric || !text.at(index - 1).isAlphanumeric else {
                index += 1
                continue
            }
            if let candidates = terms[Self.firstWord(bytes, at: index)],
                let term = candidates.first(where: { matches(text, at: index, $0.bytes) })
            {
                findings.append(Finding(entity: term.entity, start: index, end: index + term.bytes.count, score: 1, rule: "denied-term"))
                index += term.bytes.count
            } else {
                index += 1
            }
        }
    }

    private func matches(_ text: FoldedText, at start: Int, _ term: [UInt8]) -> Bool {
        guard start + term.count <= text.bytes.count else { return false }
        for offset in 0..<term.count where text.bytes[start + offset].lowered != term[offset] { return false }
        return !(term[term.count - 1].isAlphanumeric && text.at(start + term.count).isAlphanumeric)
    }

    /// The run of letters and digits at `start`, at most 32, or the one byte there when it is neither.
    private static func firstWord(_ bytes: [UInt8], at start: Int) -> String {
        var end = start
        while end < bytes.count, end - start < 32, bytes[end].isAlphanumeric { end += 1 }
        return String(decoding: bytes[start..<max(end, start + 1)].lazy.map(\.lowered), as: UTF8.self)
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        guard let first = bytes.firstIndex(where: { !$0.isSpace }), let last = bytes.lastIndex(where: { !$0.isSpace }) else { return [] }
        return Array(bytes[first...last])
    }
}
