package import Privacy

/// Compares what was found in labelled texts with their labels.
///
/// Counted are the entities that are labelled somewhere in the texts: data without a label for dates says nothing about dates. Found spans that touch words
/// of unknown meaning, or that stand where the record leaves them open, are not counted either.
package struct SpanJudge: Sendable {
    package private(set) var counts: [EntityType: SpanCounts]
    package private(set) var characters = CharacterCounts()
    private var candidates: [EntityType: [Candidate]]
    /// For each labelled span of a tagger's entity the highest score of a candidate on it; -1 without one.
    private var bestScores: [EntityType: [Float]]

    private struct Candidate {
        let score: Float
        let isHit: Bool
    }

    /// - Parameter entities: those that count.
    package init(entities: Set<EntityType>) {
        counts = Dictionary(uniqueKeysWithValues: entities.map { ($0, SpanCounts()) })
        candidates = Dictionary(uniqueKeysWithValues: entities.map { ($0, []) })
        bestScores = Dictionary(uniqueKeysWithValues: entities.map { ($0, []) })
    }

    /// Those labelled in `records`.
    package static func entities(in records: [LabelledText]) -> Set<EntityType> {
        var entities: Set<EntityType> = []
        for record in records { for span in record.spans { if let entity = span.entity { entities.insert(entity) } } }
        return entities
    }

    /// - Parameters:
    ///   - found: what is masked in the text, offsets in its Unicode scalars, without overlap.
    ///   - tagged: everything a tagger sees in it, whatever the score, at the same offsets: what thresholds are chosen from.
    package mutating func add(_ record: LabelledText, found: [EntitySpan], tagged: [EntitySpan]) {
        for labelled in record.spans {
            guard let entity = labelled.entity else { continue }
            counts[entity]?.labelled += 1
            if found.contains(where: { Self.matches($0, labelled) }) { counts[entity]?.labelledHit += 1 }
            let scores = tagged.lazy.filter { Self.matches($0, labelled) }.map(\.score)
            bestScores[entity]?.append(scores.max() ?? -1)
        }
        for span in found where isCounted(span, in: record) {
            counts[span.entity]?.found += 1
            if record.spans.contains(where: { Self.matches(span, $0) }) { counts[span.entity]?.foundHit += 1 }
            if record.spans.contains(LabelledText.Span(span.entity, span.start..<span.end)) { counts[span.entity]?.exact += 1 }
        }
        for span in tagged where isCounted(span, in: record) {
            candidates[span.entity]?.append(Candidate(score: span.score, isHit: record.spans.contains { Self.matches(span, $0) }))
        }
        let counted = found.map { isCounted($0, in: record) }
        characters.add(record, found: zip(found, counted))
    }

    /// All counted entities together.
    package var total: SpanCounts { counts.values.reduce(into: SpanCounts()) { $0 += $1 } }

    private static func matches(_ span: EntitySpan, _ labelled: LabelledText.Span) -> Bool {
        span.entity == labelled.entity && labelled.range.overlaps(span.start..<span.end)
    }

    private func isCounted(_ span: EntitySpan, in record: LabelledText) -> Bool {
        guard counts[span.entity] != nil else { return false }
        let range = span.start..<span.end
        if record.spans.contains(where: { Self.matches(span, $0) }) { return true }
        if record.open?.contains(span.entity) == true { return false }
        return !record.spans.contains { $0.entity == nil && $0.range.overlaps(range) }
    }

    // MARK: thresholds

    /// Labelled spans below which a threshold would say more about them than about the tagger.
    package static let leastLabelled = 20

    /// The score from which on an entity's candidates give the best F1 (overlap), the lowest such score, and that F1. Nil with few labelled spans or none found.
    package func bestThreshold(for entity: EntityType) -> (score: Float, f1: Double)? {
        guard let best = bestScores[entity], best.count >= Self.leastLabelled, let candidates = candidates[entity] else { return nil }
        let found = candidates.sorted { $0.score > $1.score }
        let hits = best.sorted(by: >)
        var chosen: (score: Float, f1: Double)?
        var counts = SpanCounts()
        counts.labelled = best.count
        for (index, candidate) in found.enumerated() {
            counts.found += 1
            if candidate.isHit { counts.foundHit += 1 }
            if index + 1 < found.count, found[index + 1].score == candidate.score { continue }
            while counts.labelledHit < hits.count, hits[counts.labelledHit] >= candidate.score { counts.labelledHit += 1 }
            let f1 = counts.overlapFigures.f1
            if f1 > 0, f1 >= chosen?.f1 ?? 0 { chosen = (candidate.score, f1) }
        }
        return chosen
    }
}

/// Characters (Unicode scalars) that masking took or left.
package struct CharacterCounts: Sendable, Equatable {
    /// In labelled spans.
    package internal(set) var personal = 0
    /// Of those, not covered by any found span, whatever its entity.
    package internal(set) var left = 0
    /// Outside every labelled span.
    package internal(set) var other = 0
    /// Of those, covered by a found span that counts.
    package internal(set) var masked = 0

    package var leftShare: Double? { personal > 0 ? Double(left) / Double(personal) : nil }
    package var maskedShare: Double? { other > 0 ? Double(masked) / Double(other) : nil }

    /// - Parameter found: each with whether it counts.
    mutating func add(_ record: LabelledText, found: some Sequence<(EntitySpan, Bool)>) {
        /// 0: nothing, 1: labelled, 2: of unknown meaning.
        var kinds = [UInt8](repeating: 0, count: record.length)
        for span in record.spans { for index in span.range { kinds[index] = span.entity == nil ? 2 : 1 } }
        let labelled = kinds.count { $0 == 1 }
        personal += labelled
        left += labelled
        other += kinds.count { $0 == 0 }
        for (span, counts) in found {
            for index in max(span.start, 0)..<min(span.end, record.length) {
                if kinds[index] == 1 { left -= 1 } else if kinds[index] == 0, counts { masked += 1 }
            }
        }
    }
}
