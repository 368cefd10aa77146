import Classification
import Contract
import Inference
import Metering
import Privacy
import Retrieval
import Routing

/// What is said and counted of a request that was read.
extension RequestPipeline {
    func localAnswer(_ read: Reading, _ active: ActiveRelease) -> DecisionRecord.LocalAnswer {
        guard let release = active.release, let classification = read.classification else {
            preconditionFailure("a local answer without a release")
        }
        switch read.decision.answer {
        case .passage:
            guard let best = read.passages.first else { preconditionFailure("a passage was decided on and there is none") }
            let passage = release.bundle.passages[best.row]
            return .init(kind: "passage", documentID: passage.documentID, text: passage.text)
        case .template, nil:
            return .init(kind: "template", documentID: nil, text: release.bundle.intents[classification.index].template)
        }
    }

    func makeRecord(
        id: String, created: Int64, request: PipelineRequest, read: Reading, active: ActiveRelease, linkWasUp: Bool
    ) -> DecisionRecord {
        let decision = read.decision
        let rules = read.classification.map { active.policy.classes[$0.index] }
        var record = DecisionRecord(
            id: id, createdUnixMs: created, requestedModel: request.model,
            turns: read.turns.map { .init(role: $0.role.label, maskedText: $0.masking.masked.text) }, threshold: decision.threshold,
            outOfScopeThreshold: active.policy.outOfScopeThreshold, passageThreshold: active.policy.passageThreshold,
            route: decision.route.label, reason: decision.reason.label, cause: decision.cause.label, linkWasUp: linkWasUp,
            policyVersion: active.policy.version)
        if let classification = read.classification {
            record.intent = classification.label
            record.confidence = classification.confidence.finite
            record.outOfScope = classification.outOfScope.finite
            record.candidates = classification.ranked.map { .init(intent: $0.label, confidence: $0.probability.finite) }
        }
        record.risk = rules?.risk.label
        record.action = rules?.action.label
        record.warning = decision.warning?.rawValue
        record.releaseID = active.release?.id.rawValue
        record.releaseCounter = active.release?.manifest.counter
        record.encoderSHA256 = active.release?.encoderSHA256
        record.kernelTable = active.release?.encoder.kernelTableName
        if let bundle = active.release?.bundle {
            record.passages = read.passages.map { .init(documentID: bundle.passages[$0.row].documentID, score: $0.score.finite) }
        }
        for turn in read.turns {
            for span in turn.masking.spans { record.maskedEntities[span.entity.rawValue, default: 0] += 1 }
        }
        record.sensitivity = read.sensitivity.rawValue
        record.localOnly = active.policy.localOnly(read.signals)?.rawValue
        record.encodedTokens = read.tokens
        record.baselineBytes = read.baselineBytes
        for (stage, duration) in read.stages { record.stageMicroseconds[stage.label] = duration.microseconds }
        return record
    }

    func count(_ read: Reading, _ record: DecisionRecord) {
        meter.count(.requests(read.decision.route, read.decision.reason))
        for (stage, duration) in read.stages { meter.time(.stage(stage), duration) }
        for (name, amount) in record.maskedEntities {
            meter.count(.maskedEntities(Entity(presidioName: name) ?? .custom), by: UInt64(amount))
        }
        meter.count(.baselineBytes, by: UInt64(record.baselineBytes))
        meter.count(.encodedTokens, by: UInt64(read.encodedTokens))
        if let classification = read.classification {
            meter.count(.intents(number: UInt32(classification.index) + 1, read.decision.route))
        }
    }
}

extension Float {
    /// JSON has no word for the others.
    var finite: Float { isFinite ? self : 0 }
}

extension Duration {
    package var microseconds: Int { Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000) }
}
