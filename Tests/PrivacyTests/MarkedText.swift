import Privacy
import Testing

/// A text for a table of cases: what must be found stands between ⟦ and ⟧.
struct MarkedText {
    let text: String
    let spans: [Range<Int>]

    init(_ marked: String) {
        var scalars = String.UnicodeScalarView()
        var spans: [Range<Int>] = []
        var count = 0
        var start = 0
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "⟦": start = count
            case "⟧": spans.append(start..<count)
            default:
                scalars.append(scalar)
                count += 1
            }
        }
        text = String(scalars)
        self.spans = spans
    }
}

private let patterns = Anonymizer()

/// Expects spans of `entity`, by patterns alone, where they are marked and nowhere else.
func expectSpans(of entity: EntityType, _ marked: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let text = MarkedText(marked)
    let spans = patterns.spans(in: text.text)
    #expect(
        spans.filter { $0.entity == entity }.map { $0.start..<$0.end } == text.spans, "\(marked): \(spans)", sourceLocation: sourceLocation)
}

/// splitmix64: the same texts on every run, another sequence for every seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Spans as a tagger gives them: where each name stands first in `text`.
func tagged(_ names: [(String, EntityType)], in text: String, score: Float = 0.9) -> [EntitySpan] {
    names.compactMap { name, entity in
        guard let range = text.firstRange(of: name) else { return nil }
        let scalars = text.unicodeScalars
        let start = scalars.distance(from: scalars.startIndex, to: range.lowerBound)
        return EntitySpan(
            entity: entity, start: start, end: start + scalars.distance(from: range.lowerBound, to: range.upperBound), score: score,
            rule: "tagger")
    }
}
