import Classification
import Contract
import Outbox
import Privacy
import Releases
import Retrieval
import Routing

/// Time spent in each stage of a request; a stage that is returned to adds up.
struct StageTimer {
    private(set) var stages: [(stage: Stage, time: Duration)] = []
    private let clock = ContinuousClock()
    private var mark: ContinuousClock.Instant

    init() { mark = clock.now }

    /// What passed since the last call belongs to `stage`.
    mutating func finish(_ stage: Stage) {
        let now = clock.now
        if let index = stages.firstIndex(where: { $0.stage == stage }) {
            stages[index].time += now - mark
        } else {
            stages.append((stage, now - mark))
        }
        mark = now
    }
}

extension RequestPipeline {
    /// All that comes of the computing stages.
    struct Reading: Sendable {
        var turns: [(role: Role, masking: Masking)]
        var map: RestoreMap
        var classification: IntentClassification?
        /// Of all turns. Passages are the operator's, approved to be shown.
        var sensitivity: Sensitivity
        var signals: RoutingSignals
        var passages: [PassageMatch] = []
        var decision: Decision
        /// Nil when the decision sends nothing.
        var permit: EgressPermit?
        /// Of the text that is answered.
        var tokens = 0
        /// Of all texts that went through the encoder.
        var encodedTokens = 0
        /// What the escalation costs, or would have cost; 0 for what may not leave.
        var baselineBytes = 0
        var stages: [(stage: Stage, time: Duration)] = []
    }

    /// Mask, encode, classify, retrieve, route, and check what is about to leave. Runs on the lane.
    func read(_ request: PipelineRequest, _ active: ActiveRelease, linkIsUp: Bool, created: Int64) throws(PipelineError) -> Reading {
        var timer = StageTimer()
        let readings = request.turns.map { active.anonymizer.read($0.text) }
        timer.finish(.mask)
        let models = active.release.map {
            ModelReader(release: $0, cache: active.tags, classifiesAll: active.policy.keepsSomeClass)
        }
        let last = request.turns.lastIndex { $0.role == .user }
        var read: [ModelReader.Read] = []
        if let models {
            for (index, reading) in readings.enumerated() {
                let text = reading.encoderText
                // What the user says has a level as a whole; what others say counts by its spans.
                read.append(
                    index == last ? try models.answered(text) : try models.other(text, isUsers: request.turns[index].role == .user))
            }
        }
        timer.finish(.encode)
        var texts = readings.indices.map { (reading: readings[$0], tagged: read.isEmpty ? [] : read[$0].entry.spans) }
        var map = RestoreMap()
        let maskings = active.anonymizer.mask(texts, into: &map)
        let turns = zip(request.turns, maskings).map { (role: $0.role, masking: $1) }
        timer.finish(.mask)
        let sensitivity = max(read.compactMap(\.entry.level).max() ?? .public, Self.sensitivity(maskings))

        var classification: IntentClassification?
        var passages: [PassageMatch] = []
        if let release = active.release, let last {
            let found: IntentClassification
            do { found = try release.head.classify(read[last].vector) } catch { throw PipelineError(.encoder, detail: "\(error)") }
            classification = found
            timer.finish(.classify)
            if let knowledge = release.knowledge {
                do { passages = try knowledge.search(read[last].vector, top: settings.passages) } catch {
                    throw PipelineError(.encoder, detail: "\(error)")
                }
            }
            timer.finish(.retrieve)
        }
        let signals = RoutingSignals(
            requested: request.requested,
            recognised: classification.map { .init(index: $0.index, confidence: $0.confidence, outOfScope: $0.outOfScope) },
            earlierClasses: read.indices.compactMap { $0 == last ? nil : read[$0].entry.intent }, bestPassage: passages.first?.score,
            linkIsUp: linkIsUp,
            // Without a release nobody looked at the texts as a whole.
            sensitivity: active.release == nil ? nil : SensitivityLevel(sensitivity), callerAsksLocalOnly: request.localOnly)
        var reading = Reading(
            turns: turns, map: map, classification: classification, sensitivity: sensitivity, signals: signals, passages: passages,
            decision: decide(signals, active.policy))
        reading.tokens = last.map { read.isEmpty ? 0 : read[$0].tokens } ?? 0
        reading.encodedTokens = read.reduce(0) { $0 + $1.tokens }
        timer.finish(.route)
        if let models, reading.decision.sent != nil {
            // Sentence by sentence, for names that a long text hid.
            var isNew = false
            for index in texts.indices {
                let more = try models.sentences(of: texts[index].reading.encoderText, after: read[index])
                texts[index].tagged += more.spans
                reading.encodedTokens += more.tokens
                isNew = isNew || !more.spans.isEmpty
            }
            timer.finish(.encode)
            if isNew { _ = maskAgain(&reading, texts, active) }
            timer.finish(.mask)
        }
        if active.policy.localOnly(reading.signals) == nil || reading.decision.sent != nil {
            try prepare(&reading, texts, request, active, models, created: created)
        }
        timer.finish(.route)
        reading.stages = timer.stages
        return reading
    }

    static func sensitivity(_ maskings: [Masking]) -> Sensitivity {
        maskings.map { Sensitivity(spans: $0.spans + $0.kept) }.max() ?? .public
    }

    /// Masks the turns, and what goes along behind them, anew under one map, and decides anew where what is masked in a turn raises the level.
    private func maskAgain(
        _ reading: inout Reading, _ texts: [(reading: PatternReading, tagged: [EntitySpan])], _ active: ActiveRelease
    ) -> [Masking] {
        reading.map = RestoreMap()
        let maskings = active.anonymizer.mask(texts, into: &reading.map)
        for index in reading.turns.indices { reading.turns[index].masking = maskings[index] }
        let sensitivity = max(reading.sensitivity, Self.sensitivity(reading.turns.map(\.masking)))
        if sensitivity != reading.sensitivity {
            reading.sensitivity = sensitivity
            reading.signals.sensitivity = SensitivityLevel(sensitivity)
            reading.decision = decide(reading.signals, active.policy)
        }
        return maskings
    }

    /// The escalation as it would leave, and leave to send it where that was decided.
    private func prepare(
        _ reading: inout Reading, _ texts: [(reading: PatternReading, tagged: [EntitySpan])], _ request: PipelineRequest,
        _ active: ActiveRelease, _ models: ModelReader?, created: Int64
    ) throws(PipelineError) {
        let passages = reading.decision.sent == nil ? [] : try addPassages(to: &reading, texts, active, models)
        let escalation = escalation(request, reading, passages, active, created: created)
        reading.baselineBytes = escalation.sizeInBytes
        // A value that a passage gave away in a turn may be what keeps the request here.
        guard reading.decision.sent != nil else { return }
        let bytes = escalation.textInBytes
        guard escalation.turns.count <= EscalationLimits.turns, bytes <= EscalationLimits.textInBytes else {
            throw PipelineError(.beyondPlane(turns: escalation.turns.count, textInBytes: bytes))
        }
        do throws(EgressRefusal) {
            reading.permit = try EgressCheck.permit(
                escalation, signals: reading.signals, policy: active.policy, anonymizer: active.anonymizer)
        } catch {
            switch error {
            case .leak: throw PipelineError(.leak)
            case .localOnly: throw PipelineError(.localOnly)
            }
        }
    }

    /// Passages near enough go along. Turns and passages are masked together, so that one value has one placeholder everywhere, and none that a passage gives away
    /// stays in a turn.
    private func addPassages(
        to reading: inout Reading, _ texts: [(reading: PatternReading, tagged: [EntitySpan])], _ active: ActiveRelease,
        _ models: ModelReader?
    ) throws(PipelineError) -> [OutgoingEscalation.Passage] {
        guard let models else { return [] }
        let near = reading.passages.filter { $0.score >= active.policy.passageThreshold }
        guard !near.isEmpty else { return [] }
        let sources = near.map { models.release.bundle.passages[$0.row] }
        var all = texts
        for source in sources {
            let text = active.anonymizer.read(source.text)
            let read = try models.other(text.encoderText, isUsers: false)
            let more = try models.sentences(of: text.encoderText, after: read)
            reading.encodedTokens += read.tokens + more.tokens
            all.append((text, read.entry.spans + more.spans))
        }
        let maskings = maskAgain(&reading, all, active)
        return near.indices.map { index in
            .init(documentID: sources[index].documentID, text: maskings[texts.count + index].masked, score: near[index].score)
        }
    }

    private func escalation(
        _ request: PipelineRequest, _ read: Reading, _ passages: [OutgoingEscalation.Passage], _ active: ActiveRelease, created: Int64
    ) -> OutgoingEscalation {
        var escalation = OutgoingEscalation(
            turns: read.turns.map { .init(role: $0.role, text: $0.masking.masked) }, route: read.decision.sent ?? .escalate,
            reason: read.decision.cause)
        escalation.passages = passages
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
}
