/// All that was used to decide one request. Stays on the node; `GET /v1/requests/{id}` shows it.
///
/// Holds masked text only, so that reading a record never shows more than what could have been sent.
package struct DecisionRecord: Codable, Hashable, Sendable {
    package struct Turn: Codable, Hashable, Sendable {
        package var role: String
        package var maskedText: String

        enum CodingKeys: String, CodingKey {
            case role
            case maskedText = "masked_text"
        }
    }

    package struct Candidate: Codable, Hashable, Sendable {
        package var intent: String
        /// Calibrated, 0...1.
        package var confidence: Float
    }

    package struct Passage: Codable, Hashable, Sendable {
        package var documentID: String
        /// Cosine.
        package var score: Float

        enum CodingKeys: String, CodingKey {
            case documentID = "document_id"
            case score
        }
    }

    package struct LocalAnswer: Codable, Hashable, Sendable {
        /// "template" or "passage".
        package var kind: String
        package var documentID: String?
        package var text: String

        enum CodingKeys: String, CodingKey {
            case kind
            case documentID = "document_id"
            case text
        }
    }

    package var id: String
    package var createdUnixMs: Int64
    /// auto, local, or the name of an upstream.
    package var requestedModel: String
    package var turns: [Turn]
    package var intent: String?
    package var confidence: Float?
    package var outOfScope: Float?
    package var candidates: [Candidate] = []
    package var risk: String?
    package var action: String?
    package var threshold: Float
    package var outOfScopeThreshold: Float
    package var passageThreshold: Float
    package var route: String
    package var reason: String
    package var cause: String
    package var warning: String?
    /// public, internal, personal or special-category: of everything that would leave. Nil in records of before.
    package var sensitivity: String?
    /// Why nothing of it might leave the device: policy, intent, sensitivity or caller; nil when it might.
    package var localOnly: String?
    package var linkWasUp: Bool
    package var policyVersion: UInt64
    package var releaseID: String?
    package var releaseCounter: UInt64?
    package var encoderSHA256: String?
    package var kernelTable: String?
    package var passages: [Passage] = []
    package var answer: LocalAnswer?
    /// Presidio's type name to number of spans.
    package var maskedEntities: [String: Int] = [:]
    package var encodedTokens = 0
    /// Presidio's type name to number of findings in the answer, before values were put back; nil while no answer was given out.
    package var answerFindings: [String: Int]?
    /// Size of the escalation as published; 0 when no content left.
    package var uplinkBytes = 0
    /// What the escalation would have been, had everything been sent; 0 for a request that must stay.
    package var baselineBytes = 0
    /// The escalation's sequence in this node's outbox.
    package var sequence: UInt64?
    /// Stage to microseconds.
    package var stageMicroseconds: [String: Int] = [:]

    enum CodingKeys: String, CodingKey {
        case id
        case createdUnixMs = "created_unix_ms"
        case requestedModel = "requested_model"
        case turns
        case intent
        case confidence
        case outOfScope = "out_of_scope"
        case candidates
        case risk
        case action
        case threshold
        case outOfScopeThreshold = "out_of_scope_threshold"
        case passageThreshold = "passage_threshold"
        case route
        case reason
        case cause
        case warning
        case sensitivity
        case localOnly = "local_only"
        case linkWasUp = "link_was_up"
        case policyVersion = "policy_version"
        case releaseID = "release_id"
        case releaseCounter = "release_counter"
        case encoderSHA256 = "encoder_sha256"
        case kernelTable = "kernel_table"
        case passages
        case answer
        case maskedEntities = "masked_entities"
        case answerFindings = "answer_findings"
        case encodedTokens = "encoded_tokens"
        case uplinkBytes = "uplink_bytes"
        case baselineBytes = "baseline_bytes"
        case sequence
        case stageMicroseconds = "stage_us"
    }
}

/// Names one request on this node: 48 bits of time and 80 of chance in hexadecimal, so ids sort by age and cannot be guessed.
package enum DecisionID {
    package static func make(unixMs: Int64) -> String {
        var time = String(UInt64(unixMs) & 0xffff_ffff_ffff, radix: 16)
        time = String(repeating: "0", count: 12 - time.count) + time
        return "req-" + time + hex(UInt64.random(in: 0...UInt64.max), digits: 16) + hex(UInt64.random(in: 0...0xffff), digits: 4)
    }

    /// Whether the text can be an id at all; anything else is not looked up.
    package static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == 36 && text.hasPrefix("req-")
            && text.utf8.dropFirst(4).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    private static func hex(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
