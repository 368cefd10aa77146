package import Contract
import TypedTOML

#if canImport(Glibc)
    import Glibc
#endif

/// policy.toml: where a workflow's first rollout starts. Thresholds that it leaves open are fitted when a release is built.
package struct PolicyFile: Sendable, Equatable {
    package static let defaultPassageThreshold: Float = 0.45
    package static let defaultMaxTokens: UInt32 = 512
    package static let defaultAnswerDeadlineSeconds: UInt32 = 900

    /// Thresholds left open are 0 here; `completed` fills them.
    package let policy: Policy
    package let givesDefaultThreshold: Bool
    package let givesOutOfScopeThreshold: Bool

    /// An absent file leaves everything at its default.
    package init(path: String, workflow: String, intents: [String]) throws(WorkflowError) {
        var policy = Policy()
        policy.workflow = workflow
        do throws(ConfigurationError) {
            let file = try ConfigurationFile(path: access(path, F_OK) == 0 ? path : nil, environmentPrefix: "WEIR_WORKFLOW_POLICY")
            let root = try file.section("")
            // -1 is outside the range a file may give: it says that the key is absent.
            func share(_ section: ConfigurationSection, _ key: String) throws(ConfigurationError) -> Float? {
                let value = try section.number(key, default: -1, in: -1...1)
                if value == -1 { return nil }
                guard value >= 0 else { throw section.unusable(key, "must be 0 to 1", found: "\(value)") }
                return Float(value)
            }
            let threshold = try share(root, "default_threshold")
            let outOfScope = try share(root, "out_of_scope_threshold")
            policy.defaultThreshold = threshold ?? 0
            policy.outOfScopeThreshold = outOfScope ?? 0
            policy.passageThreshold = Float(try root.number("passage_threshold", default: Double(Self.defaultPassageThreshold), in: -1...1))
            policy.offline = try root.choice("offline", default: WorkflowSettings.OfflineName.wait).contract
            policy.maxTokens = UInt32(
                try root.integer("max_tokens", default: Int(Self.defaultMaxTokens), in: 1...WorkflowSettings.maximumTokens))
            policy.answerDeadlineSeconds = UInt32(
                try root.integer("answer_deadline_seconds", default: Int(Self.defaultAnswerDeadlineSeconds), in: 1...604_800))
            for section in try file.sections("intent") {
                var intent = IntentPolicy()
                intent.intent = try section.requiredString("name")
                guard intents.contains(intent.intent) else {
                    let nearest = intents.min { editDistance(intent.intent, $0) < editDistance(intent.intent, $1) }
                    throw section.unusable(
                        "name", "must be an intent of workflow.toml\(nearest.map { " (the nearest is '\($0)')" } ?? "")",
                        found: "'\(intent.intent)'")
                }
                guard !policy.intents.contains(where: { $0.intent == intent.intent }) else {
                    throw section.unusable("name", "must have one table", found: "a second for '\(intent.intent)'")
                }
                if let threshold = try share(section, "threshold") { intent.threshold = threshold }
                if try section.optionalString("risk") != nil {
                    intent.risk = try section.choice("risk", default: WorkflowSettings.RiskName.low) == .high ? .high : .low
                }
                if try section.optionalString("offline") != nil {
                    intent.offline = try section.choice("offline", default: WorkflowSettings.OfflineName.wait).contract
                }
                if let tokens = try section.optionalInteger("max_tokens", in: 1...WorkflowSettings.maximumTokens) {
                    intent.maxTokens = UInt32(tokens)
                }
                intent.localOnly = try section.flag("local_only", default: false)
                policy.intents.append(intent)
            }
            policy.privacy = try PrivacySection.read(file)
            try file.refuseUnknownKeys()
            givesDefaultThreshold = threshold != nil
            givesOutOfScopeThreshold = outOfScope != nil
        } catch {
            throw WorkflowError(error)
        }
        self.policy = policy
    }

    /// The policy with fitted thresholds where the file gives none.
    package func completed(defaultThreshold: Float, outOfScopeThreshold: Float) -> Policy {
        var policy = policy
        if !givesDefaultThreshold { policy.defaultThreshold = defaultThreshold }
        if !givesOutOfScopeThreshold { policy.outOfScopeThreshold = outOfScopeThreshold }
        return policy
    }
}
