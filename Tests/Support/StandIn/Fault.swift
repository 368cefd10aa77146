/// One scripted failure; each is used up by one request to the chat endpoint. Members combine: a stall comes before what follows it.
package struct Fault: Codable, Sendable, Equatable {
    /// Answer with this status and an OpenAI error object instead of a completion. Nothing is billed.
    package var status: Int?
    /// `Retry-After` in seconds, beside `status`.
    package var retryAfter: Int?
    /// Reset the connection before any byte of an answer. Billed only if `billed` says so.
    package var reset: Bool?
    /// Send half of a completion, then close. Billed, as the work was done, unless `billed` says otherwise.
    package var half: Bool?
    /// Stay silent this long first, then answer.
    package var stallMilliseconds: Int?
    /// Answer 200 with a body that is not the protocol's JSON. Billed.
    package var garbage: Bool?
    package var billed: Bool?

    package init(
        status: Int? = nil, retryAfter: Int? = nil, reset: Bool? = nil, half: Bool? = nil, stallMilliseconds: Int? = nil,
        garbage: Bool? = nil, billed: Bool? = nil
    ) {
        self.status = status
        self.retryAfter = retryAfter
        self.reset = reset
        self.half = half
        self.stallMilliseconds = stallMilliseconds
        self.garbage = garbage
        self.billed = billed
    }

    enum CodingKeys: String, CodingKey {
        case status
        case retryAfter = "retry_after"
        case reset
        case half
        case stallMilliseconds = "stall_ms"
        case garbage
        case billed
    }

    var isBilled: Bool { billed ?? (status == nil && reset != true) }
}

/// What `POST /control` and a script file hold. Faults are added to those waiting.
package struct Control: Codable, Sendable {
    package var faults: [Fault]?
    /// Silence before every answer.
    package var latencyMilliseconds: Int?
    /// Forgets faults, counts, stored completions and received requests first.
    package var reset: Bool?

    package init(faults: [Fault]? = nil, latencyMilliseconds: Int? = nil, reset: Bool? = nil) {
        self.faults = faults
        self.latencyMilliseconds = latencyMilliseconds
        self.reset = reset
    }

    enum CodingKeys: String, CodingKey {
        case faults
        case latencyMilliseconds = "latency_ms"
        case reset
    }
}
