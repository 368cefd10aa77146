import Contract
import Foundation
import Outbox
import Pipeline
import Privacy
import Releases
import Routing
import Testing
import TinyRelease

/// What is sent up and what is kept of it here, where one of the two fails.
@Suite final class EscalationRecordTests: Sendable {
    let root: String

    init() throws {
        root = NSTemporaryDirectory() + "weir-records-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func node() async throws -> LocalOnlyAttackTests.Node {
        let node = try await LocalOnlyAttackTests.Node(in: root, linkIsUp: true)
        try node.serving.install(LocalOnlyAttackTests.made.get())
        return node
    }

    private func request(_ turns: [PipelineRequest.Turn]) -> PipelineRequest {
        PipelineRequest(turns: turns, requested: .upstream, model: "upstream")
    }

    @Test func nothingLeavesWithoutARecord() async throws {
        let node = try await node()
        try node.pipeline.decisions.close()
        let error = await #expect(throws: PipelineError.self) {
            try await node.pipeline.handle(request([.init(role: .user, text: "ask ada@example.org")]))
        }
        #expect(error?.code == .storage)
        #expect(try await node.outbox.depth().queued == 0)
    }

    @Test func whatTheOutboxDoesNotTakeLeavesNoRecord() async throws {
        let node = try await node()
        try node.outbox.close()
        await #expect(throws: PipelineError.self) {
            try await node.pipeline.handle(request([.init(role: .user, text: "ask ada@example.org")]))
        }
        #expect(try await node.pipeline.decisions.latest(limit: 9).isEmpty)
    }

    @Test func theRecordSaysWhatLeft() async throws {
        let node = try await node()
        let handled = try await node.pipeline.handle(request([.init(role: .user, text: "ask ada@example.org")]))
        let found = try #require(try await node.pipeline.lookUp(handled.record.id))
        #expect(found.record.uplinkBytes == handled.payload.count && found.record.sequence == found.entry?.sequence)
        #expect(found.entry?.payload == handled.payload)
    }

    @Test func refusesMoreThanThePlaneTakes() async throws {
        let node = try await node()
        let turns = (0...EscalationLimits.turns).map { PipelineRequest.Turn(role: $0 % 2 == 0 ? .user : .assistant, text: "go on") }
        let error = await #expect(throws: PipelineError.self) { try await node.pipeline.handle(request(turns)) }
        guard case .beyondPlane(EscalationLimits.turns + 1, _)? = error?.code else {
            Issue.record("refused otherwise: \(String(describing: error))")
            return
        }
        #expect(try await node.outbox.depth().queued == 0)
        #expect(try await node.pipeline.decisions.latest(limit: 9).isEmpty)
        _ = try await node.pipeline.handle(request(Array(turns.dropFirst())))
        #expect(try await node.outbox.depth().queued == 1)
    }

    /// Destroyed while the caller waits for the answer.
    @Test func destroyedValuesAreNotPutIntoAnAnswerThatIsAwaited() async throws {
        let node = try await node()
        let handled = try await node.pipeline.handle(request([.init(role: .user, text: "ask ada@example.org")]))
        #expect(await node.pipeline.map(of: handled).restore("[[EMAIL_1]]") == "ada@example.org")
        #expect(try await node.pipeline.forgetValues(of: handled.record.id) == true)
        #expect(await node.pipeline.map(of: handled).restore("[[EMAIL_1]]") == "[[EMAIL_1]]")
    }
}
