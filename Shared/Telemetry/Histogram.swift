/// An `ExponentialHistogram` that several threads record into.
package final class Histogram: Sendable {
    private let state = Lock(ExponentialHistogram())

    package init() {}

    package func record(_ value: Double) { state.withLock { _ = $0.record(value) } }

    /// Seconds.
    package func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        record(Double(seconds) + Double(attoseconds) * 1e-18)
    }

    package var snapshot: ExponentialHistogram { state.withLock { $0 } }

    /// What was recorded since the last drain; empty afterwards. One reporting window.
    package func drain() -> ExponentialHistogram {
        state.withLock { state in
            let window = state
            state = ExponentialHistogram()
            return window
        }
    }
}
