import CKernels
import Synchronization

/// Lets at most `threads` passes run at once, in the order they came, and owns their workspaces.
///
/// A long pass offers its place after each piece of work: a short one that waits takes it, runs whole, and gives it back. So a short text
/// waits for a fraction of a millisecond of a long one, and a long text takes at most as long again for each piece as a short one needs.
final class PassGate: Sendable {
    /// Passes of at most this many rows are short.
    static let shortRows = 64
    /// Passes that stay on one thread after the last that met another: callers that take turns would else wake the pool's workers whenever
    /// they happen to be alone, and lose a core to them (2 callers on 2 cores: 4,660 texts/s with the workers, XXXX without).
    private static let soloPasses = 32
    /// Looks of a caller that was called early, some 100 microseconds: a place is about to become free.
    private static let spins = 4000

    private let weights: EncoderWeights
    private let kernels: KernelTable
    private let pool: WorkerPool
    private let lock = Lock()
    // Safety: read and written under `lock`.
    nonisolated(unsafe) private var idle: [ForwardPass] = []
    nonisolated(unsafe) private var running = 0
    nonisolated(unsafe) private var solo = 0
    nonisolated(unsafe) private var waiting: [Waiter] = []
    /// How many wait, for a look without the lock.
    let waiters = Atomic<Int>(0)

    /// A caller without a place. All under the gate's lock; only `hasPlace` is read without.
    final class Waiter {
        let isShort: Bool
        let turn = Condition()
        let hasPlace = Atomic<Bool>(false)
        var isCalled = false
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
        if running > 0 { solo = Self.soloPasses }
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
        let hasPool = running == 1 && solo == 0
        if running == 1, solo > 0 { solo -= 1 }
        let known = idle.popLast()
        lock.unlock()
        let pass = known ?? ForwardPass(weights: weights, kernels: kernels, pool: pool)
        pass.reset(hasPool: hasPool, lender: lender)
        return pass
    }

    /// Between two pieces of `pass`: lets one short pass through that waits already.
    func offer(_ pass: ForwardPass) {
        guard pass.rows > Self.shortRows, waiters.load(ordering: .relaxed) > 0 else { return }
        lock.lock()
        if let index = waiting.firstIndex(where: { $0.isShort }) {
            let lender = Waiter(isShort: false)
            waiting[index].lender = lender
            giveWaiter(at: index)
            wait(lender)
        }
        lock.unlock()
    }

    /// Shortly before a pass ends: wakes who comes next if a core is free for that, so that the place does not lie idle meanwhile.
    func call() {
        guard pool.leavesCoreFree, waiters.load(ordering: .relaxed) > 0 else { return }
        lock.lock()
        if let next = waiting.first {
            next.isCalled = true
            next.turn.wakeOne()
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
        waiter.hasPlace.store(true, ordering: .releasing)
        waiter.turn.wakeOne()
    }

    private func wait(_ waiter: Waiter) {
        while !waiter.hasPlace.load(ordering: .acquiring) {
            guard waiter.isCalled else {
                waiter.turn.wait(lock)
                continue
            }
            waiter.isCalled = false
            lock.unlock()
            var looks = 0
            while looks < Self.spins, !waiter.hasPlace.load(ordering: .acquiring) {
                kn_relax()
                looks += 1
            }
            lock.lock()
        }
    }
}
