import Foundation
import GGUF
import Synchronization
import Testing
import TinyTagger

@testable import Inference

@Suite struct PassGateTests {
    private static func gate(threads: Int = 1) throws -> PassGate {
        let file = try GGUFFile(path: fixture("tiny-f32.gguf"))
        let kernels = try KernelTable.standard()
        let pool = try WorkerPool(threads: threads)
        let weights = try EncoderWeights(file: file, configuration: EncoderConfiguration(file: file), kernels: kernels, pool: pool)
        return PassGate(weights: weights, kernels: kernels, pool: pool)
    }

    private static func request(rows: Int, kind: PassKind = PassKind()) -> PassRequest {
        PassRequest(windows: [Window(ids: Array(repeating: 1, count: rows))], kind: kind)
    }

    /// Waits until `count` callers stand at the gate. They are threads on their way to a lock, so there is no event to await.
    private static func expectWaiters(_ gate: PassGate, _ count: Int) {
        while gate.waiters.load(ordering: .relaxed) != count { sched_yield() }
    }

    /// Sends requests of these rows one after another while a long pass holds the only place, then does `body` with that pass, and returns
    /// the rows in the order their callers came through.
    private static func order(
        of rows: [Int], kinds: [PassKind] = [], while body: (PassGate, ForwardPass, _ done: () -> [Int]) -> Void = { _, _, _ in }
    ) throws -> [Int] {
        let gate = try gate()
        let journal = Journal()
        let group = DispatchGroup()
        let holder = try #require(gate.enter(request(rows: 500)))
        for (number, rows) in rows.enumerated() {
            group.enter()
            Thread.detachNewThread {
                let turn = gate.enter(request(rows: rows, kind: number < kinds.count ? kinds[number] : PassKind()))
                journal.add(rows)
                if let turn { gate.leave(turn) }
                group.leave()
            }
            expectWaiters(gate, number + 1)
        }
        body(gate, holder.pass, { journal.all })
        gate.leave(holder)
        group.wait()
        return journal.all
    }

    private final class Journal: Sendable {
        private let entries = Mutex<[Int]>([])
        func add(_ entry: Int) { entries.withLock { $0.append(entry) } }
        var all: [Int] { entries.withLock { $0 } }
    }

    @Test func longPassesGoInTheOrderOfArrival() throws {
        #expect(try Self.order(of: [100, 200, 300, 400]) == [100, 200, 300, 400])
    }

    @Test func shortTextsGoTogetherAsFarAsTheyFit() throws {
        var left = 0
        _ = try Self.order(of: [20, 20, 20, 20]) { gate, long, _ in
            gate.offer(long)
            left = gate.waiters.load(ordering: .relaxed)
        }
        #expect(left == 1, "three of 20 rows fit into 64")
    }

    @Test func onlyRequestsOfOneKindGoTogether() throws {
        let encoder = try TinyModel.encoder()
        let file = try TinyTagger(for: GGUFFile(path: fixture("tiny-f32.gguf")), tap: 1, blocks: 1).file()
        let networks = try (0..<2).map { _ in try TaggerNetwork(file: file, encoder: encoder) }
        let kinds = [
            PassKind(tagger: networks[0]), PassKind(), PassKind(hasUpperLayers: false, tagger: networks[0]), PassKind(tagger: networks[1]),
        ]
        for first in kinds.indices {
            var left = 0
            _ = try Self.order(of: Array(repeating: 10, count: 6), kinds: [kinds[first]] + kinds + [kinds[first]]) { gate, long, _ in
                gate.offer(long)
                left = gate.waiters.load(ordering: .relaxed)
            }
            #expect(left == 3, "two of the four others have the first one's kind")
        }
    }

    @Test func longPassLetsShortOnesThroughBetweenItsPiecesAndNoLongOne() throws {
        let all = try Self.order(of: [200, 30, 30, 30]) { gate, long, done in
            gate.offer(long)
            #expect(gate.waiters.load(ordering: .relaxed) == 2)
            gate.offer(long)
            #expect(gate.waiters.load(ordering: .relaxed) == 1)
            gate.offer(long)
            #expect(gate.waiters.load(ordering: .relaxed) == 1, "the other long one waits for the end of this one")
            #expect(!done().contains(200))
        }
        #expect(all.count == 4)
    }

    @Test func shortPassOffersNothing() throws {
        let gate = try Self.gate()
        let short = try #require(gate.enter(Self.request(rows: 10)))
        let group = DispatchGroup()
        group.enter()
        Thread.detachNewThread {
            try? gate.run(Self.request(rows: 10))
            group.leave()
        }
        Self.expectWaiters(gate, 1)
        gate.offer(short.pass)
        #expect(gate.waiters.load(ordering: .relaxed) == 1)
        gate.leave(short)
        group.wait()
    }

    @Test func vectorsAreTheSameWhoeverRunsBeside() throws {
        let encoder = try TinyModel.encoder(threads: 2)
        let short = ["the printer of the office", "network", "please reset the password of my account"]
        let long = String(repeating: "the network was down and the account locked, ", count: 200)
        let alone = (short: try short.map { try encoder.embed($0) }, long: try encoder.embed(long))
        let wrong = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 8) { caller in
            for turn in 0..<(caller < 2 ? 3 : 40) {
                let isLong = caller < 2
                let found = try? encoder.embed(isLong ? long : short[turn % 3])
                // Whatever goes through together, each row's additions keep their order: the numbers are equal, not only close.
                if found != (isLong ? alone.long : alone.short[turn % 3]) { wrong.add(1, ordering: .relaxed) }
            }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }
}
