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

/// Attempts to get a request out that must stay: every way a policy, a class, a level or a caller keeps one, every path a caller can ask for, link up and down,
/// with the router as it is and with one that sends everything.
@Suite final class LocalOnlyAttackTests: Sendable {
    static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/inference/tiny-q8_0.gguf").path
    /// Words of the request that stand nowhere else; masking leaves them as they are.
    static let canary = "wombatquartz"

    /// Made once: training its head takes longest. Nothing of it is read from the folder once it is loaded.
    static let made = Result {
        let folder = NSTemporaryDirectory() + "weir-local-only-release-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = try TinyRelease(in: folder, modelPath: model, key: SigningKey(kind: .release))
        return try LoadedRelease(id: made.id, manifest: made.manifest, directory: made.directory, settings: .init())
    }

    let root: String
    let release: LoadedRelease

    init() throws {
        root = NSTemporaryDirectory() + "weir-local-only-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        release = try Self.made.get()
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    struct Node {
        let folder: String
        let serving = Serving()
        let outbox: Outbox
        let meter = NodeMeter(nowUnixMs: 0)
        let pipeline: RequestPipeline

        init(
            in root: String, linkIsUp: Bool,
            router: @escaping @Sendable (RoutingSignals, RoutingPolicy) -> Decision = LocalOnlyAttackTests.asItIs
        ) async throws {
            folder = "\(root)/\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            outbox = try await Outbox(path: "\(folder)/outbox.db", mapKey: MapKey()) { 1_800_000_000_000 }
            pipeline = RequestPipeline(
                settings: .init(), serving: serving, outbox: outbox, decisions: try DecisionStore(path: "\(folder)/decisions.db"),
                meter: meter, linkIsUp: { linkIsUp }, isDraining: { false }, now: { 1_800_000_000_000 }, router: router)
        }

        /// Nothing is queued, and no file of the outbox holds the canary: not the database, not its log.
        func hasNothingToSend() async throws -> Bool {
            let (queued, received) = try await outbox.depth()
            guard queued == 0, received == 0 else { return false }
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("outbox.db") }.allSatisfy {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)"))
                return bytes.range(of: Data(LocalOnlyAttackTests.canary.utf8)) == nil
            }
        }
    }

    struct Keeper: Sendable {
        var name: String
        var cause: String
        var policy: @Sendable (inout Policy) -> Void = { _ in }
        var asks = false
    }

    static let keepers: [Keeper] = [
        Keeper(name: "by policy", cause: "policy", policy: { $0.privacy.localOnly = true }),
        Keeper(
            name: "by class", cause: "intent",
            policy: {
                $0.intents = TinyRelease.intents.map { intent in
                    .with {
                        $0.intent = intent.name
                        $0.localOnly = true
                    }
                }
            }),
        Keeper(name: "by level", cause: "sensitivity", policy: { $0.privacy.localOnlyFrom = .personal }),
        Keeper(name: "by a level of a later version", cause: "sensitivity", policy: { $0.privacy.localOnlyFrom = .UNRECOGNIZED(7) }),
        Keeper(name: "by the caller", cause: "caller", asks: true),
    ]

    /// One for each class, and one that is of none; each with personal data in it.
    static var texts: [String] {
        (TinyRelease.texts.values.map { $0[0] } + ["what is the weather like"]).map { "\($0) \(canary) ada@example.org" }
    }

    static let paths: [(RequestedPath, String)] = [(.auto, "auto"), (.upstream, "upstream"), (.local, "local")]

    /// By a router that a mistake has turned into a pump.
    static let pump: @Sendable (RoutingSignals, RoutingPolicy) -> Decision = { _, _ in
        Decision(route: .escalate, reason: .belowThreshold, cause: .belowThreshold, sent: .escalate, threshold: 0)
    }
    /// By one that says local and sends all the same.
    static let liar: @Sendable (RoutingSignals, RoutingPolicy) -> Decision = { _, _ in
        Decision(route: .local, reason: .confident, cause: .confident, answer: .template, sent: .escalate, threshold: 0)
    }

    static let asItIs: @Sendable (RoutingSignals, RoutingPolicy) -> Decision = { Router.decide($0, policy: $1) }

    private func policy(_ keeper: Keeper) -> Policy {
        // Nothing is confident enough: without a keeper everything would escalate.
        var policy = TinyRelease.policy(version: 2, threshold: 2)
        keeper.policy(&policy)
        return policy
    }

    private func request(_ text: String, _ path: (RequestedPath, String), _ keeper: Keeper) -> PipelineRequest {
        var request = PipelineRequest(
            turns: [.init(role: .system, text: "be brief"), .init(role: .user, text: text)], requested: path.0, model: path.1)
        request.upstreamModel = path.0 == .upstream ? "gpt-4o-mini" : ""
        request.localOnly = keeper.asks
        return request
    }

    @Test(arguments: [true, false]) func nothingReachesTheOutbox(linkIsUp: Bool) async throws {
        for keeper in Self.keepers {
            for hasRelease in [true, false] {
                let node = try await Node(in: root, linkIsUp: linkIsUp)
                if hasRelease { try node.serving.install(release) }
                try node.serving.apply(policy(keeper))
                for text in Self.texts {
                    for path in Self.paths {
                        let handled = try await node.pipeline.handle(request(text, path, keeper))
                        #expect([.local, .refuse].contains(handled.decision.route), "\(keeper.name)")
                        #expect(handled.payload.isEmpty && handled.record.uplinkBytes == 0 && handled.record.sequence == nil)
                        #expect(handled.record.baselineBytes == 0 && handled.record.localOnly == keeper.cause, "\(keeper.name)")
                        if path.0 != .local {
                            #expect(handled.decision.reason == .localOnly, "\(keeper.name)")
                            #expect(handled.decision.route == .refuse || handled.decision.warning == .localOnly, "\(keeper.name)")
                        }
                    }
                }
                #expect(try await node.hasNothingToSend(), "\(keeper.name)")
                #expect(node.meter.value(.baselineBytes) == 0)
            }
        }
    }

    @Test func aRouterGoneWrongSendsNothing() async throws {
        for keeper in Self.keepers {
            for router in [Self.pump, Self.liar] {
                for hasRelease in [true, false] {
                    let node = try await Node(in: root, linkIsUp: true, router: router)
                    if hasRelease { try node.serving.install(release) }
                    try node.serving.apply(policy(keeper))
                    for path in Self.paths {
                        let request = request(Self.texts[0], path, keeper)
                        await #expect(throws: PipelineError.self, "\(keeper.name)") { try await node.pipeline.handle(request) }
                    }
                    #expect(try await node.hasNothingToSend(), "\(keeper.name)")
                }
            }
        }
    }

    /// The same router and the same texts, with nobody who keeps them: so the tests above fail for the right reason.
    @Test func withoutAKeeperTheSameRequestsLeave() async throws {
        for router in [Self.pump, Self.asItIs] {
            let node = try await Node(in: root, linkIsUp: true, router: router)
            try node.serving.install(release)
            try node.serving.apply(policy(Keeper(name: "nobody", cause: "")))
            let handled = try await node.pipeline.handle(request(Self.texts[0], Self.paths[0], Keeper(name: "nobody", cause: "")))
            #expect(handled.record.uplinkBytes > 0 && handled.record.localOnly == nil)
            #expect(try await !node.hasNothingToSend())
            #expect(!String(decoding: handled.payload, as: UTF8.self).contains("ada@"))
        }
    }

    @Test func modelLocalIsCheckedBelowTheRouterToo() async throws {
        let node = try await Node(in: root, linkIsUp: true, router: Self.pump)
        try node.serving.install(release)
        let request = request(Self.texts[0], (.local, "local"), Keeper(name: "nobody", cause: ""))
        await #expect(throws: PipelineError.self) { try await node.pipeline.handle(request) }
        #expect(try await node.hasNothingToSend())
    }

    /// An earlier turn of the user, and what the assistant said, leave with an escalation: they keep it here as the last turn does.
    @Test func anyTurnCanKeepTheConversation() async throws {
        for index in 0..<4 {
            let node = try await Node(in: root, linkIsUp: true, router: Self.pump)
            try node.serving.install(release)
            try node.serving.apply(policy(Self.keepers[2]))
            var turns: [PipelineRequest.Turn] = [
                .init(role: .system, text: "be brief"), .init(role: .user, text: "hello"), .init(role: .assistant, text: "hello, too"),
                .init(role: .user, text: "printer paper jam"),
            ]
            let harmless = PipelineRequest(turns: turns, requested: .auto, model: "auto")
            #expect(try await node.pipeline.handle(harmless).record.localOnly == nil)
            turns[index].text += " ada@example.org"
            let kept = PipelineRequest(turns: turns, requested: .auto, model: "auto")
            await #expect(throws: PipelineError.self) { try await node.pipeline.handle(kept) }
            #expect(try await node.outbox.depth().queued == 1)
        }
    }

    /// The plane's policy keeps its requests here also while a release of another workflow runs, whose own default says nothing of it.
    @Test func aReleaseOfAnotherWorkflowDoesNotOpenTheDoor() async throws {
        for change: @Sendable (inout Policy) -> Void in [
            { $0.privacy.localOnly = true }, { $0.privacy.localOnlyFrom = .public },
        ] {
            let node = try await Node(in: root, linkIsUp: true, router: Self.pump)
            var other = TinyRelease.policy(version: 9)
            other.workflow = "another"
            other.privacy.deny = [.with { $0.term = "Heron" }]
            change(&other)
            try node.serving.apply(other)
            try node.serving.install(release)
            #expect(node.serving.current.policy.version == 1)
            let request = request(Self.texts[0], Self.paths[0], Keeper(name: "nobody", cause: ""))
            await #expect(throws: PipelineError.self) { try await node.pipeline.handle(request) }
            #expect(try await node.hasNothingToSend())
            #expect(!node.serving.current.anonymizer.spans(in: "ask heron").isEmpty)
        }
    }

    @Test func anUnusablePolicyChangesNothing() throws {
        let serving = Serving()
        var kept = TinyRelease.policy(version: 2)
        kept.privacy.localOnly = true
        try serving.apply(kept)
        var broken = TinyRelease.policy(version: 3)
        broken.privacy.entities = [
            .with {
                $0.entity = .url
                $0.threshold = .nan
            }
        ]
        #expect(throws: RoutingError.self) { try serving.apply(broken) }
        #expect(serving.current.policy.version == 2 && serving.current.policy.keepsEverything)
    }
}

/// What a policy says about masking holds from the next request.
@Suite struct ServingPrivacyTests {
    @Test func aPolicyRebuildsTheAnonymizer() throws {
        let serving = Serving()
        func masked(_ text: String) -> String {
            var map = RestoreMap()
            return serving.current.anonymizer.mask(text, into: &map).masked.text
        }
        #expect(masked("Heron writes to ada@example.org") == "Heron writes to [[EMAIL_1]]")
        var policy = TinyRelease.policy(version: 2)
        policy.privacy.deny = [.with { $0.term = "Heron" }]
        policy.privacy.allow = ["ada@example.org"]
        policy.privacy.answerFindings = .mask
        try serving.apply(policy)
        #expect(masked("Heron writes to ada@example.org") == "[[CUSTOM_1]] writes to ada@example.org")
        #expect(serving.current.masksAnswers)
        try serving.apply(TinyRelease.policy(version: 3))
        #expect(masked("Heron writes to ada@example.org") == "Heron writes to [[EMAIL_1]]" && !serving.current.masksAnswers)
    }
}
