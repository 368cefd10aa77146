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
        return problems + privacy.problems
    }
}

extension PrivacyPolicy {
    /// Terms of one list, at most, and bytes of one term: the policy travels whole, in one message.
    package static let mostTerms = 1_000
    package static let longestTerm = 200

    /// Everything wrong with it, in the order of its fields.
    package var problems: [PolicyProblem] {
        var problems: [PolicyProblem] = []
        func report(_ field: String, _ expected: String, _ found: String) {
            problems.append(PolicyProblem(intent: "", field: "privacy.\(field)", expected: expected, found: found))
        }
        if case .UNRECOGNIZED(let value) = localOnlyFrom { report("local_only_from", "a level", "\(value)") }
        if case .UNRECOGNIZED(let value) = answerFindings { report("answer_findings", "pass or mask", "\(value)") }
        for (field, terms) in [("allow", allow), ("deny", deny.map(\.term))] {
            if terms.count > Self.mostTerms { report(field, "at most \(Self.mostTerms) terms", "\(terms.count)") }
            for term in terms {
                if let rule = Self.rule(brokenBy: term) { report(field, rule, "another") }
            }
        }
        for denied in deny where denied.entity != .unspecified && denied.entity.presidioName == nil {
            report("deny.entity", "an entity type", "\(denied.entity.rawValue)")
        }
        var seen: Set<Entity> = []
        for entry in entities {
            guard let name = entry.entity.presidioName else {
                report("entity.name", "an entity type", "\(entry.entity.rawValue)")
                continue
            }
            if !seen.insert(entry.entity).inserted { report("entity.name", "each entity once", "a second \(name)") }
            if entry.hasThreshold, !(0...1).contains(entry.threshold) {
                report("entity.threshold", "0.0 to 1.0", "\(entry.threshold) for \(name)")
            }
            if case .UNRECOGNIZED(let value) = entry.operator { report("entity.operator", "an operator", "\(value) for \(name)") }
            if entry.entity == .secret, [.mask, .hash, .keep].contains(entry.operator) {
                report("entity.operator", "replace or redact for \(name)", ContractNames.word(entry.operator))
            }
        }
        return problems
    }

    /// Nil for a term that can stand in a list. The terms themselves are never quoted: they are what nobody shall read.
    package static func rule(brokenBy term: String) -> String? {
        guard term.utf8.count <= longestTerm else { return "terms of at most \(longestTerm) bytes" }
        guard term.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) else {
            return "terms with a letter or a digit"
        }
        return nil
    }
}
