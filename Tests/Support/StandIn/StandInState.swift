/// What the stand-in remembers: faults to come, stored completions, counts.
struct StandInState: Sendable {
    struct Stored: Sendable {
        let prompt: String
        let completion: ChatCompletion
    }

    /// Of the last received request bodies; older ones are dropped.
    static let keptBodies = 5000

    var faults: [Fault] = []
    var latencyMilliseconds: Int
    var statistics = Statistics()
    var stored: [String: Stored] = [:]
    var bodies: [String] = []
    private var serial = 0

    init(latencyMilliseconds: Int) { self.latencyMilliseconds = latencyMilliseconds }

    mutating func apply(_ control: Control) {
        if control.reset == true {
            faults = []
            statistics = Statistics()
            stored = [:]
            bodies = []
        }
        if let latency = control.latencyMilliseconds { latencyMilliseconds = latency }
        faults += control.faults ?? []
    }

    mutating func receive(_ body: String) -> Fault? {
        statistics.requests += 1
        bodies.append(body)
        if bodies.count > Self.keptBodies { bodies.removeFirst(bodies.count - Self.keptBodies) }
        return faults.isEmpty ? nil : faults.removeFirst()
    }

    /// The completion for this request: stored under its key, or made and billed now. Nil when the key was used for another prompt.
    mutating func completion(for request: ChatRequest, key: String?, now: Int) -> ChatCompletion? {
        let prompt = request.messages.map { "\($0.role): \($0.content?.text ?? "")" }.joined(separator: "\n")
        if let key, let known = stored[key] {
            guard known.prompt == prompt else { return nil }
            statistics.replayed += 1
            return known.completion
        }
        serial += 1
        var text = StandInText.answer(to: request.messages)
        var finish = "stop"
        if let limit = request.maxCompletionTokens ?? request.maxTokens, let cut = StandInText.cut(text, toTokens: limit) {
            text = cut
            finish = "length"
        }
        let promptTokens = request.messages.reduce(0) { $0 + StandInText.tokens($1.content?.text ?? "") }
        let completion = ChatCompletion(
            id: "chatcmpl-stand-in-\(serial)", created: now, model: StandInUpstream.model,
            choices: [.init(message: ChatMessage(role: "assistant", content: text), finishReason: finish)],
            usage: Usage(prompt: promptTokens, completion: StandInText.tokens(text)))
        statistics.billed += 1
        statistics.promptTokens += completion.usage.promptTokens
        statistics.completionTokens += completion.usage.completionTokens
        if let key { stored[key] = Stored(prompt: prompt, completion: completion) }
        return completion
    }

    mutating func count(_ outcome: String) { statistics.byStatus[outcome, default: 0] += 1 }
}

/// What `GET /stats` answers.
package struct Statistics: Codable, Sendable, Equatable {
    /// Requests to the chat endpoint, failed ones included.
    package var requests = 0
    /// Completions made; a replay under the same `Idempotency-Key` is not another one.
    package var billed = 0
    package var replayed = 0
    package var promptTokens = 0
    package var completionTokens = 0
    /// By status, and `reset` and `half` for connections the stand-in broke.
    package var byStatus: [String: Int] = [:]

    enum CodingKeys: String, CodingKey {
        case requests, billed, replayed
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case byStatus = "by_status"
    }
}
