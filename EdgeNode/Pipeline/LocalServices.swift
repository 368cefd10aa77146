package import Classification
package import Contract
import Inference
import Metering
package import Privacy
import Retrieval
package import Routing
import Tokenization

/// Calls that answer from the device alone and leave no decision record: classification, embeddings, masking.
extension RequestPipeline {
    package struct Classified: Sendable {
        package var masking: Masking
        package var classification: IntentClassification
        /// What a chat request with this text would lead to, now.
        package var decision: Decision
        package var sensitivity: Sensitivity
        package var policyVersion: UInt64
        package var release: ReleaseID
        package var passages: [DecisionRecord.Passage]
        package var stageMicroseconds: [String: Int]
    }

    /// Nil when no release is installed. Nothing leaves, whatever the decision says.
    package func classify(_ text: String, localOnly: Bool = false) async throws(PipelineError) -> Classified? {
        var request = PipelineRequest(turns: [.init(role: .user, text: text)], requested: .auto, model: "auto")
        request.localOnly = localOnly
        try admit(request.turns)
        let active = serving.current
        guard let release = active.release else { return nil }
        let up = linkUp
        let asked = request
        let read = try await compute { [self] () throws(PipelineError) in try self.read(asked, active, linkIsUp: up, created: 0) }
        guard let classification = read.classification, let turn = read.turns.first else { return nil }
        var stages: [String: Int] = [:]
        for (stage, duration) in read.stages { stages[stage.label] = duration.microseconds }
        return Classified(
            masking: turn.masking, classification: classification, decision: read.decision, sensitivity: read.sensitivity,
            policyVersion: active.policy.version,
            release: release.id,
            passages: read.passages.map { .init(documentID: release.bundle.passages[$0.row].documentID, score: $0.score.finite) },
            stageMicroseconds: stages)
    }

    package struct Embedded: Sendable {
        /// Unit vectors in the order of the texts.
        package var vectors: [[Float]]
        package var tokens: Int
    }

    /// Nil when no release is installed. The texts stay on the device and are encoded as they are.
    package func embed(_ texts: [String]) async throws(PipelineError) -> Embedded? {
        if draining { throw PipelineError(.draining) }
        guard texts.reduce(0, { $0 + $1.utf8.count }) <= textLimitInBytes else {
            throw PipelineError(.tooLarge(limitInBytes: textLimitInBytes))
        }
        guard let release = serving.current.release else { return nil }
        let embedded = try await compute { () throws(PipelineError) in
            var tokens = 0
            for text in texts { tokens += release.encoder.tokenizer.encode(text).count }
            do throws(InferenceError) {
                return Embedded(vectors: try release.encoder.embed(batch: texts), tokens: tokens)
            } catch {
                throw PipelineError(error)
            }
        }
        meter.count(.encodedTokens, by: UInt64(embedded.tokens))
        return embedded
    }
}
