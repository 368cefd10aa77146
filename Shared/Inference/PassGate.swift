import CKernels
import Synchronization

/// Runs at most `threads` passes at once, in the order their callers came. One alone has the worker pool; several stay on a thread each.
///
/// A caller with a short text that gets a place takes the other short texts of its kind along that wait: the weights are read once for all of them,
/// which on two cores is what limits short texts. A long pass offers its place after each piece of its work: the short texts that wait go
/// through together and give it back. So a short text waits for a fraction of a long one, and a long text at most for one short pass a piece.
final class PassGate: Sendable {
    /// Passes of at most this many rows are short.
    static let shortRows = 64
    /// Passes that stay on one thread after the last that met another: callers that take turns would else wake the workers whenever one of
    /// them happens to be alone, and lose a core to them.
    private static let soloPasses = 32
    /// Looks of a caller that was called early, some 100 microseconds: a place is about to become free.
    private static let looks = 4000

    private let pool: WorkerPool
    private let lock = Lock()
    /// How many wait, for a look without the lock.
    let waiters = Atomic<Int>(0)
    // Safety: read and written under `lock`.
    nonisolated(unsafe) private var waiting: [PassRequest] = []
    /// Places taken; one that is lent counts once.
    nonisolated(unsafe) private var running = 0
    nonisolated(unsafe) private var solo = 0
    /// Buffers of passes that are over: short ones and long ones, so that a text does not make a short pass's buffers long.
    nonisolated(unsafe) private var idle: (short: [ForwardPass], long: [ForwardPass]) = ([], [])
    private let weights: EncoderWeights
    private let kernels: KernelTable

    init(weights: EncoderWeights, kernels: KernelTable, pool: WorkerPool) {
        self.weights = weights
        self.kernels = kernels
        self.pool = pool
    }

    /// Fills in the results of `request`. Throws `outOfMemory`.
    func run(_ request: PassRequest) throws(InferenceError) {
        if let turn = enter(request) {
            do throws(InferenceError) {
                try turn.pass.run(in: self)
                var text = 0
                for each in turn.requests {
                    turn.pass.collect(into: each, text: text)
                    text += each.windows.count
                }
            } catch {
                for each in turn.requests { each.error = error }
            }
            leave(turn)
        }
        if let error = request.error { throw error }
    }

    /// A pass that is to be run by the caller of the first of its requests.
    struct Turn {
        let pass: ForwardPass
        let requests: [PassRequest]
    }

    /// Waits for a place, or for another caller to have done the work; then it returns nil.
    func enter(_ request: PassRequest) -> Turn? {
        lock.lock()
        defer { lock.unlock() }
        if running > 0 { solo = Self.soloPasses }
        if running < pool.threads {
            setRunning(running + 1)
        } else {
            waiting.append(request)
            waiters.store(waiting.count, ordering: .relaxed)
            wait(request)
            if request.state.load(ordering: .relaxed) == .done { return nil }
        }
        let known = request.isShort ? idle.short.popLast() : idle.long.popLast()
        let pass = known ?? ForwardPass(weights: weights, kernels: kernels, pool: pool)
        pass.reset(hasPool: running == 1 && solo == 0, kind: request.kind)
        if running == 1, solo > 0 { solo -= 1 }
        pass.append(request)
        var requests = [request]
        if request.isShort {
            while let index = waiting.firstIndex(where: { pass.rows + $0.rows <= Self.shortRows && $0.kind.isSame(as: request.kind) }) {
                requests.append(takeWaiter(at: index))
                pass.append(requests[requests.count - 1])
            }
        }
        return Turn(pass: pass, requests: requests)
    }

    /// Gives the place back, to its lender or to the next who waits.
    func leave(_ turn: Turn) {
        lock.lock()
        defer { lock.unlock() }
        let own = turn.requests[0]
        // A tagger that was replaced goes with its last request.
        turn.pass.kind = PassKind()
        if own.isShort { idle.short.append(turn.pass) } else { idle.long.append(turn.pass) }
        for other in turn.requests.dropFirst() { set(.done, of: other) }
        if let lender = own.lender {
            set(.leading, of: lender)
        } else if waiting.isEmpty {
            setRunning(running - 1)
        } else {
            set(.leading, of: takeWaiter(at: 0))
        }
    }

    /// Between two pieces of a long pass: lets the short ones through that wait already.
    func offer(_ pass: ForwardPass) {
        guard pass.rows > Self.shortRows, waiters.load(ordering: .relaxed) > 0 else { return }
        lock.lock()
        if let index = waiting.firstIndex(where: { $0.isShort }) {
            let lender = PassRequest(windows: [])
            waiting[index].lender = lender
            set(.leading, of: takeWaiter(at: index))
            wait(lender)
        }
        lock.unlock()
    }

    /// Shortly before a short pass ends: wakes who comes next, if a core is free for that, so that the place does not lie idle meanwhile.
    func call() {
        guard pool.leavesCoreFree, waiters.load(ordering: .relaxed) > 0 else { return }
        lock.lock()
        if let next = waiting.first {
            next.isCalled = true
            next.turn.wakeOne()
        }
        lock.unlock()
    }

    // MARK: Under the lock

    private func setRunning(_ count: Int) {
        running = count
        pool.callers.store(count, ordering: .relaxed)
    }

    private func takeWaiter(at index: Int) -> PassRequest {
        defer { waiters.store(waiting.count, ordering: .relaxed) }
        return waiting.remove(at: index)
    }

    private func set(_ state: PassRequest.State, of request: PassRequest) {
        request.state.store(state, ordering: .releasing)
        request.turn.wakeOne()
    }

    private func wait(_ request: PassRequest) {
        while request.state.load(ordering: .acquiring) == .waiting {
            guard request.isCalled else {
                request.turn.wait(lock)
                continue
            }
            request.isCalled = false
            lock.unlock()
            var looks = 0
            while looks < Self.looks, request.state.load(ordering: .acquiring) == .waiting {
                kn_relax()
                looks += 1
            }
            lock.lock()
        }
    }
}
