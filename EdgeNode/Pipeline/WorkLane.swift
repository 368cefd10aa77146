import Dispatch
import Telemetry

/// Threads of our own for the blocking, computing part of a request, with a bounded queue before them: a flood is answered "busy" at once
/// instead of growing a backlog nobody will wait for. Swift's shared pool never runs the encoder.
package final class WorkLane: Sendable {
    package struct Busy: Error, Hashable {
        /// Work accepted and not yet done.
        package let depth: Int
    }

    private let queues: [DispatchQueue]
    private let depths: Lock<[Int]>
    /// Work accepted and not yet done, at most; over all threads.
    package let limit: Int

    /// - Parameters:
    ///   - width: threads; each runs one piece of work at a time.
    ///   - limit: pieces running and waiting, at most.
    package init(width: Int = 1, limit: Int = 64) {
        precondition(width > 0 && limit > 0)
        self.limit = limit
        queues = (0..<width).map { DispatchQueue(label: "weir.lane.\($0)", qos: .userInitiated) }
        depths = Lock(Array(repeating: 0, count: width))
    }

    package var depth: Int { depths.withLock { $0.reduce(0, +) } }

    /// Runs `work` on the least busy thread. Throws `Busy` without running it when the lane is full.
    package func run<T: Sendable, E: Error>(_ work: @escaping @Sendable () -> Result<T, E>) async throws(Busy) -> Result<T, E> {
        let lane: Int? = depths.withLock { depths in
            guard depths.reduce(0, +) < limit, let least = depths.indices.min(by: { depths[$0] < depths[$1] }) else { return nil }
            depths[least] += 1
            return least
        }
        guard let lane else { throw Busy(depth: limit) }
        return await withCheckedContinuation { continuation in
            queues[lane].async {
                let result = work()
                self.depths.withLock { $0[lane] -= 1 }
                continuation.resume(returning: result)
            }
        }
    }
}
