import Contract
import Messaging
import SwiftProtobuf

/// One message from a node, decoded.
struct Inbound: Sendable {
    enum Body: Sendable {
        case escalation(Escalation, payload: [UInt8], refusal: String?)
        case metrics(MetricsReport)
        case reported(ReportedState)
        case status(NodeStatus)
        case answerReceipt([RequestID])
    }

    let node: NodeID
    let body: Body

    enum Refusal: Error { case topic, malformed(IngestMetrics.Kind), empty }

    /// The broker binds a node's topics to its user, so the topic's node is who sent it.
    init(_ message: MQTTMessage) throws(Refusal) {
        guard let topic = Topic(message.topic) else { throw .topic }
        let payload = message.payload
        switch topic {
        case .escalation(let node):
            let escalation: Escalation = try Self.decode(payload, .escalation)
            guard escalation.hasID else { throw .malformed(.escalation) }
            self.init(node: node, body: .escalation(escalation, payload: payload, refusal: EscalationCheck.refusal(escalation)))
        case .metrics(let node): self.init(node: node, body: .metrics(try Self.decode(payload, .metrics)))
        case .reported(let node): self.init(node: node, body: .reported(try Self.decode(payload, .reported)))
        case .status(let node):
            // An empty retained message is how a broker is told to forget a status.
            guard !payload.isEmpty else { throw .empty }
            self.init(node: node, body: .status(try Self.decode(payload, .status)))
        case .answerReceipt(let node):
            let receipt: AnswerReceipt = try Self.decode(payload, .receipt)
            guard receipt.ids.count <= 10_000 else { throw .malformed(.receipt) }
            self.init(node: node, body: .answerReceipt(receipt.ids.map { RequestID(node: node, id: $0) }))
        case .desired, .answer, .receipt, .command, .echo, .planeState, .planeHalt: throw .topic
        }
    }

    private init(node: NodeID, body: Body) {
        self.node = node
        self.body = body
    }

    var kind: IngestMetrics.Kind {
        switch body {
        case .escalation: .escalation
        case .metrics: .metrics
        case .reported: .reported
        case .status: .status
        case .answerReceipt: .receipt
        }
    }

    private static func decode<Value: SwiftProtobuf.Message>(_ payload: [UInt8], _ kind: IngestMetrics.Kind) throws(Refusal) -> Value {
        // The broker and the client bound the size; depth is bounded by the schema, which does not nest into itself.
        do { return try Value(serializedBytes: payload) } catch { throw .malformed(kind) }
    }
}
