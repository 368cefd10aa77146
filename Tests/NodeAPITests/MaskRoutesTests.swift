import Foundation
import HTTPTypes
import NodeAPI
import Pipeline
import Testing

/// Masking and restoring over HTTP, and how long their maps live. By patterns alone: without a release a node masks all the same.
@Suite final class MaskRoutesTests: Sendable {
    typealias Reply = NodeAPITests.Reply
    typealias Bad = NodeAPITests.Bad

    let root = NSTemporaryDirectory() + "weir-mask-api-" + UUID().uuidString
    let node: PrivacyHeadersTests.Node

    init() async throws { node = try await PrivacyHeadersTests.Node(in: root) }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func mask(_ body: String) async throws -> Reply { try await node.send(.post, "/v1/mask", body) }

    func restore(_ text: String, _ conversation: String, _ more: [String: String] = [:]) async throws -> Reply {
        let body = try JSONEncoder().encode(["text": text, "conversation_id": conversation].merging(more) { $1 })
        return try await node.send(.post, "/v1/restore", String(decoding: body, as: UTF8.self))
    }

    func end(_ conversation: String, _ fields: [(String, String)] = []) async throws -> Reply {
        try await node.send(.delete, "/v1/conversations/\(conversation)", "", fields)
    }

    @Test func textsOfOneCallAndCallsOfOneConversationShareTheirTokens() async throws {
        let first = try await mask(#"{"texts":["a@example.org","b@example.org, a@example.org",""]}"#)
        #expect(first.json["masked"] as? [String] == ["[[EMAIL_1]]", "[[EMAIL_2]], [[EMAIL_1]]", ""])
        #expect((first.json["spans"] as? [[[String: Any]]])?.map(\.count) == [1, 2, 0])
        #expect(first.json["counts"] as? [String: Int] == ["EMAIL_ADDRESS": 3] && first.json["sensitivity"] as? String == "personal")
        let id = try #require(first.json["conversation_id"] as? String)
        let next = try await mask(#"{"text":"b@example.org c@example.org","conversation_id":"\#(id)"}"#)
        #expect(next.json["masked"] as? String == "[[EMAIL_2]] [[EMAIL_3]]" && next.json["conversation_id"] as? String == id)
        let other = try await mask(#"{"text":"c@example.org"}"#)
        #expect(other.json["masked"] as? String == "[[EMAIL_1]]" && other.json["conversation_id"] as? String != id)
    }

    @Test func messagesComeBackAsTheyWereSent() async throws {
        let reply = try await mask(
            #"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"I am at a@example.org"},{"role":"tool","content":"a@example.org"}]}"#
        )
        let messages = try #require(reply.json["messages"] as? [[String: String]])
        #expect(
            messages == [
                ["role": "system", "content": "Be brief."], ["role": "user", "content": "I am at [[EMAIL_1]]"],
                ["role": "tool", "content": "[[EMAIL_1]]"],
            ])
        #expect(reply.json["masked"] == nil)
    }

    /// One value has one token in a turn, in a call's arguments, where escapes stay, and in what the tool said.
    @Test func toolCallsAreMaskedWithTheirTurns() async throws {
        let body = #"""
            {"messages":[{"role":"user","content":"write to a@example.org"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
              "function":{"name":"send_mail","arguments":"{\"to\": \"a@example.org\", \"body\": \"Hi\\nb@example.org \\\"soon\\\"\"}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"sent to a@example.org"}]}
            """#
        let reply = try await mask(body)
        let messages = try #require(reply.json["messages"] as? [[String: Any]])
        #expect(messages.map { $0["content"] as? String } == ["write to [[EMAIL_1]]", nil, "sent to [[EMAIL_1]]"])
        #expect(messages[1].keys.contains("content") && messages[2]["tool_call_id"] as? String == "call_1")
        let call = try #require((messages[1]["tool_calls"] as? [[String: Any]])?.first)
        let function = try #require(call["function"] as? [String: String])
        let arguments = #"{"to": "[[EMAIL_1]]", "body": "Hi\n[[EMAIL_2]] \"soon\""}"#
        #expect(call["id"] as? String == "call_1" && function == ["name": "send_mail", "arguments": arguments])
        #expect((reply.json["spans"] as? [[Any]])?.map(\.count) == [1, 2, 1])
        let id = try #require(reply.json["conversation_id"] as? String)
        let restored = try await restore(arguments, id, ["style": "json"]).json["text"] as? String
        #expect(restored == #"{"to": "a@example.org", "body": "Hi\nb@example.org \"soon\""}"#)
    }

    @Test(arguments: [
        #"{"role":"user","content":null}"#, #"{"role":"assistant"}"#, #"{"role":"user","content":"x","name":"Ada"}"#,
        #"{"role":"user","content":"x","tool_calls":[]}"#, #"{"role":"assistant","tool_calls":[{"id":"a b","type":"function"}]}"#,
        #"{"role":"assistant","tool_calls":[{"id":"a","type":"custom"}]}"#,
        #"{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{}}]}"#,
        #"{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"Ada Byron","arguments":"{}"}}]}"#,
        #"{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":{}}}]}"#,
        #"{"role":"tool","content":"x","tool_call_id":"a@example.org"}"#,
    ])
    func whatCouldHoldAnythingInAMessageIsRefused(_ message: String) async throws {
        let reply = try await mask(#"{"messages":[\#(message)]}"#)
        #expect(reply.status == 400 && !String(decoding: reply.body, as: UTF8.self).contains("Ada"))
    }

    @Test func explainsEachSpanWhenAsked() async throws {
        let plain = try await mask(#"{"text":"card 4111 1111 1111 1111"}"#)
        let span = try #require((plain.json["spans"] as? [[String: Any]])?.first)
        #expect(Set(span.keys) == ["type", "start", "end", "score", "rule"] && span["start"] as? Int == 5 && span["end"] as? Int == 24)
        let explained = try await mask(#"{"text":"card 4111 1111 1111 1111","explain":true}"#)
        let full = try #require((explained.json["spans"] as? [[String: Any]])?.first)
        #expect(full["replacement"] as? String == "[[CARD_1]]" && full["reasons"] is [String])
        #expect(explained.json["kept"] is [Any])
    }

    @Test func restoresOnlyWhatTheConversationMasked() async throws {
        let id = try #require(try await mask(#"{"text":"mail a@example.org, not [[EMAIL_1]]"}"#).json["conversation_id"] as? String)
        let other = try #require(try await mask(#"{"text":"mail b@example.org"}"#).json["conversation_id"] as? String)
        #expect(
            try await restore("[[EMAIL_1]] [[CUSTOM_1]] [[EMAIL_2]]", id).json["text"] as? String == "a@example.org [[EMAIL_1]] [[EMAIL_2]]"
        )
        #expect(try await restore("[[EMAIL_1]] [[CUSTOM_1]]", other).json["text"] as? String == "b@example.org [[CUSTOM_1]]")
    }

    @Test func valuesAreEscapedInAStringOfJSON() async throws {
        let id = try #require(
            try await mask(#"{"text":"user \"quoted name\"@example.org"}"#).json["conversation_id"] as? String)
        let plain = try #require(try await restore("[[EMAIL_1]]", id).json["text"] as? String)
        let json = try #require(try await restore(#"{"to":"[[EMAIL_1]]"}"#, id, ["style": "json"]).json["text"] as? String)
        let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
        #expect(read == ["to": plain] && plain.contains("\""))
    }

    @Test func aConversationThatIsDeletedIsGoneAtOnce() async throws {
        let id = try #require(try await mask(#"{"text":"mail a@example.org"}"#).json["conversation_id"] as? String)
        let ended = try await end(id)
        #expect(ended.status == 200 && ended.json["deleted"] as? Bool == true && ended.json["id"] as? String == id)
        #expect(try await restore("[[EMAIL_1]]", id).status == 404)
        #expect(try await mask(#"{"text":"a","conversation_id":"\#(id)"}"#).error["code"] as? String == "conversation_not_found")
        #expect(try await end(id).status == 404)
        #expect(try await node.send(.get, "/v1/conversations/\(id)").status == 405)
        #expect(try await end(id, [("origin", "http://evil.example")]).status == 403)
    }

    @Test func refusesBodiesItCannotMaskWholeWithoutQuotingThem() async throws {
        let cases = [
            Bad(name: "nothing", body: "{}", status: 400, code: "missing_parameter", param: "text"),
            Bad(name: "two of them", body: #"{"text":"canarytext","texts":[]}"#, status: 400, code: "invalid_value", param: "texts"),
            Bad(name: "text is a number", body: #"{"text":7}"#, status: 400, code: "invalid_type", param: "text"),
            Bad(name: "texts is a string", body: #"{"texts":"canarytext"}"#, status: 400, code: "invalid_type", param: "texts"),
            Bad(name: "no texts", body: #"{"texts":[]}"#, status: 400, code: "out_of_range", param: "texts"),
            Bad(name: "a text is null", body: #"{"texts":["canarytext",null]}"#, status: 400, code: "invalid_type", param: "texts[1]"),
            Bad(name: "a message is text", body: #"{"messages":["canarytext"]}"#, status: 400, code: "invalid_type", param: "messages[0]"),
            Bad(
                name: "no role", body: #"{"messages":[{"content":"canarytext"}]}"#, status: 400, code: "invalid_type",
                param: "messages[0].role"),
            Bad(
                name: "unknown role", body: #"{"messages":[{"role":"canarytext","content":"a"}]}"#, status: 400, code: "invalid_value",
                param: "messages[0].role"),
            Bad(
                name: "content in parts", body: #"{"messages":[{"role":"user","content":[{"type":"text","text":"canarytext"}]}]}"#,
                status: 400, code: "invalid_type", param: "messages[0].content"),
            Bad(
                name: "a name", body: #"{"messages":[{"role":"user","content":"a","name":"canarytext"}]}"#, status: 400,
                code: "unsupported_parameter", param: "messages[0]"),
            Bad(
                name: "tool calls", body: #"{"messages":[{"role":"assistant","content":"a","tool_calls":[{"x":"canarytext"}]}]}"#,
                status: 400,
                code: "unsupported_parameter", param: "messages[0].tool_calls[0]"),
            Bad(
                name: "explain is a string", body: #"{"text":"canarytext","explain":"yes"}"#, status: 400, code: "invalid_type",
                param: "explain"),
            Bad(name: "unknown field", body: #"{"text":"canarytext","bogus":1}"#, status: 400, code: "unknown_parameter", param: "bogus"),
            Bad(
                name: "unknown conversation", body: #"{"text":"a","conversation_id":"canarytext"}"#, status: 404,
                code: "conversation_not_found",
                param: "conversation_id"),
            Bad(
                name: "too much text",
                body: #"{"texts":["\#(String(repeating: "a", count: 40_000))","\#(String(repeating: "b", count: 40_000))"]}"#,
                status: 413, code: "text_too_large", param: "texts"),
        ]
        for bad in cases {
            let reply = try await mask(bad.body)
            #expect(reply.status == bad.status, "\(bad.name)")
            #expect(reply.error["code"] as? String == bad.code, "\(bad.name)")
            #expect(reply.error["param"] as? String == bad.param, "\(bad.name)")
            #expect(!String(decoding: reply.body, as: UTF8.self).contains("canarytext"), "\(bad.name)")
        }
        let style = try await restore("canarytext", "canarytext", ["style": "xml"])
        #expect(style.status == 404)
        let id = try #require(try await mask(#"{"text":"a"}"#).json["conversation_id"] as? String)
        #expect(try await restore("a", id, ["style": "xml"]).error["param"] as? String == "style")
    }

    @Test func thePageRunsNothingThatItsPolicyForbids() async throws {
        let page = String(decoding: try await node.send(.get, "/").body, as: UTF8.self)
        #expect(!page.contains(" style=") && !page.contains(" onclick=") && !page.contains("<script>") && !page.contains("http://"))
        #expect(!page.contains("https://"))
    }
}

@Suite struct ConversationsTests {
    @Test func aConversationEndsAfterItsLifeAndEachCallRenewsIt() {
        let conversations = Conversations(life: .seconds(10))
        let start = ContinuousClock.now
        let kept = MaskedConversation()
        let id = conversations.keep(kept, as: nil, now: start)
        #expect(conversations.conversation(id, now: start + .seconds(9)) === kept)
        // Looking it up, as restoring does, is a call too.
        #expect(conversations.conversation(id, now: start + .seconds(18)) === kept)
        #expect(conversations.keep(kept, as: id, now: start + .seconds(20)) == id)
        #expect(conversations.conversation(id, now: start + .seconds(30)) == nil && conversations.count == 0)
    }

    @Test func whatIsOverIsForgottenWithoutACall() {
        let conversations = Conversations(life: .seconds(10))
        let start = ContinuousClock.now
        _ = conversations.keep(MaskedConversation(), as: nil, now: start)
        _ = conversations.keep(MaskedConversation(), as: nil, now: start + .seconds(5))
        conversations.clear(now: start + .seconds(12))
        #expect(conversations.count == 1)
    }

    @Test func theOneNearestItsEndMakesRoom() {
        let conversations = Conversations(life: .seconds(10), limit: 2)
        let start = ContinuousClock.now
        let ids = (0..<3).map { conversations.keep(MaskedConversation(), as: nil, now: start + .seconds($0)) }
        #expect(ids.map { conversations.conversation($0, now: start + .seconds(3)) != nil } == [false, true, true])
        #expect(Set(ids).count == 3)
    }

    @Test func largeMapsMakeRoomBeforeTheirTime() async throws {
        let root = NSTemporaryDirectory() + "weir-conversations-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: root) }
        let node = try await PrivacyHeadersTests.Node(in: root)
        func masked(_ values: Int) async throws -> MaskedConversation {
            let conversation = MaskedConversation()
            let text = (0..<values).map { "user\($0)@example.org" }.joined(separator: " ")
            _ = try await node.pipeline.mask([.init(text: text, isUsers: true)], in: conversation)
            return conversation
        }
        let conversations = Conversations(life: .seconds(10), sizeLimitInBytes: 60_000)
        let start = ContinuousClock.now
        let large = try await masked(200)
        let first = conversations.keep(large, as: nil, now: start)
        let second = conversations.keep(MaskedConversation(), as: nil, now: start + .seconds(1))
        #expect(large.sizeInBytes < 60_000 && conversations.count == 2)
        let third = conversations.keep(try await masked(200), as: nil, now: start + .seconds(2))
        #expect([first, second, third].map { conversations.conversation($0, now: start + .seconds(3)) != nil } == [false, true, true])
        // Larger than all may be.
        let tooLarge = conversations.keep(try await masked(600), as: nil, now: start + .seconds(3))
        #expect(conversations.conversation(tooLarge) == nil && conversations.count == 2)
    }

    @Test func aCallThatIsUnderWayDoesNotBringADeletedConversationBack() {
        let conversations = Conversations()
        let id = conversations.keep(MaskedConversation(), as: nil)
        #expect(conversations.end(id))
        _ = conversations.keep(MaskedConversation(), as: id)
        #expect(conversations.conversation(id) == nil && !conversations.end(id))
    }
}
