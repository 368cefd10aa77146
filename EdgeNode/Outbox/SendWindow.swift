/// Which queued messages go out now. Pure: time and randomness come in, sequences come out.
///
/// Holds what is in flight on the present link. At most `limit` messages are unreceipted on the wire at once, oldest first, so that the
/// broker's queue never holds more of this node than that.
package struct SendWindow: Sendable {
    private struct Flight: Sendable {
        var attempts: Int
        var dueAgain: Duration
    }

    package let limit: Int
    package let schedule: RetrySchedule
    private var inFlight: [UInt64: Flight] = [:]

    package init(limit: Int = 64, schedule: RetrySchedule = RetrySchedule()) {
        precondition(limit > 0)
        self.limit = limit
        self.schedule = schedule
    }

    /// A new link knows nothing of the old one: everything unreceipted is sent again.
    package mutating func linkCameUp() { inFlight.removeAll() }

    package mutating func receipted(_ sequences: some Sequence<UInt64>) {
        for sequence in sequences { inFlight[sequence] = nil }
    }

    /// - Parameters:
    ///   - unreceipted: the oldest unreceipted messages, ascending; more than `limit` are not looked at.
    ///   - now: monotonic time since any fixed instant.
    ///   - fraction: draws a random number in 0..<1.
    /// - Returns: those to send now, ascending.
    package mutating func due(_ unreceipted: [UInt64], now: Duration, fraction: () -> Double) -> [UInt64] {
        let considered = unreceipted.prefix(limit)
        // What left the queue by another door (an answer without a receipt, expiry) must not hold its place.
        let alive = Set(considered)
        inFlight = inFlight.filter { alive.contains($0.key) }
        var due: [UInt64] = []
        for sequence in considered {
            var flight = inFlight[sequence] ?? Flight(attempts: 0, dueAgain: now)
            guard flight.dueAgain <= now else { continue }
            flight.attempts += 1
            flight.dueAgain = now + schedule.wait(afterAttempt: flight.attempts, fraction: fraction())
            inFlight[sequence] = flight
            due.append(sequence)
        }
        return due
    }

    /// A send that failed locally: due again at once, as if it had not been tried.
    package mutating func notSent(_ sequence: UInt64) { inFlight[sequence] = nil }

    /// When the next resend is due; nil when nothing is in flight.
    package var nextDue: Duration? { inFlight.values.map(\.dueAgain).min() }
    package var count: Int { inFlight.count }
}
