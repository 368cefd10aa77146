/// What the anonymizer masks: a threshold for each entity, terms that are always masked, values that never are.
package struct AnonymizerSettings: Sendable {
    /// A term an operator wants masked wherever it stands as whole words, compared without case and diacritics.
    package struct DeniedTerm: Sendable, Hashable {
        package let term: String
        package let entity: EntityType

        package init(term: String, entity: EntityType = .custom) {
            self.term = term
            self.entity = entity
        }
    }

    /// The score at which a span is masked, 0...1, for entities without an entry in `thresholds`.
    package var defaultThreshold: Float
    package var thresholds: [EntityType: Float]
    package var deniedTerms: [DeniedTerm]
    /// Values left alone when a whole span equals one of them, compared without case: a public support address, say. Never applies to secrets.
    package var allowedValues: [String]

    /// 0.4: a pattern that is specific in itself passes, one that needs a context word does not pass without it.
    package init(
        defaultThreshold: Float = 0.4, thresholds: [EntityType: Float] = [:], deniedTerms: [DeniedTerm] = [], allowedValues: [String] = []
    ) {
        self.defaultThreshold = defaultThreshold
        self.thresholds = thresholds
        self.deniedTerms = deniedTerms
        self.allowedValues = allowedValues
    }

    package func threshold(for entity: EntityType) -> Float { thresholds[entity] ?? defaultThreshold }
}
