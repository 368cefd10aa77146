package import Privacy
package import Routing

/// Proof that one escalation, as it is in here, may leave the device. The outbox takes nothing else, and only `EgressCheck` makes it: a mistake anywhere above,
/// in the router or in the pipeline, can lose a request and cannot send one.
package struct EgressPermit: Sendable {
    let escalation: OutgoingEscalation

    /// Size of the payload, had it the largest id.
    package var sizeInBytes: Int { escalation.sizeInBytes }

    fileprivate init(_ escalation: OutgoingEscalation) { self.escalation = escalation }
}

/// Why an escalation that was about to leave may not.
package enum EgressRefusal: Error, Hashable, Sendable {
    case localOnly(LocalOnlyCause)
    /// The second scan found personal data in what is masked.
    case leak
}

/// The last look before the outbox. Asks the rule for what may not leave itself, and does not take the router's word for it.
package enum EgressCheck {
    /// - Parameters:
    ///   - signals: those the request was routed by.
    ///   - anonymizer: the one that masked the texts: what it keeps by policy is no leak.
    package static func permit(
        _ escalation: OutgoingEscalation, signals: RoutingSignals, policy: RoutingPolicy, anonymizer: Anonymizer
    ) throws(EgressRefusal) -> EgressPermit {
        if let cause = policy.localOnly(signals) { throw .localOnly(cause) }
        if signals.requested == .local { throw .localOnly(.caller) }
        // Masking repeats itself until nothing is found, so this finds only a fault of ours.
        for text in escalation.turns.map(\.text) + escalation.passages.map(\.text) where !anonymizer.leaks(in: text).isEmpty {
            throw .leak
        }
        return EgressPermit(escalation)
    }
}
