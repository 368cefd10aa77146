package import Contract
import Telemetry

/// Where callers wait for the answers to their escalations. In memory only: who comes back later asks the outbox.
package final class AnswerDesk: Sendable {
    /// A seat is taken before anything asynchronous happens; the answer may come before the continuation does.
    private struct Seat {
        var id: UInt64
        var continuation: CheckedContinuation<Answer?, Never>?
        /// Set when the outcome came first: an answer, or nil for "called off".
        var outcome: Answer??
    }

    private struct State {
        var nextID: UInt64 = 0
        var seats: [UInt64: [Seat]] = [:]
    }

    private let state = Lock(State())

    package init() {}

    /// Suspends until `deliver`, until `timeout`, or until the task is cancelled; nil in the latter cases.
    ///
    /// `alreadyThere` is asked after the seat is taken, so an answer that comes between the two is not missed.
    package func wait(for sequence: UInt64, timeout: Duration, alreadyThere: @Sendable @escaping () async -> Answer?) async -> Answer? {
        let id = takeSeat(sequence)
        defer { leave(id, sequence) }
        return await withTaskGroup(of: Answer?.self) { group in
            group.addTask {
                await withTaskCancellationHandler {
                    await withCheckedContinuation { self.sit($0, id, sequence) }
                } onCancel: {
                    self.settle(nil, sequence) { $0 == id }
                }
            }
            group.addTask {
                if let answer = await alreadyThere() { return answer }
                // Ends early when the answer is there and the group is cancelled.
                try? await Task.sleep(for: timeout)
                return nil
            }
            var answer = await group.next() ?? nil
            group.cancelAll()
            // The timer may end first and the answer come in the same instant: then the seat has it.
            for await late in group { answer = answer ?? late }
            return answer
        }
    }

    /// Wakes everyone who waits for this answer.
    package func deliver(_ answer: Answer, for sequence: UInt64) { settle(answer, sequence) { _ in true } }

    /// Everybody goes home without an answer; it can still be asked for later.
    package func dismissAll() {
        let sequences = state.withLock { Array($0.seats.keys) }
        for sequence in sequences { settle(nil, sequence) { _ in true } }
    }

    package var waitingCount: Int { state.withLock { $0.seats.values.reduce(0) { $0 + $1.count } } }

    private func takeSeat(_ sequence: UInt64) -> UInt64 {
        state.withLock { state in
            state.nextID += 1
            state.seats[sequence, default: []].append(Seat(id: state.nextID))
            return state.nextID
        }
    }

    private func leave(_ id: UInt64, _ sequence: UInt64) {
        state.withLock { state in
            state.seats[sequence]?.removeAll { $0.id == id }
            if state.seats[sequence]?.isEmpty == true { state.seats[sequence] = nil }
        }
    }

    private func sit(_ continuation: CheckedContinuation<Answer?, Never>, _ id: UInt64, _ sequence: UInt64) {
        let settled: Answer?? = state.withLock { state in
            guard let index = state.seats[sequence]?.firstIndex(where: { $0.id == id }) else { return .some(nil) }
            if let outcome = state.seats[sequence]?[index].outcome { return .some(outcome) }
            state.seats[sequence]?[index].continuation = continuation
            return .none
        }
        if let settled { continuation.resume(returning: settled) }
    }

    private func settle(_ outcome: Answer?, _ sequence: UInt64, where isMeant: (UInt64) -> Bool) {
        var sitting: [CheckedContinuation<Answer?, Never>] = []
        state.withLock { state in
            guard var seats = state.seats[sequence] else { return }
            for index in seats.indices where isMeant(seats[index].id) && seats[index].outcome == nil {
                seats[index].outcome = .some(outcome)
                if let continuation = seats[index].continuation {
                    sitting.append(continuation)
                    seats[index].continuation = nil
                }
            }
            state.seats[sequence] = seats
        }
        for continuation in sitting { continuation.resume(returning: outcome) }
    }
}
