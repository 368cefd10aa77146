import Classification
import Contract
import FoundationEssentials
import Hummingbird
import Metering
import Pipeline
import Privacy
import Routing

/// `POST /v1/classify`, `/v1/mask`, `/v1/restore`: answered by the device alone, recorded nowhere.
struct LocalRoutes: Sendable {
    let pipeline: RequestPipeline
    let maps: ConversationMaps
    let bodyLimitInBytes: Int

    private struct Candidate: Encodable {
        var intent: String
        var probability: Float
    }

    private struct Classified: Encodable {
        var object = "weir.classification"
        var intent: String
        var confidence: Float
        var outOfScope: Float
        var candidates: [Candidate]
        var route: String
        var reason: String
        var threshold: Float
        var sensitivity: String
        var maskedText: String
        var passages: [DecisionRecord.Passage]
        var releaseID: String
        var policyVersion: UInt64
        var stages: [String: Int]

        enum CodingKeys: String, CodingKey {
            case object
            case intent
            case confidence
            case outOfScope = "out_of_scope"
            case candidates
            case route
            case reason
            case threshold
            case sensitivity
            case maskedText = "masked_text"
            case passages
            case releaseID = "release_id"
            case policyVersion = "policy_version"
            case stages = "stage_us"
        }
    }

    func classify(_ request: Request) async throws(APIError) -> Response {
        let input = try await JSONInput(request, limitInBytes: bodyLimitInBytes)
        try input.refuseOthers(than: ["text"])
        let text = try input.requiredString("text")
        let found: RequestPipeline.Classified?
        let localOnly = try WeirHeaders.localOnly(request.headers)
        do throws(PipelineError) { found = try await pipeline.classify(text, localOnly: localOnly) } catch {
            throw APIError(error).about("text")
        }
        guard let found else { throw APIError.noRelease }
        return JSONOutput.response(
            Classified(
                intent: found.classification.label, confidence: found.classification.confidence,
                outOfScope: found.classification.outOfScope,
                candidates: found.classification.ranked.map { .init(intent: $0.label, probability: $0.probability) },
                route: found.decision.route.label, reason: found.decision.reason.label, threshold: found.decision.threshold,
                sensitivity: found.sensitivity.rawValue, maskedText: found.masking.masked.text, passages: found.passages,
                releaseID: found.release.rawValue,
                policyVersion: found.policyVersion, stages: found.stageMicroseconds))
    }

    struct Span: Encodable {
        var type: String
        var start: Int
        var end: Int
        var score: Float
        var rule: String

        init(_ span: EntitySpan) {
            type = span.entity.rawValue
            start = span.start
            end = span.end
            score = span.score
            rule = span.rule
        }
    }

    private struct Masked: Encodable {
        var object = "weir.masking"
        var masked: String
        var spans: [Span]
        var conversationID: String

        enum CodingKeys: String, CodingKey {
            case object
            case masked
            case spans
            case conversationID = "conversation_id"
        }
    }

    func mask(_ request: Request) async throws(APIError) -> Response {
        let input = try await JSONInput(request, limitInBytes: bodyLimitInBytes)
        try input.refuseOthers(than: ["text", "conversation_id"])
        let text = try input.requiredString("text")
        let id = try input.string("conversation_id")
        var map = RestoreMap()
        if let id {
            guard let kept = maps.map(id) else { throw Self.unknownConversation }
            map = kept
        }
        let masking: Masking
        do throws(PipelineError) { (masking, map) = try await pipeline.mask(text, map) } catch { throw APIError(error).about("text") }
        return JSONOutput.response(
            Masked(masked: masking.masked.text, spans: masking.spans.map { Span($0) }, conversationID: maps.keep(map, as: id)))
    }

    private struct Restored: Encodable {
        var object = "weir.restored"
        var text: String
    }

    func restore(_ request: Request) async throws(APIError) -> Response {
        let input = try await JSONInput(request, limitInBytes: bodyLimitInBytes)
        try input.refuseOthers(than: ["text", "conversation_id"])
        let text = try input.requiredString("text")
        let id = try input.requiredString("conversation_id")
        guard let map = maps.map(id) else { throw Self.unknownConversation }
        return JSONOutput.response(Restored(text: map.restore(text)))
    }

    private static let unknownConversation = APIError(
        404, "No conversation with this id is kept here; they are forgotten after a while.", type: "invalid_request_error",
        param: "conversation_id", code: "conversation_not_found")
}

extension APIError {
    /// The same error about another parameter.
    func about(_ param: String) -> APIError {
        var other = APIError(status, message, type: type, param: self.param == "messages" ? param : self.param, code: code)
        other.retryAfter = retryAfter
        return other
    }
}
