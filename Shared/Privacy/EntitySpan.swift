/// A piece of a text that is personal or secret.
package struct EntitySpan: Sendable, Hashable {
    package let entity: EntityType
    /// Offset of the first Unicode scalar.
    package let start: Int
    /// Offset after the last Unicode scalar.
    package let end: Int
    /// How sure the rule is, 0...1; compared with the entity's threshold.
    package let score: Float
    /// The rule that found it, such as `card-luhn` or `phone-international`; a closed vocabulary, never text from the user.
    package let rule: String
    /// What spoke for it, for people: "check digits", "context: passport". Words of ours from a closed vocabulary, never text from the user.
    package let reasons: [String]

    package init(entity: EntityType, start: Int, end: Int, score: Float, rule: String, reasons: [String] = []) {
        self.entity = entity
        self.start = start
        self.end = end
        self.score = score
        self.rule = rule
        self.reasons = reasons
    }

    /// The same, elsewhere.
    func moved(to range: Range<Int>) -> EntitySpan {
        EntitySpan(entity: entity, start: range.lowerBound, end: range.upperBound, score: score, rule: rule, reasons: reasons)
    }

    /// The same, `count` scalars further on.
    package func moved(by count: Int) -> EntitySpan { moved(to: start + count..<end + count) }
}
