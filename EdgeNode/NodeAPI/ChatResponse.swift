import FoundationEssentials
import Pipeline

/// What Weir adds to OpenAI's objects, under the key `weir`; the same as the `weir-` headers and a little more.
struct WeirPart: Encodable {
    var decisionID: String
    var route: String
    var reason: String
    var cause: String?
    var warning: String?
    var sensitivity: String?
    /// Why nothing of the request might leave the device; nil when it might.
    var localOnly: String?
    /// Presidio's type name to number of findings in the answer.
    var answerFindings: [String: Int]?
    var intent: String?
    var confidence: Float?
    var outOfScope: Float?
    var threshold: Float
    var documentID: String?
    var policyVersion: UInt64
    var releaseID: String?
    var uplinkBytes: Int
    var costUSD: Double?
    var outcome: String?

    enum CodingKeys: String, CodingKey {
        case decisionID = "decision_id"
        case route
        case reason
        case cause
        case warning
        case sensitivity
        case localOnly = "local_only"
        case answerFindings = "answer_findings"
        case intent
        case confidence
        case outOfScope = "out_of_scope"
        case threshold
        case documentID = "document_id"
        case policyVersion = "policy_version"
        case releaseID = "release_id"
        case uplinkBytes = "uplink_bytes"
        case costUSD = "cost_usd"
        case outcome
    }

    init(_ record: DecisionRecord) {
        decisionID = record.id
        route = record.route
        reason = record.reason
        cause = record.cause == record.reason ? nil : record.cause
        warning = record.warning
        sensitivity = record.sensitivity
        localOnly = record.localOnly
        answerFindings = record.answerFindings
        intent = record.intent
        confidence = record.confidence
        outOfScope = record.outOfScope
        threshold = record.threshold
        documentID = record.answer?.documentID
        policyVersion = record.policyVersion
        releaseID = record.releaseID
        uplinkBytes = record.uplinkBytes
    }
}

struct Usage: Encodable {
    var promptTokens: Int
    var completionTokens: Int

    enum CodingKeys: String, CodingKey {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case totalTokens = "total_tokens"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(promptTokens, forKey: .promptTokens)
        try container.encode(completionTokens, forKey: .completionTokens)
        try container.encode(promptTokens + completionTokens, forKey: .totalTokens)
    }
}

/// `chat.completion`.
struct ChatCompletion: Encodable {
    struct Message: Encodable {
        var role = "assistant"
        var content: String
    }

    struct Choice: Encodable {
        var index = 0
        var message: Message
        var finishReason: String

        enum CodingKeys: String, CodingKey {
            case index
            case message
            case finishReason = "finish_reason"
        }
    }

    var id: String
    var object = "chat.completion"
    var created: Int64
    var model: String
    var choices: [Choice]
    var usage: Usage
    var weir: WeirPart
}

/// `chat.completion.chunk`.
struct ChatChunk: Encodable {
    struct Delta: Encodable {
        var role: String?
        var content: String?
    }

    struct Choice: Encodable {
        var index = 0
        var delta: Delta
        var finishReason: String?

        enum CodingKeys: String, CodingKey {
            case index
            case delta
            case finishReason = "finish_reason"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(index, forKey: .index)
            try container.encode(delta, forKey: .delta)
            try container.encode(finishReason, forKey: .finishReason)
        }
    }

    var id: String
    var object = "chat.completion.chunk"
    var created: Int64
    var model: String
    var choices: [Choice]
    var usage: Usage?
    var weir: WeirPart?
}

/// The 202: accepted, not lost, not answered yet. `choices` is there and empty, so that a client of OpenAI's reads it as "nothing yet".
struct PendingAnswer: Encodable {
    var id: String
    var object = "weir.pending"
    var created: Int64
    var model: String
    var choices: [String] = []
    var poll: String
    var weir: WeirPart
}
