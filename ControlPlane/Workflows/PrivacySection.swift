import Contract
import Privacy
import Releases
import TypedTOML

/// `[privacy]` of policy.toml: what is masked and how, and what may not leave the device even masked.
enum PrivacySection {
    fileprivate enum LevelName: String, CaseIterable {
        case never, `public`, `internal`, personal
        case specialCategory = "special-category"
    }
    fileprivate enum OperatorName: String, CaseIterable { case replace, redact, mask, hash, keep }
    fileprivate enum FindingsName: String, CaseIterable { case pass, mask }

    /// An absent section leaves everything at its default.
    static func read(_ file: ConfigurationFile) throws(ConfigurationError) -> PrivacyPolicy {
        let section = try file.section("privacy")
        var policy = PrivacyPolicy()
        policy.localOnly = try section.flag("local_only", default: false)
        policy.localOnlyFrom = try section.choice("local_only_from", default: LevelName.never).level
        policy.answerFindings = try section.choice("answer_findings", default: FindingsName.pass) == .mask ? .mask : .pass
        policy.allow = try section.strings("allow")
        for term in policy.allow { try check(term, section, "allow") }
        try check(count: policy.allow.count, section, "allow")
        for table in try file.sections("privacy.deny") {
            var denied = DeniedTerm()
            denied.term = try table.requiredString("term")
            try check(denied.term, table, "term")
            denied.entity = try entity(table, "entity", try table.string("entity", default: EntityType.custom.rawValue))
            policy.deny.append(denied)
        }
        try check(count: policy.deny.count, section, "deny")
        for table in try file.sections("privacy.entity") { policy.entities.append(try entity(table, policy.entities)) }
        return policy
    }

    private static func entity(_ table: ConfigurationSection, _ before: [EntityPolicy]) throws(ConfigurationError) -> EntityPolicy {
        var entry = EntityPolicy()
        let name = try table.requiredString("name")
        entry.entity = try entity(table, "name", name)
        guard !before.contains(where: { $0.entity == entry.entity }) else {
            throw table.unusable("name", "must have one table", found: "a second for '\(name)'")
        }
        // -1 is outside the range a file may give: it says that the key is absent.
        let threshold = try table.number("threshold", default: -1, in: -1...1)
        if threshold != -1 {
            guard threshold >= 0 else { throw table.unusable("threshold", "must be 0 to 1", found: "\(threshold)") }
            entry.threshold = Float(threshold)
        }
        entry.operator = try table.choice("operator", default: OperatorName.replace).contract
        guard entry.entity != .secret || [.replace, .redact].contains(entry.operator) else {
            throw table.unusable(
                "operator", "must leave nothing of a secret: 'replace' or 'redact'", found: "'\(ContractNames.word(entry.operator))'")
        }
        entry.attributes = try table.flag("attributes", default: false)
        return entry
    }

    private static func entity(_ table: ConfigurationSection, _ key: String, _ name: String) throws(ConfigurationError) -> Entity {
        if let entity = Entity(presidioName: name) { return entity }
        let names = EntityType.allCases.map(\.rawValue)
        let upper = name.uppercased()
        // "PHONE" is far from PHONE_NUMBER by letters, and means it.
        let nearest = names.first { $0.contains(upper) } ?? names.min { editDistance(upper, $0) < editDistance(upper, $1) }
        throw table.unusable(
            key, "must be an entity type\(nearest.map { " (the nearest is '\($0)')" } ?? "")", found: "'\(name)'")
    }

    private static func check(_ term: String, _ section: ConfigurationSection, _ key: String) throws(ConfigurationError) {
        if let rule = PrivacyPolicy.rule(brokenBy: term) { throw section.unusable(key, "must have \(rule)") }
    }

    private static func check(count: Int, _ section: ConfigurationSection, _ key: String) throws(ConfigurationError) {
        guard count <= PrivacyPolicy.mostTerms else {
            throw section.unusable(key, "must have at most \(PrivacyPolicy.mostTerms) terms", found: "\(count)")
        }
    }
}

extension PrivacySection.LevelName {
    fileprivate var level: SensitivityLevel {
        guard let level = Sensitivity(rawValue: rawValue) else { return .unspecified }
        return SensitivityLevel(level)
    }
}

extension PrivacySection.OperatorName {
    fileprivate var contract: EntityOperator {
        switch self {
        case .replace: .replace
        case .redact: .redact
        case .mask: .mask
        case .hash: .hash
        case .keep: .keep
        }
    }
}
