import Classification
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
import Releases
import Testing
import TinyRelease

/// The whole API over the tiny release, without a socket and without a link.
@Suite(.serialized) final class NodeAPITests: Sendable {
    let root: String
    let pipeline: RequestPipeline
    let api: NodeAPI

    init() async throws {
        root = NSTemporaryDirectory() + "weir-api-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        let serving = Serving()
        try serving.install(SharedRelease.made.get())
        let outbox = try await Outbox(path: "\(root)/outbox.db", mapKey: MapKey()) { 1_800_000_000_000 }
        pipeline = RequestPipeline(
            settings: .init(), serving: serving, outbox: outbox,
            decisions: try DecisionStore(path: "\(root)/decisions.db"), meter: NodeMeter(nowUnixMs: 0), linkIsUp: { false },
            isDraining: { false }, now: { 1_800_000_000_000 })
        api = NodeAPI(
            settings: .init(models: ModelList(upstreams: ["gpt-4o-mini"])), pipeline: pipeline,
            facts: NodeFacts(node: "node-1", version: "0.1.0", link: { "not connected" }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    struct Reply {
        var status: Int
        var headers: HTTPFields
        var body: [UInt8]
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:] }
        var error: [String: Any] { json["error"] as? [String: Any] ?? [:] }
    }

    struct Collector: ResponseBodyWriter {
        let sink: AsyncStream<[UInt8]>.Continuation
        mutating func write(_ buffer: ByteBuffer) async throws { sink.yield(Array(buffer.readableBytesView)) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { sink.finish() }
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8] = [], type: String? = "application/json",
        host: String = "localhost:8095",
        origin: String? = nil
    ) async throws -> Reply {
        var head = HTTPRequest(method: method, scheme: "http", authority: host, path: path)
        head.headerFields[.contentType] = type
        head.headerFields[.origin] = origin
        let response = await api.respond(to: Request(head: head, body: .init(buffer: ByteBuffer(bytes: body))))
        let (stream, sink) = AsyncStream<[UInt8]>.makeStream()
        try await response.body.write(Collector(sink: sink))
        var bytes: [UInt8] = []
        for await part in stream { bytes += part }
        return Reply(status: response.status.code, headers: response.headers, body: bytes)
    }

    func chat(_ text: String, model: String = "auto", extra: String = "") async throws -> Reply {
        let content = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        return try await send(
            .post, "/v1/chat/completions", Array(#"{"model":"\#(model)","messages":[{"role":"user","content":\#(content)}]\#(extra)}"#.utf8)
        )
    }

    /// A text of the class that the head recognises.
    func known(_ intent: String) async throws -> String {
        for text in TinyRelease.texts[intent] ?? [] where try await pipeline.classify(text)?.classification.label == intent { return text }
        throw CocoaError(.featureUnsupported)
    }

    @Test func answersLocallyAndSaysWhy() async throws {
        let reply = try await chat(try await known("password_reset"))
        #expect(reply.status == 200)
        let message = ((reply.json["choices"] as? [[String: Any]])?.first?["message"] as? [String: Any])?["content"] as? String
        #expect(message == "Reset it at the self-service desk.")
        let names = ["weir-route", "weir-reason", "weir-uplink-bytes", "weir-cost-usd", "weir-policy"]
        #expect(names.map { reply.headers[HTTPField.Name($0)!] } == ["local", "confident", "0", "0.000000", "1"])
        let id = try #require(reply.headers[HTTPField.Name("weir-decision-id")!])
        let record = try await send(.get, "/v1/requests/\(id)")
        #expect(record.json["status"] as? String == "answered" && record.json["uplink"] is NSNull)
    }

    @Test func streamsInOpenAIsForm() async throws {
        let reply = try await chat(try await known("password_reset"), extra: #","stream":true,"stream_options":{"include_usage":true}"#)
        let events = String(decoding: reply.body, as: UTF8.self).components(separatedBy: "\n\n").filter { !$0.isEmpty }
        #expect(reply.headers[.contentType]?.hasPrefix("text/event-stream") == true)
        #expect(events.allSatisfy { $0.hasPrefix("data: ") } && events.last == "data: [DONE]")
        #expect(events.dropLast().allSatisfy { $0.contains("chat.completion.chunk") } && events[events.count - 2].contains("total_tokens"))
    }

    @Test func whatMustEscalateWaitsMaskedWhileTheLinkIsDown() async throws {
        let reply = try await chat("hacked thief account of ada@example.org", model: "upstream")
        #expect([202, 503].contains(reply.status) || reply.headers[HTTPField.Name("weir-route")!] != nil)
        guard let id = reply.headers[HTTPField.Name("weir-decision-id")!] else { return }
        let record = try await send(.get, "/v1/requests/\(id)")
        #expect(!String(decoding: record.body, as: UTF8.self).contains("ada@"))
    }

    @Test func masksAndRestores() async throws {
        let masked = try await send(.post, "/v1/mask", Array(#"{"text":"mail ada@example.org"}"#.utf8))
        #expect(masked.json["masked"] as? String == "mail [[EMAIL_1]]")
        let id = try #require(masked.json["conversation_id"] as? String)
        let restored = try await send(.post, "/v1/restore", Array(#"{"text":"to [[EMAIL_1]]","conversation_id":"\#(id)"}"#.utf8))
        #expect(restored.json["text"] as? String == "to ada@example.org")
    }

    @Test func embedsInBothForms() async throws {
        let plain = try await send(.post, "/v1/embeddings", Array(#"{"model":"local","input":["a b","c"]}"#.utf8))
        let data = try #require(plain.json["data"] as? [[String: Any]])
        let vector = try #require(data[0]["embedding"] as? [Double])
        #expect(data.count == 2 && vector.count == 32 && abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
        let coded = try await send(.post, "/v1/embeddings", Array(#"{"model":"local","input":"a b","encoding_format":"base64"}"#.utf8))
        let text = try #require((coded.json["data"] as? [[String: Any]])?[0]["embedding"] as? String)
        #expect(Data(base64Encoded: text)?.count == 128)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var name: String
        var body: String
        var status: Int
        var code: String
        var param: String?
        var testDescription: String { name }
    }

    @Test func refusesBadInputInOpenAIsFormWithoutQuotingIt() async throws {
        let text = #""messages":[{"role":"user","content":"canarytext"}]"#
        let cases = [
            Bad(name: "no body", body: "", status: 400, code: "empty_body"),
            Bad(name: "not JSON", body: "{canarytext", status: 400, code: "invalid_json"),
            Bad(name: "not an object", body: #"["canarytext"]"#, status: 400, code: "invalid_json"),
            Bad(name: "too deep", body: String(repeating: "[", count: 5_000), status: 400, code: "too_deep"),
            Bad(name: "no model", body: "{\(text)}", status: 400, code: "missing_parameter", param: "model"),
            Bad(name: "unknown model", body: #"{"model":"canarytext",\#(text)}"#, status: 404, code: "model_not_found", param: "model"),
            Bad(name: "no messages", body: #"{"model":"auto"}"#, status: 400, code: "missing_parameter", param: "messages"),
            Bad(name: "empty messages", body: #"{"model":"auto","messages":[]}"#, status: 400, code: "empty_input", param: "messages"),
            Bad(
                name: "blank", body: #"{"model":"auto","messages":[{"role":"user","content":" \n"}]}"#, status: 400, code: "empty_input",
                param: "messages"),
            Bad(
                name: "no user", body: #"{"model":"auto","messages":[{"role":"system","content":"canarytext"}]}"#, status: 400,
                code: "no_user_message", param: "messages"),
            Bad(
                name: "content is a number", body: #"{"model":"auto","messages":[{"role":"user","content":7}]}"#, status: 400,
                code: "invalid_type", param: "messages[0].content"),
            Bad(
                name: "unknown role", body: #"{"model":"auto","messages":[{"role":"canarytext","content":"a"}]}"#, status: 400,
                code: "invalid_value", param: "messages[0].role"),
            Bad(
                name: "unknown field", body: #"{"model":"auto",\#(text),"bogus":1}"#, status: 400, code: "unknown_parameter", param: "bogus"
            ),
            Bad(
                name: "unknown field with a strange name", body: #"{"model":"auto",\#(text),"Canarytext!":1}"#, status: 400,
                code: "unknown_parameter"),
            Bad(name: "n", body: #"{"model":"auto",\#(text),"n":2}"#, status: 400, code: "unsupported_parameter", param: "n"),
            Bad(
                name: "tools", body: #"{"model":"auto",\#(text),"tools":[{}]}"#, status: 400, code: "unsupported_parameter", param: "tools"),
            Bad(
                name: "stream is a string", body: #"{"model":"auto",\#(text),"stream":"yes"}"#, status: 400, code: "invalid_type",
                param: "stream"),
            Bad(
                name: "temperature out of range", body: #"{"model":"auto",\#(text),"temperature":3}"#, status: 400, code: "out_of_range",
                param: "temperature"),
            Bad(
                name: "too much text",
                body: #"{"model":"auto","messages":[{"role":"user","content":"\#(String(repeating: "a", count: 70_000))"}]}"#,
                status: 413, code: "text_too_large", param: "messages"),
            Bad(name: "1 MB", body: #"{"model":"\#(String(repeating: "a", count: 1_000_000))"}"#, status: 413, code: "request_too_large"),
        ]
        for bad in cases {
            let reply = try await send(.post, "/v1/chat/completions", Array(bad.body.utf8))
            #expect(reply.status == bad.status, "\(bad.name)")
            #expect(reply.error["code"] as? String == bad.code, "\(bad.name)")
            #expect(reply.error["param"] as? String == bad.param, "\(bad.name)")
            #expect(reply.error["message"] is String && reply.error["type"] is String)
            #expect(!String(decoding: reply.body, as: UTF8.self).lowercased().contains("canarytext"), "\(bad.name)")
        }
        let latin = try await send(.post, "/v1/chat/completions", [0x7b, 0xff, 0xfe, 0x7d])
        #expect(latin.status == 400 && latin.error["code"] as? String == "invalid_utf8")
    }

    @Test func keepsOtherSitesOut() async throws {
        #expect(try await send(.get, "/", host: "evil.example").status == 403)
        #expect(try await send(.get, "/", host: "127.0.0.1.evil.example").status == 403)
        #expect(try await send(.get, "/v1/models", origin: "http://evil.example").status == 403)
        #expect(try await send(.get, "/v1/models", origin: "http://localhost:8095").status == 200)
        #expect(try await send(.post, "/v1/mask", Array("{}".utf8), type: "text/plain").status == 415)
        #expect(try await send(.get, "/", host: "[::1]:8095").status == 200)
        #expect(try await send(.get, "/nothing").status == 404)
        #expect(try await send(.delete, "/v1/models").status == 405)
    }
}
