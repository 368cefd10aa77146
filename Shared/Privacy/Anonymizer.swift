/// Text from which personal data and secrets were taken. Only an `Anonymizer` makes it, so whatever accepts no other text type cannot be given raw text.
package struct MaskedText: Sendable, Hashable {
    /// The text with placeholders, `[[EMAIL_1]]`: what may leave the node.
    package let text: String
    /// Where placeholders and other operators' forms stand in it, and what came in looking like the latter; in order, offsets in Unicode scalars.
    let tokens: [Range<Int>]

    fileprivate init(text: String, tokens: [Range<Int>]) {
        self.text = text
        self.tokens = tokens
    }
}

/// What masking one text gave.
package struct Masking: Sendable {
    package let masked: MaskedText
    /// What was masked, in order, without overlap; offsets in Unicode scalars of the text that came in.
    package let spans: [EntitySpan]
    /// What stands in the masked text for each of `spans`.
    package let replacements: [String]
    /// What was found and stays, as the operator `keep` asks; in order, without overlap among themselves or with `spans`.
    package let kept: [EntitySpan]
}

/// Finds personal data and secrets and takes them out of a text.
///
/// Spans of three sources are merged by one rule (`SpanMerger`): patterns, the operator's terms, and spans a tagger found. To them come the places where a value of
/// the conversation stands again (`KnownValues`). The text is looked at again as it would leave until nothing more is found. So `leaks(in:)` of a masked text
/// is empty; a second look has found what the first one's losers left uncovered; and no masked text holds, as whole words, a value of three scalars or more
/// that its map holds when it is made.
///
/// Masking a masked text changes nothing but that every placeholder in it is masked as a value of its own, as any text in that form is; redacted and hashed
/// forms stay as they are. What the operator `mask` left is a text like any other.
/// Values, once built, are immutable; calls from several threads are independent.
package struct Anonymizer: Sendable {
    private let settings: AnonymizerSettings
    private let recognizers: [any Recognizer]
    private let denied: DeniedTerms
    private let allowed: Set<[UInt32]>
    private let hashKey: [UInt8]

    /// Scalars of a secret that is looked for again where it stands alone.
    private static let shortestSecret = 6

    package init(_ settings: AnonymizerSettings = AnonymizerSettings()) {
        self.settings = settings
        recognizers = PatternRecognizers.all
        denied = DeniedTerms(settings.deniedTerms)
        allowed = Set(settings.allowedValues.map { Folding.key($0.unicodeScalars) })
        hashKey = settings.hashKey.isEmpty ? (0..<32).map { _ in .random(in: 0...255) } : settings.hashKey
    }

    // MARK: Reading

    /// Looks for patterns and denied terms in `text`: the first half of masking, and all of it that a sentence vector depends on.
    package func read(_ text: String) -> PatternReading {
        let scalars = Array(text.unicodeScalars)
        let forms = forms(in: scalars)
        var spans = forms.literals
        var effort = Effort(for: scalars.count)
        let kept = completeByPatterns(&spans, in: scalars, beside: forms.oneWay, &effort)
        return PatternReading(scalars, spans, kept: kept, oneWay: forms.oneWay)
    }

    /// What `mask` would mask without a tagger and without a conversation.
    package func spans(in text: String) -> [EntitySpan] { read(text).spans }

    // MARK: Masking

    /// Reads and masks without a tagger.
    package func mask(_ text: String, into map: inout RestoreMap) -> Masking { mask(read(text), into: &map) }

    /// Masks a text that was read by this anonymizer. The same value gets the same placeholder as before in the conversation `map` belongs to.
    /// - Parameter tagged: a tagger's spans over `reading.encoderText`, offsets in its Unicode scalars; thresholds and the allow list apply to them too.
    package func mask(_ reading: PatternReading, tagged: [EntitySpan] = [], into map: inout RestoreMap) -> Masking {
        mask([(reading, tagged)], into: &map)[0]
    }

    /// Masks texts of one conversation that leave together, oldest first: a value found in one of them is masked in all, in earlier ones as well.
    package func mask(_ texts: [(reading: PatternReading, tagged: [EntitySpan])], into map: inout RestoreMap) -> [Masking] {
        var drafts = texts.map { Draft($0.reading, settings, tagged: placed($0.tagged, in: $0.reading)) }
        var effort = Effort(for: drafts.reduce(0) { $0 + $1.reading.scalars.count })
        for index in drafts.indices where drafts[index].holdsTagged {
            // What stands beside a name may be a number's only witness.
            completeByPatterns(&drafts[index], &effort)
        }
        completeByKnownValues(&drafts, &map, &effort)
        return drafts.map { render($0, into: &map) }
    }

    // MARK: The second scan

    /// What is left in a text that is about to leave.
    package func leaks(in masked: MaskedText) -> [EntitySpan] {
        let scalars = Array(masked.text.unicodeScalars)
        return SpanMerger.merge(found(in: Remainder(scalars, without: masked.tokens)).masked, length: scalars.count)
    }

    /// The same for a text that came back, where placeholders are expected and count for nothing.
    package func leaks(in text: String) -> [EntitySpan] {
        let scalars = Array(text.unicodeScalars)
        let forms = forms(in: scalars)
        let found = found(in: Remainder(scalars, without: Self.inOrder(forms.literals, forms.oneWay))).masked
        return SpanMerger.merge(found, length: scalars.count)
    }

    // MARK: Spans

    /// What looks like our own although nothing was masked yet. What has the form of a placeholder is masked itself, so that only our own are ever restored;
    /// the forms of one-way operators are left alone and not looked into.
    private func forms(in scalars: [Unicode.Scalar]) -> (literals: [EntitySpan], oneWay: [Range<Int>]) {
        var literals: [EntitySpan] = []
        var oneWay: [Range<Int>] = []
        var index = 0
        while index < scalars.count {
            guard Placeholder.canStart(with: scalars[index]) else {
                index += 1
                continue
            }
            if case .match(let match) = Placeholder.match(scalars, at: index, isComplete: true) {
                literals.append(
                    EntitySpan(
                        entity: .custom, start: index, end: index + match.length, score: 1, rule: Self.literalRule,
                        reasons: ["has the form of a placeholder"]))
                index += match.length
            } else if let length = OneWayForm.length(scalars, at: index) {
                oneWay.append(index..<index + length)
                index += length
            } else {
                index += 1
            }
        }
        return (literals, oneWay)
    }

    private static let literalRule = "placeholder-literal"

    /// What the recognizers find at or above its threshold in `rest`: what to mask, and what the operator `keep` leaves.
    private func found(in rest: Remainder) -> (masked: [EntitySpan], kept: [EntitySpan]) {
        let text = FoldedText(rest.scalars, count: rest.scalars.count)
        let cues = ContextCues(text)
        var findings: [Finding] = []
        for recognizer in recognizers { recognizer.find(in: text, cues: cues, into: &findings) }
        var masked: [EntitySpan] = []
        var kept: [EntitySpan] = []
        for finding in findings where finding.score >= settings.threshold(for: finding.entity) {
            let range = text.scalarRange(finding.start, finding.end)
            if isAllowed(finding.entity, rest.scalars[range.start..<range.end]) { continue }
            let parts = rest.originals(range.start, range.end)
            if settings.maskingOperator(for: finding.entity) != .keep {
                masked += parts.map { finding.span($0) }
            } else if parts.count == 1, !(range.start..<range.end).contains(where: rest.isMasked) {
                // Of what stays, only what nothing cut is worth telling.
                kept.append(finding.span(parts[0]))
            }
        }
        for term in denied.spans(in: rest.scalars) where term.score >= settings.threshold(for: term.entity) {
            if isAllowed(term.entity, rest.scalars[term.start..<term.end]) { continue }
            masked += rest.originals(term.start, term.end).map { term.moved(to: $0) }
        }
        return (masked, kept)
    }

    /// How much may still be looked at again. Texts that people write are settled after two or three looks; a text made to need another for each of its values
    /// must not cost the square of its length.
    private struct Effort {
        private var scalars: Int

        /// - Parameter count: scalars of what is masked together.
        init(for count: Int) { scalars = 8 * count + 2_000_000 }

        /// False when there is none left.
        mutating func spend(_ count: Int) -> Bool {
            scalars -= count
            return scalars >= 0
        }
    }

    /// Adds what patterns find beside `spans` and `oneWay`, until they find nothing more. Returns what they find to keep.
    @discardableResult
    private func completeByPatterns(
        _ spans: inout [EntitySpan], in scalars: [Unicode.Scalar], beside oneWay: [Range<Int>], _ effort: inout Effort
    ) -> [EntitySpan] {
        while true {
            let found = found(in: Remainder(scalars, without: Self.inOrder(spans, oneWay)))
            if found.masked.isEmpty { return SpanMerger.merge(found.kept, length: scalars.count) }
            spans += SpanMerger.merge(found.masked, length: scalars.count)
            spans.sort { $0.start < $1.start }
            if !effort.spend(scalars.count) {
                Self.cover(&spans, in: scalars, beside: oneWay)
                return []
            }
        }
    }

    private func completeByPatterns(_ draft: inout Draft, _ effort: inout Effort) {
        completeByPatterns(&draft.spans, in: draft.reading.scalars, beside: draft.reading.oneWay, &effort)
    }

    /// Masks all that is left: a text that cannot be searched to the end must not leave.
    private static func cover(_ spans: inout [EntitySpan], in scalars: [Unicode.Scalar], beside oneWay: [Range<Int>]) {
        var start = 0
        for end in inOrder(spans, oneWay).map({ ($0.lowerBound, $0.upperBound) }) + [(scalars.count, scalars.count)] {
            if scalars[start..<end.0].contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
                spans.append(
                    EntitySpan(
                        entity: .custom, start: start, end: end.0, score: 1, rule: unsettledRule,
                        reasons: ["too many values that depend on each other"]))
            }
            start = end.1
        }
        spans.sort { $0.start < $1.start }
    }

    private static let unsettledRule = "unsettled"

    /// Adds the places where a value of the conversation stands again, and what patterns find beside them, until nothing new is found.
    private func completeByKnownValues(_ drafts: inout [Draft], _ map: inout RestoreMap, _ effort: inout Effort) {
        // Values that the map must not hold are known for this call alone.
        var oneWay = KnownValues(seed: map.salt)
        let size = drafts.reduce(0) { $0 + $1.reading.scalars.count }
        map.learn()
        while true {
            for index in drafts.indices { number(&drafts[index], &map, &oneWay) }
            if map.known.isEmpty, oneWay.isEmpty { return }
            var isComplete = true
            for index in drafts.indices {
                let found = again(map.known, in: drafts[index]) + again(oneWay, in: drafts[index])
                guard !found.isEmpty else { continue }
                drafts[index].add(SpanMerger.merge(found, length: drafts[index].reading.scalars.count))
                completeByPatterns(&drafts[index], &effort)
                isComplete = false
            }
            if isComplete { return }
            if !effort.spend(size) {
                for index in drafts.indices {
                    let reading = drafts[index].reading
                    Self.cover(&drafts[index].spans, in: reading.scalars, beside: reading.oneWay)
                    number(&drafts[index], &map, &oneWay)
                }
                return
            }
        }
    }

    /// Gives the values of a draft their numbers in the order in which they stand.
    private func number(_ draft: inout Draft, _ map: inout RestoreMap, _ oneWay: inout KnownValues) {
        guard draft.numbers.count < draft.spans.count else { return }
        draft.numbers.removeAll(keepingCapacity: true)
        for span in draft.spans {
            let value = draft.reading.scalars[span.start..<span.end]
            let isNumbered = maskingOperator(for: span) == .replace
            draft.numbers.append(isNumbered ? map.number(for: draft.value(of: span), value, span.entity) : 0)
            if isNumbered, span.entity.isRestorable { continue }
            // A password that is a plain word or a short number is one of many where it stands alone, and masking it there would not be undone.
            if span.entity == .secret, value.count < Self.shortestSecret || value.dropFirst().allSatisfy({ $0.properties.isLowercase }) {
                continue
            }
            oneWay.learn(value, span.entity)
        }
    }

    private func again(_ values: KnownValues, in draft: Draft) -> [EntitySpan] {
        if values.isEmpty { return [] }
        let rest = Remainder(draft.reading.scalars, without: Self.inOrder(draft.spans, draft.reading.oneWay))
        var steps = 0
        return values.occurrences(in: rest.scalars, isOpaque: rest.isMasked, steps: &steps).compactMap { occurrence in
            let range = rest.origin(occurrence.start, occurrence.end)
            let span = EntitySpan(
                entity: occurrence.entity, start: range.lowerBound, end: range.upperBound, score: 1,
                rule: occurrence.isPart ? "known-name" : "known-value", reasons: ["masked before in this conversation"])
            guard settings.threshold(for: span.entity) <= 1, settings.maskingOperator(for: span.entity) != .keep else { return nil }
            return isAllowed(span.entity, draft.reading.scalars[span.start..<span.end]) ? nil : span
        }
    }

    /// A tagger's spans that reach their threshold, as spans of the text that share nothing with what patterns found. Several readings of one text may overlap:
    /// what stays takes no text from what is masked.
    private func placed(_ tagged: [EntitySpan], in reading: PatternReading) -> [EntitySpan] {
        func isAllowed(_ span: EntitySpan) -> Bool { self.isAllowed(span.entity, reading.scalars[span.start..<span.end]) }
        var masked: [EntitySpan] = []
        var kept: [EntitySpan] = []
        for span in tagged where span.score >= settings.threshold(for: span.entity) {
            guard let range = reading.original(span.start, span.end) else { continue }
            let span = span.moved(to: range)
            if isAllowed(span) { continue }
            if settings.maskingOperator(for: span.entity) == .keep { kept.append(span) } else { masked.append(span) }
        }
        let taken = reading.spans + reading.kept
        masked = SpanMerger.merge(tagged: masked, beside: Self.inOrder(taken, reading.oneWay), in: reading.scalars)
        kept = SpanMerger.merge(tagged: kept, beside: Self.inOrder(taken + masked, reading.oneWay), in: reading.scalars)
        // What a neighbour cut may be an allowed value now.
        return (masked + kept).sorted { $0.start < $1.start }.filter { !isAllowed($0) }
    }

    private func isAllowed(_ entity: EntityType, _ value: ArraySlice<Unicode.Scalar>) -> Bool {
        entity != .secret && !allowed.isEmpty && allowed.contains(Folding.key(value))
    }

    /// Ranges that do not overlap, by start.
    private static func inOrder(_ spans: [EntitySpan], _ ranges: [Range<Int>]) -> [Range<Int>] {
        let all = spans.map { $0.start..<$0.end }
        return ranges.isEmpty ? all : (all + ranges).sorted { $0.lowerBound < $1.lowerBound }
    }

    // MARK: Rendering

    /// What stands in for a span: the entity's operator, except that what only looks like a placeholder, and what is masked because a text was never settled, is
    /// never one-way and never kept.
    private func maskingOperator(for span: EntitySpan) -> MaskingOperator {
        if span.rule == Self.literalRule || span.rule == Self.unsettledRule { return .replace }
        let asked = settings.maskingOperator(for: span.entity)
        return asked == .keep ? .replace : asked
    }

    private func render(_ draft: Draft, into map: inout RestoreMap) -> Masking {
        let scalars = draft.reading.scalars
        var text = ScalarText()
        var replacements: [String] = []
        var tokens: [Range<Int>] = []
        replacements.reserveCapacity(draft.spans.count)
        tokens.reserveCapacity(draft.spans.count)
        var index = 0
        /// Of the masked text, where the scalar at `index` goes.
        var count = 0
        var forms = draft.reading.oneWay[...]
        func passForms(until end: Int) {
            while let form = forms.first, form.lowerBound < end {
                tokens.append(form.lowerBound - index + count..<form.upperBound - index + count)
                forms.removeFirst()
            }
        }
        for (position, span) in draft.spans.enumerated() {
            passForms(until: span.start)
            text.append(scalars[index..<span.start])
            count += span.start - index
            let replacement = replacement(for: span, number: draft.numbers[position], of: draft, into: &map)
            let length = text.append(replacement)
            replacements.append(replacement)
            tokens.append(count..<count + length)
            count += length
            index = span.end
        }
        passForms(until: scalars.count)
        text.append(scalars[index...])
        return Masking(
            masked: MaskedText(text: text.string, tokens: tokens), spans: draft.spans, replacements: replacements,
            kept: draft.keptBesideSpans)
    }

    private func replacement(for span: EntitySpan, number: Int, of draft: Draft, into map: inout RestoreMap) -> String {
        let value = draft.reading.scalars[span.start..<span.end]
        switch maskingOperator(for: span) {
        case .replace, .keep:
            guard settings.attributes.contains(span.entity) else { return map.placeholder(span.entity, number) }
            let before = draft.reading.scalars[max(0, span.start - SafeAttribute.longestTitle)..<span.start]
            return map.placeholder(span.entity, number, attribute: SafeAttribute.of(value, span.entity, before: before))
        case .redact: return OneWayForm.redacted(span.entity)
        case .mask: return OneWayForm.masked(value, keeping: settings.charactersKeptByMask)
        case .hash: return OneWayForm.hashed(draft.value(of: span), span.entity, key: hashKey)
        }
    }
}

/// A text on its way from reading to masking.
private struct Draft {
    let reading: PatternReading
    /// In order, without overlap.
    var spans: [EntitySpan]
    /// In the conversation, by span; 0 for what gets none. Empty, or shorter than `spans`, before they are given.
    var numbers: [Int] = []
    let holdsTagged: Bool
    private let kept: [EntitySpan]

    /// - Parameter tagged: without overlap with what the reading found.
    init(_ reading: PatternReading, _ settings: AnonymizerSettings, tagged: [EntitySpan]) {
        self.reading = reading
        let added = tagged.filter { settings.maskingOperator(for: $0.entity) != .keep }
        holdsTagged = !added.isEmpty
        spans = reading.spans
        kept =
            added.count == tagged.count ? reading.kept : reading.kept + tagged.filter { settings.maskingOperator(for: $0.entity) == .keep }
        if holdsTagged { add(added) }
    }

    mutating func add(_ more: [EntitySpan]) {
        spans += more
        spans.sort { $0.start < $1.start }
    }

    func value(of span: EntitySpan) -> [UInt8] {
        var value = ScalarText()
        value.append(reading.scalars[span.start..<span.end])
        return value.utf8
    }

    /// What stays and was not masked for another reason.
    var keptBesideSpans: [EntitySpan] {
        guard !kept.isEmpty else { return [] }
        var isMasked = [Bool](repeating: false, count: reading.scalars.count)
        for span in spans { for index in span.start..<span.end { isMasked[index] = true } }
        return kept.filter { !isMasked[$0.start..<$0.end].contains(true) }.sorted { $0.start < $1.start }
    }
}

extension Finding {
    /// As a span of the text, over a range of its scalars.
    fileprivate func span(_ range: Range<Int>) -> EntitySpan {
        EntitySpan(entity: entity, start: range.lowerBound, end: range.upperBound, score: score, rule: rule, reasons: reasons)
    }
}
