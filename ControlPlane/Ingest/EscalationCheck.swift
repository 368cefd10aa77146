package import Contract

/// What the plane accepts of an escalation. Pure: a node's bytes are outside input, a release's node or not.
package enum EscalationCheck {
    package struct Limits: Sendable {
        package var turns = EscalationLimits.turns
        package var textInBytes = EscalationLimits.textInBytes
        package var passages = EscalationLimits.passages
        package var nameInBytes = EscalationLimits.nameInBytes

        package init() {}
    }

    /// Nil when it is acceptable; otherwise the rule it breaks, without a word of its content.
    package static func refusal(_ escalation: Escalation, limits: Limits = Limits()) -> String? {
        if escalation.turns.isEmpty { return "no turn" }
        if escalation.turns.count > limits.turns { return "\(escalation.turns.count) turns, at most \(limits.turns)" }
        if escalation.passages.count > limits.passages { return "\(escalation.passages.count) passages, at most \(limits.passages)" }
        let bytes =
            escalation.turns.reduce(0) { $0 + $1.maskedText.utf8.count } + escalation.passages.reduce(0) { $0 + $1.maskedText.utf8.count }
        if bytes > limits.textInBytes { return "\(bytes) bytes of text, at most \(limits.textInBytes)" }
        if escalation.turns.contains(where: { ![.system, .user, .assistant].contains($0.role) }) { return "a turn without a known role" }
        if !escalation.turns.contains(where: { $0.role == .user && !$0.maskedText.isEmpty }) { return "no user turn with text" }
        if escalation.route != .escalate, escalation.route != .hold { return "route is neither escalate nor hold" }
        for (name, value) in [
            ("intent", escalation.intent), ("upstream_model", escalation.upstreamModel), ("release_id", escalation.releaseID),
        ]
        where value.utf8.count > limits.nameInBytes {
            return "\(name) has \(value.utf8.count) bytes, at most \(limits.nameInBytes)"
        }
        if escalation.deadlineUnixMs < 0 { return "negative deadline" }
        if escalation.hasTemperature, !(0...2).contains(escalation.temperature) { return "temperature outside 0...2" }
        return nil
    }
}
