import Contract

/// Why nothing of a request may leave the device, masked or not.
package enum LocalOnlyCause: String, CaseIterable, Hashable, Sendable {
    /// The policy keeps every request.
    case policy
    /// The policy keeps requests of this class, or of the class of an earlier turn.
    case intent
    /// The policy keeps requests of this level.
    case sensitivity
    /// The caller asked for it.
    case caller
}

extension RoutingPolicy {
    /// The one rule for what may not leave, asked by the router and, whatever the router made of it, again by the check before the outbox.
    ///
    /// What is not known counts as what may not leave: where some class is kept and the request has none, where a level is set and the request has none.
    package func localOnly(_ signals: RoutingSignals) -> LocalOnlyCause? {
        if keepsEverything { return .policy }
        if let recognised = signals.recognised, classes.indices.contains(recognised.index) {
            if classes[recognised.index].localOnly { return .intent }
        } else if keepsSomeClass {
            return .intent
        }
        // An earlier turn leaves with the request.
        if signals.earlierClasses.contains(where: { classes.indices.contains($0) && classes[$0].localOnly }) { return .intent }
        if let keptFrom, keptFrom.rank ?? 1 <= signals.sensitivity?.rank ?? 4 { return .sensitivity }
        return signals.callerAsksLocalOnly ? .caller : nil
    }
}

extension SensitivityLevel {
    /// 1...4, the harmless first; nil for none and for a level of a later version, which then counts as the strictest: as a limit it keeps everything,
    /// as a request's level it is kept.
    fileprivate var rank: Int? { (1...4).contains(rawValue) ? rawValue : nil }
}
