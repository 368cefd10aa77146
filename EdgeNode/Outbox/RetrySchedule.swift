/// How long to wait for a receipt before the same bytes are sent again: exponential with full jitter between `least` and a doubling ceiling.
///
/// The floor keeps a slow plane from being asked twice for what it is just writing down; the jitter keeps a fleet that lost its broker
/// together from returning together.
package struct RetrySchedule: Hashable, Sendable {
    /// The shortest wait.
    package var least: Duration
    /// The ceiling after many attempts.
    package var greatest: Duration

    package init(least: Duration = .seconds(5), greatest: Duration = .seconds(60)) {
        precondition(least > .zero && greatest >= least)
        self.least = least
        self.greatest = greatest
    }

    /// - Parameters:
    ///   - attempt: sends so far on this link, from 1.
    ///   - fraction: a random number in 0..<1.
    package func wait(afterAttempt attempt: Int, fraction: Double) -> Duration {
        precondition(attempt >= 1 && (0..<1).contains(fraction))
        var ceiling = least * 2
        for _ in 1..<min(attempt, 32) where ceiling < greatest { ceiling = ceiling * 2 }
        ceiling = min(ceiling, greatest)
        return least + (ceiling - least) * fraction
    }
}
