package import Aggregation
package import Approvals
package import Contract
package import Fleet
package import LLM
package import Logging
package import Messaging
package import SQLite
import ServiceLifecycle
import SwiftProtobuf
import Telemetry

/// Takes in what nodes send, has escalations answered, and sends the answers back until they are receipted.
///
/// What was receipted is in the database; everything in memory is made anew from there at start. So the process may be killed at any point:
/// an escalation is worked off again from its row (upstream calls carry its id as idempotency key), its answer and bill are one transaction,
/// and an answer is published until its node says that it has it.
package final class IngestService: Service {
    /// What the rest of the plane wants to hear. Called after the commit.
    package struct Observers: Sendable {
        /// The link is up and `plane/state` says online: desired states are to be published.
        package let linked: @Sendable () async -> Void
        package let reported: @Sendable (NodeID, ReportedState) async -> Void
        /// A node enrolled itself.
        package let enrolled: @Sendable (NodeID) async -> Void

        package init(
            linked: @escaping @Sendable () async -> Void, reported: @escaping @Sendable (NodeID, ReportedState) async -> Void,
            enrolled: @escaping @Sendable (NodeID) async -> Void
        ) {
            self.linked = linked
            self.reported = reported
            self.enrolled = enrolled
        }
    }

    package let metrics = IngestMetrics()
    private let settings: IngestSettings
    private let database: Database
    private let client: MQTTClient
    private let registry: FleetRegistry
    private let fleetMetrics: FleetMetrics
    private let approvals: ApprovalQueue
    private let llm: LLMClient
    private let prices: PriceTable
    private let observers: Observers
    private let epoch: UInt64
    private let clock: WallClock
    private let logger: Logger
    private let desk: IngestDesk

    package init(
        settings: IngestSettings, database: Database, client: MQTTClient, registry: FleetRegistry, fleetMetrics: FleetMetrics,
        approvals: ApprovalQueue, llm: LLMClient, prices: PriceTable, observers: Observers, epoch: UInt64, clock: WallClock = .system,
        logger: Logger
    ) {
        self.settings = settings
        self.database = database
        self.client = client
        self.registry = registry
        self.fleetMetrics = fleetMetrics
        self.approvals = approvals
        self.llm = llm
        self.prices = prices
        self.observers = observers
        self.epoch = epoch
        self.clock = clock
        self.logger = logger
        desk = IngestDesk(settings: settings)
    }

    package static let migrations = EscalationStore.migrations + ApprovalSchema.migrations + FleetMetrics.migrations + CostLedger.migrations

    /// What the broker says for the plane when it is gone.
    package static func will(epoch: UInt64) -> MQTTSettings.Will {
        MQTTSettings.Will(topic: Topic.planeState.name, payload: state(online: false, epoch: epoch), retain: true)
    }

    package func run() async throws {
        try await resume()
        try client.setSubscriptions(Topic.planeFilters)
        await withTaskGroup(of: Void.self) { group in
            for loop in [watchLink, receive, commit, deliver, settleApprovals, sweep] { group.addTask { await loop() } }
            group.addTask { await self.workOff() }
            // Ends by graceful shutdown: the loops end by cancellation, upstream calls under way get their grace inside `workOff`.
            await group.waitForAll()
        }
        try? await client.publish(topic: Topic.planeState.name, payload: Self.state(online: false, epoch: epoch), retain: true)
    }

    /// Takes up what the last run left: unanswered escalations, unreceipted answers.
    private func resume() async throws {
        let (waiting, answered) = try await database.read { connection in
            (
                try EscalationStore.requests(in: .waiting, limit: 1_000_000, connection),
                try EscalationStore.requests(in: .answered, limit: 1_000_000, connection)
            )
        }
        await desk.workOff(waiting)
        await desk.deliver(answered, now: .now)
        if !waiting.isEmpty || !answered.isEmpty {
            logger.info("resumed", metadata: ["escalations": "\(waiting.count)", "answers": "\(answered.count)"])
        }
    }

    // MARK: link

    private func watchLink() async {
        for await event in client.events.cancelOnGracefulShutdown() {
            switch event {
            case .connected:
                do {
                    try await client.publish(topic: Topic.planeState.name, payload: Self.state(online: true, epoch: epoch), retain: true)
                } catch {
                    // The link went away again; the next `.connected` repeats it.
                    logger.warning("plane state not published", metadata: ["error": "\(error)"])
                    continue
                }
                logger.info("link up")
                await desk.linkChanged(up: true, now: .now)
                await observers.linked()
            case .disconnected(let reason):
                await desk.linkChanged(up: false, now: .now)
                logger.warning("link down", metadata: ["reason": "\(reason)"])
            case .connectFailed(let reason): logger.warning("broker not reached", metadata: ["reason": "\(reason)"])
            case .subscriptionRefused(let filter, let reason):
                logger.error("broker refused a subscription", metadata: ["filter": "\(filter)", "reason": "\(reason)"])
            case .subscriptionsChanged: break
            }
        }
    }

    private static func state(online: Bool, epoch: UInt64) -> [UInt8] {
        let state = PlaneState.with {
            $0.online = online
            $0.epoch = epoch
        }
        // Two scalar fields always encode; an empty payload would clear the retained message, which reads as "not online" too.
        return (try? state.serializedBytes()) ?? []
    }

    // MARK: intake

    private func receive() async {
        for await message in client.messages.cancelOnGracefulShutdown() {
            do throws(Inbound.Refusal) {
                let inbound = try Inbound(message)
                metrics.count(inbound.kind)
                if await admits(inbound.node) { await desk.receive(inbound) }
            } catch {
                switch error {
                case .empty: break
                case .topic: metrics.count(.topic)
                case .malformed(let kind):
                    metrics.count(.malformed)
                    logger.warning("malformed message", metadata: ["kind": "\(kind.rawValue)", "bytes": "\(message.payload.count)"])
                }
            }
        }
    }

    private func admits(_ node: NodeID) async -> Bool {
        if let record = registry.record(node) {
            if record.isRevoked { metrics.count(.revokedNode) }
            return !record.isRevoked
        }
        guard settings.openEnrolment, registry.count < settings.maxNodes else {
            metrics.count(.unknownNode)
            return false
        }
        do {
            try await registry.enrol(node, labels: [:], selfRegistered: true)
            logger.info("node enrolled itself", metadata: ["node": "\(node)"])
            await observers.enrolled(node)
            return true
        } catch {
            logger.error("self-enrolment failed", metadata: ["node": "\(node)", "error": "\(error)"])
            return false
        }
    }

    private func commit() async {
        for await _ in desk.commitWake.cancelOnGracefulShutdown() {
            while true {
                let batch = await desk.takeBatch(limit: settings.batchLimit)
                if batch.isEmpty { break }
                await commit(batch)
            }
        }
    }

    private func commit(_ batch: [Inbound]) async {
        let now = clock.nowUnixMs()
        let began = ContinuousClock.now
        let done: BatchCommit
        do {
            done = try await database.write { connection in try BatchCommit.store(batch, nowUnixMs: now, in: connection) }
        } catch {
            // Nothing was receipted, so every node sends again.
            logger.error("batch not stored", metadata: ["messages": "\(batch.count)", "error": "\(error)"])
            return
        }
        metrics.commitSeconds.record(began.duration(to: .now))
        metrics.commits.add()
        metrics.duplicates.add(UInt64(done.duplicates))
        for outcome in done.outcomes { metrics.count(outcome) }
        registry.apply(done.observations)
        if let stored = done.metrics {
            fleetMetrics.apply(stored)
            metrics.duplicateWindows.add(UInt64(stored.duplicates))
            metrics.refusedSamples.add(UInt64(stored.refusedSamples))
        }
        await desk.delivered(done.delivered)
        await desk.workOff(done.toWorkOff)
        await desk.deliver(done.toDeliver, now: .now)
        await desk.returned(done.returned, now: .now)
        await publish(done.receipts)
        for (node, state) in done.reported { await observers.reported(node, state) }
    }

    /// A receipt that does not get through is not repeated by us: the node sends again what was not receipted, and gets another.
    private func publish(_ receipts: [BatchCommit.ReceiptKey: [UInt64]]) async {
        await withDiscardingTaskGroup { group in
            for (key, sequences) in receipts {
                group.addTask { [client] in
                    let receipt = Receipt.with {
                        $0.stream = key.stream
                        $0.boot = key.boot
                        $0.sequences = sequences
                    }
                    guard let payload: [UInt8] = try? receipt.serializedBytes() else { return }
                    try? await client.publish(topic: Topic.receipt(key.node).name, payload: payload)
                }
            }
        }
    }

    // MARK: answers back

    private func deliver() async {
        let wake = Ticks(merging: desk.deliveryWake, every: .milliseconds(500))
        for await _ in wake.stream.cancelOnGracefulShutdown() {
            while true {
                let due = await desk.takeDue(limit: 64, now: .now).filter { registry.record($0.node)?.status != .lost }
                if due.isEmpty { break }
                await deliver(due)
            }
        }
        wake.stop()
    }

    private func deliver(_ requests: [RequestID]) async {
        let answers: [(RequestID, [UInt8])]
        do {
            answers = try await database.read { connection in
                try requests.compactMap { request in try EscalationStore.storedAnswer(request, in: connection).map { (request, $0) } }
            }
        } catch {
            logger.error("answers not read", metadata: ["error": "\(error)"])
            return
        }
        await withDiscardingTaskGroup { group in
            for (request, payload) in answers {
                group.addTask { [client, metrics] in
                    metrics.resends.add()
                    // Not acknowledged means due again later.
                    try? await client.publish(topic: Topic.answer(request.node).name, payload: payload)
                }
            }
        }
        let forgotten = Set(requests).subtracting(answers.map(\.0))
        await desk.delivered(Array(forgotten))
    }

    // MARK: upstream

    private func workOff() async {
        let wake = Ticks(merging: desk.workWake, every: .milliseconds(500))
        await withTaskGroup(of: Void.self) { group in
            for await _ in wake.stream.cancelOnGracefulShutdown() {
                while let request = await desk.startNext(limit: settings.maxConcurrent, now: .now) {
                    group.addTask { await self.answer(request) }
                }
            }
            wake.stop()
            // Shutting down: calls under way may finish within their grace, so that what they cost is not spent twice.
            let calls = await desk.underWay
            if calls > 0 {
                logger.info("waiting for upstream calls", metadata: ["calls": "\(calls)"])
                group.addTask { [settings, desk] in
                    let end = ContinuousClock.now.advanced(by: settings.shutdownGrace)
                    while ContinuousClock.now < end, await desk.underWay > 0 { try? await Task.sleep(for: .milliseconds(20)) }
                }
                while await group.next() != nil, await desk.underWay > 0, !Task.isCancelled {}
            }
            group.cancelAll()
        }
    }

    private func answer(_ request: RequestID) async {
        do {
            guard let escalation = try await database.read({ try EscalationStore.waiting(request, in: $0) }) else {
                await desk.finished(request)
                return
            }
            let received = try await database.read { try EscalationStore.receivedUnixMs(request, in: $0) }
            let result: Result<Completion, LLMError>
            do throws(LLMError) {
                result = .success(try await llm.complete(completionRequest(request, escalation)))
            } catch {
                result = .failure(error)
            }
            switch result {
            case .success(let completion): try await store(request, escalation, completion, receivedUnixMs: received)
            case .failure(let error): try await failed(request, error, receivedUnixMs: received)
            }
        } catch {
            logger.error("escalation not worked off", metadata: ["request": "\(request)", "error": "\(error)"])
            await desk.putOff(request, atLeast: nil, now: .now)
        }
    }

    private func completionRequest(_ request: RequestID, _ escalation: Escalation) -> CompletionRequest {
        let left = escalation.deadlineUnixMs - clock.nowUnixMs()
        return CompletionRequest(
            id: request, messages: Prompt.messages(for: escalation), model: escalation.upstreamModel,
            maxTokens: escalation.maxTokens == 0 ? settings.maxTokens : escalation.maxTokens,
            temperature: escalation.hasTemperature ? escalation.temperature : nil,
            deadline: escalation.deadlineUnixMs > 0 ? .now.advanced(by: .milliseconds(max(0, left))) : nil)
    }

    private func store(_ request: RequestID, _ escalation: Escalation, _ completion: Completion, receivedUnixMs: Int64) async throws {
        let (answer, bill, invented) = AnswerWriter.answer(request, escalation, completion, prices: prices)
        metrics.inventedPlaceholders.add(UInt64(invented))
        if bill.isUnpriced { logger.warning("no price for a model", metadata: ["model": "\(bill.model.prefix(80))"]) }
        let now = clock.nowUnixMs()
        if escalation.route == .hold {
            _ = try await database.write { connection in
                try EscalationStore.hold(request, escalation, draft: answer, bill: bill, nowUnixMs: now, in: connection)
            }
            await desk.finished(request)
            return
        }
        let isFirst = try await database.write { connection in
            try EscalationStore.answer(request, answer, bill: bill, nowUnixMs: now, in: connection)
        }
        if isFirst { count(.answered, receivedUnixMs: receivedUnixMs, now: now) }
        await desk.finished(request)
        await desk.deliver([request], now: .now)
    }

    private func failed(_ request: RequestID, _ error: LLMError, receivedUnixMs: Int64) async throws {
        let now = clock.nowUnixMs()
        if case .cancelled = error.code {
            // Shutting down: the row stays as it is and the next run takes it up.
            await desk.putOff(request, atLeast: nil, now: .now)
            return
        }
        let age = Duration.milliseconds(max(0, now - receivedUnixMs))
        if error.isTransient || error.isOperatorsToRepair, age < settings.giveUpAfter {
            metrics.deferrals.add()
            logger.warning("upstream failed, put off", metadata: ["request": "\(request)", "error": "\(error)"])
            await desk.putOff(request, atLeast: error.retryAfter, now: .now)
            return
        }
        let answer = AnswerWriter.failure(request, error)
        let isFirst = try await database.write { connection in
            try EscalationStore.answer(request, answer, bill: nil, nowUnixMs: now, in: connection)
        }
        if isFirst { count(answer.outcome == .expired ? .expired : .failed, receivedUnixMs: receivedUnixMs, now: now) }
        logger.warning("escalation failed", metadata: ["request": "\(request)", "error": "\(error)"])
        await desk.finished(request)
        await desk.deliver([request], now: .now)
    }

    private func count(_ outcome: IngestMetrics.Outcome, receivedUnixMs: Int64, now: Int64) {
        metrics.count(outcome)
        metrics.answerSeconds.record(Double(max(0, now - receivedUnixMs)) / 1000)
    }

    // MARK: approvals, deadlines, retention

    private func settleApprovals() async {
        await settleDecided()
        for await _ in approvals.decisions.cancelOnGracefulShutdown() { await settleDecided() }
    }

    private func settleDecided() async {
        do {
            while true {
                let decided = try await approvals.unsettled(limit: 100)
                if decided.isEmpty { return }
                let now = clock.nowUnixMs()
                let pairs = decided.compactMap { approval in approval.answer.map { (approval, $0) } }
                let first = try await database.write { connection in
                    try pairs.filter { approval, answer in
                        let isFirst = try EscalationStore.answer(approval.request, answer, bill: nil, nowUnixMs: now, in: connection)
                        try ApprovalQueue.markSettled(approval.id, in: connection)
                        return isFirst
                    }.map { ($0.0.state, $0.0.createdUnixMs) }
                }
                for (state, created) in first {
                    count(state == .approved ? .approved : state == .rejected ? .rejected : .expired, receivedUnixMs: created, now: now)
                }
                await desk.deliver(decided.map(\.request), now: .now)
            }
        } catch {
            logger.error("decisions not settled", metadata: ["error": "\(error)"])
        }
    }

    private func sweep() async {
        let ticks = Ticks(merging: nil, every: .seconds(1))
        var count = 0
        for await _ in ticks.stream.cancelOnGracefulShutdown() {
            count += 1
            do {
                try await expire()
                if count % 60 == 1 { try await prune() }
            } catch {
                logger.error("sweep failed", metadata: ["error": "\(error)"])
            }
        }
        ticks.stop()
    }

    /// Nobody waits for these any more: say so, instead of paying for them. One that is with the upstream just now ends by its own deadline.
    private func expire() async throws {
        let now = clock.nowUnixMs()
        try await approvals.expire(nowUnixMs: now)
        let due = try await database.read { try EscalationStore.expired(nowUnixMs: now, limit: 500, in: $0) }
        if due.isEmpty { return }
        let ended = try await database.write { connection in
            try due.filter { request in
                let answer = AnswerWriter.withoutText(request, .expired, detail: "the deadline passed before the large model was asked")
                return try EscalationStore.answer(request, answer, bill: nil, nowUnixMs: now, in: connection)
            }
        }
        for _ in ended { metrics.count(.expired) }
        await desk.deliver(ended, now: .now)
    }

    private func prune() async throws {
        let before = clock.nowUnixMs() - settings.retention.components.seconds * 1000
        _ = try await database.write { connection in
            try ApprovalQueue.prune(settledBefore: before, in: connection)
            return try EscalationStore.prune(answeredBefore: before, limit: 5000, in: connection)
        }
    }
}
