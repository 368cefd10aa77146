package import Privacy

/// The labels of a tagger in their order: `O` first or anywhere, and `B-`/`I-` of each entity. A set of them is a bit mask.
package struct TagLabels: Sendable, Equatable {
    package typealias Mask = UInt64

    package static let outsideName = "O"
    package static let limit = 64

    package let names: [String]
    package let outside: Int
    /// Entities in the order of their begin labels.
    package let entities: [EntityType]
    /// Label of the first word of an entity, and of every further one.
    private let begins: [EntityType: Int]
    private let insides: [EntityType: Int]
    /// Of each label; nil for `O`.
    private let entityOfLabel: [EntityType?]
    private let isBegin: [Bool]

    package var count: Int { names.count }
    /// Every label: what is known about a word of which nothing is known.
    package var any: Mask { names.count == Self.limit ? .max : (1 << Mask(names.count)) - 1 }

    /// Throws what is wrong: a label missing, twice, of no entity, or too many.
    package init(_ names: [String]) throws(TagLabelsProblem) {
        guard (1...Self.limit).contains(names.count) else { throw TagLabelsProblem("1 to \(Self.limit) labels", "\(names.count)") }
        guard let outside = names.firstIndex(of: Self.outsideName) else { throw TagLabelsProblem("a label 'O'", "none") }
        var begins: [EntityType: Int] = [:]
        var insides: [EntityType: Int] = [:]
        var entityOfLabel: [EntityType?] = []
        var isBegin: [Bool] = []
        var entities: [EntityType] = []
        for (index, name) in names.enumerated() {
            if index == outside {
                entityOfLabel.append(nil)
                isBegin.append(false)
                continue
            }
            guard let entity = EntityType(rawValue: String(name.dropFirst(2))), name.hasPrefix("B-") || name.hasPrefix("I-") else {
                throw TagLabelsProblem("'O', or 'B-' or 'I-' and an entity", "label \(index) is neither")
            }
            let begin = name.hasPrefix("B-")
            let before = begin ? begins.updateValue(index, forKey: entity) : insides.updateValue(index, forKey: entity)
            guard before == nil else { throw TagLabelsProblem("each label once", "'\(name)' twice") }
            if begin { entities.append(entity) }
            entityOfLabel.append(entity)
            isBegin.append(begin)
        }
        guard Set(begins.keys) == Set(insides.keys) else { throw TagLabelsProblem("'B-' and 'I-' of each entity", "one of them alone") }
        self.names = names
        self.outside = outside
        self.begins = begins
        self.insides = insides
        self.entityOfLabel = entityOfLabel
        self.isBegin = isBegin
        self.entities = entities
    }

    package func has(_ entity: EntityType) -> Bool { begins[entity] != nil }

    /// The label of the first word of an entity, or of a further one; empty where there is no such label.
    package func mask(_ entity: EntityType, isFirst: Bool) -> Mask { Self.bit(isFirst ? begins[entity] : insides[entity]) }

    /// Nothing, or anything of these entities.
    package func mask(outsideOr entities: Set<EntityType>) -> Mask {
        entities.reduce(Self.bit(outside)) { $0 | mask($1, isFirst: true) | mask($1, isFirst: false) }
    }

    /// Whether `next` may follow `previous` (nil: the start of the text): an inside label only its own entity's begin or inside label.
    package func allows(_ previous: Int?, _ next: Int) -> Bool {
        guard let entity = entityOfLabel[next], !isBegin[next] else { return true }
        return previous.map { entityOfLabel[$0] == entity } ?? false
    }

    private static func bit(_ label: Int?) -> Mask { label.map { 1 << Mask($0) } ?? 0 }
}

package struct TagLabelsProblem: Error, Sendable, Equatable {
    package let expected: String
    package let found: String

    init(_ expected: String, _ found: String) {
        self.expected = expected
        self.found = found
    }
}

extension TagLabels {
    /// What each word of a labelled text may be.
    /// - Parameter words: each word's scalars in the text, in order; nil for a word that stands for something a pattern took out, of which nothing is learnt.
    package func masks(of words: [Range<Int>?], in record: LabelledText) -> [Mask] {
        let elsewhere = mask(outsideOr: record.open ?? [])
        var span = 0
        var isFirst = true
        return words.map { word in
            guard let word else { return any }
            while span < record.spans.count, record.spans[span].range.upperBound <= word.lowerBound {
                span += 1
                isFirst = true
            }
            guard span < record.spans.count, record.spans[span].range.overlaps(word) else { return elsewhere }
            // Found by patterns where it is found at all, or of unknown meaning: neither something nor nothing.
            guard let entity = record.spans[span].entity, has(entity) else { return any }
            let mask = mask(entity, isFirst: isFirst)
            isFirst = false
            return mask
        }
    }
}
