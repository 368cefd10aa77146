/// Which upstream, and how much patience.
package struct LLMSettings: Sendable {
    /// A key that prints as dots.
    package struct APIKey: Sendable, CustomStringConvertible, CustomReflectable {
        let value: String

        package init(_ value: String) { self.value = value }

        package var description: String { "•••" }
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }

    package enum TokenLimitField: String, Sendable, CaseIterable {
        /// What most servers know.
        case maxTokens = "max_tokens"
        /// What OpenAI's reasoning models insist on.
        case maxCompletionTokens = "max_completion_tokens"
    }

    /// Up to and including the version, as in OPENAI_BASE_URL: `https://api.openai.com/v1`.
    package var baseURL: String
    /// Asked for unless an escalation names another.
    package var model: String
    package var apiKey: APIKey?
    package var tokenLimitField = TokenLimitField.maxTokens
    /// Upper bound on what an escalation may ask for.
    package var tokenCeiling: UInt32 = 4096
    package var connectTimeout: Duration = .seconds(10)
    /// From the request to the first byte of the answer's body.
    package var firstByteTimeout: Duration = .seconds(60)
    /// Between two pieces of the answer.
    package var stallTimeout: Duration = .seconds(30)
    /// One attempt, all in all.
    package var totalTimeout: Duration = .seconds(180)
    package var retry = RetrySchedule(attempts: 4, base: .milliseconds(500), ceiling: .seconds(20), longestRetryAfter: .seconds(60))
    /// Failures in a row that open the circuit, and for how long.
    package var breakerFailures = 8
    package var breakerCoolDown: Duration = .seconds(15)
    package var maximumResponseBytes = 2 << 20

    package init(baseURL: String, model: String) {
        self.baseURL = baseURL
        self.model = model
    }
}
