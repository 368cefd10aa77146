package import Contract

/// One masked conversation for an upstream.
package struct CompletionRequest: Sendable {
    package struct Message: Sendable, Equatable {
        package let role: Role
        package let maskedText: String

        package init(role: Role, maskedText: String) {
            self.role = role
            self.maskedText = maskedText
        }
    }

    /// Sent as the Idempotency-Key of every attempt.
    package let id: RequestID
    package let messages: [Message]
    /// Empty: the configured one.
    package let model: String
    package let maxTokens: UInt32
    package let temperature: Float?
    /// Nobody waits for the answer after this.
    package let deadline: ContinuousClock.Instant?

    package init(
        id: RequestID, messages: [Message], model: String, maxTokens: UInt32, temperature: Float?, deadline: ContinuousClock.Instant?
    ) {
        self.id = id
        self.messages = messages
        self.model = model
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.deadline = deadline
    }
}

package struct Completion: Sendable, Equatable {
    package let maskedText: String
    /// As the upstream named itself.
    package let model: String
    package let promptTokens: UInt32
    package let completionTokens: UInt32
    /// The upstream reported no usage; the token counts are estimates.
    package let usageIsEstimated: Bool
    package let finishReason: String
    package let attempts: Int
    /// The successful attempt, from request to last byte.
    package let duration: Duration
    package let timeToFirstToken: Duration
}
