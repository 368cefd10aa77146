/// The topic tree of docs/wire-contract.md, in one place: what a node publishes, what it is told, and how the plane reads a topic back.
package enum Topic: Hashable, Sendable {
    case desired(NodeID)
    case reported(NodeID)
    case status(NodeID)
    case metrics(NodeID)
    case escalation(NodeID)
    case answerReceipt(NodeID)
    case answer(NodeID)
    case receipt(NodeID)
    case command(NodeID)
    /// A node's own echo: published and subscribed by the node alone, to prove the link in both directions.
    case echo(NodeID)
    case planeState
    case planeHalt

    package var name: String {
        switch self {
        case .desired(let node): "weir/v1/nodes/\(node)/desired"
        case .reported(let node): "weir/v1/nodes/\(node)/reported"
        case .status(let node): "weir/v1/nodes/\(node)/status"
        case .metrics(let node): "weir/v1/nodes/\(node)/up/metrics"
        case .escalation(let node): "weir/v1/nodes/\(node)/up/escalation"
        case .answerReceipt(let node): "weir/v1/nodes/\(node)/up/receipt"
        case .answer(let node): "weir/v1/nodes/\(node)/down/answer"
        case .receipt(let node): "weir/v1/nodes/\(node)/down/ack"
        case .command(let node): "weir/v1/nodes/\(node)/down/command"
        case .echo(let node): "weir/v1/nodes/\(node)/echo"
        case .planeState: "weir/v1/plane/state"
        case .planeHalt: "weir/v1/plane/halt"
        }
    }

    /// Nil for a topic that is not in the tree or whose node breaks `NodeID`'s rule.
    package init?(_ name: String) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0] == "weir", parts[1] == "v1" else { return nil }
        switch (parts[2], parts.count) {
        case ("plane", 4) where parts[3] == "state": self = .planeState
        case ("plane", 4) where parts[3] == "halt": self = .planeHalt
        case ("nodes", 5...6):
            guard let node = NodeID(String(parts[3])) else { return nil }
            switch parts[4...].joined(separator: "/") {
            case "desired": self = .desired(node)
            case "reported": self = .reported(node)
            case "status": self = .status(node)
            case "up/metrics": self = .metrics(node)
            case "up/escalation": self = .escalation(node)
            case "up/receipt": self = .answerReceipt(node)
            case "down/answer": self = .answer(node)
            case "down/ack": self = .receipt(node)
            case "down/command": self = .command(node)
            case "echo": self = .echo(node)
            default: return nil
            }
        default: return nil
        }
    }

    /// What the plane subscribes to: everything nodes send.
    package static let planeFilters = ["weir/v1/nodes/+/reported", "weir/v1/nodes/+/status", "weir/v1/nodes/+/up/+"]

    /// What a node subscribes to.
    package static func nodeFilters(_ node: NodeID) -> [String] {
        [Topic.desired(node).name, "weir/v1/nodes/\(node)/down/+", Topic.echo(node).name, Topic.planeState.name, Topic.planeHalt.name]
    }
}
