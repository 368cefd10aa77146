package import Contract
package import Outbox
package import Releases

package struct UplinkSettings: Sendable {
    package var node: NodeID
    package var labels: [String: String]
    package var agentVersion: String
    /// Signs desired state.
    package var directorKeys: [VerificationKey]
    package var metricsWindow: Duration
    package var retry: RetrySchedule
    /// How long an echo may take before another is sent.
    package var echoWait: Duration

    package init(
        node: NodeID, labels: [String: String] = [:], agentVersion: String, directorKeys: [VerificationKey],
        metricsWindow: Duration = .seconds(60), retry: RetrySchedule = RetrySchedule(), echoWait: Duration = .seconds(5)
    ) {
        self.node = node
        self.labels = labels
        self.agentVersion = agentVersion
        self.directorKeys = directorKeys
        self.metricsWindow = metricsWindow
        self.retry = retry
        self.echoWait = echoWait
    }
}

/// What the uplink asks of, and does to, the rest of the node.
package struct UplinkHooks: Sendable {
    /// Puts a policy in force or says why it cannot be one.
    package var apply: @Sendable (Policy) -> PolicyOutcome
    /// Version of the policy in force, kernels and encoder that run.
    package var facts: @Sendable () -> Facts
    /// The plane told the node to drain.
    package var drain: @Sendable () -> Void

    package enum PolicyOutcome: Hashable, Sendable {
        /// Intents the policy names and the release does not have.
        case applied(unknownIntents: [String])
        case refused(detail: String)
    }

    package struct Facts: Hashable, Sendable {
        package var policyVersion: UInt64 = 0
        package var kernelTable = ""
        package var encoderSHA256 = ""

        package init() {}
    }

    package init(
        apply: @escaping @Sendable (Policy) -> PolicyOutcome, facts: @escaping @Sendable () -> Facts, drain: @escaping @Sendable () -> Void
    ) {
        self.apply = apply
        self.facts = facts
        self.drain = drain
    }
}
