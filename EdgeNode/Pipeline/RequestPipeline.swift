import Classification
package import Contract
import Inference
package import Metering
package import Outbox
package import Privacy
package import Routing
import Retrieval

package struct PipelineRequest: Sendable {
    package struct Turn: Sendable {
        package var role: Role
        package var text: String

        package init(role: Role, text: String) {
            self.role = role
            self.text = text
        }
    }

    /// The conversation, oldest first. The last turn of the user is what is answered.
    package var turns: [Turn]
    package var requested: RequestedPath
    /// What the caller wrote in `model`; one of a closed list.
    package var model: String
    /// The upstream the caller named; empty: the plane chooses.
    package var upstreamModel = ""
    package var maxTokens: UInt32 = 0
    package var temperature: Float?

    package init(turns: [Turn], requested: RequestedPath, model: String) {
        self.turns = turns
        self.requested = requested
        self.model = model
    }
}

package struct PipelineSettings: Hashable, Sendable {
    /// All turns together.
    package var textLimitInBytes: Int
    package var lanes: Int
    /// Requests computing and waiting to compute, at most.
    package var laneLimit: Int
    /// Passages looked up, and sent along with an escalation when near enough.
    package var passages: Int

    package init(textLimitInBytes: Int = 65_536, lanes: Int = 1, laneLimit: Int = 64, passages: Int = 3) {
        self.textLimitInBytes = textLimitInBytes
        self.lanes = lanes
        self.laneLimit = laneLimit
        self.passages = passages
    }
}

/// One request from left to right: intake, mask, encode, classify, retrieve, route, then answer here or hand over to the outbox; record.
package final class RequestPipeline: Sendable {
    package enum Outcome: Sendable {
        /// Text for the caller, from the workflow or its approved documents.
        case answered(text: String)
        /// Committed to the outbox.
        case accepted(EscalationID)
        case refused
    }

    package struct Handled: Sendable {
        package var record: DecisionRecord
        package var decision: Decision
        package var outcome: Outcome
        /// Restores the answer to this conversation.
        package var map: RestoreMap
        /// The escalation exactly as published; empty when nothing is sent.
        package var payload: [UInt8] = []
    }

    package let serving: Serving
    package let outbox: Outbox
    package let decisions: DecisionStore
    package let meter: NodeMeter
    package let anonymizer: Anonymizer
    let lane: WorkLane
    let settings: PipelineSettings
    private let linkIsUp: @Sendable () -> Bool
    private let isDraining: @Sendable () -> Bool
    private let now: @Sendable () -> Int64
    private let clock = ContinuousClock()

    package init(
        settings: PipelineSettings, serving: Serving, anonymizer: Anonymizer, outbox: Outbox, decisions: DecisionStore, meter: NodeMeter,
        linkIsUp: @escaping @Sendable () -> Bool, isDraining: @escaping @Sendable () -> Bool, now: @escaping @Sendable () -> Int64
    ) {
        self.settings = settings
        self.serving = serving
        self.anonymizer = anonymizer
        self.outbox = outbox
        self.decisions = decisions
        self.meter = meter
        self.linkIsUp = linkIsUp
        self.isDraining = isDraining
        self.now = now
        lane = WorkLane(width: settings.lanes, limit: settings.laneLimit)
    }

    package var textLimitInBytes: Int { settings.textLimitInBytes }
    package var linkUp: Bool { linkIsUp() }
    package var draining: Bool { isDraining() }

    // MARK: one request

    /// Decides, and either answers or commits to the outbox. An escalation's answer is waited for with `answer(to:within:)`.
    package func handle(_ request: PipelineRequest) async throws(PipelineError) -> Handled {
        try admit(request.turns)
        let active = serving.current
        let linkWasUp = linkIsUp()
        let read = try await compute { [self] () throws(PipelineError) in try self.read(request, active, linkIsUp: linkWasUp) }
        let created = now()
        let id = DecisionID.make(unixMs: created)
        var record = makeRecord(id: id, created: created, request: request, read: read, active: active, linkWasUp: linkWasUp)
        let escalation = makeEscalation(request, read, active, created: created)
        record.baselineBytes = escalation.sizeInBytes
        let outcome: Outcome
        var payload: [UInt8] = []
        switch read.decision.route {
        case .local:
            let answer = localAnswer(read, active)
            record.answer = answer
            outcome = .answered(text: answer.text)
        case .escalate, .hold, .wait:
            let accepted: Outbox.Accepted
            do throws(OutboxError) { accepted = try await outbox.accept(escalation, decision: id, map: read.map) } catch {
                throw PipelineError(.outbox(error.code), detail: error.description)
            }
            record.sequence = accepted.id.sequence
            record.uplinkBytes = accepted.payload.count
            payload = accepted.payload
            outcome = .accepted(accepted.id)
        case .refuse, .unspecified, .UNRECOGNIZED:
            outcome = .refused
        }
        let beforeRecord = clock.now
        try await decisions.insert(record)
        let end = clock.now
        record.stageMicroseconds[Stage.record.label] = (end - beforeRecord).microseconds
        meter.time(.stage(.record), end - beforeRecord)
        count(read, record)
        return Handled(record: record, decision: read.decision, outcome: outcome, map: read.map, payload: payload)
    }

    /// The masked answer; nil when it does not come in time. Still to be restored.
    package func answer(to handled: Handled, within timeout: Duration) async -> Answer? {
        guard case .accepted(let id) = handled.outcome else { return nil }
        return await outbox.answer(to: id, decision: handled.record.id, within: timeout)
    }

    /// What the API shows of an earlier request; nil when it is unknown or cleared.
    package func lookUp(_ id: String) async throws(PipelineError) -> (record: DecisionRecord, entry: Outbox.Entry?)? {
        guard let record = try await decisions.record(id: id) else { return nil }
        do throws(OutboxError) { return (record, try await outbox.entry(decision: id)) } catch {
            throw PipelineError(.outbox(error.code), detail: error.description)
        }
    }

    package func countRejected() { meter.count(.rejectedRequests) }

    // MARK: stages

    /// All that comes of the computing stages.
    struct Reading: Sendable {
        var turns: [(role: Role, masking: Masking)]
        var map: RestoreMap
        var classification: IntentClassification?
        var passages: [PassageMatch] = []
        var maskedPassages: [OutgoingEscalation.Passage] = []
        var decision: Decision
        var tokens = 0
        var stages: [(Stage, Duration)] = []
    }

    func admit(_ turns: [PipelineRequest.Turn]) throws(PipelineError) {
        if isDraining() { throw PipelineError(.draining) }
        var size = 0
        for turn in turns { size += turn.text.utf8.count }
        guard size <= settings.textLimitInBytes else { throw PipelineError(.tooLarge(limitInBytes: settings.textLimitInBytes)) }
        guard let last = turns.last(where: { $0.role == .user }) else { throw PipelineError(.noUserTurn) }
        guard last.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { throw PipelineError(.empty) }
    }

    func compute<T: Sendable>(_ work: @escaping @Sendable () throws(PipelineError) -> T) async throws(PipelineError) -> T {
        let result: Result<T, PipelineError>
        do throws(WorkLane.Busy) {
            result = try await lane.run {
                do throws(PipelineError) { return Result.success(try work()) } catch { return Result.failure(error) }
            }
        } catch {
            throw PipelineError(.busy)
        }
        return try result.get()
    }

    /// Mask, encode, classify, retrieve, route. Runs on the lane.
    func read(_ request: PipelineRequest, _ active: ActiveRelease, linkIsUp: Bool) throws(PipelineError) -> Reading {
        var map = RestoreMap()
        var stages: [(Stage, Duration)] = []
        var mark = clock.now
        func finish(_ stage: Stage) {
            let now = clock.now
            stages.append((stage, now - mark))
            mark = now
        }
        let readings = request.turns.map { anonymizer.read($0.text) }
        let turns = zip(request.turns, readings).map { (role: $0.role, masking: anonymizer.mask($1, into: &map)) }
        finish(.mask)
        var classification: IntentClassification?
        var passages: [PassageMatch] = []
        var tokens = 0
        var signal: RoutingSignals.Class?
        if let release = active.release, let last = turns.lastIndex(where: { $0.role == .user }) {
            let encoding: Encoding
            do throws(InferenceError) {
                encoding = try release.encoder.encode(readings[last].encoderText, tokenStates: false)
            } catch {
                throw PipelineError(error)
            }
            tokens = encoding.tokens.count
            finish(.encode)
            let found: IntentClassification
            do { found = try release.head.classify(encoding.sentence) } catch { throw PipelineError(.encoder, detail: "\(error)") }
            classification = found
            signal = RoutingSignals.Class(index: found.index, confidence: found.confidence, outOfScope: found.outOfScope)
            finish(.classify)
            if let knowledge = release.knowledge {
                do { passages = try knowledge.search(encoding.sentence, top: settings.passages) } catch {
                    throw PipelineError(.encoder, detail: "\(error)")
                }
            }
            finish(.retrieve)
        }
        let signals = RoutingSignals(
            requested: request.requested, recognised: signal, bestPassage: passages.first?.score, linkIsUp: linkIsUp)
        let decision = Router.decide(signals, policy: active.policy)
        var masked: [OutgoingEscalation.Passage] = []
        if decision.sent != nil, let bundle = active.release?.bundle {
            // Passages go along under the conversation's own map, so that one value has one placeholder everywhere.
            for passage in passages where passage.score >= active.policy.passageThreshold {
                let source = bundle.passages[passage.row]
                masked.append(
                    .init(documentID: source.documentID, text: anonymizer.mask(source.text, into: &map).masked, score: passage.score))
            }
        }
        // The second look at what is about to leave. Masking repeats itself until nothing is found, so this finds only a fault of ours.
        if decision.sent != nil {
            let leaving = turns.map(\.masking.masked) + masked.map(\.text)
            guard leaving.allSatisfy({ anonymizer.leaks(in: $0).isEmpty }) else { throw PipelineError(.leak) }
        }
        finish(.route)
        return Reading(
            turns: turns, map: map, classification: classification, passages: passages, maskedPassages: masked, decision: decision,
            tokens: tokens, stages: stages)
    }

    private func localAnswer(_ read: Reading, _ active: ActiveRelease) -> DecisionRecord.LocalAnswer {
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

    private func makeEscalation(_ request: PipelineRequest, _ read: Reading, _ active: ActiveRelease, created: Int64) -> OutgoingEscalation
    {
        var escalation = OutgoingEscalation(
            turns: read.turns.map { .init(role: $0.role, text: $0.masking.masked) }, route: read.decision.sent ?? .escalate,
            reason: read.decision.cause)
        escalation.passages = read.maskedPassages
        if let classification = read.classification {
            escalation.intent = classification.label
            escalation.confidence = classification.confidence
            escalation.outOfScope = classification.outOfScope
        }
        escalation.release = active.release?.id
        escalation.policyVersion = active.policy.version
        if active.policy.answerDeadlineSeconds > 0 {
            escalation.deadlineUnixMs = created + Int64(active.policy.answerDeadlineSeconds) * 1000
        }
        let cap = read.classification.map { active.policy.classes[$0.index].maxTokens } ?? active.policy.maxTokens
        escalation.maxTokens = request.maxTokens == 0 ? cap : (cap == 0 ? request.maxTokens : min(cap, request.maxTokens))
        escalation.upstreamModel = request.upstreamModel
        escalation.temperature = request.temperature
        return escalation
    }

    private func makeRecord(
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
        record.encodedTokens = read.tokens
        for (stage, duration) in read.stages { record.stageMicroseconds[stage.label] = duration.microseconds }
        return record
    }

    private func count(_ read: Reading, _ record: DecisionRecord) {
        meter.count(.requests(read.decision.route, read.decision.reason))
        for (stage, duration) in read.stages { meter.time(.stage(stage), duration) }
        for (name, amount) in record.maskedEntities {
            // Identifiers that the wire has no name for count as CUSTOM, so that the sum is right.
            meter.count(.maskedEntities(Entity(presidioName: name) ?? .custom), by: UInt64(amount))
        }
        meter.count(.baselineBytes, by: UInt64(record.baselineBytes))
        meter.count(.encodedTokens, by: UInt64(record.encodedTokens))
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

extension RequestPipeline {
    /// The answer with the conversation's values put back, timed.
    package func restore(_ answer: Answer, _ map: RestoreMap) -> String {
        let begin = ContinuousClock.now
        let text = map.restore(answer.maskedText)
        meter.time(.stage(.restore), ContinuousClock.now - begin)
        return text
    }
}
