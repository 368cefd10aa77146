import Classification
import Contract
import FoundationEssentials
import Hummingbird
import Metering
import Pipeline
import Privacy
import Routing

/// `POST /v1/classify`: answered by the device alone, recorded nowhere.
struct LocalRoutes: Sendable {
    let pipeline: RequestPipeline
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
}

extension APIError {
    /// The same error about another parameter.
    func about(_ param: String) -> APIError {
        var other = APIError(status, message, type: type, param: self.param == "messages" ? param : self.param, code: code)
        other.retryAfter = retryAfter
        return other
    }
}
