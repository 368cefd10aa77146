/// Keeps a failing upstream from being hammered. Pure: time is an argument.
///
/// closed -(failures in a row reach the limit)-> open -(cool-down over)-> one probe -> closed on success, open again on failure.
package struct CircuitBreaker: Sendable {
    package enum State: Sendable, Equatable {
        case closed(failures: Int)
        case open(until: ContinuousClock.Instant)
        /// One call is allowed through; all others wait for its outcome.
        case probing
    }

    package enum Admission: Sendable, Equatable {
        case go
        /// Refused for at least this long.
        case wait(Duration)
    }

    package private(set) var state = State.closed(failures: 0)
    private let failureLimit: Int
    private let coolDown: Duration

    /// - Parameter failureLimit: failures in a row that open the circuit, at least 1.
    package init(failureLimit: Int, coolDown: Duration) {
        self.failureLimit = max(1, failureLimit)
        self.coolDown = coolDown
    }

    package mutating func admit(now: ContinuousClock.Instant) -> Admission {
        switch state {
        case .closed: return .go
        case .open(let until):
            guard now >= until else { return .wait(now.duration(to: until)) }
            state = .probing
            return .go
        case .probing: return .wait(coolDown)
        }
    }

    package mutating func succeeded() { state = .closed(failures: 0) }

    package mutating func failed(now: ContinuousClock.Instant) {
        switch state {
        case .closed(let failures) where failures + 1 < failureLimit: state = .closed(failures: failures + 1)
        case .closed, .probing: state = .open(until: now.advanced(by: coolDown))
        // A call admitted before the circuit opened says nothing new.
        case .open: break
        }
    }

    /// The admitted call ended without an outcome that speaks about the upstream (cancelled, or our own mistake).
    package mutating func abandoned(now: ContinuousClock.Instant) {
        if state == .probing { state = .open(until: now) }
    }
}
