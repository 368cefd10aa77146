import Foundation
import GGUF
import Synchronization
import Testing

@testable import Inference

@Suite struct PassGateTests {
    private static func gate(threads: Int) throws -> PassGate {
        let file = try GGUFFile(path: fixture("tiny-f32.gguf"))
        let kernels = try KernelTable.standard()
        let weights = try EncoderWeights(file: file, configuration: EncoderConfiguration(file: file), kernels: kernels)
        return PassGate(weights: weights, kernels: kernels, pool: try WorkerPool(threads: threads))
    }

    /// Waits until `count` callers stand at the gate. They are threads on their way to a lock, so there is no event to await.
    private static func expectWaiters(_ gate: PassGate, _ count: Int) {
        while gate.waiters.load(ordering: .relaxed) < count { sched_yield() }
    }

    private final class Journal: Sendable {
        private let entries = Mutex<[String]>([])
        func add(_ entry: String) { entries.withLock { $0.append(entry) } }
        var all: [String] { entries.withLock { $0 } }
    }

    @Test func placesGoInTheOrderOfArrival() throws {
        let gate = try Self.gate(threads: 1)
        let journal = Journal()
        let done = DispatchSemaphore(value: 0)
        let holder = gate.enter(rows: 10)
        for number in 0..<5 {
            Thread.detachNewThread {
                let pass = gate.enter(rows: number == 0 ? 500 : 10)
                journal.add("\(number)")
                gate.leave(pass)
                done.signal()
            }
            Self.expectWaiters(gate, number + 1)
        }
        #expect(journal.all == [])
        gate.leave(holder)
        for _ in 0..<5 { done.wait() }
        #expect(journal.all == ["0", "1", "2", "3", "4"])
    }

    @Test func longPassLetsShortOnesThroughBetweenLayersAndNoLongOne() throws {
        let gate = try Self.gate(threads: 1)
        let journal = Journal()
        let done = DispatchSemaphore(value: 0)
        let long = gate.enter(rows: 500)
        long.ids = Array(repeating: 1, count: 500)
        for (number, rows) in [500, 10, 10, 10, 10, 10].enumerated() {
            Thread.detachNewThread {
                let pass = gate.enter(rows: rows)
                journal.add(rows > PassGate.shortRows ? "long" : "short")
                gate.leave(pass)
                done.signal()
            }
            Self.expectWaiters(gate, number + 1)
        }
        gate.offer(long)
        #expect(journal.all == Array(repeating: "short", count: 4), "at most four between two layers")
        gate.offer(long)
        #expect(journal.all == Array(repeating: "short", count: 5))
        gate.offer(long)
        #expect(journal.all.count == 5, "the other long pass waits for the end of this one")
        gate.leave(long)
        for _ in 0..<6 { done.wait() }
        #expect(journal.all.last == "long")
    }

    @Test func shortPassOffersNothing() throws {
        let gate = try Self.gate(threads: 1)
        let done = DispatchSemaphore(value: 0)
        let short = gate.enter(rows: 10)
        short.ids = Array(repeating: 1, count: 10)
        Thread.detachNewThread {
            gate.leave(gate.enter(rows: 10))
            done.signal()
        }
        Self.expectWaiters(gate, 1)
        gate.offer(short)
        #expect(gate.waiters.load(ordering: .relaxed) == 1)
        gate.leave(short)
        done.wait()
    }

    @Test func vectorsAreTheSameWhoeverRunsBeside() throws {
        let encoder = try TinyModel.encoder(threads: 2)
        let short = "the printer of the office"
        let long = String(repeating: "the network was down and the account locked, ", count: 200)
        let alone = (short: try encoder.embed(short), long: try encoder.embed(long))
        let wrong = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 8) { caller in
            for _ in 0..<(caller < 2 ? 3 : 40) {
                let isLong = caller < 2
                let found = try? encoder.embed(isLong ? long : short)
                // Row blocks and column parts add in the same order, so the numbers are equal, not only close.
                if found != (isLong ? alone.long : alone.short) { wrong.add(1, ordering: .relaxed) }
            }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }
}
