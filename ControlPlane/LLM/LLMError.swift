/// Why an upstream gave no completion. Never holds a prompt or a completion.
package struct LLMError: Error, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// Could not connect, or the connection broke before the answer was whole.
        case unreachable
        case connectTimeout, firstByteTimeout, stalled, totalTimeout
        /// An HTTP status other than 2xx.
        case status(Int)
        /// A 2xx whose body breaks the protocol; the text says which rule.
        case malformed(String)
        /// The upstream sent an error object inside the stream.
        case upstreamError
        /// The completion grew beyond its byte cap.
        case tooLong
        /// The circuit breaker is open.
        case circuitOpen
        /// The deadline came first.
        case expired
        case cancelled
        /// The API key file cannot be read, or the base URL is not one.
        case misconfigured(String)
    }

    package let code: Code
    package let attempts: Int
    package let retryAfter: Duration?

    package init(code: Code, attempts: Int, retryAfter: Duration? = nil) {
        self.code = code
        self.attempts = attempts
        self.retryAfter = retryAfter
    }

    /// Another attempt may end otherwise.
    package var isTransient: Bool {
        switch code {
        case .unreachable, .connectTimeout, .firstByteTimeout, .stalled, .totalTimeout, .circuitOpen, .upstreamError, .malformed: true
        case .status(let status): Self.retriedStatuses.contains(status)
        case .tooLong, .expired, .cancelled, .misconfigured: false
        }
    }

    /// 401, 403 and 404 are not the request's fault either: the escalation waits for the operator to repair key, URL or model.
    package var isOperatorsToRepair: Bool {
        switch code {
        case .misconfigured: true
        case .status(let status): [401, 403, 404].contains(status)
        default: false
        }
    }

    static let retriedStatuses: Set<Int> = [408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529]

    package var description: String {
        let reason =
            switch code {
            case .unreachable: "upstream unreachable"
            case .connectTimeout: "upstream did not accept the connection in time"
            case .firstByteTimeout: "upstream sent no first byte in time"
            case .stalled: "upstream stopped sending"
            case .totalTimeout: "upstream took too long"
            case .status(let status): "upstream answered HTTP \(status)"
            case .malformed(let rule): "upstream broke the protocol: \(rule)"
            case .upstreamError: "upstream reported an error within the stream"
            case .tooLong: "completion beyond its size cap"
            case .circuitOpen: "circuit to the upstream is open"
            case .expired: "deadline passed"
            case .cancelled: "cancelled"
            case .misconfigured(let what): "misconfigured: \(what)"
            }
        return "\(reason) after \(attempts) attempt\(attempts == 1 ? "" : "s")"
    }
}
