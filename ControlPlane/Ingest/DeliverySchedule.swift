package import Contract

/// Which stored answers are due to be sent, again or for the first time, until their node's receipt arrives. Pure: time is an argument.
///
/// The wait doubles from `first` to `longest` without jitter: what is resent is bounded by what is unreceipted, and a node that returns gets
/// everything at once anyway (`nodeReturned`).
package struct DeliverySchedule: Sendable {
    private struct Entry: Sendable {
        var due: ContinuousClock.Instant
        var attempts: Int
    }

    private var entries: [RequestID: Entry] = [:]
    private let first: Duration
    private let longest: Duration

    package init(first: Duration = .seconds(2), longest: Duration = .seconds(60)) {
        self.first = first
        self.longest = longest
    }

    package var count: Int { entries.count }

    /// Due now; an answer that is there already becomes due now.
    package mutating func add(_ request: RequestID, now: ContinuousClock.Instant) {
        entries[request] = Entry(due: now, attempts: 0)
    }

    package mutating func receipted(_ request: RequestID) { entries[request] = nil }

    package mutating func nodeReturned(_ node: NodeID, now: ContinuousClock.Instant) {
        for request in entries.keys where request.node == node { entries[request] = Entry(due: now, attempts: 0) }
    }

    /// Everything is due: the link to the broker is new.
    package mutating func linkReturned(now: ContinuousClock.Instant) {
        for request in entries.keys { entries[request] = Entry(due: now, attempts: 0) }
    }

    /// Takes up to `limit` due answers, oldest first, and sets their next turn.
    package mutating func takeDue(now: ContinuousClock.Instant, limit: Int) -> [RequestID] {
        let due = entries.filter { $0.value.due <= now }.sorted { $0.value.due < $1.value.due }.prefix(limit).map(\.key)
        for request in due {
            guard var entry = entries[request] else { continue }
            let wait = min(longest, first * (1 << min(entry.attempts, 16)))
            entry.due = now.advanced(by: wait)
            entry.attempts += 1
            entries[request] = entry
        }
        return due
    }

    /// Nil when nothing waits.
    package func nextDue() -> ContinuousClock.Instant? { entries.values.map(\.due).min() }
}
