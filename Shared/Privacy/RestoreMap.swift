/// The values one conversation has masked and the numbers they were given; the only thing that can turn an answer's placeholders back into values.
///
/// It stays on the node. Restorable values are held as they were written. Of a secret only a salted 12-bit tag is kept, enough to give the same
/// secret the same number again and far too little to find it; two secrets in 4,096 share a number, which harms nothing as neither is restored.
package struct RestoreMap: Sendable, Equatable {
    /// How a value is written where it is restored.
    package enum Style: Sendable {
        case plain
        /// The text is JSON, as a tool call's arguments are. A value is escaped as often as the string it stands in asks for: once, or again for each JSON text
        /// that is itself held in a string. Outside strings a value that is no number gets quotes.
        case json
    }

    /// Values in the order of their first appearance, by entity; a value's number is its position plus one. Compared byte by byte, for two
    /// canonically equal strings must still be restored as each was written.
    private(set) var values: [EntityType: [[UInt8]]] = [:]
    private(set) var secretTags: [UInt16] = []
    let salt: UInt64
    private var numbers: [EntityType: [[UInt8]: Int]] = [:]
    private var secretNumbers: [UInt16: Int] = [:]
    /// Safe attributes of values, by entity and number, nil for those that have none: a value keeps what it got first, so that its token stays the same. Not part
    /// of the encoded map, as restoring does without.
    private var attributes: [EntityType: [Int: String?]] = [:]
    /// Of `values`, what `learn` has seen: built only where something is masked, not where a map from a database restores one answer.
    private(set) var known: KnownValues
    private var learnt: [EntityType: Int] = [:]
    /// What the values take in memory, roughly: each twice, and their places in tables.
    package private(set) var sizeInBytes = 0

    package init() { self.init(salt: .random(in: .min ... .max)) }

    init(salt: UInt64) {
        self.salt = salt
        known = KnownValues(seed: salt)
    }

    package static func == (left: RestoreMap, right: RestoreMap) -> Bool {
        left.values == right.values && left.secretTags == right.secretTags && left.salt == right.salt
    }

    /// Distinct values so far, secrets included.
    package var count: Int { values.values.reduce(secretTags.count) { $0 + $1.count } }

    package var isEmpty: Bool { count == 0 }

    /// The placeholder for a value: the one it has, or the next of its type.
    mutating func placeholder(for value: [UInt8], _ entity: EntityType) -> String { placeholder(entity, number(for: value, entity)) }

    func placeholder(_ entity: EntityType, _ number: Int) -> String {
        let number = min(number, Placeholder.largestNumber)
        return Placeholder.render(entity, number, attribute: attributes[entity]?[number] ?? nil)
    }

    /// - Parameter attribute: the value's from now on, unless it was asked for before.
    mutating func placeholder(_ entity: EntityType, _ number: Int, attribute: String?) -> String {
        let known = min(number, Placeholder.largestNumber)
        if attributes[entity]?[known] == nil { attributes[entity, default: [:]].updateValue(attribute, forKey: known) }
        return placeholder(entity, number)
    }

    /// Makes `known` know every value.
    mutating func learn() {
        // In a fixed order: of two entities one value was masked as, the first to be learnt counts.
        for entity in values.keys.sorted(by: { $0.code < $1.code }) {
            let done = learnt[entity] ?? 0
            guard let list = values[entity], done < list.count else { continue }
            for value in list[done...] { known.learn(Array(String(decoding: value, as: UTF8.self).unicodeScalars)[...], entity) }
            learnt[entity] = list.count
        }
    }

    /// The number of a value, which `known` then knows if it did before every earlier one.
    mutating func number(for value: [UInt8], _ scalars: ArraySlice<Unicode.Scalar>, _ entity: EntityType) -> Int {
        let number = number(for: value, entity)
        if entity.isRestorable, learnt[entity] ?? 0 == number - 1 {
            known.learn(scalars, entity)
            learnt[entity] = number
        }
        return number
    }

    /// From 1 in the order of first appearance.
    mutating func number(for value: [UInt8], _ entity: EntityType) -> Int {
        guard entity.isRestorable else {
            let tag = Self.tag(value, salt: salt)
            _ = appendSecretTag(tag)
            return secretNumbers[tag] ?? secretTags.count
        }
        if let number = numbers[entity]?[value] { return number }
        values[entity, default: []].append(value)
        sizeInBytes += 2 * value.count + 160
        let number = values[entity]?.count ?? 0
        numbers[entity, default: [:]][value] = number
        return number
    }

    /// For decoding: appends a value as the next of its type; false when it is there already.
    mutating func append(_ value: [UInt8], _ entity: EntityType) -> Bool {
        let next = (values[entity]?.count ?? 0) + 1
        return number(for: value, entity) == next
    }

    mutating func appendSecretTag(_ tag: UInt16) -> Bool {
        guard secretNumbers[tag] == nil else { return false }
        secretTags.append(tag)
        secretNumbers[tag] = secretTags.count
        return true
    }

    /// The value a placeholder stands for; nil when this conversation never masked it or must not give it back.
    func value(_ match: Placeholder.Match) -> [UInt8]? {
        guard match.entity.isRestorable, match.number >= 1, match.number < Placeholder.largestNumber, let list = values[match.entity],
            match.number <= list.count
        else { return nil }
        return list[match.number - 1]
    }

    /// `text` with every placeholder this conversation made replaced by its value. Other placeholders, those of secrets among them, stay as they are.
    package func restore(_ text: String, as style: Style = .plain) -> String {
        guard text.utf8.contains(where: Placeholder.canStart(withUTF8:)) else { return text }
        var restorer = StreamingRestorer(self, as: style)
        return restorer.consume(text) + restorer.finish()
    }

    /// 12 bits of multiply-and-shift mixing keyed by the salt; no more, see the type's comment.
    private static func tag(_ value: [UInt8], salt: UInt64) -> UInt16 {
        var hash = salt ^ 0x9E37_79B9_7F4A_7C15
        for byte in value {
            hash = (hash ^ UInt64(byte)) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
        }
        hash = (hash ^ salt) &* 0xC4CE_B9FE_1A85_EC53
        return UInt16(truncatingIfNeeded: hash >> 52)
    }
}
