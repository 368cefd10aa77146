import Classification
package import Contract
import Inference
package import Metering
package import Outbox
package import Privacy
package import Routing
import Retrieval

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
    let lane: WorkLane
    let settings: PipelineSettings
    private let linkIsUp: @Sendable () -> Bool
    private let isDraining: @Sendable () -> Bool
    private let now: @Sendable () -> Int64
    private let router: @Sendable (RoutingSignals, RoutingPolicy) -> Decision
    private let clock = ContinuousClock()

    /// - Parameter router: another one only where a test shows that a wrong router sends nothing it must not.
    package init(
        settings: PipelineSettings, serving: Serving, outbox: Outbox, decisions: DecisionStore, meter: NodeMeter,
        linkIsUp: @escaping @Sendable () -> Bool, isDraining: @escaping @Sendable () -> Bool, now: @escaping @Sendable () -> Int64,
        router: @escaping @Sendable (RoutingSignals, RoutingPolicy) -> Decision = { Router.decide($0, policy: $1) }
    ) {
        self.settings = settings
        self.serving = serving
        self.router = router
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
        let created = now()
        let read = try await compute { [self] () throws(PipelineError) in
            try self.read(request, active, linkIsUp: linkWasUp, created: created)
        }
        let id = DecisionID.make(unixMs: created)
        var record = makeRecord(id: id, created: created, request: request, read: read, active: active, linkWasUp: linkWasUp)
        let outcome: Outcome
        var payload: [UInt8] = []
        switch read.decision.route {
        case .local:
            let answer = localAnswer(read, active)
            record.answer = answer
            outcome = .answered(text: answer.text)
        case .escalate, .hold, .wait:
            guard let permit = read.permit else { throw PipelineError(.localOnly) }
            // First, so that nothing leaves without a record.
            try await decisions.insert(record)
            let accepted: Outbox.Accepted
            do throws(OutboxError) { accepted = try await outbox.accept(permit, decision: id, map: read.map) } catch {
                await decisions.remove(id: id)
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
        switch outcome {
        // It is accepted whatever becomes of this: where the record lacks what left, the outbox has it.
        case .accepted: await decisions.update(record)
        case .answered, .refused: try await decisions.insert(record)
        }
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

    /// What to restore an answer with: nothing once the values were destroyed on request, while the answer was waited for.
    package func map(of handled: Handled) async -> RestoreMap {
        guard case .accepted = handled.outcome, let entry = try? await outbox.entry(decision: handled.record.id),
            entry.mapLoss == .forgotten
        else { return handled.map }
        return RestoreMap()
    }

    /// What the API shows of an earlier request; nil when it is unknown or cleared.
    package func lookUp(_ id: String) async throws(PipelineError) -> (record: DecisionRecord, entry: Outbox.Entry?)? {
        guard let record = try await decisions.record(id: id) else { return nil }
        do throws(OutboxError) { return (record, try await outbox.entry(decision: id)) } catch {
            throw PipelineError(.outbox(error.code), detail: error.description)
        }
    }

    /// Destroys the values that an escalated request's answer would be restored with; nil when the request is unknown, false when no values are kept for it.
    package func forgetValues(of id: String) async throws(PipelineError) -> Bool? {
        guard try await decisions.record(id: id) != nil else { return nil }
        do throws(OutboxError) { return try await outbox.forget(decision: id) } catch {
            throw PipelineError(.outbox(error.code), detail: error.description)
        }
    }

    package func countRejected() { meter.count(.rejectedRequests) }

    // MARK: stages

    func decide(_ signals: RoutingSignals, _ policy: RoutingPolicy) -> Decision { router(signals, policy) }

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
}
