package import Privacy
package import Tagging

/// Sets of a tagger's labels as bit masks: what a word may be.
package struct LabelMasks: Sendable {
    package typealias Mask = UInt64

    package static let labelLimit = 64

    package let labels: TagLabels
    /// Every label: what is known about a word of which nothing is known.
    package let any: Mask
    private let outside: Mask
    /// The label of an entity's first word, and of every further one.
    private let firsts: [EntityType: Mask]
    private let furthers: [EntityType: Mask]

    /// Nil for more labels than a mask has bits.
    package init?(_ labels: TagLabels) {
        guard labels.count <= Self.labelLimit else { return nil }
        self.labels = labels
        any = labels.count == Self.labelLimit ? .max : (1 << Mask(labels.count)) - 1
        var outside: Mask = 0
        var firsts: [EntityType: Mask] = [:]
        var furthers: [EntityType: Mask] = [:]
        for (index, role) in labels.roles.enumerated() {
            switch role {
            case .outside: outside = 1 << Mask(index)
            case .begin(let entity): firsts[entity] = 1 << Mask(index)
            case .inside(let entity): furthers[entity] = 1 << Mask(index)
            }
        }
        self.outside = outside
        self.firsts = firsts
        self.furthers = furthers
    }

    /// In the order of their labels.
    package var entities: [EntityType] { labels.roles.compactMap { if case .begin(let entity) = $0 { entity } else { nil } } }

    package func has(_ entity: EntityType) -> Bool { firsts[entity] != nil }

    /// Whether a word of this mask is known to be part of an entity.
    package func isEntity(_ mask: Mask) -> Bool { mask & outside == 0 }

    /// What each word of a labelled text may be.
    /// - Parameter words: each word's scalars in the text, in order; nil for a word that stands for something a pattern took out, of which nothing is learnt.
    package func masks(of words: [Range<Int>?], in record: LabelledText) -> [Mask] {
        let elsewhere = (record.open ?? []).reduce(outside) { $0 | (firsts[$1] ?? 0) | (furthers[$1] ?? 0) }
        var span = 0
        var isFirst = true
        return words.map { word in
            guard let word else { return any }
            while span < record.spans.count, record.spans[span].range.upperBound <= word.lowerBound {
                span += 1
                isFirst = true
            }
            guard span < record.spans.count, record.spans[span].range.overlaps(word) else { return elsewhere }
            // Of unknown meaning, or of an entity that patterns find where it is found at all: neither something nor nothing.
            guard let entity = record.spans[span].entity, let first = firsts[entity] else { return any }
            defer { isFirst = false }
            // Labels without a further one tag each word by itself.
            return isFirst ? first : furthers[entity] ?? first
        }
    }
}
