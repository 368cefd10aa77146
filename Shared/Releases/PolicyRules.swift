package import Contract

/// What holds for one class after policy and workflow have both spoken.
package struct IntentRules: Hashable, Sendable {
    package let threshold: Float
    package let risk: Risk
    package let offline: OfflineContract
    /// 0: no cap named anywhere.
    package let maxTokens: UInt32
}

/// One thing wrong with a policy.
package struct PolicyProblem: Hashable, Sendable, CustomStringConvertible {
    /// The intent meant; empty: the policy itself.
    package let intent: String
    package let field: String
    package let expected: String
    package let found: String

    package var description: String {
        (intent.isEmpty ? "" : "intent \(intent): ") + "\(field): expected \(expected), found \(found)"
    }
}

extension Policy {
    /// The policy's entry for the class comes first, then the workflow's definition, then the policy's own defaults.
    /// A risk of a later version counts as high and an offline contract of a later version as waiting: neither answers what it cannot weigh.
    package func rules(for definition: IntentDefinition) -> IntentRules {
        let entry = intents.first { $0.intent == definition.name }
        let risk = entry.flatMap { $0.hasRisk ? $0.risk : nil } ?? definition.risk
        let definedOffline = definition.offline == .unspecified ? offline : definition.offline
        let offline = entry.flatMap { $0.hasOffline ? $0.offline : nil } ?? definedOffline
        let definedTokens = definition.maxTokens > 0 ? definition.maxTokens : maxTokens
        return IntentRules(
            threshold: entry.flatMap { $0.hasThreshold ? $0.threshold : nil } ?? defaultThreshold,
            risk: risk == .unspecified || risk == .low ? .low : .high,
            offline: offline == .answer || offline == .refuse ? offline : .wait,
            maxTokens: entry.flatMap { $0.hasMaxTokens ? $0.maxTokens : nil } ?? definedTokens)
    }

    /// Everything wrong with it, in the order of its fields; empty: it can be used with a release of these intents.
    /// A threshold may lie above 1, up to 2: such a class never stays local (`CoveragePoint.threshold` says so for "not reachable").
    package func problems(knownIntents: [String]) -> [PolicyProblem] {
        var problems: [PolicyProblem] = []
        func check(_ value: Float, _ range: ClosedRange<Float>, _ field: String, _ intent: String = "") {
            guard !range.contains(value) else { return }
            problems.append(
                PolicyProblem(intent: intent, field: field, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)"))
        }
        check(defaultThreshold, 0...2, "default_threshold")
        check(outOfScopeThreshold, 0...2, "out_of_scope_threshold")
        check(passageThreshold, -1...2, "passage_threshold")
        if answerDeadlineSeconds > 604_800 {
            problems.append(
                PolicyProblem(
                    intent: "", field: "answer_deadline_seconds", expected: "at most 604800 (a week)", found: "\(answerDeadlineSeconds)"))
        }
        let known = Set(knownIntents)
        var seen: Set<String> = []
        for entry in intents {
            if !seen.insert(entry.intent).inserted {
                problems.append(PolicyProblem(intent: entry.intent, field: "intent", expected: "each intent once", found: "a second entry"))
            }
            if !known.contains(entry.intent) {
                problems.append(
                    PolicyProblem(intent: entry.intent, field: "intent", expected: "an intent of the release", found: "an unknown one"))
            }
            if entry.hasThreshold { check(entry.threshold, 0...2, "threshold", entry.intent) }
        }
        return problems
    }
}
