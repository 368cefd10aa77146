package import Contract
package import Privacy

extension EntityType {
    /// Nil for a type of a later version, and for none.
    package init?(_ entity: Entity) {
        guard let name = entity.presidioName else { return nil }
        self.init(rawValue: name)
    }
}

extension Entity {
    /// Every type has a name on the wire.
    package init(_ type: EntityType) { self = Entity(presidioName: type.rawValue) ?? .custom }
}

extension SensitivityLevel {
    package init(_ sensitivity: Sensitivity) {
        self =
            switch sensitivity {
            case .public: .public
            case .internal: .internal
            case .personal: .personal
            case .specialCategory: .specialCategory
            }
    }
}

extension Sensitivity {
    /// Nil for a level of a later version, and for none.
    package init?(_ level: SensitivityLevel) {
        switch level {
        case .public: self = .public
        case .internal: self = .internal
        case .personal: self = .personal
        case .specialCategory: self = .specialCategory
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }
}

extension AnonymizerSettings {
    /// What a policy says about masking. Total: what this version does not know is taken for the careful case, and `PrivacyPolicy.problems` names it.
    /// - Parameter hashKey: the key of the operator `hash`, 32 random bytes; empty: one of its own for each anonymizer.
    package init(_ policy: PrivacyPolicy, hashKey: [UInt8] = []) {
        self.init()
        allowedValues = policy.allow
        deniedTerms = policy.deny.map { DeniedTerm(term: $0.term, entity: EntityType($0.entity) ?? .custom) }
        for entry in policy.entities {
            guard let type = EntityType(entry.entity) else { continue }
            if entry.hasThreshold, (0...1).contains(entry.threshold) { thresholds[type] = entry.threshold }
            operators[type] = MaskingOperator(entry.operator)
            if entry.attributes { attributes.insert(type) }
        }
        self.hashKey = hashKey
    }
}

extension MaskingOperator {
    /// One of a later version redacts: nothing of the value leaves, and nothing is promised that this version cannot do.
    package init(_ wire: EntityOperator) {
        switch wire {
        case .unspecified, .replace: self = .replace
        case .redact, .UNRECOGNIZED: self = .redact
        case .mask: self = .mask
        case .hash: self = .hash
        case .keep: self = .keep
        }
    }
}
