// The part of OpenAI's chat protocol that the stand-in speaks. Unknown members are ignored, as the real one ignores many.

struct ChatRequest: Decodable, Sendable {
    struct Message: Decodable, Sendable {
        let role: String
        let content: Content?
    }

    /// A string, or parts of which the text ones count.
    struct Content: Decodable, Sendable {
        let text: String

        struct Part: Decodable {
            let type: String
            let text: String?
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else {
                text = try container.decode([Part].self).compactMap { $0.type == "text" ? $0.text : nil }.joined(separator: "\n")
            }
        }
    }

    struct StreamOptions: Decodable, Sendable {
        let includeUsage: Bool?
        enum CodingKeys: String, CodingKey { case includeUsage = "include_usage" }
    }

    let model: String
    let messages: [Message]
    let stream: Bool?
    let streamOptions: StreamOptions?
    let maxTokens: Int?
    let maxCompletionTokens: Int?

    enum CodingKeys: String, CodingKey {
        case model, messages, stream
        case streamOptions = "stream_options"
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
    }
}

struct Usage: Codable, Sendable, Equatable {
    let promptTokens: Int
    let completionTokens: Int
    var totalTokens: Int

    init(prompt: Int, completion: Int) {
        promptTokens = prompt
        completionTokens = completion
        totalTokens = prompt + completion
    }

    enum CodingKeys: String, CodingKey {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case totalTokens = "total_tokens"
    }
}

struct ChatMessage: Encodable, Sendable {
    var role: String?
    var content: String?
}

struct ChatCompletion: Encodable, Sendable {
    struct Choice: Encodable, Sendable {
        let index = 0
        let message: ChatMessage
        let finishReason: String
        enum CodingKeys: String, CodingKey {
            case index, message
            case finishReason = "finish_reason"
        }
    }

    let id: String
    let object = "chat.completion"
    let created: Int
    let model: String
    let choices: [Choice]
    let usage: Usage
}

struct ChatChunk: Encodable, Sendable {
    struct Choice: Encodable, Sendable {
        let index = 0
        let delta: ChatMessage
        let finishReason: String?

        enum CodingKeys: String, CodingKey {
            case index, delta
            case finishReason = "finish_reason"
        }

        // `finish_reason` is null, not absent, until the last chunk.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(index, forKey: .index)
            try container.encode(delta, forKey: .delta)
            try container.encode(finishReason, forKey: .finishReason)
        }
    }

    let id: String
    let object = "chat.completion.chunk"
    let created: Int
    let model: String
    let choices: [Choice]
    let usage: Usage?
}

struct ModelList: Encodable {
    struct Model: Encodable {
        let id: String
        let object = "model"
        let created = 0
        let ownedBy = "stand-in"
        enum CodingKeys: String, CodingKey {
            case id, object, created
            case ownedBy = "owned_by"
        }
    }
    let object = "list"
    let data: [Model]
}

struct ErrorBody: Encodable {
    struct Detail: Encodable {
        let message: String
        let type: String
        let code: String
    }
    let error: Detail

    init(_ status: Int, _ message: String, code: String) {
        let type =
            switch status {
            case 401: "authentication_error"
            case 429: "rate_limit_error"
            case 500...: "server_error"
            default: "invalid_request_error"
            }
        error = Detail(message: message, type: type, code: code)
    }
}
