import Aggregation
package import Contract
import HTTPTypes
import Releases
import SwiftProtobuf

extension API {
    /// What is masked and how, and what may not leave a device even masked. What is absent in a change is at its default.
    package struct PrivacyPolicy: Codable, Sendable, Equatable {
        package struct DeniedTerm: Codable, Sendable, Equatable {
            package var term: String
            package var entity: String?
        }

        package struct Entity: Codable, Sendable, Equatable {
            package var name: String
            package var threshold: Double?
            package var `operator`: String?
            package var attributes: Bool?
        }

        package var localOnly: Bool?
        package var localOnlyFrom: String?
        package var answerFindings: String?
        package var allow: [String]?
        package var deny: [DeniedTerm]?
        package var entities: [Entity]?
    }
}

extension API.PrivacyPolicy {
    package init(_ policy: Contract.PrivacyPolicy) {
        localOnly = policy.localOnly
        localOnlyFrom = Self.word(policy.localOnlyFrom)
        answerFindings = policy.answerFindings == .mask ? "mask" : "pass"
        allow = policy.allow
        deny = policy.deny.map { DeniedTerm(term: $0.term, entity: $0.entity.presidioName ?? "CUSTOM") }
        entities = policy.entities.map { entry in
            Entity(
                name: entry.entity.presidioName ?? "\(entry.entity.rawValue)",
                threshold: entry.hasThreshold ? decimal(entry.threshold) : nil,
                operator: entry.operator == .unspecified ? "replace" : ContractNames.word(entry.operator), attributes: entry.attributes)
        }
    }

    /// Throws for a word the contract does not have; the rules beyond that are the policy's own (`problems`).
    func contract() throws -> Contract.PrivacyPolicy {
        var policy = Contract.PrivacyPolicy()
        policy.localOnly = localOnly ?? false
        policy.localOnlyFrom = try Self.level(localOnlyFrom)
        policy.answerFindings = try Self.choice(answerFindings ?? "pass", "privacy.answer_findings", AnswerFindings.allCases)
        policy.allow = allow ?? []
        policy.deny = try (deny ?? []).map { denied in
            let entity = try Self.entity(denied.entity ?? "CUSTOM", "privacy.deny.entity")
            return .with {
                $0.term = denied.term
                $0.entity = entity
            }
        }
        policy.entities = try (entities ?? []).map { entry in
            var made = EntityPolicy()
            made.entity = try Self.entity(entry.name, "privacy.entities.name")
            if let threshold = entry.threshold { made.threshold = Float(threshold) }
            made.operator = try Self.choice(entry.operator ?? "replace", "privacy.entities.operator", EntityOperator.allCases)
            made.attributes = entry.attributes ?? false
            return made
        }
        return policy
    }

    /// "never" and nil: no level.
    static func level(_ text: String?) throws -> SensitivityLevel {
        guard let text, text != "never" else { return .unspecified }
        let known = SensitivityLevel.allCases.filter { $0 != .unspecified }
        guard let level = known.first(where: { word($0) == text }) else {
            throw refusal("privacy.local_only_from", (["never"] + known.map(word)).joined(separator: ", "))
        }
        return level
    }

    private static func word(_ level: SensitivityLevel) -> String {
        level == .unspecified ? "never" : ContractNames.word(level).replacing("_", with: "-")
    }

    private static func choice<Value: SwiftProtobuf.Enum & CaseIterable>(_ text: String, _ field: String, _ cases: [Value]) throws -> Value
    {
        let known = cases.filter { $0.rawValue != 0 }
        guard let value = known.first(where: { ContractNames.word($0) == text }) else {
            throw refusal(field, known.map { ContractNames.word($0) }.joined(separator: ", "))
        }
        return value
    }

    private static func entity(_ name: String, _ field: String) throws -> Contract.Entity {
        guard let entity = Contract.Entity(presidioName: name) else {
            throw PlaneError(.unprocessableContent, "invalid_policy", "'\(field)' is the name of an entity type, as in EMAIL_ADDRESS.")
        }
        return entity
    }

    private static func refusal(_ field: String, _ names: String) -> PlaneError {
        PlaneError(.unprocessableContent, "invalid_policy", "'\(field)' is one of \(names).")
    }
}
