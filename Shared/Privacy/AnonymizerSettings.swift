/// What the anonymizer masks and how: a threshold and an operator for each entity, terms that are always masked, values that never are.
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
    /// What is put in a value's place, for entities that are not just replaced.
    package var operators: [EntityType: MaskingOperator]
    /// Entities whose placeholders carry a safe attribute, `[[PHONE_1 +48]]`, where the value has one.
    package var attributes: Set<EntityType>
    /// Letters and digits that the operator `mask` leaves at a value's end, of values at least twice as long.
    package var charactersKeptByMask: Int
    /// The key of the operator `hash`, best 32 random bytes. Empty: one drawn with each anonymizer, so that digests tell nothing across restarts.
    package var hashKey: [UInt8]

    /// 0.4: a pattern that is specific in itself passes, one that needs a context word does not pass without it.
    package init(
        defaultThreshold: Float = 0.4, thresholds: [EntityType: Float] = [:], deniedTerms: [DeniedTerm] = [], allowedValues: [String] = [],
        operators: [EntityType: MaskingOperator] = [:], attributes: Set<EntityType> = [], charactersKeptByMask: Int = 4,
        hashKey: [UInt8] = []
    ) {
        self.defaultThreshold = defaultThreshold
        self.thresholds = thresholds
        self.deniedTerms = deniedTerms
        self.allowedValues = allowedValues
        self.operators = operators
        self.attributes = attributes
        self.charactersKeptByMask = charactersKeptByMask
        self.hashKey = hashKey
    }

    package func threshold(for entity: EntityType) -> Float { thresholds[entity] ?? defaultThreshold }

    /// The operator that applies: what was asked for, except that a secret is only ever numbered or redacted.
    package func maskingOperator(for entity: EntityType) -> MaskingOperator {
        let asked = operators[entity] ?? .replace
        return entity.isRestorable || asked == .redact ? asked : .replace
    }
}
