import Contract
import Foundation
import Outbox
import Pipeline
import Privacy
import Routing
import SwiftProtobuf
import Testing
import TinyRelease

/// What a policy says about masking, in what leaves.
@Suite final class PolicyMaskingTests: Sendable {
    let root: String
    let release: LoadedRelease

    init() throws {
        root = NSTemporaryDirectory() + "weir-policy-masking-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        release = try LocalOnlyAttackTests.made.get()
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// The turns of the escalation that a request leads to.
    private func leaving(_ turns: [PipelineRequest.Turn], _ change: (inout PrivacyPolicy) -> Void = { _ in }) async throws -> (
        texts: [String], record: DecisionRecord
    ) {
        let node = try await LocalOnlyAttackTests.Node(in: root, linkIsUp: true)
        try node.serving.install(release)
        var policy = TinyRelease.policy(version: 2)
        change(&policy.privacy)
        try node.serving.apply(policy)
        let handled = try await node.pipeline.handle(PipelineRequest(turns: turns, requested: .upstream, model: "upstream"))
        let message = try Escalation(serializedBytes: handled.payload)
        return (message.turns.map(\.maskedText) + message.passages.map(\.maskedText), handled.record)
    }

    private func leaving(_ text: String, _ change: (inout PrivacyPolicy) -> Void = { _ in }) async throws -> String {
        try await leaving([.init(role: .user, text: text)], change).texts[0]
    }

    private func entity(_ entity: Entity, _ change: @escaping (inout EntityPolicy) -> Void) -> (inout PrivacyPolicy) -> Void {
        {
            $0.entities.append(
                .with {
                    $0.entity = entity
                    change(&$0)
                })
        }
    }

    private static let card = "printer paper jam, card 4111 1111 1111 1111, ada@example.org"

    @Test func everyOperatorPassesTheSecondScan() async throws {
        #expect(try await leaving(Self.card) == "printer paper jam, card [[CARD_1]], [[EMAIL_1]]")
        for wire in [EntityOperator.replace, .redact, .mask, .hash, .UNRECOGNIZED(9)] {
            let text = try await leaving(Self.card, entity(.creditCard) { $0.operator = wire })
            #expect(!text.contains("4111 1111") && text.hasSuffix("[[EMAIL_1]]"), "\(wire): \(text)")
        }
        #expect(try await leaving(Self.card, entity(.creditCard) { $0.operator = .redact }).contains("card [[CARD]],"))
        #expect(try await leaving(Self.card, entity(.creditCard) { $0.operator = .keep }).contains("card 4111 1111 1111 1111, [[EMAIL_1]]"))
        // A secret does not leave, whatever a policy that got past the plane says.
        let secret = try await leaving("password: hunter2hunter2", entity(.secret) { $0.operator = .keep })
        #expect(!secret.contains("hunter2"), "\(secret)")
    }

    @Test func theSameValueHasTheSameDigestUnderTheNextPolicy() async throws {
        let node = try await LocalOnlyAttackTests.Node(in: root, linkIsUp: true)
        try node.serving.install(release)
        func digest(_ version: UInt64) async throws -> String {
            var policy = TinyRelease.policy(version: version)
            entity(.emailAddress) { $0.operator = .hash }(&policy.privacy)
            try node.serving.apply(policy)
            let request = PipelineRequest(turns: [.init(role: .user, text: "ask ada@example.org")], requested: .upstream, model: "upstream")
            return try await node.pipeline.handle(request).record.turns[0].maskedText
        }
        let (first, second) = (try await digest(2), try await digest(3))
        #expect(first.hasPrefix("ask [[EMAIL #") && second == first)
    }

    /// What a policy keeps in the text leaves in clear, so it raises the level all the same.
    @Test func whatIsKeptInTheTextCountsForTheLevel() async throws {
        let keep = entity(.creditCard) { $0.operator = .keep }
        let kept = try await leaving([.init(role: .user, text: "card 4111 1111 1111 1111")], keep)
        #expect(kept.record.sensitivity == "personal" && kept.texts[0].contains("4111"))
        let node = try await LocalOnlyAttackTests.Node(in: root, linkIsUp: true, router: LocalOnlyAttackTests.pump)
        var policy = TinyRelease.policy(version: 2)
        keep(&policy.privacy)
        policy.privacy.localOnlyFrom = .personal
        try node.serving.install(release)
        try node.serving.apply(policy)
        let request = PipelineRequest(turns: [.init(role: .user, text: "card 4111 1111 1111 1111")], requested: .auto, model: "auto")
        await #expect(throws: PipelineError.self) { try await node.pipeline.handle(request) }
    }

    @Test func aThresholdAboveAFindingLeavesItAndThatIsNoLeak() async throws {
        let low = try await leaving("my number is 020 7946 0958", entity(.phoneNumber) { $0.threshold = 0 })
        #expect(!low.contains("7946"), "\(low)")
        let high = try await leaving("my number is 020 7946 0958", entity(.phoneNumber) { $0.threshold = 1 })
        #expect(high.contains("7946"), "\(high)")
    }

    /// One map for every turn: what the assistant quotes is what the user said.
    @Test func turnsShareTheirPlaceholders() async throws {
        let (texts, record) = try await leaving([
            .init(role: .system, text: "you write for ada@example.org"), .init(role: .user, text: "mail bob@example.org"),
            .init(role: .assistant, text: "bob@example.org or ada@example.org?"), .init(role: .user, text: "both"),
        ])
        #expect(
            texts.prefix(4) == ["you write for [[EMAIL_1]]", "mail [[EMAIL_2]]", "[[EMAIL_2]] or [[EMAIL_1]]?", "both"])
        #expect(record.turns.map(\.maskedText) == Array(texts.prefix(4)) && record.maskedEntities == ["EMAIL_ADDRESS": 4])
    }
}
