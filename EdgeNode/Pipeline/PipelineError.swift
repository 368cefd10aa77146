import Contract
import Inference
package import Outbox

/// Why a request got neither an answer nor a place in the outbox. Holds sizes and codes, never the request's text.
package struct PipelineError: Error, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// No text, or white space alone.
        case empty
        /// The last user turn is missing.
        case noUserTurn
        case tooLarge(limitInBytes: Int)
        /// More tokens than the encoder takes in one text.
        case tooManyTokens
        /// The work lane is full.
        case busy
        /// The node was told to drain, or is shutting down.
        case draining
        case outbox(OutboxError.Code)
        /// The encoder refused the text or failed.
        case encoder
        case storage
        /// The second scan found personal data in what was about to leave. Nothing left.
        case leak
        /// What was about to leave must stay on the device. Nothing left.
        case localOnly
        /// What was about to leave is more than the plane takes (`EscalationLimits`). Nothing left.
        case beyondPlane(turns: Int, textInBytes: Int)
    }

    package let code: Code
    /// The cause in the words of the module that failed; none of them quotes user text.
    package let detail: String

    package init(_ code: Code, detail: String = "") {
        self.code = code
        self.detail = detail
    }

    init(_ error: InferenceError) {
        switch error.code {
        case .textTooLong: self.init(.tooManyTokens)
        default: self.init(.encoder, detail: error.description)
        }
    }

    package var description: String {
        switch code {
        case .empty: "the request has no text"
        case .noUserTurn: "the request has no turn of the user"
        case .tooLarge(let limit): "the request has more than \(limit) bytes of text"
        case .tooManyTokens: "the text has more tokens than the encoder takes"
        case .busy: "too many requests at once"
        case .draining: "the node is draining"
        case .outbox: detail
        case .encoder: "the encoder failed: \(detail)"
        case .leak: "the check of the masked text failed; nothing was sent"
        case .localOnly: "the request must stay on the device and was about to leave; nothing was sent"
        case .beyondPlane(let turns, let bytes):
            "the plane takes at most \(EscalationLimits.turns) turns and \(EscalationLimits.textInBytes) bytes of text, this has \(turns) and \(bytes)"
        case .storage: "the decision record cannot be written: \(detail)"
        }
    }
}
