/// Text from which personal data and secrets were taken. Only an `Anonymizer` makes it, so whatever accepts no other text type cannot be given raw text.
package struct MaskedText: Sendable, Hashable {
    /// The text with placeholders, `[[EMAIL_1]]`: what may leave the node.
    package let text: String

    fileprivate init(text: String) { self.text = text }
}

/// What masking one text gave.
package struct Masking: Sendable {
    package let masked: MaskedText
    /// What was masked, in order, without overlap; offsets in Unicode scalars of the text that came in.
    package let spans: [EntitySpan]
}

/// Finds personal data and secrets and takes them out of a text.
///
/// Three sources of spans are merged by one rule (`SpanMerger`): patterns, the operator's terms, and spans a tagger found. The text is then looked at again as it
/// would leave, until nothing more is found; so `leaks(in:)` of a masked text is empty, and a second look has found what the first one's losers left uncovered.
/// Values, once built, are immutable; calls from several threads are independent.
package struct Anonymizer: Sendable {
    private let settings: AnonymizerSettings
    private let recognizers: [any Recognizer]
    private let allowed: Set<[UInt8]>

    /// More rounds than any text needed in tests; a bound for hostile ones.
    private static let mostRounds = 8
    /// Stands for a masked span while the rest of a text is looked at: no letter, no digit, no cue.
    private static let stand: Unicode.Scalar = "\u{FFFC}"

    package init(_ settings: AnonymizerSettings = AnonymizerSettings()) {
        self.settings = settings
        recognizers = PatternRecognizers.all + [TermRecognizer(settings.deniedTerms)]
        allowed = Set(settings.allowedValues.map { FoldedText($0).bytes.map(\.lowered) })
    }

    /// Looks for patterns and denied terms in `text`: the first half of masking, and all of it that a sentence vector depends on.
    package func read(_ text: String) -> PatternReading {
        let scalars = Array(text.unicodeScalars)
        var spans = literals(in: scalars)
        completeByPatterns(&spans, in: scalars)
        return PatternReading(scalars, spans)
    }

    /// Masks a text that was read by this anonymizer. The same value gets the same placeholder as before in the conversation `map` belongs to.
    /// - Parameter tagged: a tagger's spans over `reading.encoderText`, offsets in its Unicode scalars; thresholds and the allow list apply to them too.
    package func mask(_ reading: PatternReading, tagged: [EntitySpan] = [], into map: inout RestoreMap) -> Masking {
        var spans = reading.spans
        let placed = SpanMerger.merge(tagged: self.placed(tagged, in: reading), beside: spans, in: reading.scalars)
            .filter { !isAllowed($0, in: reading.scalars) }
        if !placed.isEmpty {
            spans += placed
            spans.sort { $0.start < $1.start }
            // What stands beside a name may be a number's only witness.
            completeByPatterns(&spans, in: reading.scalars)
        }
        return Masking(masked: render(reading.scalars, spans, into: &map), spans: spans)
    }

    /// Reads and masks without a tagger.
    package func mask(_ text: String, into map: inout RestoreMap) -> Masking { mask(read(text), into: &map) }

    /// What `mask` would mask without a tagger.
    package func spans(in text: String) -> [EntitySpan] { read(text).spans }

    /// The second scan: what is left in a text that is about to leave.
    package func leaks(in masked: MaskedText) -> [EntitySpan] { leaks(in: masked.text) }

    /// The same for a text that came back, where placeholders are expected and count for nothing.
    package func leaks(in text: String) -> [EntitySpan] {
        let scalars = Array(text.unicodeScalars)
        return SpanMerger.merge(found(in: scalars, beside: literals(in: scalars)), length: scalars.count)
    }

    // MARK: Spans

    /// Adds what patterns find beside `spans`, until they find nothing more.
    private func completeByPatterns(_ spans: inout [EntitySpan], in scalars: [Unicode.Scalar]) {
        for _ in 0..<Self.mostRounds {
            let found = found(in: scalars, beside: spans)
            if found.isEmpty { break }
            spans += SpanMerger.merge(found, length: scalars.count)
            spans.sort { $0.start < $1.start }
        }
    }

    /// A tagger's spans that reach their threshold, as spans of the text.
    private func placed(_ tagged: [EntitySpan], in reading: PatternReading) -> [EntitySpan] {
        tagged.compactMap { span in
            guard span.score >= settings.threshold(for: span.entity), let range = reading.original(span.start, span.end) else { return nil }
            return EntitySpan(
                entity: span.entity, start: range.lowerBound, end: range.upperBound, score: span.score, rule: span.rule,
                reasons: span.reasons)
        }
    }

    private func isAllowed(_ span: EntitySpan, in scalars: [Unicode.Scalar]) -> Bool {
        guard span.entity != .secret, !allowed.isEmpty else { return false }
        let text = FoldedText(scalars[span.start..<span.end], count: span.end - span.start)
        return allowed.contains(text.bytes.map(\.lowered))
    }

    /// What looks like a placeholder although nothing was masked yet: masked itself, so that only our own are ever restored.
    private func literals(in scalars: [Unicode.Scalar]) -> [EntitySpan] {
        var spans: [EntitySpan] = []
        var index = 0
        while index < scalars.count {
            if scalars[index] == "[" || scalars[index] == "\\",
                case .match(let match) = Placeholder.match(scalars, at: index, isComplete: true)
            {
                spans.append(EntitySpan(entity: .custom, start: index, end: index + match.length, score: 1, rule: "placeholder-literal"))
                index += match.length
            } else {
                index += 1
            }
        }
        return spans
    }

    /// What the recognizers find at or above its threshold in `scalars` outside `masked` (in order, without overlap).
    private func found(in scalars: [Unicode.Scalar], beside masked: [EntitySpan]) -> [EntitySpan] {
        let rest = Remainder(scalars, without: masked, stand: Self.stand)
        let text = FoldedText(rest.scalars, count: rest.scalars.count)
        let cues = ContextCues(text)
        var findings: [Finding] = []
        for recognizer in recognizers { recognizer.find(in: text, cues: cues, into: &findings) }
        var spans: [EntitySpan] = []
        for finding in findings where finding.score >= settings.threshold(for: finding.entity) {
            if finding.entity != .secret, !allowed.isEmpty, allowed.contains(text.bytes[finding.start..<finding.end].map(\.lowered)) {
                continue
            }
            let range = text.scalarRange(finding.start, finding.end)
            for part in rest.originals(range.start, range.end) {
                spans.append(
                    EntitySpan(
                        entity: finding.entity, start: part.start, end: part.end, score: finding.score, rule: finding.rule,
                        reasons: finding.reasons))
            }
        }
        return spans
    }

    // MARK: Rendering

    private func render(_ scalars: [Unicode.Scalar], _ spans: [EntitySpan], into map: inout RestoreMap) -> MaskedText {
        var text = ScalarText()
        var index = 0
        for span in spans {
            text.append(scalars[index..<span.start])
            var value = ScalarText()
            value.append(scalars[span.start..<span.end])
            text.append(map.placeholder(for: value.utf8, span.entity))
            index = span.end
        }
        text.append(scalars[index...])
        return MaskedText(text: text.string)
    }
}

/// A text with each masked span drawn together into one scalar. A masked text with its placeholders drawn together is the same sequence,
/// which is why a look at the one says what a look at the other would find.
private struct Remainder {
    let scalars: [Unicode.Scalar]
    /// Offset in the whole text of each scalar; nil when nothing is masked. -1: a masked span.
    private let origins: [Int]?

    init(_ whole: [Unicode.Scalar], without masked: [EntitySpan], stand: Unicode.Scalar) {
        guard !masked.isEmpty else {
            scalars = whole
            origins = nil
            return
        }
        var scalars: [Unicode.Scalar] = []
        var origins: [Int] = []
        scalars.reserveCapacity(whole.count)
        origins.reserveCapacity(whole.count)
        var index = 0
        for span in masked {
            scalars.append(contentsOf: whole[index..<span.start])
            origins.append(contentsOf: index..<span.start)
            scalars.append(stand)
            origins.append(-1)
            index = span.end
        }
        scalars.append(contentsOf: whole[index...])
        origins.append(contentsOf: index..<whole.count)
        self.scalars = scalars
        self.origins = origins
    }

    /// The parts of `start..<end` that are not masked yet and hold more than punctuation, as offsets in the whole text.
    func originals(_ start: Int, _ end: Int) -> [(start: Int, end: Int)] {
        guard let origins else { return [(start, end)] }
        var parts: [(start: Int, end: Int)] = []
        var index = start
        while index < end {
            guard origins[index] >= 0 else {
                index += 1
                continue
            }
            let first = index
            while index < end, origins[index] >= 0 { index += 1 }
            if scalars[first..<index].contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
                parts.append((origins[first], origins[index - 1] + 1))
            }
        }
        return parts
    }
}
