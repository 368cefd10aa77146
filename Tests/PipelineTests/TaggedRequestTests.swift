import Contract
import Foundation
import Metering
import Outbox
import Pipeline
import Privacy
import Releases
import Routing
import SwiftProtobuf
import Testing
import TinyRelease

/// Requests through a release with a tagger, for which every capitalised word that begins no sentence is a name.
@Suite final class TaggedRequestTests: Sendable {
    static let made = Result {
        let folder = NSTemporaryDirectory() + "weir-tagged-release-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var options = TinyRelease.Options()
        options.hasTagger = true
        options.sensitivityLabels = Sensitivity.allCases.map(\.rawValue)
        options.printerPassage = "Tray two holds paper.\nplease ask kim9 about the other tray"
        let made = try TinyRelease(in: folder, modelPath: LocalOnlyAttackTests.model, key: SigningKey(kind: .release), options)
        return try LoadedRelease(id: made.id, manifest: made.manifest, directory: made.directory, settings: .init())
    }

    let root: String
    let release: LoadedRelease

    init() throws {
        root = NSTemporaryDirectory() + "weir-tagged-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        release = try Self.made.get()
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func node(_ change: (inout Policy) -> Void = { _ in }) async throws -> LocalOnlyAttackTests.Node {
        let node = try await LocalOnlyAttackTests.Node(in: root, linkIsUp: true)
        try node.serving.install(release)
        var policy = TinyRelease.policy(version: 2)
        change(&policy)
        try node.serving.apply(policy)
        return node
    }

    private func turns(_ texts: String...) -> [PipelineRequest.Turn] {
        texts.enumerated().map { .init(role: $0 % 2 == 0 ? .user : .assistant, text: $1) }
    }

    private func leaving(_ node: LocalOnlyAttackTests.Node, _ turns: [PipelineRequest.Turn]) async throws -> [String] {
        let handled = try await node.pipeline.handle(PipelineRequest(turns: turns, requested: .upstream, model: "upstream"))
        return try Escalation(serializedBytes: handled.payload).turns.map(\.maskedText)
    }

    @Test func namesAreMaskedInEveryTurnUnderOneMap() async throws {
        let node = try await node()
        let system = PipelineRequest.Turn(role: .system, text: "you write for Anna")
        let texts = try await leaving(node, [system] + turns("please ask Zoe", "shall we ask Zoe or Anna?", "ask Anna at anna@example.org"))
        #expect(
            texts == [
                "you write for [[PERSON_1]]", "please ask [[PERSON_2]]", "shall we ask [[PERSON_2]] or [[PERSON_1]]?",
                "ask [[PERSON_1]] at [[EMAIL_1]]",
            ])
    }

    /// A word of letters and digits is a name to this tagger where no capital stands in the text: in the second sentence alone, not in the whole.
    private static let hidden = "Hello there all.\nplease ask zoe7 about the printer"

    @Test func aNameThatTheWholeTextHidesIsMaskedBeforeItLeaves() async throws {
        let node = try await node()
        for _ in 0..<2 {
            let texts = try await leaving(node, turns(Self.hidden, "shall we ask zoe7 or Anna?", "yes"))
            #expect(
                texts == [
                    "Hello there all.\nplease ask [[PERSON_1]] about the printer", "shall we ask [[PERSON_1]] or [[PERSON_2]]?", "yes",
                ])
        }
        // Its value comes back with the answer.
        let handled = try await node.pipeline.handle(PipelineRequest(turns: turns(Self.hidden), requested: .upstream, model: "upstream"))
        #expect(handled.map.restore("[[PERSON_1]] knows") == "zoe7 knows")
        #expect(handled.record.turns.last?.maskedText.contains("zoe7") == false)
        let masked = try await node.pipeline.mask([.init(text: Self.hidden, isUsers: true)], in: MaskedConversation())
        #expect(masked.maskings.map(\.masked.text) == ["Hello there all.\nplease ask [[PERSON_1]] about the printer"])
    }

    /// What a sentence read alone gives away counts for what may leave at all.
    @Test func aNameThatTheWholeTextHidesKeepsTheRequestHere() async throws {
        let node = try await node { $0.privacy.localOnlyFrom = .personal }
        #expect(try await leavingOrNil(node, turns(Self.hidden)) == nil)
        #expect(try await node.outbox.depth().queued == 0)
    }

    /// The document gives a name away when its sentences are read alone, and so what the turn says of it.
    @Test func aNameThatAPassageGivesAwayIsMaskedInTheTurnToo() async throws {
        let turn = turns("Hello where is kim9")
        #expect(try await leaving(node(), turn) == ["Hello where is [[PERSON_1]]"])
        let handled = try await node().pipeline.handle(PipelineRequest(turns: turn, requested: .upstream, model: "upstream"))
        let passages = try Escalation(serializedBytes: handled.payload).passages.map(\.maskedText)
        #expect(passages.contains("Tray two holds paper.\nplease ask [[PERSON_1]] about the other tray"))
        let keeping = try await node { $0.privacy.localOnlyFrom = .personal }
        #expect(try await leavingOrNil(keeping, turn) == nil)
        #expect(try await keeping.outbox.depth().queued == 0)
    }

    @Test func aGrowingConversationIsReadOnce() async throws {
        let node = try await node()
        func tokens(_ turns: [PipelineRequest.Turn]) async throws -> UInt64 {
            let before = node.meter.value(.encodedTokens)
            _ = try await leaving(node, turns)
            return node.meter.value(.encodedTokens) - before
        }
        let long = turns("please ask Zoe about the printer", "what shall we ask Zoe about the printer then", "ask Zoe")
        let first = try await tokens(long)
        let again = try await tokens(long)
        let grown = try await tokens(long + [.init(role: .user, text: "ask Zoe")])
        // The turn that is answered is always read; the others are known.
        #expect(first > again && again == grown)
        // The sentences of what was said before are known as well.
        let hidden = turns(Self.hidden, "yes", "ask Zoe")
        let (unknown, known) = (try await tokens(hidden), try await tokens(hidden))
        #expect(unknown > known && known == again)
        #expect(try await leaving(node, long) == leaving(try await self.node(), long))
    }

    @Test func theCacheHoldsForOneReleaseAndEveryPolicy() async throws {
        let node = try await node()
        let before = node.serving.current.tags
        _ = try await leaving(node, turns("please ask Zoe", "yes", "go"))
        #expect(before.count > 0)
        var policy = TinyRelease.policy(version: 3)
        policy.privacy.allow = ["Zoe"]
        try node.serving.apply(policy)
        #expect(node.serving.current.tags === before)
        // Known spans, the new policy's word on them.
        #expect(try await leaving(node, turns("please ask Zoe", "yes", "go"))[0] == "please ask Zoe")
        try node.serving.install(release)
        #expect(node.serving.current.tags !== before && node.serving.current.tags.count == 0)
    }

    @Test func theOperatorOfThePolicyHoldsForNames() async throws {
        let redacting = try await node {
            $0.privacy.entities = [
                .with {
                    $0.entity = .person
                    $0.operator = .redact
                }
            ]
        }
        #expect(try await leaving(redacting, turns("please ask Zoe"))[0] == "please ask [[PERSON]]")
    }

    /// A level that only the head sees, of an earlier turn, keeps the whole conversation.
    @Test func whatTheHeadSaysOfAnEarlierTurnCounts() async throws {
        let node = try await node { $0.privacy.localOnlyFrom = .specialCategory }
        let ill = try #require(
            await firstAsync(TinyRelease.sensitivityTexts[3]) {
                try await self.leavingOrNil(node, [.init(role: .user, text: $0)]) == nil
            }, "the head recognises none of its own texts")
        let harmless = try #require(
            await firstAsync(TinyRelease.sensitivityTexts[0]) {
                try await self.leavingOrNil(node, [.init(role: .user, text: $0)]) != nil
            })
        #expect(try await leavingOrNil(node, turns(harmless, "yes", harmless)) != nil)
        for _ in 0..<2 { #expect(try await leavingOrNil(node, turns(ill, "yes", harmless)) == nil) }
        // Said by the assistant it counts by its spans alone.
        #expect(try await leavingOrNil(node, turns(harmless, ill, harmless)) != nil)
        #expect(try await node.outbox.depth().queued > 0)
    }

    /// What was answered here is still of a class that may not leave when the next turn brings it along.
    @Test func theClassOfAnEarlierTurnCounts() async throws {
        let node = try await node { policy in
            policy.intents = [
                .with {
                    $0.intent = "printer_question"
                    $0.localOnly = true
                }
            ]
        }
        let kept = try #require(TinyRelease.texts["printer_question"]?.first)
        let free = try #require(TinyRelease.texts["password_reset"]?.first)
        for _ in 0..<2 {
            #expect(try await leavingOrNil(node, turns(free)) != nil)
            #expect(try await leavingOrNil(node, turns(kept)) == nil)
            #expect(try await leavingOrNil(node, turns(kept, "done", free)) == nil)
            #expect(try await leavingOrNil(node, turns(free, kept, free)) != nil)
        }
    }

    private func leavingOrNil(_ node: LocalOnlyAttackTests.Node, _ turns: [PipelineRequest.Turn]) async throws -> [UInt8]? {
        let handled = try await node.pipeline.handle(PipelineRequest(turns: turns, requested: .upstream, model: "upstream"))
        return handled.payload.isEmpty ? nil : handled.payload
    }

    private func firstAsync(_ texts: [String], where isMeant: (String) async throws -> Bool) async rethrows -> String? {
        for text in texts where try await isMeant(text) { return text }
        return nil
    }
}
