package import Contract

// The closed vocabularies of the contract as people and Prometheus read them. An unknown value prints as "other": it is never guessed.

extension Route {
    package var label: String {
        switch self {
        case .local: "local"
        case .escalate: "escalate"
        case .hold: "hold"
        case .wait: "wait"
        case .refuse: "refuse"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension Reason {
    package var label: String {
        switch self {
        case .confident: "confident"
        case .belowThreshold: "below_threshold"
        case .outOfScope: "out_of_scope"
        case .actionEscalates: "action_escalates"
        case .highRisk: "high_risk"
        case .noPassage: "no_passage"
        case .callerAskedLocal: "caller_asked_local"
        case .callerAskedUpstream: "caller_asked_upstream"
        case .offlineAnswered: "offline_answered"
        case .offlineWaiting: "offline_waiting"
        case .offlineRefused: "offline_refused"
        case .noRelease: "no_release"
        case .localOnly: "local_only"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension Action {
    package var label: String {
        switch self {
        case .template: "template"
        case .knowledge: "knowledge"
        case .escalate: "escalate"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension Risk {
    package var label: String {
        switch self {
        case .low: "low"
        case .high: "high"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension Role {
    package var label: String {
        switch self {
        case .system: "system"
        case .user: "user"
        case .assistant: "assistant"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension AnswerOutcome {
    package var label: String {
        switch self {
        case .answered: "answered"
        case .approved: "approved"
        case .rejected: "rejected"
        case .failed: "failed"
        case .expired: "expired"
        case .invalid: "invalid"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension Stage {
    package var label: String {
        switch self {
        case .mask: "mask"
        case .encode: "encode"
        case .classify: "classify"
        case .retrieve: "retrieve"
        case .route: "route"
        case .record: "record"
        case .escalate: "escalate"
        case .restore: "restore"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension Contract.Stream {
    package var label: String {
        switch self {
        case .escalation: "escalation"
        case .metrics: "metrics"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension TokenKind {
    package var label: String {
        switch self {
        case .prompt: "prompt"
        case .completion: "completion"
        case .unspecified, .UNRECOGNIZED: "other"
        }
    }
}

extension Entity {
    /// Presidio's name.
    package var label: String { presidioName ?? "other" }
}
