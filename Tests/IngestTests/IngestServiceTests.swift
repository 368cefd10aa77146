import Aggregation
import Approvals
import BrokerSupport
import Contract
import Fleet
import Messaging
import SQLite
import StandIn
import SwiftProtobuf
import Testing

@testable import Ingest

/// Over a real broker and a real upstream socket.
@Suite struct IngestServiceTests {
    private func costs(_ plane: Plane) async throws -> [CostLedger.Totals] {
        try await plane.database.read { try CostLedger.totals(in: $0) }
    }

    @Test func answersAnEscalationAndStopsSendingOnceReceipted() async throws {
        let broker = try MosquittoProcess()
        try await StandInUpstream.withRunning { upstream, url in
            let plane = try await Plane(path: Plane.databasePath(), brokerPort: broker.port, upstreamURL: url)
            let node = try WireNode("node-1", brokerPort: broker.port)
            try await plane.running {
                try await node.running {
                    try await eventually { node.isOnline }
                    try await node.publish(.escalation(node.node), WireNode.escalation(1))
                    // Without a receipt it comes again.
                    try await eventually { node.answers.count >= 2 }
                    #expect(node.receipted(.escalation) == [1])
                    let answer = try #require(node.answers.first)
                    #expect(answer.outcome == .answered && answer.model == "stand-in" && answer.maskedText.contains("[[PERSON_1]]"))
                    #expect(answer.costMicroUsd == UInt64(answer.promptTokens) + 2 * UInt64(answer.completionTokens))
                    #expect(Set(node.answers.map { try? $0.serializedBytes() as [UInt8] }).count == 1)
                    try await node.acknowledge([answer])
                    try await eventually { try await plane.database.read { try EscalationStore.counts(in: $0) } == [.delivered: 1] }
                    #expect(try await costs(plane).map(\.completions) == [1])
                    #expect(upstream.statistics.billed == 1)
                }
            }
        }
    }

    @Test func redeliveryChangesNothingAndReplaysTheAnswer() async throws {
        let broker = try MosquittoProcess()
        try await StandInUpstream.withRunning { upstream, url in
            let plane = try await Plane(path: Plane.databasePath(), brokerPort: broker.port, upstreamURL: url)
            let node = try WireNode("node-1", brokerPort: broker.port)
            try await plane.running {
                try await node.running {
                    try await eventually { node.isOnline }
                    for _ in 0..<5 { try await node.publish(.escalation(node.node), WireNode.escalation(1)) }
                    try await eventually { !node.answers.isEmpty }
                    try await node.acknowledge([node.answers[0]])
                    try await eventually { try await plane.database.read { try EscalationStore.counts(in: $0) } == [.delivered: 1] }
                    let before = node.answers.count
                    try await node.publish(.escalation(node.node), WireNode.escalation(1))
                    try await eventually { node.answers.count > before }
                    #expect(upstream.statistics.requests == 1)
                    #expect(try await costs(plane).map(\.completions) == [1])
                }
            }
        }
    }

    @Test func takesUpUnansweredEscalationsAfterACrash() async throws {
        let broker = try MosquittoProcess()
        let path = Plane.databasePath()
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(latencyMilliseconds: 60_000))
            let node = try WireNode("node-1", brokerPort: broker.port)
            try await node.running {
                let first = try await Plane(path: path, brokerPort: broker.port, upstreamURL: url)
                try await first.running(crash: true) {
                    try await eventually { node.isOnline }
                    for sequence in 1...20 { try await node.publish(.escalation(node.node), WireNode.escalation(UInt64(sequence))) }
                    try await eventually { node.receipted(.escalation).count == 20 }
                    try await eventually { upstream.statistics.requests > 0 }
                }
                try first.database.close()
                #expect(node.answers.isEmpty)
                upstream.apply(Control(latencyMilliseconds: 0))
                let second = try await Plane(path: path, brokerPort: broker.port, upstreamURL: url)
                try await second.running {
                    try await eventually { Set(node.answers.map(\.id.sequence)).count == 20 }
                    #expect(try await costs(second).map(\.completions) == [20])
                    #expect(upstream.statistics.billed == 20)
                }
            }
        }
    }

    @Test func losesNothingWhenTheBrokerIsKilled() async throws {
        let broker = try MosquittoProcess()
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(latencyMilliseconds: 20))
            let plane = try await Plane(path: Plane.databasePath(), brokerPort: broker.port, upstreamURL: url)
            let node = try WireNode("node-1", brokerPort: broker.port)
            try await plane.running {
                try await node.running {
                    try await eventually { node.isOnline }
                    for sequence in 1...30 { try await node.publish(.escalation(node.node), WireNode.escalation(UInt64(sequence))) }
                    broker.kill()
                    try broker.start()
                    // What the broker lost with it, a node sends again until it is receipted.
                    try await eventually {
                        let missing = Set((1...30).map { UInt64($0) }).subtracting(node.receipted(.escalation))
                        if missing.isEmpty { return true }
                        for sequence in missing { try? await node.publish(.escalation(node.node), WireNode.escalation(sequence)) }
                        try await Task.sleep(for: .milliseconds(200))
                        return false
                    }
                    try await eventually { Set(node.answers.map(\.id.sequence)).count == 30 }
                    #expect(try await costs(plane).map(\.completions) == [30])
                }
            }
        }
    }

    @Test func answersWhatItCannotAcceptAndWhatCameTooLate() async throws {
        let broker = try MosquittoProcess()
        try await StandInUpstream.withRunning { upstream, url in
            let plane = try await Plane(path: Plane.databasePath(), brokerPort: broker.port, upstreamURL: url)
            let node = try WireNode("node-1", brokerPort: broker.port)
            try await plane.running {
                try await node.running {
                    try await eventually { node.isOnline }
                    var late = WireNode.escalation(1)
                    late.deadlineUnixMs = 1
                    try await node.publish(.escalation(node.node), late)
                    try await node.publish(.escalation(node.node), WireNode.escalation(2, text: ""))
                    try await node.client.publish(topic: Topic.escalation(node.node).name, payload: [0xff, 0xff, 0xff])
                    try await node.client.publish(topic: Topic.metrics(node.node).name, payload: [0x0a])
                    try await eventually { Set(node.answers.map(\.id.sequence)).count == 2 }
                    let outcomes = Dictionary(node.answers.map { ($0.id.sequence, $0.outcome) }, uniquingKeysWith: { first, _ in first })
                    #expect(outcomes == [1: .expired, 2: .invalid])
                    #expect(node.receipted(.escalation) == [1, 2])
                    #expect(upstream.statistics.requests == 0)
                    #expect(try await costs(plane).isEmpty)
                }
            }
        }
    }

    @Test func aHeldDraftGoesOutOnlyWhenAPersonHasDecided() async throws {
        let broker = try MosquittoProcess()
        try await StandInUpstream.withRunning { upstream, url in
            let plane = try await Plane(path: Plane.databasePath(), brokerPort: broker.port, upstreamURL: url)
            let node = try WireNode("node-1", brokerPort: broker.port)
            try await plane.running {
                try await node.running {
                    try await eventually { node.isOnline }
                    for sequence in 1...3 {
                        try await node.publish(.escalation(node.node), WireNode.escalation(UInt64(sequence), route: .hold))
                    }
                    try await eventually { try await plane.approvals.count(.pending) == 3 }
                    #expect(node.answers.isEmpty)
                    #expect(try await costs(plane).map(\.completions) == [3])
                    let drafts = try await plane.approvals.list(.pending, limit: 9).sorted { $0.request.sequence < $1.request.sequence }
                    try await plane.approvals.decide(drafts[0].id, .approve(editedText: nil), by: "ada", nowUnixMs: 5)
                    try await plane.approvals.decide(drafts[1].id, .approve(editedText: "Ask [[PERSON_1]]."), by: "ada", nowUnixMs: 5)
                    try await plane.approvals.decide(drafts[2].id, .reject(reason: "unsafe"), by: "ada", nowUnixMs: 5)
                    try await eventually { Set(node.answers.map(\.id.sequence)).count == 3 }
                    let answers = Dictionary(node.answers.map { ($0.id.sequence, $0) }, uniquingKeysWith: { first, _ in first })
                    #expect(answers[1]?.outcome == .approved && answers[1]?.maskedText == drafts[0].draft.maskedText)
                    #expect(answers[2]?.maskedText == "Ask [[PERSON_1]].")
                    #expect(answers[3]?.outcome == .rejected && answers[3]?.maskedText == "")
                    #expect(answers[3]?.detail.contains("unsafe") == false)
                    #expect(try await costs(plane).map(\.completions) == [3])
                    await #expect(throws: ApprovalError.self) {
                        try await plane.approvals.decide(drafts[0].id, .reject(reason: ""), by: "bob", nowUnixMs: 6)
                    }
                }
            }
        }
    }

    @Test func countsMetricsAndStateAndReceiptsWindows() async throws {
        let broker = try MosquittoProcess()
        let plane = try await Plane(path: Plane.databasePath(), brokerPort: broker.port, upstreamURL: "http://127.0.0.1:9/v1")
        let node = try WireNode("node-1", brokerPort: broker.port)
        try await plane.running {
            try await node.running {
                try await eventually { node.isOnline }
                let report = MetricsReport.with {
                    $0.boot = 3
                    $0.sequence = 1
                    $0.counters = [
                        .with {
                            $0.metric = .requests
                            $0.labels.route = .local
                            $0.labels.reason = .confident
                            $0.value = 4
                        }
                    ]
                }
                for _ in 0..<3 { try await node.publish(.metrics(node.node), report) }
                try await node.publish(.reported(node.node), ReportedState.with { $0.policyVersion = 9 })
                try await node.publish(.status(node.node), NodeStatus.with { $0.state = .ready })
                try await eventually { plane.registry.record(node.node)?.status == .ready }
                try await eventually { node.receipted(.metrics) == [1] }
                #expect(plane.metrics.fleet().counter(.requests) == 4)
                #expect(plane.registry.record(node.node)?.reported?.policyVersion == 9)
            }
        }
    }

    @Test func aClosedPlaneTakesNothingFromStrangersOrRevokedNodes() async throws {
        let broker = try MosquittoProcess()
        let plane = try await Plane(
            path: Plane.databasePath(), brokerPort: broker.port, upstreamURL: "http://127.0.0.1:9/v1", openEnrolment: false)
        try await plane.registry.enrol(NodeID("node-1")!, labels: [:])
        try await plane.registry.enrol(NodeID("node-2")!, labels: [:])
        try await plane.registry.revoke(NodeID("node-2")!)
        let node = try WireNode("node-1", brokerPort: broker.port)
        try await plane.running {
            try await node.running {
                try await eventually { node.isOnline }
                for name in ["stranger", "node-2", "node-1"] {
                    try await node.publish(.escalation(NodeID(name)!), WireNode.escalation(1))
                }
                try await eventually { node.receipted(.escalation) == [1] }
                let counts = try await plane.database.read { try EscalationStore.counts(in: $0) }
                #expect(counts == [.waiting: 1])
            }
        }
    }
}
