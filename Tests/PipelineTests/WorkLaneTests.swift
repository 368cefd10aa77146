import Dispatch
import Pipeline
import Testing

@Suite struct WorkLaneTests {
    @Test func refusesWhatItCannotHold() async throws {
        let lane = WorkLane(width: 1, limit: 2)
        let gate = DispatchSemaphore(value: 0)
        async let first = lane.run {
            gate.wait()
            return Result<Int, Never>.success(1)
        }
        async let second = lane.run { Result<Int, Never>.success(2) }
        while lane.depth < 2 { await Task.yield() }
        await #expect(throws: WorkLane.Busy.self) { try await lane.run { Result<Int, Never>.success(3) } }
        gate.signal()
        let results = try await (first.get(), second.get())
        #expect(results == (1, 2))
        #expect(lane.depth == 0)
        #expect(try await lane.run { Result<Int, Never>.success(4) }.get() == 4)
    }

    @Test func decisionIDsAreWellFormedAndSortByAge() {
        let (older, newer) = (DecisionID.make(unixMs: 1_000), DecisionID.make(unixMs: 2_000))
        #expect(DecisionID.isWellFormed(older) && DecisionID.isWellFormed(newer) && older < newer)
        for text in ["", "req-", "req-zz", older + "0", "xyz-" + older.dropFirst(4), "req-" + String(repeating: "G", count: 32)] {
            #expect(!DecisionID.isWellFormed(text))
        }
    }
}
