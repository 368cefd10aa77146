package import Contract

/// What the plane knows of one node.
package struct NodeRecord: Sendable {
    package let node: NodeID
    package let enrolledUnixMs: Int64
    /// The broker vouched for it and enrolment is open; no operator named it.
    package let selfRegistered: Bool
    package var isRevoked: Bool
    package var status: NodeState
    package var lastSeenUnixMs: Int64
    package var reported: ReportedState?
    package var reportedUnixMs: Int64
    /// The release the plane wants it to run.
    package var release: ReleaseID?
    /// Set by the operator; they win over the node's own.
    package var operatorLabels: [String: String]

    package var labels: [String: String] {
        (reported?.labels ?? [:]).merging(operatorLabels) { _, operators in operators }
    }

    package func matches(_ selector: [String: String]) -> Bool {
        let labels = labels
        return selector.allSatisfy { labels[$0.key] == $0.value }
    }
}
