/// How the plane takes in and works off what nodes send.
package struct IngestSettings: Sendable {
    /// Messages committed in one transaction, at most.
    package var batchLimit = 512
    /// Upstream calls at the same time.
    package var maxConcurrent = 8
    /// Cap on a completion when neither policy nor escalation gives one.
    package var maxTokens: UInt32 = 512
    /// An escalation without a deadline is answered FAILED when no upstream call has succeeded for so long.
    package var giveUpAfter: Duration = .seconds(24 * 3600)
    /// Answered escalations, with their texts, are forgotten after this.
    package var retention: Duration = .seconds(7 * 24 * 3600)
    /// How long a shutdown waits for upstream calls that are under way.
    package var shutdownGrace: Duration = .seconds(10)
    package var firstResend: Duration = .seconds(2)
    package var longestResend: Duration = .seconds(60)
    /// Nodes the broker vouches for enrol themselves.
    package var openEnrolment = false
    /// Bound on self-enrolled nodes.
    package var maxNodes = 100_000

    package init() {}
}
