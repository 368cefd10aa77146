import Contract
import Pipeline
import Routing

/// The body of `POST /v1/chat/completions`.
///
/// Fields of OpenAI's call that this node cannot honour and that change the answer's meaning are refused (`tools`, `n` above 1, `stop`,
/// `response_format` other than text ...); those that only tune sampling or book-keeping are accepted and have no effect (`top_p`, `seed`,
/// `user`, `metadata` ...). Fields OpenAI does not have are refused.
struct ChatRequest {
    var pipelineRequest: PipelineRequest
    var streams: Bool
    var includesUsage: Bool

    private static let honoured: Set<String> = [
        "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "n",
    ]
    private static let withoutEffect: Set<String> = [
        "top_p", "presence_penalty", "frequency_penalty", "seed", "user", "metadata", "store", "service_tier", "safety_identifier",
        "prompt_cache_key", "prompt_cache_retention", "parallel_tool_calls", "reasoning_effort", "verbosity", "logit_bias", "top_logprobs",
    ]
    private static let refusedUnlessEmpty: [(name: String, why: String)] = [
        ("tools", "the node calls no tools"), ("tool_choice", "the node calls no tools"), ("functions", "the node calls no functions"),
        ("function_call", "the node calls no functions"), ("stop", "answers are not cut at a sequence"),
        ("audio", "answers are text"), ("prediction", "answers are not predicted"),
        ("web_search_options", "the node does not search the web"),
    ]

    init(_ input: JSONInput, models: ModelList) throws(APIError) {
        try input.refuseOthers(
            than: Self.honoured.union(Self.withoutEffect).union(Self.refusedUnlessEmpty.map(\.name)).union([
                "response_format", "logprobs", "modalities",
            ]))
        try Self.refuseUnsupported(input)
        let name = try input.requiredString("model")
        let choice = try models.choice(name)
        guard let value = input.value("messages") else {
            throw APIError.invalid("'messages' is required.", param: "messages", code: "missing_parameter")
        }
        guard case .array(let messages) = value else { throw JSONInput.wrongType("messages", "an array", value) }
        guard !messages.isEmpty else { throw APIError.invalid("'messages' is empty.", param: "messages", code: "empty_input") }
        var turns: [PipelineRequest.Turn] = []
        for (index, message) in messages.enumerated() { turns.append(try Self.turn(message, at: "messages[\(index)]")) }
        var request = PipelineRequest(turns: turns, requested: choice.path, model: name)
        request.upstreamModel = choice.upstream
        let most = try input.integer("max_completion_tokens", in: 1...1_000_000)
        let older = try input.integer("max_tokens", in: 1...1_000_000)
        request.maxTokens = UInt32(most ?? older ?? 0)
        request.temperature = try input.number("temperature", in: 0...2).map { Float($0) }
        streams = try input.bool("stream") ?? false
        includesUsage = try Self.includesUsage(input)
        pipelineRequest = request
    }

    private static func refuseUnsupported(_ input: JSONInput) throws(APIError) {
        for field in refusedUnlessEmpty {
            switch input.value(field.name) {
            case nil, .array([])?, .string("none")?, .string("auto")?: continue
            default: throw APIError.unsupported(field.name, field.why)
            }
        }
        if let n = try input.integer("n", in: 1...128), n > 1 { throw APIError.unsupported("n", "one choice is given") }
        if try input.bool("logprobs") == true { throw APIError.unsupported("logprobs", "answers carry none") }
        if let format = input.value("response_format") {
            guard case .object(let object) = format else { throw JSONInput.wrongType("response_format", "an object", format) }
            guard object["type"] == .string("text") else { throw APIError.unsupported("response_format", "answers are text") }
        }
        if let kinds = input.value("modalities"), kinds != .array([.string("text")]) {
            throw APIError.unsupported("modalities", "answers are text")
        }
    }

    private static func includesUsage(_ input: JSONInput) throws(APIError) -> Bool {
        guard let options = input.value("stream_options") else { return false }
        guard case .object(let object) = options else { throw JSONInput.wrongType("stream_options", "an object", options) }
        switch object["include_usage"] {
        case nil, .null?, .bool(false)?: return false
        case .bool(true)?: return true
        case let other?: throw JSONInput.wrongType("stream_options.include_usage", "a boolean", other)
        }
    }

    private static func turn(_ message: JSONValue, at place: String) throws(APIError) -> PipelineRequest.Turn {
        guard case .object(let object) = message else { throw JSONInput.wrongType(place, "an object", message) }
        guard let roleValue = object["role"] else {
            throw APIError.invalid("'\(place).role' is required.", param: "\(place).role", code: "missing_parameter")
        }
        guard case .string(let roleName) = roleValue else { throw JSONInput.wrongType("\(place).role", "a string", roleValue) }
        let role: Role
        switch roleName {
        case "user": role = .user
        case "assistant": role = .assistant
        case "system", "developer": role = .system
        case "tool", "function": throw APIError.unsupported("\(place).role", "the node calls no tools")
        default:
            throw APIError.invalid(
                "'\(place).role' must be system, developer, user or assistant.", param: "\(place).role", code: "invalid_value")
        }
        if let calls = object["tool_calls"], calls != .null, calls != .array([]) {
            throw APIError.unsupported("\(place).tool_calls", "the node calls no tools")
        }
        return PipelineRequest.Turn(role: role, text: try content(object["content"], role, at: "\(place).content"))
    }

    /// A string, or OpenAI's list of text parts.
    private static func content(_ value: JSONValue?, _ role: Role, at place: String) throws(APIError) -> String {
        switch value {
        case .string(let text)?: return text
        case nil, .null?:
            if role == .assistant { return "" }
            throw APIError.invalid("'\(place)' is required.", param: place, code: "missing_parameter")
        case .array(let parts)?:
            var texts: [String] = []
            for (index, part) in parts.enumerated() {
                guard case .object(let object) = part else { throw JSONInput.wrongType("\(place)[\(index)]", "an object", part) }
                guard object["type"] == .string("text") else {
                    throw APIError.unsupported("\(place)[\(index)].type", "only text parts are read")
                }
                guard case .string(let text)? = object["text"] else {
                    throw JSONInput.wrongType("\(place)[\(index)].text", "a string", object["text"] ?? .null)
                }
                texts.append(text)
            }
            return texts.joined(separator: "\n")
        case let other?: throw JSONInput.wrongType(place, "a string or an array of parts", other)
        }
    }
}
