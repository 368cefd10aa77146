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
        enum Form { case text, texts, messages(roles: [String]) }

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

    private struct Message: Encodable {
        var role: String
        var content: String
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
        case .messages(let roles): body.messages = zip(roles, texts).map { Message(role: $0, content: $1) }
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

    /// A field beside role and content could hold a name or a call's arguments: it is refused, for it would come back unmasked or not at all.
    private static func messages(_ items: [JSONValue]) throws(APIError) -> Asked {
        var roles: [String] = []
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            let place = "messages[\(index)]"
            guard case .object(let message) = item else { throw JSONInput.wrongType(place, "an object", item) }
            guard message.keys.allSatisfy({ $0 == "role" || $0 == "content" }) else {
                throw APIError.unsupported(place, "a message to be masked has a role and a content, and nothing else")
            }
            guard case .string(let role)? = message["role"] else {
                throw JSONInput.wrongType("\(place).role", "a string", message["role"] ?? .null)
            }
            guard Self.roles.contains(role) else {
                throw APIError.invalid(
                    "'\(place).role' must be system, developer, user, assistant or tool.", param: "\(place).role", code: "invalid_value")
            }
            guard case .string(let content)? = message["content"] else {
                throw JSONInput.wrongType("\(place).content", "a string", message["content"] ?? .null)
            }
            roles.append(role)
            texts.append(content)
        }
        return Asked(form: .messages(roles: roles), texts: texts, isUsers: roles.map { $0 == "user" })
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
