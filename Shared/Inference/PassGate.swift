import Synchronization

/// Lets at most `threads` passes run at once, in the order they came, and owns their workspaces.
///
/// A long pass offers its place between two layers: a short one that waits takes it, runs whole, and gives it back. So a short text waits
/// for a layer of a long one, never for all of it, and a long text loses at most `offers` short passes a layer.
final class PassGate: Sendable {
    /// Passes of at most this many rows are short.
    static let shortRows = 64
    /// Short passes that a long one lets through between two layers.
    private static let offers = 4

    private let weights: EncoderWeights
    private let kernels: KernelTable
    private let pool: WorkerPool
    private let lock = Lock()
    // Safety: read and written under `lock`.
    nonisolated(unsafe) private var idle: [ForwardPass] = []
    nonisolated(unsafe) private var running = 0
    nonisolated(unsafe) private var waiting: [Waiter] = []
    /// How many wait, for a look without the lock.
    let waiters = Atomic<Int>(0)

    /// A caller without a place. All under the gate's lock.
    final class Waiter {
        let isShort: Bool
        let turn = Condition()
        var hasPlace = false
        /// The pass whose place this caller was lent.
        var lender: Waiter?

        init(isShort: Bool) { self.isShort = isShort }
    }

    init(weights: EncoderWeights, kernels: KernelTable, pool: WorkerPool) {
        self.weights = weights
        self.kernels = kernels
        self.pool = pool
    }

    /// Waits for a place and returns an empty pass, for about `rows` rows. It has the worker pool if no other pass runs: whoever comes
    /// while it runs finds two running, so the pool never has two users.
    func enter(rows: Int) -> ForwardPass {
        lock.lock()
        var lender: Waiter?
        if running < pool.threads, waiting.isEmpty {
            running += 1
            pool.callers.store(running, ordering: .relaxed)
        } else {
            let waiter = Waiter(isShort: rows <= Self.shortRows)
            waiting.append(waiter)
            waiters.store(waiting.count, ordering: .relaxed)
            wait(waiter)
            lender = waiter.lender
        }
        let hasPool = running == 1
        let known = idle.popLast()
        lock.unlock()
        let pass = known ?? ForwardPass(weights: weights, kernels: kernels, pool: pool)
        pass.reset(hasPool: hasPool, lender: lender)
        return pass
    }

    /// Between two layers of `pass`: lets short passes through that wait already.
    func offer(_ pass: ForwardPass) {
        guard pass.rows > Self.shortRows, waiters.load(ordering: .relaxed) > 0 else { return }
        lock.lock()
        for _ in 0..<Self.offers {
            guard let index = waiting.firstIndex(where: { $0.isShort }) else { break }
            let lender = Waiter(isShort: false)
            waiting[index].lender = lender
            giveWaiter(at: index)
            wait(lender)
        }
        lock.unlock()
    }

    func leave(_ pass: ForwardPass) {
        lock.lock()
        idle.append(pass)
        if let lender = pass.lender {
            give(lender)
        } else if !waiting.isEmpty {
            giveWaiter(at: 0)
        } else {
            running -= 1
            pool.callers.store(running, ordering: .relaxed)
        }
        lock.unlock()
    }

    private func giveWaiter(at index: Int) {
        give(waiting.remove(at: index))
        waiters.store(waiting.count, ordering: .relaxed)
    }

    private func give(_ waiter: Waiter) {
        waiter.hasPlace = true
        waiter.turn.wakeOne()
    }

    private func wait(_ waiter: Waiter) {
        while !waiter.hasPlace { waiter.turn.wait(lock) }
    }
}
