import CKernels
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Work that falls into numbered stages of independent chunks. `run` is called from several threads at once, with different chunks.
class ParallelWork {
    /// `worker` is 0 for the thread that owns the work, and below the pool's thread count.
    func run(stage: Int, chunk: Int, worker: Int) {}
}

/// Fork-join over a few threads, for regions of some microseconds.
///
/// The owner of a pass publishes a region (a stage and its chunk count) and takes chunks itself; workers take chunks beside it, so a
/// worker that is late or asleep costs nothing but its help. Workers spin for a moment after their last chunk, then park. One caller uses
/// the pool at a time.
final class WorkerPool: Sendable {
    let threads: Int
    /// Passes that run at the moment, with the pool or without. While there are several, each stays on its own thread: that answers more
    /// texts a second, and no more than `threads` threads compute.
    let callers = Atomic<Int>(0)
    private let shared: Shared

    /// What the workers hold; it outlives the pool until the last of them has left.
    private final class Shared: Sendable {
        /// Region number (high 32 bits), its chunk count (16), the next free chunk (16). A chunk is taken by adding 1 to an unchanged
        /// value, so nobody can take a chunk of a region that is over, and `work` and `stage` stay put while any chunk is out.
        let ticket = Atomic<UInt64>(0)
        let finished = Atomic<Int>(0)
        let parked = Atomic<Int>(0)
        let stopping = Atomic<Bool>(false)
        let lock = Lock()
        let wake = Condition()
        // Safety: written by the owner between regions, read after a chunk was taken (acquire) and before it is reported finished
        // (release).
        nonisolated(unsafe) var work: Unmanaged<ParallelWork>?
        nonisolated(unsafe) var stage = 0

        /// Takes one chunk and runs it; false if none is free.
        @inline(__always)
        func help(worker: Int) -> Bool {
            let seen = ticket.load(ordering: .acquiring)
            let next = seen & 0xffff
            guard next < seen >> 16 & 0xffff else { return false }
            guard ticket.compareExchange(expected: seen, desired: seen &+ 1, ordering: .acquiringAndReleasing).exchanged else {
                return true
            }
            work?._withUnsafeGuaranteedRef { $0.run(stage: stage, chunk: Int(next), worker: worker) }
            finished.add(1, ordering: .releasing)
            return true
        }
    }

    /// Spins of an idle worker before it parks: some 30 microseconds, longer than the gaps inside a pass and between passes of a busy
    /// caller.
    private static let spins = 1500
    private static let spinsBeforeYield = 2000

    /// Starts `threads - 1` workers. Throws `cannotStartThread`.
    init(threads: Int) throws(InferenceError) {
        self.threads = max(threads, 1)
        leavesCoreFree = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > self.threads
        shared = Shared()
        for worker in 1..<max(threads, 1) {
            guard let thread = startThread({ [shared] in Self.serve(shared, worker: worker) }) else {
                stop()
                throw InferenceError(.cannotStartThread, subject: "threads", expected: "\(threads)", found: "\(worker)")
            }
            pthread_detach(thread)
        }
    }

    deinit { stop() }

    /// Sends the workers home; none is waited for.
    private func stop() {
        shared.stopping.store(true, ordering: .releasing)
        shared.lock.lock()
        shared.wake.wakeAll()
        shared.lock.unlock()
    }

    private static func serve(_ shared: Shared, worker: Int) {
        var idle = 0
        while !shared.stopping.load(ordering: .relaxed) {
            if shared.help(worker: worker) {
                idle = 0
                continue
            }
            idle += 1
            kn_relax()
            if idle > spins {
                park(shared)
                idle = 0
            }
        }
    }

    private static func park(_ shared: Shared) {
        shared.lock.lock()
        shared.parked.add(1, ordering: .sequentiallyConsistent)
        while !hasFreeChunk(shared), !shared.stopping.load(ordering: .sequentiallyConsistent) { shared.wake.wait(shared.lock) }
        shared.parked.subtract(1, ordering: .sequentiallyConsistent)
        shared.lock.unlock()
    }

    private static func hasFreeChunk(_ shared: Shared) -> Bool {
        let seen = shared.ticket.load(ordering: .sequentiallyConsistent)
        return seen & 0xffff < seen >> 16 & 0xffff
    }

    /// Whether there are workers, and no other pass runs beside the one that asks.
    var isFree: Bool { threads > 1 && callers.load(ordering: .relaxed) == 1 }
    /// Whether the machine has more cores than this pool uses.
    let leavesCoreFree: Bool

    /// Runs all chunks of `stage` with the workers' help and returns when the last one is done. At most 65,535 chunks.
    func run(_ work: ParallelWork, stage: Int, chunks: Int) {
        precondition(chunks <= 0xffff, "a region has at most 65,535 chunks")
        shared.work = Unmanaged.passUnretained(work)
        shared.stage = stage
        shared.finished.store(0, ordering: .relaxed)
        let region = (shared.ticket.load(ordering: .relaxed) >> 32 &+ 1) & 0xffff_ffff
        shared.ticket.store(region << 32 | UInt64(chunks) << 16, ordering: .sequentiallyConsistent)
        if shared.parked.load(ordering: .sequentiallyConsistent) > 0 {
            shared.lock.lock()
            shared.wake.wakeAll()
            shared.lock.unlock()
        }
        while shared.help(worker: 0) {}
        var spun = 0
        while shared.finished.load(ordering: .acquiring) < chunks {
            kn_relax()
            spun += 1
            // A worker was put off its core in the middle of a chunk: leave it ours.
            if spun > Self.spinsBeforeYield { sched_yield() }
        }
    }
}
