import Contract
import Foundation
import Outbox
import Privacy
import Routing
import SwiftProtobuf
import Synchronization
import Testing

/// A folder that goes with the test.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "weir-outbox-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The database as a kill at this moment leaves it: the files as they are, no goodbye from SQLite.
    func afterKill() throws -> Folder {
        let other = try Folder()
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            try FileManager.default.copyItem(atPath: "\(path)/\(name)", toPath: "\(other.path)/\(name)")
        }
        return other
    }

    var database: String { "\(path)/outbox.db" }
}

/// Time that stands still until it is moved.
final class SetClock: Sendable {
    private let value = Mutex<Int64>(1_000_000)
    var now: Int64 { value.withLock { $0 } }
    func advance(_ milliseconds: Int64) { value.withLock { $0 += milliseconds } }
}

func escalation(_ text: String, map: inout RestoreMap, deadline: Int64 = 0) -> OutgoingEscalation {
    let masked = Anonymizer().mask(text, into: &map).masked
    var escalation = OutgoingEscalation(turns: [.init(role: .user, text: masked)], route: .escalate, reason: .belowThreshold)
    escalation.deadlineUnixMs = deadline
    return escalation
}

/// For a request that nothing keeps here.
func permit(_ escalation: OutgoingEscalation) throws -> EgressPermit {
    let signals = RoutingSignals(requested: .auto, recognised: nil, bestPassage: nil, linkIsUp: true)
    return try EgressCheck.permit(escalation, signals: signals, policy: .beforeAnyPolicy, anonymizer: Anonymizer())
}

func answer(_ id: EscalationID, _ text: String = "reset it") -> Answer {
    .with {
        $0.id = id
        $0.outcome = .answered
        $0.maskedText = text
        $0.costMicroUsd = 120
    }
}

@Suite struct OutboxTests {
    let folder: Folder
    let clock = SetClock()
    let key = MapKey()

    init() throws { folder = try Folder() }

    func open(_ folder: Folder, settings: OutboxSettings = OutboxSettings()) async throws -> Outbox {
        try await Outbox(path: folder.database, mapKey: key, settings: settings) { [clock] in clock.now }
    }

    func accept(_ outbox: Outbox, _ decision: String, deadline: Int64 = 0) async throws -> Outbox.Accepted {
        var map = RestoreMap()
        let outgoing = escalation("reset the password of ada@example.org", map: &map, deadline: deadline)
        return try await outbox.accept(try permit(outgoing), decision: decision, map: map)
    }

    @Test func commitsExactlyWhatIsPublished() async throws {
        let outbox = try await open(folder)
        let accepted = try await accept(outbox, "d1")
        let queued = try await outbox.queued(limit: 10)
        #expect(queued.map(\.sequence) == [1] && queued.map(\.payload) == [accepted.payload])
        let message = try Escalation(serializedBytes: accepted.payload)
        #expect(message.id.boot == outbox.boot && message.id.sequence == 1)
        #expect(message.turns.map(\.maskedText) == ["reset the password of [[EMAIL_1]]"])
        #expect(!String(decoding: accepted.payload, as: UTF8.self).contains("ada"))
    }

    @Test func drawsItsBootOnceAndNeverAgain() async throws {
        let first = try await open(folder)
        let boot = first.boot
        try first.close()
        let second = try await open(folder)
        #expect(second.boot == boot && boot != 0)
        let otherFolder = try Folder()
        let other = try await open(otherFolder)
        #expect(other.boot != boot)
        withExtendedLifetime(otherFolder) {}
    }

    @Test func neverUsesASequenceTwiceEvenWhenRowsAreCleared() async throws {
        let outbox = try await open(folder)
        let first = try await accept(outbox, "d1")
        _ = try await outbox.store(answer(first.id))
        clock.advance(10_000)
        #expect(try await outbox.clear(closedFor: .seconds(1)) == 1)
        #expect(try await accept(outbox, "d2").id.sequence == 2)
    }

    @Test func refusesWhenFull() async throws {
        let outbox = try await open(folder, settings: .init(openLimit: 2))
        let first = try await accept(outbox, "d1")
        _ = try await accept(outbox, "d2")
        await #expect { try await self.accept(outbox, "d3") } throws: { ($0 as? OutboxError)?.code == .full }
        _ = try await outbox.store(answer(first.id))
        #expect(try await accept(outbox, "d3").id.sequence == 3)
    }

    @Test func receiptsAreAListAndMayHaveHoles() async throws {
        let outbox = try await open(folder)
        for number in 1...4 { _ = try await accept(outbox, "d\(number)") }
        try await outbox.received([4, 2, 99, .max])
        #expect(try await outbox.queued(limit: 10).map(\.sequence) == [1, 3])
        let depth = try await outbox.depth()
        #expect(depth == (queued: 2, received: 2))
    }

    @Test func storesAnAnswerOnce() async throws {
        let outbox = try await open(folder)
        let accepted = try await accept(outbox, "d1")
        #expect(try await outbox.store(answer(accepted.id, "first")) == .stored(afterMs: 0))
        #expect(try await outbox.store(answer(accepted.id, "second")) == .duplicate)
        #expect(try await outbox.entry(decision: "d1")?.answer?.maskedText == "first")
        #expect(try await outbox.entry(decision: "d1")?.state == .answered)
        #expect(try await outbox.queued(limit: 10).isEmpty)
    }

    @Test func anAnswerForAnotherBootIsUnknown() async throws {
        let outbox = try await open(folder)
        var id = try await accept(outbox, "d1").id
        id.boot ^= 1
        #expect(try await outbox.store(answer(id)) == .unknown)
        id.boot ^= 1
        id.sequence = 77
        #expect(try await outbox.store(answer(id)) == .unknown)
    }

    @Test func expiresAfterDeadlineAndGraceAndTakesALateAnswerAllTheSame() async throws {
        let outbox = try await open(folder, settings: .init(deadlineGrace: .seconds(2)))
        let accepted = try await accept(outbox, "d1", deadline: clock.now + 1_000)
        _ = try await accept(outbox, "d2")
        clock.advance(2_999)
        #expect(try await outbox.expire() == 0)
        clock.advance(1)
        #expect(try await outbox.expire() == 1)
        #expect(try await outbox.entry(decision: "d1")?.answer?.outcome == .expired)
        #expect(try await outbox.queued(limit: 10).map(\.sequence) == [2])
        #expect(try await outbox.store(answer(accepted.id)) == .stored(afterMs: 3_000))
        #expect(try await outbox.entry(decision: "d1")?.answer?.outcome == .answered)
    }

    @Test func wakesWhoWaits() async throws {
        let outbox = try await open(folder)
        let accepted = try await accept(outbox, "d1")
        async let waited = outbox.answer(to: accepted.id, decision: "d1", within: .seconds(30))
        while outbox.desk.waitingCount == 0 { await Task.yield() }
        _ = try await outbox.store(answer(accepted.id))
        #expect(await waited?.maskedText == "reset it")
        #expect(outbox.desk.waitingCount == 0)
    }

    @Test func findsAnAnswerThatWasThereBefore() async throws {
        let outbox = try await open(folder)
        let accepted = try await accept(outbox, "d1")
        _ = try await outbox.store(answer(accepted.id))
        #expect(await outbox.answer(to: accepted.id, decision: "d1", within: .seconds(30))?.maskedText == "reset it")
    }

    @Test func givesUpWaitingInTimeAndOnCancellation() async throws {
        let outbox = try await open(folder)
        let accepted = try await accept(outbox, "d1")
        #expect(await outbox.answer(to: accepted.id, decision: "d1", within: .milliseconds(5)) == nil)
        let task = Task { await outbox.answer(to: accepted.id, decision: "d1", within: .seconds(600)) }
        while outbox.desk.waitingCount == 0 { await Task.yield() }
        task.cancel()
        #expect(await task.value == nil)
        #expect(outbox.desk.waitingCount == 0)
    }

    @Test func keepsReportsUntilTheirReceiptAndAtMostSoMany() async throws {
        let outbox = try await open(folder, settings: .init(reportLimit: 3))
        for start in 1...5 { try await outbox.enqueue(.with { $0.windowStartUnixMs = Int64(start) }) }
        let queued = try await outbox.queuedReports(limit: 10)
        #expect(queued.map(\.sequence) == [3, 4, 5])
        let report = try MetricsReport(serializedBytes: queued[0].payload)
        #expect(report.boot == outbox.boot && report.sequence == 3 && report.windowStartUnixMs == 3)
        try await outbox.reportsReceived([3, 5])
        #expect(try await outbox.queuedReports(limit: 10).map(\.sequence) == [4])
    }

    // MARK: kill -9

    /// Where the process ends; what the next one must find.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var steps: @Sendable (Outbox, EscalationID) async throws -> Void
        var state: EscalationState
        var isResent: Bool
        var answer: String?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Fault(name: "accepted", steps: { _, _ in }, state: .queued, isResent: true),
        Fault(name: "received", steps: { outbox, id in try await outbox.received([id.sequence]) }, state: .received, isResent: false),
        Fault(
            name: "answered without a receipt before", steps: { outbox, id in _ = try await outbox.store(answer(id, "a")) },
            state: .answered,
            isResent: false, answer: "a"),
        Fault(
            name: "received, then answered",
            steps: { outbox, id in
                try await outbox.received([id.sequence])
                _ = try await outbox.store(answer(id, "b"))
            }, state: .answered, isResent: false, answer: "b"),
        Fault(
            name: "a receipt after the answer changes nothing",
            steps: { outbox, id in
                _ = try await outbox.store(answer(id, "c"))
                try await outbox.received([id.sequence])
            }, state: .answered, isResent: false, answer: "c"),
    ]) func survivesAKill(_ fault: Fault) async throws {
        let outbox = try await open(folder)
        let accepted = try await accept(outbox, "d1")
        try await fault.steps(outbox, accepted.id)
        let copy = try folder.afterKill()
        defer { withExtendedLifetime(copy) {} }
        let after = try await open(copy)
        #expect(after.boot == outbox.boot)
        let entry = try #require(await after.entry(decision: "d1"))
        #expect(entry.state == fault.state)
        #expect(entry.payload == accepted.payload)
        #expect(entry.map.restore("write to [[EMAIL_1]]") == "write to ada@example.org")
        #expect(entry.answer?.maskedText == fault.answer)
        #expect(try await after.queued(limit: 10).isEmpty == !fault.isResent)
        #expect(try await accept(after, "d2").id.sequence == 2)
        if fault.answer != nil { #expect(try await after.store(answer(accepted.id, "again")) == .duplicate) }
    }
}

@Suite struct SendWindowTests {
    static let schedule = RetrySchedule(least: .seconds(5), greatest: .seconds(40))

    @Test func sendsOldestFirstUpToTheLimit() {
        var window = SendWindow(limit: 3, schedule: Self.schedule)
        #expect(window.due([1, 2, 3, 4, 5], now: .zero) { 0 } == [1, 2, 3])
        #expect(window.due([1, 2, 3, 4, 5], now: .seconds(1)) { 0 } == [])
        window.receipted([2])
        #expect(window.due([1, 3, 4, 5], now: .seconds(1)) { 0 } == [4])
    }

    @Test func resendsAfterTheWaitAndWaitsLongerEachTime() {
        var window = SendWindow(limit: 3, schedule: Self.schedule)
        #expect(window.due([1], now: .zero) { 0.5 } == [1])
        #expect(window.nextDue == .seconds(7.5))
        #expect(window.due([1], now: .seconds(7.4)) { 0.5 } == [])
        #expect(window.due([1], now: .seconds(7.5)) { 0.5 } == [1])
        #expect(window.nextDue == .seconds(7.5 + 12.5))
    }

    @Test func aNewLinkSendsEverythingUnreceiptedAgain() {
        var window = SendWindow(limit: 3, schedule: Self.schedule)
        _ = window.due([1, 2], now: .zero) { 0 }
        window.linkCameUp()
        #expect(window.due([1, 2], now: .seconds(1)) { 0 } == [1, 2])
    }

    @Test func whatLeftTheQueueGivesItsPlaceBack() {
        var window = SendWindow(limit: 2, schedule: Self.schedule)
        _ = window.due([1, 2], now: .zero) { 0 }
        #expect(window.due([3, 4], now: .zero) { 0 } == [3, 4])
        #expect(window.count == 2)
    }

    @Test func aFailedSendIsDueAtOnce() {
        var window = SendWindow(limit: 2, schedule: Self.schedule)
        _ = window.due([1], now: .zero) { 0 }
        window.notSent(1)
        #expect(window.due([1], now: .zero) { 0 } == [1])
    }

    @Test(arguments: [(1, 10.0), (2, 20.0), (3, 40.0), (4, 40.0), (60, 40.0), (1_000_000, 40.0)])
    func waitsBetweenTheFloorAndADoublingCeiling(attempt: Int, ceiling: Double) {
        #expect(Self.schedule.wait(afterAttempt: attempt, fraction: 0) == .seconds(5))
        let longest = Self.schedule.wait(afterAttempt: attempt, fraction: 1 - 1e-9)
        #expect(longest <= .seconds(ceiling) && longest > .seconds(ceiling - 0.1))
    }
}
