package import Contract

/// The path the caller asked for with the `model` field.
package enum RequestedPath: Hashable, Sendable {
    case auto
    /// Nothing may leave the device.
    case local
    /// Straight to the large model.
    case upstream
}

/// All that a decision depends on beside the policy.
package struct RoutingSignals: Hashable, Sendable {
    /// What the head said. Nil when there is no release, hence no class.
    package struct Class: Hashable, Sendable {
        /// Index into `RoutingPolicy.classes`.
        package var index: Int
        /// Calibrated, 0...1.
        package var confidence: Float
        /// 0...1.
        package var outOfScope: Float

        package init(index: Int, confidence: Float, outOfScope: Float) {
            self.index = index
            self.confidence = confidence
            self.outOfScope = outOfScope
        }
    }

    package var requested: RequestedPath
    package var recognised: Class?
    /// Classes of what the user said before in the conversation, which would leave with the request.
    package var earlierClasses: [Int]
    /// Cosine of the best approved passage; nil when there is none.
    package var bestPassage: Float?
    /// The node has proved its link and the plane says it is online.
    package var linkIsUp: Bool
    /// Of everything that would leave; nil when nothing could tell.
    package var sensitivity: SensitivityLevel?
    /// The caller forbids that anything leaves, whatever path he asked for.
    package var callerAsksLocalOnly: Bool

    package init(
        requested: RequestedPath, recognised: Class?, earlierClasses: [Int] = [], bestPassage: Float?, linkIsUp: Bool,
        sensitivity: SensitivityLevel? = nil,
        callerAsksLocalOnly: Bool = false
    ) {
        self.requested = requested
        self.recognised = recognised
        self.earlierClasses = earlierClasses
        self.bestPassage = bestPassage
        self.linkIsUp = linkIsUp
        self.sensitivity = sensitivity
        self.callerAsksLocalOnly = callerAsksLocalOnly
    }
}

/// Where the text of a local answer comes from.
package enum AnswerKind: Hashable, Sendable {
    case template
    case passage
}

/// Said beside a local answer that policy alone would not have given.
package enum RoutingWarning: String, Hashable, Sendable {
    /// The link is down and the class's offline contract says to answer.
    case answeredOffline = "answered_offline"
    /// The caller asked for a local answer although the confidence is below the threshold or the text looks out of scope.
    case notConfident = "not_confident"
    /// The large model would have been asked, and nothing of the request may leave the device.
    case localOnly = "local_only"
}

/// What happens to one request, and why.
package struct Decision: Hashable, Sendable {
    package var route: Route
    /// The first rule that applied; the offline rules are reasons of their own.
    package var reason: Reason
    /// Why it would have escalated had the link been up and the request been allowed to leave; equal to `reason` otherwise.
    package var cause: Reason
    /// Set when `route` is local.
    package var answer: AnswerKind?
    /// What the escalation asks of the plane, `.escalate` or `.hold`; nil when nothing is sent.
    package var sent: Route?
    package var warning: RoutingWarning?
    /// The confidence threshold that applied.
    package var threshold: Float

    package init(
        route: Route, reason: Reason, cause: Reason, answer: AnswerKind? = nil, sent: Route? = nil, warning: RoutingWarning? = nil,
        threshold: Float
    ) {
        self.route = route
        self.reason = reason
        self.cause = cause
        self.answer = answer
        self.sent = sent
        self.warning = warning
        self.threshold = threshold
    }
}

/// (signals, policy) -> decision. Rules are tried from top to bottom; the first that applies gives the reason.
package enum Router {
    package static func decide(_ signals: RoutingSignals, policy: RoutingPolicy) -> Decision {
        guard let recognised = signals.recognised, policy.classes.indices.contains(recognised.index) else {
            return withoutClass(signals, policy)
        }
        let rules = policy.classes[recognised.index]
        let local = localAnswer(rules, signals.bestPassage, policy)
        // A person's look is the workflow's demand, so no wish of the caller waives it: asked "local", where no person can look,
        // it is refused rather than answered.
        if rules.risk == .high {
            if signals.requested == .local {
                return Decision(route: .refuse, reason: .highRisk, cause: .highRisk, threshold: rules.threshold)
            }
            return upward(.hold, .highRisk, rules, local: nil, signals, policy)
        }
        let doubt = doubt(recognised, rules, policy)
        switch signals.requested {
        case .local:
            guard let local else {
                let reason: Reason = rules.action == .knowledge ? .noPassage : .actionEscalates
                return Decision(route: .refuse, reason: reason, cause: reason, threshold: rules.threshold)
            }
            return Decision(
                route: .local, reason: .callerAskedLocal, cause: .callerAskedLocal, answer: local,
                warning: doubt == nil ? nil : .notConfident, threshold: rules.threshold)
        case .upstream:
            return upward(.escalate, .callerAskedUpstream, rules, local: local, signals, policy)
        case .auto:
            break
        }
        switch rules.action {
        case .template, .knowledge: break
        case .escalate, .unspecified, .UNRECOGNIZED:
            return upward(.escalate, .actionEscalates, rules, local: local, signals, policy)
        }
        if let doubt { return upward(.escalate, doubt, rules, local: local, signals, policy) }
        guard let local else { return upward(.escalate, .noPassage, rules, local: nil, signals, policy) }
        return Decision(route: .local, reason: .confident, cause: .confident, answer: local, threshold: rules.threshold)
    }

    /// Without a release nothing can be classified: the large model answers, or nobody does.
    private static func withoutClass(_ signals: RoutingSignals, _ policy: RoutingPolicy) -> Decision {
        if signals.requested == .local {
            return Decision(route: .refuse, reason: .noRelease, cause: .noRelease, threshold: policy.defaultThreshold)
        }
        let rules = ClassRules(
            intent: "", action: .escalate, risk: .low, offline: policy.defaultOffline, threshold: policy.defaultThreshold)
        return upward(.escalate, .noRelease, rules, local: nil, signals, policy)
    }

    /// Nil when the confidence suffices.
    private static func doubt(_ recognised: RoutingSignals.Class, _ rules: ClassRules, _ policy: RoutingPolicy) -> Reason? {
        // Written as "not within", so that a score that is not a number counts as doubt.
        if !(recognised.outOfScope <= policy.outOfScopeThreshold) { return .outOfScope }
        if !(recognised.confidence >= rules.threshold) { return .belowThreshold }
        return nil
    }

    /// What the node could say by itself, whatever the confidence.
    private static func localAnswer(_ rules: ClassRules, _ bestPassage: Float?, _ policy: RoutingPolicy) -> AnswerKind? {
        switch rules.action {
        case .template: return .template
        case .knowledge:
            guard let bestPassage, bestPassage >= policy.passageThreshold else { return nil }
            return .passage
        case .escalate, .unspecified, .UNRECOGNIZED: return nil
        }
    }

    /// To the plane; when the link is down, what the class's offline contract says. "Answer" with nothing to say waits.
    /// What may not leave is answered here with a warning, as if the caller had asked for that, or refused: no link would change it.
    private static func upward(
        _ route: Route, _ cause: Reason, _ rules: ClassRules, local: AnswerKind?, _ signals: RoutingSignals, _ policy: RoutingPolicy
    ) -> Decision {
        if policy.localOnly(signals) != nil {
            guard let local else { return Decision(route: .refuse, reason: .localOnly, cause: cause, threshold: rules.threshold) }
            return Decision(
                route: .local, reason: .localOnly, cause: cause, answer: local, warning: .localOnly, threshold: rules.threshold)
        }
        if signals.linkIsUp { return Decision(route: route, reason: cause, cause: cause, sent: route, threshold: rules.threshold) }
        switch rules.offline {
        case .refuse:
            return Decision(route: .refuse, reason: .offlineRefused, cause: cause, threshold: rules.threshold)
        case .answer where local != nil:
            return Decision(
                route: .local, reason: .offlineAnswered, cause: cause, answer: local, warning: .answeredOffline, threshold: rules.threshold)
        case .answer, .wait, .unspecified, .UNRECOGNIZED:
            return Decision(route: .wait, reason: .offlineWaiting, cause: cause, sent: route, threshold: rules.threshold)
        }
    }
}
