/// What one escalation may hold. The plane refuses more, so a node sends no more.
package enum EscalationLimits {
    /// Of the conversation.
    package static let turns = 200
    package static let passages = 32
    /// Masked text of turns and passages together.
    package static let textInBytes = 256 << 10
    /// Of each name: intent, model, release.
    package static let nameInBytes = 200
}
