package import Contract
import Releases
import SwiftProtobuf

/// An operator's change to the policy: what is nil stays as it is. Pure: `apply` checks every value and names what is wrong.
package struct PolicyChange: Sendable, Equatable {
    package var threshold: Double?
    package var outOfScopeThreshold: Double?
    package var passageThreshold: Double?
    package var maxTokens: Int?
    package var answerDeadlineSeconds: Int?
    package var offline: OfflineContract?
    /// With an intent, `threshold`, `maxTokens`, `offline`, `risk` and `localOnly` are that class's.
    package var intent: String?
    package var risk: Risk?
    /// Takes the class back to the policy's defaults.
    package var resetIntent = false
    package var localOnly: Bool?
    /// `unspecified`: never by level.
    package var localOnlyFrom: SensitivityLevel?
    /// Takes the place of all that the policy says about privacy; the two above then change it.
    package var privacy: PrivacyPolicy?

    package init() {}

    package var isEmpty: Bool {
        threshold == nil && outOfScopeThreshold == nil && passageThreshold == nil && maxTokens == nil && answerDeadlineSeconds == nil
            && offline == nil && risk == nil && !resetIntent && localOnly == nil && localOnlyFrom == nil && privacy == nil
    }

    /// - Parameter intents: the release's classes; empty when no release is known, and then any class is refused.
    package func apply(to policy: Policy, intents: [String]) throws(FleetError) -> Policy {
        guard !isEmpty else { throw invalid("nothing to change") }
        if let maxTokens, !(1...100_000).contains(maxTokens) { throw invalid("max_tokens must be 1 to 100000, found \(maxTokens)") }
        if let seconds = answerDeadlineSeconds, !(1...604_800).contains(seconds) {
            throw invalid("answer_deadline_seconds must be 1 to 604800, found \(seconds)")
        }
        var changed = policy
        changed.version = policy.version + 1
        if let outOfScopeThreshold { changed.outOfScopeThreshold = Float(outOfScopeThreshold) }
        if let passageThreshold { changed.passageThreshold = Float(passageThreshold) }
        if let privacy { changed.privacy = privacy }
        if let localOnlyFrom { changed.privacy.localOnlyFrom = localOnlyFrom }
        if let answerDeadlineSeconds { changed.answerDeadlineSeconds = UInt32(answerDeadlineSeconds) }
        if let intent {
            try change(intent, of: &changed, known: intents)
        } else {
            guard risk == nil, !resetIntent else { throw invalid("risk and reset apply to one intent: name it") }
            if let threshold { changed.defaultThreshold = Float(threshold) }
            if let maxTokens { changed.maxTokens = UInt32(maxTokens) }
            if let offline { changed.offline = offline }
            if let localOnly { changed.privacy.localOnly = localOnly }
        }
        if let problem = changed.problems(knownIntents: intents).first { throw invalid("\(problem)") }
        return changed
    }

    private func change(_ intent: String, of policy: inout Policy, known: [String]) throws(FleetError) {
        guard known.contains(intent) else {
            let hint = known.min { distance($0, intent) < distance($1, intent) }.map { "; the nearest is '\($0)'" } ?? ""
            // The name came from an operator, yet it is bounded before it is echoed.
            throw invalid(
                known.isEmpty
                    ? "no release is known yet, so no intent can be named"
                    : "the release has no intent '\(intent.prefix(64))'\(hint)")
        }
        var entry = policy.intents.first { $0.intent == intent } ?? IntentPolicy.with { $0.intent = intent }
        if resetIntent { entry = IntentPolicy.with { $0.intent = intent } }
        if let threshold { entry.threshold = Float(threshold) }
        if let maxTokens { entry.maxTokens = UInt32(maxTokens) }
        if let offline { entry.offline = offline }
        if let risk { entry.risk = risk }
        if let localOnly { entry.localOnly = localOnly }
        policy.intents.removeAll { $0.intent == intent }
        if entry.hasThreshold || entry.hasMaxTokens || entry.hasOffline || entry.hasRisk || entry.localOnly { policy.intents.append(entry) }
        policy.intents.sort { $0.intent < $1.intent }
    }

    private func invalid(_ rule: String) -> FleetError { FleetError(.invalidPolicy, rule) }

    /// Shared prefix and length are enough to point at a misspelt name.
    private func distance(_ left: String, _ right: String) -> Int {
        let common = zip(left.utf8, right.utf8).prefix { $0 == $1 }.count
        return max(left.utf8.count, right.utf8.count) - common
    }
}
