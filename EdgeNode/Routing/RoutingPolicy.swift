package import Contract

/// What one class may do, resolved from the policy first and the workflow second.
package struct ClassRules: Hashable, Sendable {
    package var intent: String
    package var action: Action
    package var risk: Risk
    package var offline: OfflineContract
    /// Least calibrated confidence to stay local. Above 1: never.
    package var threshold: Float
    /// Cap on a completion in tokens; 0: the plane's.
    package var maxTokens: UInt32
    /// Nothing of a request of this class may leave the device.
    package var localOnly: Bool

    package init(
        intent: String, action: Action, risk: Risk, offline: OfflineContract, threshold: Float, maxTokens: UInt32 = 0,
        localOnly: Bool = false
    ) {
        self.intent = intent
        self.action = action
        self.risk = risk
        self.offline = offline
        self.threshold = threshold
        self.maxTokens = maxTokens
        self.localOnly = localOnly
    }
}

/// A policy and a workflow's classes, resolved once when either changes, so that routing a request is a look-up by class index.
package struct RoutingPolicy: Sendable {
    package let version: UInt64
    /// Greatest out-of-scope score to stay local.
    package let outOfScopeThreshold: Float
    /// Least cosine for a passage to be an answer.
    package let passageThreshold: Float
    /// For requests without a class, and for classes that do not say.
    package let defaultOffline: OfflineContract
    package let defaultThreshold: Float
    package let maxTokens: UInt32
    /// 0: an escalation never expires.
    package let answerDeadlineSeconds: UInt32
    /// In the order of the head's classes.
    package let classes: [ClassRules]
    /// Intents the policy names and the workflow does not have: they rule nothing, and the node says so in its report.
    package let unknownIntents: [String]
    /// Nothing of any request may leave the device.
    package let keepsEverything: Bool
    /// The policy keeps at least one class on the device.
    package let keepsSomeClass: Bool
    /// Nothing of a request of this level, or of a higher one, may leave the device; nil: never by level.
    package let keptFrom: SensitivityLevel?

    /// Throws when a number of the policy cannot be a threshold.
    /// A threshold may lie above 1, which keeps its class from ever staying local: `CoveragePoint` uses that for "not reachable".
    package init(policy: Policy, intents: [IntentDefinition]) throws(RoutingError) {
        try Self.check(policy.defaultThreshold, in: 0...2, field: "default_threshold")
        try Self.check(policy.outOfScopeThreshold, in: 0...2, field: "out_of_scope_threshold")
        try Self.check(policy.passageThreshold, in: -1...2, field: "passage_threshold")
        var overrides: [String: IntentPolicy] = [:]
        for entry in policy.intents {
            guard overrides.updateValue(entry, forKey: entry.intent) == nil else {
                throw RoutingError(code: .repeatedIntent, field: "intents", intent: entry.intent, found: 0)
            }
            if entry.hasThreshold { try Self.check(entry.threshold, in: 0...2, field: "threshold", intent: entry.intent) }
        }
        // A threshold that is not a number would let everything through, so such a policy is none.
        for entry in policy.privacy.entities where entry.hasThreshold {
            try Self.check(entry.threshold, in: 0...1, field: "privacy.entities[\(entry.entity.presidioName ?? "other")].threshold")
        }
        let offline = policy.offline.orWait
        version = policy.version
        outOfScopeThreshold = policy.outOfScopeThreshold
        passageThreshold = policy.passageThreshold
        defaultOffline = offline
        defaultThreshold = policy.defaultThreshold
        maxTokens = policy.maxTokens
        answerDeadlineSeconds = policy.answerDeadlineSeconds
        classes = intents.map { intent in
            let entry = overrides.removeValue(forKey: intent.name)
            var rules = ClassRules(
                intent: intent.name, action: intent.action, risk: intent.risk.orLow, offline: offline,
                threshold: policy.defaultThreshold, maxTokens: policy.maxTokens)
            if intent.offline != .unspecified { rules.offline = intent.offline.orWait }
            if intent.maxTokens > 0 { rules.maxTokens = intent.maxTokens }
            if let entry {
                if entry.hasThreshold { rules.threshold = entry.threshold }
                if entry.hasRisk { rules.risk = entry.risk.orLow }
                if entry.hasOffline { rules.offline = entry.offline.orWait }
                if entry.hasMaxTokens { rules.maxTokens = entry.maxTokens }
                rules.localOnly = entry.localOnly
            }
            return rules
        }
        unknownIntents = overrides.keys.sorted()
        keepsEverything = policy.privacy.localOnly
        keepsSomeClass = policy.intents.contains { $0.localOnly }
        keptFrom = policy.privacy.localOnlyFrom == .unspecified ? nil : policy.privacy.localOnlyFrom
    }

    /// What rules before any policy has arrived: nothing stays local, nothing is lost.
    package static let beforeAnyPolicy = RoutingPolicy()

    private init() {
        version = 0
        outOfScopeThreshold = 0
        passageThreshold = 2
        defaultOffline = .wait
        defaultThreshold = 2
        maxTokens = 0
        answerDeadlineSeconds = 0
        classes = []
        unknownIntents = []
        keepsEverything = false
        keepsSomeClass = false
        keptFrom = nil
    }

    private static func check(_ value: Float, in range: ClosedRange<Float>, field: String, intent: String = "") throws(RoutingError) {
        guard range.contains(value) else { throw RoutingError(code: .outOfRange, field: field, intent: intent, found: value) }
    }
}

extension OfflineContract {
    /// An absent contract, or one of a later version, waits: the one outcome that neither loses a request nor answers it badly.
    fileprivate var orWait: OfflineContract {
        switch self {
        case .answer, .refuse: self
        case .wait, .unspecified, .UNRECOGNIZED: .wait
        }
    }
}

extension Risk {
    /// Absent means low, as in the workflow file. A risk of a later version is one this node cannot weigh: a person looks at it.
    fileprivate var orLow: Risk {
        switch self {
        case .low, .unspecified: .low
        case .high, .UNRECOGNIZED: .high
        }
    }
}

/// A policy this node cannot rule by.
package struct RoutingError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        case outOfRange
        case repeatedIntent
    }

    package let code: Code
    /// The policy's field.
    package let field: String
    /// Label of the class it belongs to; empty for the policy's own.
    package let intent: String
    package let found: Float

    package var description: String {
        let place = intent.isEmpty ? "policy.\(field)" : "policy.intents[\(intent)].\(field)"
        return switch code {
        case .outOfRange: "\(place): \(found) is not a threshold"
        case .repeatedIntent: "\(place): the intent is named twice"
        }
    }
}
