import Contract
import FoundationEssentials
import Hummingbird
import Outbox
import Pipeline

/// A refusal in OpenAI's form: `{"error": {"message", "type", "param", "code"}}`. No field ever quotes the request.
package struct APIError: Error, Hashable {
    package let status: Int
    package let message: String
    package let type: String
    package let param: String?
    package let code: String?
    /// Seconds after which another try makes sense.
    package var retryAfter: Int?

    package init(_ status: Int, _ message: String, type: String, param: String? = nil, code: String? = nil, retryAfter: Int? = nil) {
        self.status = status
        self.message = message
        self.type = type
        self.param = param
        self.code = code
        self.retryAfter = retryAfter
    }

    static func invalid(_ message: String, param: String? = nil, code: String? = nil) -> APIError {
        APIError(400, message, type: "invalid_request_error", param: param, code: code)
    }

    static func unsupported(_ param: String, _ why: String) -> APIError {
        APIError(
            400, "'\(param)' is not supported here: \(why)", type: "invalid_request_error", param: param, code: "unsupported_parameter")
    }

    static let unknownModel = APIError(
        404, "The model does not exist here. GET /v1/models lists those that do.", type: "invalid_request_error", param: "model",
        code: "model_not_found")

    static func tooLarge(_ limit: Int) -> APIError {
        APIError(413, "The request is larger than \(limit) bytes.", type: "invalid_request_error", code: "request_too_large")
    }

    static let unknownRequest = APIError(
        404, "No request with this id is kept here.", type: "invalid_request_error", param: "id", code: "request_not_found")
    static let noMap = APIError(
        404, "No values are kept for this request: nothing of it left the device, its time is over, or they are destroyed already.",
        type: "invalid_request_error", param: "id", code: "map_not_found")
    static let noRelease = APIError(
        503, "No release is installed yet, so there is no local model.", type: "server_error", code: "no_release", retryAfter: 5)

    /// The one place where the pipeline's errors become HTTP.
    init(_ error: PipelineError) {
        switch error.code {
        case .empty: self = .invalid("The last user message is empty.", param: "messages", code: "empty_input")
        case .noUserTurn: self = .invalid("'messages' needs a message with role 'user'.", param: "messages", code: "no_user_message")
        case .tooLarge(let limit):
            self = APIError(
                413, "The text is larger than \(limit) bytes.", type: "invalid_request_error", param: "messages", code: "text_too_large")
        case .tooManyTokens:
            self = APIError(
                413, "The text has more tokens than the encoder takes.", type: "invalid_request_error", param: "messages",
                code: "text_too_large")
        case .busy: self = APIError(503, "The node is busy.", type: "server_error", code: "busy", retryAfter: 1)
        case .draining: self = APIError(503, "The node is draining.", type: "server_error", code: "draining", retryAfter: 10)
        case .outbox(.full):
            self = APIError(503, "Too many escalations wait for an answer.", type: "server_error", code: "outbox_full", retryAfter: 30)
        case .outbox(.storage), .outbox(.damaged), .storage:
            self = APIError(500, "The node could not write its records.", type: "server_error", code: "storage")
        case .encoder: self = APIError(500, "The encoder failed.", type: "server_error", code: "encoder")
        case .localOnly:
            self = APIError(
                500, "The check of what may leave the device failed; nothing was sent.", type: "server_error", code: "egress_check_failed")
        case .beyondPlane(let turns, let bytes):
            self = APIError(
                413,
                "The large model is to answer this, and gets at most \(EscalationLimits.turns) messages and \(EscalationLimits.textInBytes) bytes of masked text; these are \(turns) and \(bytes). Nothing was sent.",
                type: "invalid_request_error", param: "messages", code: "request_too_large")
        case .leak:
            self = APIError(
                500, "The check of the masked text failed; nothing was sent.", type: "server_error", code: "masking_check_failed")
        }
    }

    struct Body: Encodable {
        struct Inner: Encodable {
            let message: String
            let type: String
            let param: String?
            let code: String?

            enum CodingKeys: String, CodingKey { case message, type, param, code }

            // OpenAI writes null where there is nothing, and its clients read the keys.
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(message, forKey: .message)
                try container.encode(type, forKey: .type)
                try container.encode(param, forKey: .param)
                try container.encode(code, forKey: .code)
            }
        }

        let error: Inner
    }

    var response: Response {
        var response = JSONOutput.response(
            Body(error: .init(message: message, type: type, param: param, code: code)), status: .init(code: status))
        if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
    }
}
