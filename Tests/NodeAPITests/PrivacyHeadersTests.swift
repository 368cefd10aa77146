import Contract
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Metering
import NodeAPI
import Outbox
import Pipeline
import Privacy
import SwiftProtobuf
import Testing
import TinyRelease

/// Local-only, sensitivity and findings in answers, as a caller sees them.
@Suite final class PrivacyHeadersTests: Sendable {
    let root: String
    let release: LoadedRelease

    init() throws {
        root = NSTemporaryDirectory() + "weir-privacy-api-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        release = try SharedRelease.made.get()
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    struct Node {
        let serving = Serving()
        let outbox: Outbox
        let meter = NodeMeter(nowUnixMs: 0)
        let pipeline: RequestPipeline
        let api: NodeAPI

        init(in root: String, linkIsUp: Bool = true) async throws {
            let folder = "\(root)/\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            outbox = try await Outbox(path: "\(folder)/outbox.db", mapKey: MapKey()) { 1_800_000_000_000 }
            pipeline = RequestPipeline(
                settings: .init(), serving: serving, outbox: outbox, decisions: try DecisionStore(path: "\(folder)/decisions.db"),
                meter: meter, linkIsUp: { linkIsUp }, isDraining: { false }, now: { 1_800_000_000_000 })
            api = NodeAPI(
                settings: .init(models: ModelList(upstreams: ["gpt-4o-mini"])), pipeline: pipeline,
                facts: NodeFacts(node: "node-1", version: "0.1.0", link: { "up" }),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        func send(_ method: HTTPRequest.Method, _ path: String, _ body: String = "", _ fields: [(String, String)] = []) async throws
            -> NodeAPITests.Reply
        {
            var head = HTTPRequest(method: method, scheme: "http", authority: "localhost:8095", path: path)
            head.headerFields[.contentType] = "application/json"
            for (name, value) in fields { head.headerFields.append(HTTPField(name: HTTPField.Name(name)!, value: value)) }
            let response = await api.respond(to: Request(head: head, body: .init(buffer: ByteBuffer(string: body))))
            let (stream, sink) = AsyncStream<[UInt8]>.makeStream()
            try await response.body.write(NodeAPITests.Collector(sink: sink))
            var bytes: [UInt8] = []
            for await part in stream { bytes += part }
            return NodeAPITests.Reply(status: response.status.code, headers: response.headers, body: bytes)
        }

        func chat(_ text: String, model: String = "auto", stream: Bool = false, _ fields: [(String, String)] = []) async throws
            -> NodeAPITests.Reply
        {
            let body = #"{"model":"\#(model)","stream":\#(stream),"messages":[{"role":"user","content":"\#(text)"}]}"#
            return try await send(.post, "/v1/chat/completions", body, fields)
        }

        /// What the plane would answer to the first escalation that is queued.
        func answerFirst(_ text: String) async throws {
            for await _ in outbox.pokes {
                guard let queued = try await outbox.queued(limit: 1).first else { continue }
                let id = try Escalation(serializedBytes: queued.payload).id
                _ = try await outbox.store(
                    .with {
                        $0.id = id
                        $0.outcome = .answered
                        $0.maskedText = text
                        $0.model = "gpt"
                    })
                return
            }
        }
    }

    private func header(_ reply: NodeAPITests.Reply, _ name: String) -> String? { reply.headers[HTTPField.Name(name)!] }

    /// Below every threshold and waiting while the link is down: whatever its class, a request would escalate, and none looks for a person.
    private func doubtful(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        var policy = TinyRelease.policy(version: 2, threshold: 2)
        policy.intents = TinyRelease.intents.map { intent in
            .with {
                $0.intent = intent.name
                $0.offline = .wait
                $0.risk = .low
            }
        }
        change(&policy)
        return policy
    }

    @Test func theCallersHeaderKeepsARequestHere() async throws {
        let node = try await Node(in: root)
        try node.serving.install(release)
        try node.serving.apply(doubtful())
        for stream in [false, true] {
            for (value, model) in [("true", "auto"), ("TRUE", "upstream"), (" true ", "gpt-4o-mini"), ("false, true", "auto")] {
                let reply = try await node.chat(
                    "printer paper jam ada@example.org", model: model, stream: stream, [("weir-local-only", value)])
                #expect(header(reply, "weir-reason") == "local_only" && header(reply, "weir-local-only") == "caller", "\(value)")
                #expect(header(reply, "weir-sensitivity") == "personal" && header(reply, "weir-uplink-bytes") == "0")
                if reply.status == 200 {
                    #expect(header(reply, "weir-route") == "local" && header(reply, "weir-warning") == "local_only")
                } else {
                    #expect(reply.status == 422 && reply.error["code"] as? String == "local_only")
                }
            }
        }
        #expect(try await node.outbox.depth().queued == 0)
    }

    /// A wish under a name that is nearly the header's is not overlooked.
    @Test(arguments: ["weir_local_only", "weir-localonly", "Weir-Local_Only", "x-weir-local-only"])
    func refusesTheHeaderInAnotherSpelling(_ name: String) async throws {
        let node = try await Node(in: root)
        let reply = try await node.chat("hello", [(name, "true")])
        #expect(reply.status == 400 && reply.error["code"] as? String == "unknown_header", "\(name)")
        #expect(try await node.outbox.depth().queued == 0)
    }

    @Test func twoHeadersOfWhichOneAsksKeepItHere() async throws {
        let node = try await Node(in: root)
        let reply = try await node.chat("hello", [("weir-local-only", "false"), ("Weir-Local-Only", "true")])
        #expect(reply.status == 422 && reply.error["code"] as? String == "local_only")
    }

    @Test(arguments: ["", "yes", "1", "true;q=1", "true,", "tru\u{65}\u{301}"]) func aWishThatIsNotUnderstoodIsRefused(value: String)
        async throws
    {
        let node = try await Node(in: root)
        for (path, body) in [
            ("/v1/chat/completions", #"{"model":"auto","messages":[{"role":"user","content":"hello"}]}"#),
            ("/v1/classify", #"{"text":"hello"}"#),
        ] {
            let reply = try await node.send(.post, path, body, [("weir-local-only", value)])
            #expect(reply.status == 400 && reply.error["param"] as? String == "weir-local-only", "\(path)")
        }
        #expect(try await node.outbox.depth().queued == 0)
    }

    @Test func aCallerCannotWaiveThePolicy() async throws {
        let node = try await Node(in: root)
        try node.serving.install(release)
        try node.serving.apply(doubtful { $0.privacy.localOnly = true })
        let reply = try await node.chat("printer paper jam", model: "upstream", [("weir-local-only", "false")])
        #expect(header(reply, "weir-local-only") == "policy" && header(reply, "weir-reason") == "local_only")
        #expect(try await node.outbox.depth().queued == 0)
    }

    @Test func aRequestAboveTheLevelStaysHere() async throws {
        let node = try await Node(in: root, linkIsUp: false)
        try node.serving.install(release)
        try node.serving.apply(doubtful { $0.privacy.localOnlyFrom = .personal })
        let kept = try await node.chat("printer paper jam ada@example.org", model: "upstream")
        #expect(header(kept, "weir-local-only") == "sensitivity" && header(kept, "weir-sensitivity") == "personal")
        #expect(try await node.outbox.depth().queued == 0)
        let free = try await node.chat("printer paper jam", model: "upstream")
        #expect(free.status == 202 && header(free, "weir-local-only") == nil && header(free, "weir-sensitivity") == "public")
        #expect(try await node.outbox.depth().queued == 1)
        let classified = try await node.send(.post, "/v1/classify", #"{"text":"printer paper jam ada@example.org"}"#)
        #expect(classified.json["sensitivity"] as? String == "personal" && classified.json["reason"] as? String == "local_only")
    }

    static let answer = "ask [[EMAIL_1]] or bob@example.com, card 4111 1111 1111 1111"

    @Test(arguments: [false, true]) func findingsInAnAnswerPassAndAreCounted(stream: Bool) async throws {
        let node = try await Node(in: root)
        try node.serving.install(release)
        try node.serving.apply(doubtful())
        async let plane: Void = node.answerFirst(Self.answer)
        let reply = try await node.chat("printer paper jam ada@example.org", model: "upstream", stream: stream)
        try await plane
        #expect(reply.status == 200 && header(reply, "weir-answer-findings") == "2")
        #expect(try text(reply, stream) == "ask ada@example.org or bob@example.com, card 4111 1111 1111 1111")
        let id = try #require(header(reply, "weir-decision-id"))
        for _ in 0..<3 {
            let record = try await node.send(.get, "/v1/requests/\(id)").json["record"] as? [String: Any]
            #expect(record?["answer_findings"] as? [String: Int] == ["EMAIL_ADDRESS": 1, "CREDIT_CARD": 1])
        }
        #expect(node.meter.value(.answerFindings(.emailAddress)) == 1 && node.meter.value(.answerFindings(.creditCard)) == 1)
    }

    @Test(arguments: [false, true]) func findingsInAnAnswerAreTakenOutWhereThePolicySaysSo(stream: Bool) async throws {
        let node = try await Node(in: root)
        try node.serving.install(release)
        try node.serving.apply(doubtful { $0.privacy.answerFindings = .mask })
        async let plane: Void = node.answerFirst(Self.answer)
        let reply = try await node.chat("printer paper jam ada@example.org", model: "upstream", stream: stream)
        try await plane
        #expect(header(reply, "weir-answer-findings") == "2")
        let text = try text(reply, stream)
        #expect(text.hasPrefix("ask ada@example.org or ") && !text.contains("bob@") && !text.contains("4111"), "\(text)")
        let id = try #require(header(reply, "weir-decision-id"))
        let again = try await node.send(.get, "/v1/requests/\(id)").json["answer"] as? [String: Any]
        #expect(again?["text"] as? String == text)
    }

    @Test func anAnswerWithoutFindingsSaysSoAndOneNotGivenOutSaysNothing() async throws {
        let node = try await Node(in: root, linkIsUp: false)
        try node.serving.install(release)
        try node.serving.apply(doubtful())
        let pending = try await node.chat("printer paper jam", model: "upstream")
        try #require(pending.status == 202)
        #expect(header(pending, "weir-answer-findings") == nil)
        let id = try #require(header(pending, "weir-decision-id"))
        try await node.answerFirst("open tray two")
        let found = try await node.send(.get, "/v1/requests/\(id)").json
        #expect((found["record"] as? [String: Any])?["answer_findings"] as? [String: Int] == [:])
        #expect((found["answer"] as? [String: Any])?["text"] as? String == "open tray two")
    }

    @Test(arguments: [false, true]) func anAnswerThatIsJSONStaysJSON(stream: Bool) async throws {
        let node = try await Node(in: root)
        try node.serving.install(release)
        try node.serving.apply(
            doubtful {
                $0.privacy.deny = [
                    .with {
                        $0.term = "the \"rock\""; $0.entity = .custom
                    }
                ]
            })
        async let plane: Void = node.answerFirst(#"{"who": "[[CUSTOM_1]]"}"#)
        let reply = try await node.chat(#"printer paper jam the \"rock\""#, model: "upstream", stream: stream)
        try await plane
        #expect(try text(reply, stream) == #"{"who": "the \"rock\""}"#)
    }

    @Test func theValuesOfAnEscalatedRequestAreDestroyedOnRequest() async throws {
        let node = try await Node(in: root, linkIsUp: false)
        try node.serving.install(release)
        try node.serving.apply(doubtful())
        let reply = try await node.chat("printer paper jam ada@example.org", model: "upstream")
        try #require(reply.status == 202)
        let id = try #require(header(reply, "weir-decision-id"))
        #expect(try await node.send(.get, "/v1/requests/\(id)/map").status == 405)
        #expect(try await node.send(.delete, "/v1/requests/\(id)/map").status == 200)
        let again = try await node.send(.delete, "/v1/requests/\(id)/map")
        #expect(again.status == 404 && again.error["code"] as? String == "map_not_found")
        let unknown = try await node.send(.delete, "/v1/requests/req-\(String(repeating: "0", count: 32))/map")
        #expect(unknown.status == 404 && unknown.error["code"] as? String == "request_not_found")
        #expect(try await node.send(.delete, "/v1/requests/a/b/map").status == 404)
        try await node.answerFirst("done: [[EMAIL_1]]")
        let shown = try await node.send(.get, "/v1/requests/\(id)")
        let answer = shown.json["answer"] as? [String: Any]
        #expect(answer?["text"] as? String == "done: [[EMAIL_1]]" && answer?["map_loss"] as? String == "forgotten")
        #expect(!String(decoding: shown.body, as: UTF8.self).contains("ada@example.org"))
    }

    private func text(_ reply: NodeAPITests.Reply, _ stream: Bool) throws -> String {
        func content(_ json: Any?, _ key: String) -> String {
            let choices = (json as? [String: Any])?["choices"] as? [[String: Any]]
            return (choices?.first?[key] as? [String: Any])?["content"] as? String ?? ""
        }
        guard stream else { return content(reply.json, "message") }
        return String(decoding: reply.body, as: UTF8.self).components(separatedBy: "\n\n").compactMap { event in
            event.hasPrefix("data: {") ? try? JSONSerialization.jsonObject(with: Data(event.dropFirst(6).utf8)) : nil
        }.map { content($0, "delta") }.joined()
    }
}
