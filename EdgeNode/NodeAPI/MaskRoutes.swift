import Contract
import HTTPTypes
import Hummingbird
import Pipeline
import Privacy

/// `POST /v1/mask`, `POST /v1/restore` and `DELETE /v1/conversations/{id}`: answered by the device alone, recorded nowhere.
struct MaskRoutes: Sendable {
    let pipeline: RequestPipeline
    let conversations: Conversations
    let bodyLimitInBytes: Int

    /// As many as OpenAI takes of inputs to embed.
    private static let textLimit = 2_048

    // MARK: masking

    /// What is to be masked, and the form in which it goes back.
    private struct Asked {
        enum Form { case text, texts, messages([Message]) }

        var form: Form
        var texts: [String]
        /// Whether a text has a level as a whole: what a user says has, what a model or a tool says counts by its spans.
        var isUsers: [Bool]

        /// The field they came in.
        var param: String {
            switch form {
            case .text: "text"
            case .texts: "texts"
            case .messages: "messages"
            }
        }
    }

    /// As OpenAI's; what is masked in it are the content and the arguments of its tool calls, in this order.
    private struct Message: Encodable {
        struct ToolCall: Encodable {
            struct Function: Encodable {
                var name: String
                var arguments: String
            }

            var id: String
            var type = "function"
            var function: Function
        }

        var role: String
        var content: String?
        var toolCalls: [ToolCall]?
        var toolCallID: String?

        enum CodingKeys: String, CodingKey {
            case role
            case content
            case toolCalls = "tool_calls"
            case toolCallID = "tool_call_id"
        }

        var texts: [String] { (content.map { [$0] } ?? []) + (toolCalls ?? []).map(\.function.arguments) }

        /// With the texts that stand for its own taken off the front of `rest`.
        func filled(from rest: inout ArraySlice<String>) -> Message {
            var message = self
            if content != nil { message.content = rest.popFirst() }
            message.toolCalls = toolCalls.map { calls in
                calls.map { call in
                    var call = call
                    call.function.arguments = rest.popFirst() ?? ""
                    return call
                }
            }
            return message
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(role, forKey: .role)
            // OpenAI wants the null where there are calls alone.
            try container.encode(content, forKey: .content)
            try container.encodeIfPresent(toolCalls, forKey: .toolCalls)
            try container.encodeIfPresent(toolCallID, forKey: .toolCallID)
        }
    }

    private enum Masked: Encodable {
        case one(String)
        case many([String])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .one(let text): try container.encode(text)
            case .many(let texts): try container.encode(texts)
            }
        }
    }

    private struct Span: Encodable {
        var type: String
        /// Unicode scalars of the text that came in, the end excluded.
        var start: Int
        var end: Int
        var score: Float
        var rule: String
        /// With `explain`: what spoke for it, and what stands in its place.
        var reasons: [String]?
        var replacement: String?
    }

    private enum Spans: Encodable {
        case one([Span])
        case many([[Span]])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .one(let spans): try container.encode(spans)
            case .many(let spans): try container.encode(spans)
            }
        }
    }

    private struct Body: Encodable {
        var object = "weir.masking"
        /// Of `text` or `texts`.
        var masked: Masked?
        var messages: [Message]?
        var spans: Spans
        /// With `explain`: what was found and stays, as the policy says.
        var kept: Spans?
        /// Presidio's type name to number of spans.
        var counts: [String: Int]
        var sensitivity: String
        var conversationID: String
        var expiresInSeconds: Int

        enum CodingKeys: String, CodingKey {
            case object
            case masked
            case messages
            case spans
            case kept
            case counts
            case sensitivity
            case conversationID = "conversation_id"
            case expiresInSeconds = "expires_in_s"
        }
    }

    func mask(_ request: Request) async throws(APIError) -> Response {
        let input = try await JSONInput(request, limitInBytes: bodyLimitInBytes)
        try input.refuseOthers(than: ["text", "texts", "messages", "conversation_id", "explain"])
        let asked = try Self.asked(input)
        let explains = try input.bool("explain") ?? false
        let id = try input.string("conversation_id")
        let kept = try id.map { (id) throws(APIError) in try known(id) }
        let conversation = kept ?? MaskedConversation()
        guard conversation.sizeInBytes < conversations.fullSizeInBytes else {
            throw APIError(
                413, "The values of this conversation take \(conversations.fullSizeInBytes) bytes, and no more are taken: begin another.",
                type: "invalid_request_error", param: "conversation_id", code: "conversation_full")
        }
        let masked: RequestPipeline.Masked
        do throws(PipelineError) {
            masked = try await pipeline.mask(
                zip(asked.texts, asked.isUsers).map { .init(text: $0, isUsers: $1) }, in: conversation)
        } catch {
            throw APIError(error).about(asked.param)
        }
        // Under an id only now: a call that failed leaves nothing behind.
        let name = conversations.keep(conversation, as: id)
        return JSONOutput.response(body(asked, masked, explains: explains, conversation: name))
    }

    private func body(_ asked: Asked, _ masked: RequestPipeline.Masked, explains: Bool, conversation: String) -> Body {
        var counts: [String: Int] = [:]
        for span in masked.maskings.flatMap(\.spans) { counts[span.entity.rawValue, default: 0] += 1 }
        let texts = masked.maskings.map(\.masked.text)
        let spans = masked.maskings.map { masking in
            zip(masking.spans, masking.replacements).map { Self.span($0, explains ? $1 : nil) }
        }
        let kept = masked.maskings.map { $0.kept.map { Self.span($0, nil) } }
        var body = Body(
            spans: .many(spans), kept: explains ? .many(kept) : nil, counts: counts, sensitivity: masked.sensitivity.rawValue,
            conversationID: conversation, expiresInSeconds: Int(conversations.life.components.seconds))
        switch asked.form {
        case .text:
            body.masked = .one(texts[0])
            body.spans = .one(spans[0])
            body.kept = explains ? .one(kept[0]) : nil
        case .texts: body.masked = .many(texts)
        case .messages(let messages):
            var rest = texts[...]
            body.messages = messages.map { $0.filled(from: &rest) }
        }
        return body
    }

    private static func span(_ span: EntitySpan, _ replacement: String?) -> Span {
        Span(
            type: span.entity.rawValue, start: span.start, end: span.end, score: span.score, rule: span.rule,
            reasons: replacement.map { _ in span.reasons }, replacement: replacement)
    }

    private static func asked(_ input: JSONInput) throws(APIError) -> Asked {
        let given = ["text", "texts", "messages"].filter { input.value($0) != nil }
        guard given.count == 1, let name = given.first, let value = input.value(name) else {
            throw APIError.invalid(
                given.isEmpty
                    ? "'text' is required, or 'texts', or 'messages'." : "Only one of 'text', 'texts' and 'messages' can be given.",
                param: given.isEmpty ? "text" : given[1], code: given.isEmpty ? "missing_parameter" : "invalid_value")
        }
        if name == "text" { return Asked(form: .text, texts: [try input.requiredString(name)], isUsers: [true]) }
        guard case .array(let items) = value else { throw JSONInput.wrongType(name, "an array", value) }
        guard (1...textLimit).contains(items.count) else {
            throw APIError.invalid("'\(name)' must hold 1 to \(textLimit) items.", param: name, code: "out_of_range")
        }
        return name == "texts" ? try texts(items) : try messages(items)
    }

    private static func texts(_ items: [JSONValue]) throws(APIError) -> Asked {
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard case .string(let text) = item else { throw JSONInput.wrongType("texts[\(index)]", "a string", item) }
            texts.append(text)
        }
        return Asked(form: .texts, texts: texts, isUsers: texts.map { _ in true })
    }

    private static func messages(_ items: [JSONValue]) throws(APIError) -> Asked {
        var messages: [Message] = []
        for (index, item) in items.enumerated() { messages.append(try message(item, "messages[\(index)]")) }
        return Asked(
            form: .messages(messages), texts: messages.flatMap(\.texts),
            isUsers: messages.flatMap { message in message.texts.map { _ in message.role == "user" } })
    }

    /// Any other field could hold a name: it is refused, for it would come back unmasked or not at all.
    private static func message(_ value: JSONValue, _ place: String) throws(APIError) -> Message {
        let fields = try object(value, place, ["role", "content", "tool_calls", "tool_call_id"])
        guard case .string(let role)? = fields["role"] else {
            throw JSONInput.wrongType("\(place).role", "a string", fields["role"] ?? .null)
        }
        guard Self.roles.contains(role) else {
            throw APIError.invalid(
                "'\(place).role' must be system, developer, user, assistant or tool.", param: "\(place).role", code: "invalid_value")
        }
        var message = Message(role: role)
        if let calls = fields["tool_calls"] {
            guard case .array(let calls) = calls, role == "assistant" else {
                throw JSONInput.wrongType("\(place).tool_calls", "an array, of an assistant's message", calls)
            }
            var read: [Message.ToolCall] = []
            for (index, call) in calls.enumerated() { read.append(try toolCall(call, "\(place).tool_calls[\(index)]")) }
            message.toolCalls = read
        }
        if fields["tool_call_id"] != nil { message.toolCallID = try name(fields, "tool_call_id", place) }
        switch fields["content"] {
        case .string(let content)?: message.content = content
        case nil where message.toolCalls != nil, .null? where message.toolCalls != nil: break
        default: throw JSONInput.wrongType("\(place).content", "a string", fields["content"] ?? .null)
        }
        return message
    }

    private static func toolCall(_ value: JSONValue, _ place: String) throws(APIError) -> Message.ToolCall {
        let fields = try object(value, place, ["id", "type", "function"])
        guard fields["type"] == .string("function") else { throw APIError.unsupported("\(place).type", "calls are of the type function") }
        let function = try object(fields["function"] ?? .null, "\(place).function", ["name", "arguments"])
        guard case .string(let arguments)? = function["arguments"] else {
            throw JSONInput.wrongType("\(place).function.arguments", "a string", function["arguments"] ?? .null)
        }
        return Message.ToolCall(
            id: try name(fields, "id", place),
            function: .init(name: try name(function, "name", "\(place).function"), arguments: arguments))
    }

    private static func object(_ value: JSONValue, _ place: String, _ known: Set<String>) throws(APIError) -> [String: JSONValue] {
        guard case .object(let fields) = value else { throw JSONInput.wrongType(place, "an object", value) }
        guard known.isSuperset(of: fields.keys) else {
            throw APIError.unsupported(place, "what is masked may hold \(known.sorted().joined(separator: ", ")) and nothing else")
        }
        return fields
    }

    /// What goes back as it came: too narrow for a sentence.
    private static func name(_ fields: [String: JSONValue], _ field: String, _ place: String) throws(APIError) -> String {
        guard case .string(let name)? = fields[field] else {
            throw JSONInput.wrongType("\(place).\(field)", "a string", fields[field] ?? .null)
        }
        guard (1...64).contains(name.utf8.count),
            name.unicodeScalars.allSatisfy({
                $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "-")
            })
        else {
            throw APIError.invalid(
                "'\(place).\(field)' must be 1 to 64 letters, digits, _ and -.", param: "\(place).\(field)", code: "invalid_value")
        }
        return name
    }

    private static let roles: Set<String> = ["system", "developer", "user", "assistant", "tool"]

    // MARK: restoring

    private struct Restored: Encodable {
        var object = "weir.restored"
        var text: String
    }

    func restore(_ request: Request) async throws(APIError) -> Response {
        let input = try await JSONInput(request, limitInBytes: bodyLimitInBytes)
        try input.refuseOthers(than: ["text", "conversation_id", "style"])
        let text = try input.requiredString("text")
        let conversation = try known(input.requiredString("conversation_id"))
        let style: RestoreMap.Style
        switch try input.string("style") {
        case nil, "plain"?: style = .plain
        case "json"?: style = .json
        default: throw APIError.invalid("'style' must be plain or json.", param: "style", code: "invalid_value")
        }
        return JSONOutput.response(Restored(text: conversation.restore(text, as: style)))
    }

    // MARK: conversations

    private struct Ended: Encodable {
        var object = "weir.conversation"
        var id: String
        var deleted = true
    }

    /// Takes the conversation's values out of memory at once.
    func end(_ id: String) throws(APIError) -> Response {
        guard conversations.end(id) else { throw Self.unknownConversation }
        return JSONOutput.response(Ended(id: id))
    }

    private func known(_ id: String) throws(APIError) -> MaskedConversation {
        guard let conversation = conversations.conversation(id) else { throw Self.unknownConversation }
        return conversation
    }

    private static let unknownConversation = APIError(
        404, "No conversation with this id is kept here; they are forgotten after a while.", type: "invalid_request_error",
        param: "conversation_id", code: "conversation_not_found")
}
