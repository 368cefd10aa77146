import Contract
import FoundationEssentials

/// OpenAI's chat completions on the wire: what is sent, and the pieces that come back.
enum ChatProtocol {
    private struct Body: Encodable {
        struct Message: Encodable {
            let role: String
            let content: String
        }

        struct StreamOptions: Encodable {
            let include_usage = true
        }

        let model: String
        let messages: [Message]
        let stream = true
        let stream_options = StreamOptions()
        let max_tokens: UInt32?
        let max_completion_tokens: UInt32?
        let temperature: Double?
    }

    static func body(_ request: CompletionRequest, settings: LLMSettings) throws -> [UInt8] {
        let tokens = min(max(1, request.maxTokens), settings.tokenCeiling)
        let body = Body(
            model: request.model.isEmpty ? settings.model : request.model,
            messages: request.messages.map { Body.Message(role: role($0.role), content: $0.maskedText) },
            max_tokens: settings.tokenLimitField == .maxTokens ? tokens : nil,
            max_completion_tokens: settings.tokenLimitField == .maxCompletionTokens ? tokens : nil,
            // Through its decimal text: 0.7 as a Float would be sent as 0.699999988079071.
            temperature: request.temperature.flatMap { Double("\($0)") })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(body))
    }

    private static func role(_ role: Role) -> String {
        switch role {
        case .system: "system"
        case .assistant: "assistant"
        case .user, .unspecified, .UNRECOGNIZED: "user"
        }
    }

    struct Usage: Decodable, Equatable {
        let prompt_tokens: UInt32?
        let completion_tokens: UInt32?
    }

    /// A chunk of a stream, or with `message` instead of `delta` a whole completion.
    struct Chunk: Decodable {
        struct Choice: Decodable {
            struct Piece: Decodable {
                let content: String?
                let refusal: String?
            }

            let index: Int?
            let delta: Piece?
            let message: Piece?
            let finish_reason: String?
        }

        struct Failure: Decodable {}

        let model: String?
        let choices: [Choice]?
        let usage: Usage?
        let error: Failure?
    }

    static func chunk(_ bytes: [UInt8]) -> Chunk? { try? JSONDecoder().decode(Chunk.self, from: Data(bytes)) }
}

/// Puts a completion together from its chunks. Pure.
struct CompletionAssembly {
    private(set) var text = ""
    private(set) var model = ""
    private(set) var finishReason: String?
    private(set) var usage: ChatProtocol.Usage?
    private(set) var isDone = false

    /// - Parameter data: one event's data.
    mutating func consume(_ data: String) throws(LLMError.Code) {
        guard !isDone else { return }
        if data == "[DONE]" {
            isDone = true
            return
        }
        guard let chunk = ChatProtocol.chunk(Array(data.utf8)) else { throw .malformed("an event is not a JSON object of this protocol") }
        try consume(chunk)
    }

    mutating func consume(_ chunk: ChatProtocol.Chunk) throws(LLMError.Code) {
        if chunk.error != nil { throw .upstreamError }
        if let model = chunk.model, !model.isEmpty { self.model = String(model.prefix(200)) }
        if let usage = chunk.usage { self.usage = usage }
        // One choice was asked for; others would be another completion's text.
        guard let choice = chunk.choices?.first(where: { ($0.index ?? 0) == 0 }) else { return }
        let piece = choice.delta ?? choice.message
        if let content = piece?.content ?? piece?.refusal { text += content }
        if let reason = choice.finish_reason { finishReason = String(reason.prefix(40)) }
    }

    /// Throws when the stream ended before the completion did.
    func completion(
        for request: CompletionRequest, settings: LLMSettings, attempts: Int, duration: Duration, timeToFirstToken: Duration
    ) throws(LLMError.Code) -> Completion {
        guard isDone || finishReason != nil else { throw .unreachable }
        let prompt = usage?.prompt_tokens
        let completed = usage?.completion_tokens
        return Completion(
            maskedText: text, model: model.isEmpty ? (request.model.isEmpty ? settings.model : request.model) : model,
            promptTokens: prompt ?? Self.estimate(request.messages.reduce(0) { $0 + $1.maskedText.utf8.count + 16 }),
            completionTokens: completed ?? Self.estimate(text.utf8.count), usageIsEstimated: prompt == nil || completed == nil,
            finishReason: finishReason ?? "stop", attempts: attempts, duration: duration, timeToFirstToken: timeToFirstToken)
    }

    /// Four bytes a token: the usual figure for English text, rounded up so that an estimate does not flatter the bill.
    private static func estimate(_ bytes: Int) -> UInt32 { UInt32(clamping: (bytes + 3) / 4) }
}
