import Synchronization

/// Lets at most `threads` passes run at once and owns their workspaces.
final class PassGate: Sendable {
    private let weights: EncoderWeights
    private let kernels: KernelTable
    private let pool: WorkerPool
    private let lock = Lock()
    // Safety: read and written under `lock`.
    nonisolated(unsafe) private var idle: [ForwardPass] = []
    nonisolated(unsafe) private var running = 0

    init(weights: EncoderWeights, kernels: KernelTable, pool: WorkerPool) {
        self.weights = weights
        self.kernels = kernels
        self.pool = pool
    }

    /// Waits for a place and returns an empty pass. It has the worker pool if no other pass runs: whoever comes while it runs finds two
    /// running, so the pool never has two users.
    func enter() -> ForwardPass {
        lock.lock()
        while running >= pool.threads { lock.wait() }
        running += 1
        pool.callers.store(running, ordering: .relaxed)
        let hasPool = running == 1
        let known = idle.popLast()
        lock.unlock()
        let pass = known ?? ForwardPass(weights: weights, kernels: kernels, pool: pool)
        pass.reset(hasPool: hasPool)
        return pass
    }

    func leave(_ pass: ForwardPass) {
        lock.lock()
        running -= 1
        pool.callers.store(running, ordering: .relaxed)
        idle.append(pass)
        lock.wakeOne()
        lock.unlock()
    }
}
