package import Contract

/// Which nodes move to which release. All matching nodes move at once.
package struct RolloutPlan: Sendable, Equatable {
    package let release: ReleaseID
    /// A node must carry all of these labels; empty: every node.
    package let selector: [String: String]
    /// At most so many nodes, in order of name; nil: all.
    package let limit: Int?

    package init(release: ReleaseID, selector: [String: String] = [:], limit: Int? = nil) {
        self.release = release
        self.selector = selector
        self.limit = limit
    }
}
