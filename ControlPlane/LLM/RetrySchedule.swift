/// How long to wait before an attempt is repeated: full jitter over an exponential ceiling, never less than the upstream asked for.
/// Source: "Exponential Backoff and Jitter", AWS Architecture Blog; RFC 9110 section 10.2.3 for Retry-After.
package struct RetrySchedule: Sendable, Equatable {
    package let attempts: Int
    package let base: Duration
    package let ceiling: Duration
    /// A Retry-After beyond this is not waited for: the attempt counts as the last one.
    package let longestRetryAfter: Duration

    package init(attempts: Int, base: Duration, ceiling: Duration, longestRetryAfter: Duration) {
        self.attempts = max(1, attempts)
        self.base = base
        self.ceiling = ceiling
        self.longestRetryAfter = longestRetryAfter
    }

    /// - Parameters:
    ///   - failedAttempts: how many have failed so far, from 1.
    ///   - random: uniform in 0..<1.
    /// - Returns: nil when no attempt is left.
    package func delay(failedAttempts: Int, retryAfter: Duration?, random: Double) -> Duration? {
        guard failedAttempts < attempts else { return nil }
        if let retryAfter, retryAfter > longestRetryAfter { return nil }
        let doublings = min(max(0, failedAttempts - 1), 30)
        let bound = min(ceiling, base * (1 << doublings))
        return max(bound * random, retryAfter ?? .zero)
    }
}
