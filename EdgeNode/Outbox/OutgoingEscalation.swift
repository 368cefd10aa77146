package import Contract
package import Privacy
import SwiftProtobuf

/// An escalation before it has a sequence number. Every text in it is `MaskedText`, which only the anonymizer can make: text that was not
/// masked cannot be put into the outbox, and nothing else is sent up.
package struct OutgoingEscalation: Sendable {
    package struct Turn: Sendable {
        package var role: Role
        package var text: MaskedText

        package init(role: Role, text: MaskedText) {
            self.role = role
            self.text = text
        }
    }

    package struct Passage: Sendable {
        package var documentID: String
        package var text: MaskedText
        /// Cosine.
        package var score: Float

        package init(documentID: String, text: MaskedText, score: Float) {
            self.documentID = documentID
            self.text = text
            self.score = score
        }
    }

    package var turns: [Turn]
    package var passages: [Passage] = []
    /// Of turns and passages together.
    package var textInBytes: Int {
        turns.reduce(0) { $0 + $1.text.text.utf8.count } + passages.reduce(0) { $0 + $1.text.text.utf8.count }
    }
    /// Label of the release; empty when there is none.
    package var intent = ""
    package var confidence: Float = 0
    package var outOfScope: Float = 0
    /// `.escalate` or `.hold`.
    package var route: Route
    package var reason: Reason
    package var release: ReleaseID?
    package var policyVersion: UInt64 = 0
    /// 0: none.
    package var deadlineUnixMs: Int64 = 0
    package var maxTokens: UInt32 = 0
    /// The name of an upstream as the caller gave it; checked against a closed alphabet by the API, hence not user text.
    package var upstreamModel = ""
    package var temperature: Float?

    package init(turns: [Turn], route: Route, reason: Reason) {
        self.turns = turns
        self.route = route
        self.reason = reason
    }

    /// Size of the payload, had it the largest id: what sending this request costs.
    package var sizeInBytes: Int {
        let id = EscalationID.with {
            $0.boot = .max
            $0.sequence = 1 << 20
        }
        return Outbox.bytes(message(id: id)).count
    }

    func message(id: EscalationID) -> Escalation {
        Escalation.with {
            $0.id = id
            $0.turns = turns.map { turn in
                .with {
                    $0.role = turn.role
                    $0.maskedText = turn.text.text
                }
            }
            $0.passages = passages.map { passage in
                .with {
                    $0.documentID = passage.documentID
                    $0.maskedText = passage.text.text
                    $0.score = passage.score
                }
            }
            $0.intent = intent
            $0.confidence = confidence
            $0.outOfScope = outOfScope
            $0.route = route
            $0.reason = reason
            $0.releaseID = release?.rawValue ?? ""
            $0.policyVersion = policyVersion
            $0.deadlineUnixMs = deadlineUnixMs
            $0.maxTokens = maxTokens
            $0.upstreamModel = upstreamModel
            if let temperature { $0.temperature = temperature }
        }
    }
}
