import Contract
import SwiftProtobuf
import Testing

@testable import Ingest

private func request(_ node: String, _ sequence: UInt64) -> RequestID { RequestID(node: NodeID(node)!, boot: 1, sequence: sequence) }

@Suite struct FairQueueTests {
    @Test func servesNodesInTurnAndEachInOrder() {
        var queue = FairQueue()
        for sequence in 1...4 { queue.add(request("aaa", UInt64(sequence))) }
        queue.add(request("bbb", 1))
        queue.add(request("ccc", 1))
        queue.add(request("ccc", 1))
        #expect(queue.count == 6)
        var order: [String] = []
        while let next = queue.next() { order.append("\(next.node)\(next.sequence)") }
        #expect(order == ["aaa1", "bbb1", "ccc1", "aaa2", "aaa3", "aaa4"])
        #expect(queue.isEmpty)
    }

    @Test func losesNothingOverManyNodes() {
        var queue = FairQueue()
        var expected: Set<RequestID> = []
        for node in 0..<7 {
            for sequence in 0..<UInt64(50 * node + 1) {
                queue.add(request("node-\(node)", sequence))
                expected.insert(request("node-\(node)", sequence))
            }
        }
        var taken: [RequestID] = []
        while let next = queue.next() { taken.append(next) }
        #expect(taken.count == expected.count)
        #expect(Set(taken) == expected)
    }
}

@Suite struct DeliveryScheduleTests {
    private let start = ContinuousClock.now

    @Test func repeatsWithDoublingWaitsUntilReceipted() {
        var schedule = DeliverySchedule(first: .seconds(2), longest: .seconds(5))
        schedule.add(request("aaa", 1), now: start)
        var sent: [Int] = []
        for second in 0...20 where !schedule.takeDue(now: start.advanced(by: .seconds(second)), limit: 9).isEmpty { sent.append(second) }
        #expect(sent == [0, 2, 6, 11, 16])
        schedule.receipted(request("aaa", 1))
        #expect(schedule.takeDue(now: start.advanced(by: .seconds(99)), limit: 9).isEmpty)
        #expect(schedule.count == 0 && schedule.nextDue() == nil)
    }

    @Test func sendsAtOnceWhenANodeOrTheLinkReturns() {
        var schedule = DeliverySchedule()
        for node in ["aaa", "bbb"] { schedule.add(request(node, 1), now: start) }
        #expect(schedule.takeDue(now: start, limit: 9).count == 2)
        #expect(schedule.takeDue(now: start, limit: 9).isEmpty)
        schedule.nodeReturned(NodeID("bbb")!, now: start)
        #expect(schedule.takeDue(now: start, limit: 9) == [request("bbb", 1)])
        schedule.linkReturned(now: start)
        #expect(schedule.takeDue(now: start, limit: 9).count == 2)
    }

    @Test func takesTheOldestFirst() {
        var schedule = DeliverySchedule()
        schedule.add(request("aaa", 2), now: start.advanced(by: .seconds(1)))
        schedule.add(request("aaa", 1), now: start)
        #expect(schedule.takeDue(now: start.advanced(by: .seconds(2)), limit: 1) == [request("aaa", 1)])
    }
}

@Suite struct EscalationCheckTests {
    private static func escalation(_ change: (inout Escalation) -> Void = { _ in }) -> Escalation {
        var escalation = Escalation.with {
            $0.id = .with { $0.sequence = 1 }
            $0.turns = [
                .with {
                    $0.role = .user; $0.maskedText = "help"
                }
            ]
            $0.route = .escalate
        }
        change(&escalation)
        return escalation
    }

    @Test func acceptsAnOrdinaryOne() { #expect(EscalationCheck.refusal(Self.escalation()) == nil) }

    private static let broken: [(String, @Sendable (inout Escalation) -> Void)] = [
        ("no turn", { $0.turns = [] }),
        ("201 turns, at most 200", { $0.turns = Array(repeating: $0.turns[0], count: 201) }),
        ("a turn without a known role", { $0.turns[0].role = .UNRECOGNIZED(9) }),
        ("no user turn with text", { $0.turns[0].maskedText = "" }),
        ("no user turn with text", { $0.turns[0].role = .assistant }),
        ("route is neither escalate nor hold", { $0.route = .local }),
        ("262145 bytes of text, at most 262144", { $0.turns[0].maskedText = String(repeating: "x", count: 262_145) }),
        ("33 passages, at most 32", { $0.passages = Array(repeating: PassageReference(), count: 33) }),
        ("intent has 201 bytes, at most 200", { $0.intent = String(repeating: "x", count: 201) }),
        ("temperature outside 0...2", { $0.temperature = .nan }),
        ("negative deadline", { $0.deadlineUnixMs = -1 }),
    ]

    @Test(arguments: broken.indices)
    func namesTheRuleThatIsBroken(index: Int) {
        let (rule, change) = Self.broken[index]
        #expect(EscalationCheck.refusal(Self.escalation(change)) == rule)
    }
}
