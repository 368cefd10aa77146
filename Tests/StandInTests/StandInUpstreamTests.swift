import Foundation
import Testing
import Transfer

@testable import StandIn

@Suite struct StandInUpstreamTests {
    let transfer = HTTPTransfer()

    static func chat(_ text: String, key: String? = nil, base: String, extra: String = "", apiKey: String? = nil) -> HTTPRequest {
        let content = String(decoding: try! JSONEncoder().encode(text), as: UTF8.self)
        var request = HTTPRequest(
            .post, base + "/chat/completions", headers: ["Content-Type": "application/json"],
            body: Array("{\"model\":\"stand-in\",\"messages\":[{\"role\":\"user\",\"content\":\(content)}]\(extra)}".utf8))
        request.headers["Idempotency-Key"] = key
        request.headers["Authorization"] = apiKey.map { "Bearer \($0)" }
        return request
    }

    static func content(_ response: HTTPResponse) throws -> String {
        let object = try #require(JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
        let choice = try #require((object["choices"] as? [[String: Any]])?.first)
        return try #require((choice["message"] as? [String: Any])?["content"] as? String)
    }

    @Test func answersDeterministicallyAndEchoesPlaceholders() async throws {
        try await StandInUpstream.withRunning { upstream, base in
            let request = Self.chat("I am [[PERSON_1]], mail [[EMAIL_1]] to [[PERSON_1]] please", base: base)
            let first = try await transfer.send(request)
            let second = try await transfer.send(request)
            #expect(first.status == 200)
            let text = try Self.content(first)
            #expect(text.hasPrefix("[stand-in] Your message has 8 words and names [[PERSON_1]], [[EMAIL_1]]."))
            #expect(try Self.content(second) == text)
            #expect(upstream.statistics.billed == 2 && upstream.statistics.byStatus == ["200": 2])
            #expect(upstream.receivedBodies.count == 2 && upstream.receivedBodies[0].contains("[[PERSON_1]]"))
        }
    }

    @Test func streamsTheSameTextInPieces() async throws {
        try await StandInUpstream.withRunning { _, base in
            let whole = try Self.content(try await transfer.send(Self.chat("call [[PHONE_NUMBER_1]]", base: base)))
            let extra = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"
            let stream = try await transfer.stream(Self.chat("call [[PHONE_NUMBER_1]]", base: base, extra: extra))
            #expect(stream.head.headers["Content-Type"] == "text/event-stream")
            var parser = EventStreamParser()
            var events: [ServerSentEvent] = []
            for try await piece in stream.body { events += try parser.consume(piece) }
            #expect(events.last?.data == "[DONE]")
            var text = ""
            var finish: String?
            var usage: [String: Any]?
            for event in events.dropLast() {
                let chunk = try #require(JSONSerialization.jsonObject(with: Data(event.data.utf8)) as? [String: Any])
                usage = chunk["usage"] as? [String: Any] ?? usage
                for choice in chunk["choices"] as? [[String: Any]] ?? [] {
                    text += (choice["delta"] as? [String: Any])?["content"] as? String ?? ""
                    finish = choice["finish_reason"] as? String ?? finish
                }
            }
            #expect(text == whole && finish == "stop")
            #expect(usage?["prompt_tokens"] as? Int == 3)
        }
    }

    @Test func sameKeyIsBilledOnce() async throws {
        try await StandInUpstream.withRunning { upstream, base in
            let first = try await transfer.send(Self.chat("a", key: "k1", base: base))
            let again = try await transfer.send(Self.chat("a", key: "k1", base: base))
            #expect(first.body == again.body)
            _ = try await transfer.send(Self.chat("a", key: "k2", base: base))
            let other = try await transfer.send(Self.chat("b", key: "k1", base: base))
            #expect(other.status == 409)
            #expect(upstream.statistics.requests == 4 && upstream.statistics.billed == 2 && upstream.statistics.replayed == 1)
        }
    }

    @Test func faultsAreUsedUpOneByOne() async throws {
        try await StandInUpstream.withRunning { upstream, base in
            let control = """
                {"faults":[{"status":429,"retry_after":7},{"reset":true},{"half":true},{"garbage":true},{"status":500,"stall_ms":20}]}
                """
            let root = String(base.dropLast(3))
            #expect(try await transfer.send(HTTPRequest(.post, root + "/control", body: Array(control.utf8))).status == 200)
            let limited = try await transfer.send(Self.chat("a", key: "k", base: base))
            #expect(limited.status == 429 && limited.headers["Retry-After"] == "7")
            let reset = await #expect(throws: TransferError.self) { try await transfer.send(Self.chat("a", key: "k", base: base)) }
            #expect(reset?.code == .cut)
            #expect(upstream.statistics.billed == 0)
            let half = await #expect(throws: TransferError.self) { try await transfer.send(Self.chat("a", key: "k", base: base)) }
            #expect(half?.code == .cut)
            let garbage = try await transfer.send(Self.chat("a", key: "k", base: base))
            #expect(garbage.status == 200)
            #expect(throws: (any Error).self) { try Self.content(garbage) }
            #expect(try await transfer.send(Self.chat("a", key: "k", base: base)).status == 500)
            #expect(try await transfer.send(Self.chat("a", key: "k", base: base)).status == 200)
            // The half answer was work done; what followed under its key was not billed again.
            let expected = ["429": 1, "reset": 1, "half": 1, "200": 2, "500": 1]
            #expect(upstream.statistics.billed == 1 && upstream.statistics.requests == 6 && upstream.statistics.byStatus == expected)
            let shown = try await transfer.send(HTTPRequest(.get, root + "/stats"))
            #expect(try JSONDecoder().decode(Statistics.self, from: Data(shown.body)) == upstream.statistics)
        }
    }

    @Test func halfAStreamIsCutWithoutItsEnd() async throws {
        try await StandInUpstream.withRunning { upstream, base in
            upstream.apply(Control(faults: [Fault(half: true)]))
            let stream = try await transfer.stream(Self.chat("a", base: base, extra: ",\"stream\":true"))
            var parser = EventStreamParser()
            var events: [ServerSentEvent] = []
            let error = await #expect(throws: TransferError.self) {
                for try await piece in stream.body { events += try parser.consume(piece) }
            }
            #expect(error?.code == .cut)
            #expect(!events.isEmpty && !events.contains { $0.data == "[DONE]" })
        }
    }

    @Test func asksForItsKey() async throws {
        try await StandInUpstream.withRunning(.init(apiKey: "right")) { upstream, base in
            let requests = [
                Self.chat("a", base: base), Self.chat("a", base: base, apiKey: "wrong"), HTTPRequest(.get, base + "/models"),
                Self.chat("a", base: base, apiKey: "right"),
            ]
            var statuses: [Int] = []
            for request in requests { statuses.append(try await transfer.send(request).status) }
            #expect(statuses == [401, 401, 401, 200])
            #expect(upstream.statistics.billed == 1)
        }
    }

    @Test func listsItsModel() async throws {
        try await StandInUpstream.withRunning { _, base in
            let response = try await transfer.send(HTTPRequest(.get, base + "/models"))
            let expected = #"{"data":[{"created":0,"id":"stand-in","object":"model","owned_by":"stand-in"}],"object":"list"}"#
            #expect(String(decoding: response.body, as: UTF8.self) == expected)
        }
    }

    @Test(arguments: [
        ("{", 400), ("{\"model\":\"stand-in\",\"messages\":[]}", 400),
        ("{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", 404),
    ])
    func refusesWhatIsNoRequest(_ body: String, _ status: Int) async throws {
        try await StandInUpstream.withRunning { upstream, base in
            let response = try await transfer.send(HTTPRequest(.post, base + "/chat/completions", body: Array(body.utf8)))
            #expect(response.status == status && upstream.statistics.billed == 0)
        }
    }

    @Test(arguments: [
        ("[[PERSON_1]]", ["[[PERSON_1]]"]), ("x[[A_1]][[A_1]][[B_C_22]]", ["[[A_1]]", "[[B_C_22]]"]),
        ("[[a_1]] [[A_]] [[A1]] [[]] [[A_1]", []),
        ("[[[A_1]]]", []), ("", []),
    ])
    func findsPlaceholders(_ text: String, _ expected: [String]) { #expect(StandInText.placeholders(in: text) == expected) }

    @Test func tokenLimitCutsTheText() async throws {
        try await StandInUpstream.withRunning { _, base in
            let response = try await transfer.send(Self.chat("a", base: base, extra: ",\"max_tokens\":8"))
            #expect(try Self.content(response) == "[stand-in] Your message has 1 words")
            #expect(String(decoding: response.body, as: UTF8.self).contains("\"finish_reason\":\"length\""))
        }
    }
}
