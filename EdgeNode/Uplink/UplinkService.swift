import Contract
package import Logging
package import Messaging
package import Metering
package import Outbox
import Releases
import ServiceLifecycle
package import SQLite
import SwiftProtobuf
import Telemetry
package import Update

/// The node's end of the wire: sends what the outbox holds while the link is up, takes answers, receipts, desired state and commands, and
/// reports. It owns no truth: what must survive is in the outbox and in the node's database before a word is said about it.
package actor UplinkService: Service {
    private let settings: UplinkSettings
    private let client: MQTTClient
    private let outbox: Outbox
    private let desired: DesiredStore
    private let update: UpdateEngine
    private let meter: NodeMeter
    private let hooks: UplinkHooks
    private let now: @Sendable () -> Int64
    private let logger: Logger
    private let clock = ContinuousClock()
    private let start = ContinuousClock.now

    private var link = LinkMachine()
    private var echoDue: ContinuousClock.Instant?
    private var escalations: SendWindow
    private var reports: SendWindow
    private var accepted: DesiredStateDocument.Accepted?
    private var generationSeen: UInt64 = 0
    private var generationApplied: UInt64 = 0
    private var policyCondition = ConditionReport()
    private var isDraining = false
    private let wake: AsyncStream<Void>.Continuation
    private let wakes: AsyncStream<Void>
    private let shared = Lock(LinkMachine())

    package init(
        settings: UplinkSettings, client: MQTTClient, outbox: Outbox, desired: DesiredStore, update: UpdateEngine, meter: NodeMeter,
        hooks: UplinkHooks, now: @escaping @Sendable () -> Int64, logger: Logger
    ) {
        self.settings = settings
        self.client = client
        self.outbox = outbox
        self.desired = desired
        self.update = update
        self.meter = meter
        self.hooks = hooks
        self.now = now
        self.logger = logger
        escalations = SendWindow(limit: 64, schedule: settings.retry)
        reports = SendWindow(limit: 8, schedule: settings.retry)
        policyCondition.condition = .policyApplied
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether an escalation would go out now.
    package nonisolated var isUp: Bool { shared.withLock { $0.isUp } }
    package nonisolated var linkDescription: String { shared.withLock { $0.description } }

    /// Puts in force what was accepted before the restart. Once, before `run`, so that the first request is already ruled by it.
    package func restore() async throws(SQLiteError) {
        guard let row = try await desired.load() else { return }
        accepted = row.accepted
        do throws(ReleaseRefusal) {
            // Opened anew: a director key that was replaced no longer speaks for what it signed.
            if case .new(let state, _) = try DesiredStateDocument.accept(
                row.document, node: settings.node, trusting: settings.directorKeys, last: nil)
            {
                apply(state)
            }
        } catch {
            accepted = nil
            logger.error("stored desired state refused", metadata: ["cause": "\(error)"])
        }
    }

    package func run() async throws {
        try client.setSubscriptions(Topic.nodeFilters(settings.node))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.followConnection() }
            group.addTask { await self.followMessages() }
            group.addTask { await self.flushWhenWoken() }
            group.addTask { await self.passOnPokes() }
            group.addTask { await self.followUpdates() }
            group.addTask { await self.tick() }
            group.addTask { await self.reportWindows() }
            // The service ends by shutdown alone; its loops end by cancellation.
            await cancelWhenGracefulShutdown { try? await Task.sleep(for: .seconds(60 * 60 * 24 * 365 * 100)) }
            group.cancelAll()
        }
        wake.finish()
    }

    /// First step of a shutdown: nobody new is taken, and the fleet is told.
    package func drain() async {
        isDraining = true
        await publishStatus(.draining)
    }

    // MARK: link

    private func change(_ body: (inout LinkMachine) -> Void) {
        let wasUp = link.isUp
        body(&link)
        let machine = link
        shared.withLock { $0 = machine }
        guard machine.isUp != wasUp else { return }
        logger.info("link", metadata: ["state": "\(machine.description)"])
        if machine.isUp {
            escalations.linkCameUp()
            reports.linkCameUp()
            wake.yield()
        } else {
            meter.count(.linkLosses)
        }
    }

    private func followConnection() async {
        for await event in client.events {
            switch event {
            case .connected: await prove()
            case .disconnected(let reason):
                logger.warning("disconnected", metadata: ["reason": "\(reason)"])
                echoDue = nil
                change { $0.disconnected() }
            case .connectFailed(let reason): logger.debug("connect failed", metadata: ["reason": "\(reason)"])
            case .subscriptionRefused(let filter, let reason):
                logger.error("subscription refused", metadata: ["filter": "\(filter)", "reason": "\(reason)"])
            case .subscriptionsChanged: break
            }
        }
    }

    private func prove() async {
        let echo = (0..<8).map { _ in UInt8.random(in: 0...255) }
        change { $0.connected(echo: echo) }
        echoDue = clock.now + settings.echoWait
        await send(.echo(settings.node), echo, expiry: .seconds(60))
    }

    // MARK: inbound

    private func followMessages() async {
        for await message in client.messages {
            guard let topic = Topic(message.topic) else { continue }
            switch topic {
            case .echo:
                var isProof = false
                change { isProof = $0.received(echo: message.payload) }
                if isProof { await linkProven() }
            case .planeState:
                guard let state: PlaneState = parse(message) else { continue }
                change { $0.plane(isOnline: state.online) }
                // A plane that starts anew asks nobody; what it may have lost is told again.
                if state.online, link.isProven { await publishReported() }
            case .desired: await receive(desired: message.payload)
            case .answer: if let answer: Answer = parse(message) { await receive(answer) }
            case .receipt: if let receipt: Receipt = parse(message) { await receive(receipt) }
            case .command: if let command: Command = parse(message) { await receive(command) }
            case .planeHalt, .reported, .status, .metrics, .escalation, .answerReceipt: break
            }
        }
    }

    private func parse<M: Message>(_ message: MQTTMessage) -> M? {
        do { return try M(serializedBytes: message.payload) } catch {
            logger.warning("message does not parse", metadata: ["topic": "\(message.topic)", "bytes": "\(message.payload.count)"])
            return nil
        }
    }

    private func linkProven() async {
        echoDue = nil
        await publishStatus(isDraining ? .draining : .ready)
        await publishReported()
    }

    private func receive(_ answer: Answer) async {
        do throws(OutboxError) {
            switch try await outbox.store(answer) {
            case .stored(let milliseconds):
                meter.count(.answers(answer.outcome))
                meter.count(.upstreamTokens(.prompt), by: UInt64(answer.promptTokens))
                meter.count(.upstreamTokens(.completion), by: UInt64(answer.completionTokens))
                meter.count(.upstreamCostMicroUSD, by: answer.costMicroUsd)
                meter.time(.stage(.escalate), .milliseconds(milliseconds))
            case .duplicate: break
            case .unknown: logger.warning("answer to nothing here", metadata: ["sequence": "\(answer.id.sequence)"])
            }
        } catch {
            // No receipt: the plane sends it again.
            logger.error("answer not stored", metadata: ["cause": "\(error)"])
            return
        }
        let receipt = AnswerReceipt.with { $0.ids = [answer.id] }
        await send(.answerReceipt(settings.node), bytes(receipt))
        wake.yield()
    }

    private func receive(_ receipt: Receipt) async {
        guard receipt.boot == outbox.boot else { return }
        do throws(OutboxError) {
            switch receipt.stream {
            case .escalation:
                escalations.receipted(receipt.sequences)
                try await outbox.received(receipt.sequences)
            case .metrics:
                reports.receipted(receipt.sequences)
                try await outbox.reportsReceived(receipt.sequences)
            case .unspecified, .UNRECOGNIZED: break
            }
        } catch {
            // Sent again after the time-out, and receipted again.
            logger.error("receipt not stored", metadata: ["cause": "\(error)"])
        }
        wake.yield()
    }

    private func receive(_ command: Command) async {
        switch command.kind {
        case .ping: await publishReported()
        case .collect: await closeWindow()
        case .drain:
            logger.info("told to drain")
            hooks.drain()
            await drain()
        case .unspecified, .UNRECOGNIZED: logger.warning("unknown command", metadata: ["kind": "\(command.kind.rawValue)"])
        }
    }

    // MARK: desired state

    private func receive(desired document: [UInt8]) async {
        let outcome: DesiredStateDocument.Outcome
        do throws(ReleaseRefusal) {
            outcome = try DesiredStateDocument.accept(document, node: settings.node, trusting: settings.directorKeys, last: accepted)
        } catch {
            logger.warning("desired state refused", metadata: ["cause": "\(error)"])
            // An older document is a late one and no news; anything else is reported.
            if error.code != .lowerGeneration {
                policyCondition.state = .failed
                policyCondition.detail = error.description
                await publishReported()
            }
            return
        }
        guard case .new(let state, let new) = outcome else { return }
        do throws(SQLiteError) { try await desired.save(.init(accepted: new, document: document)) } catch {
            logger.error("desired state not stored", metadata: ["cause": "\(error)"])
            return
        }
        accepted = new
        apply(state)
        await publishReported()
    }

    private func apply(_ state: DesiredState) {
        generationSeen = state.generation
        if state.hasPolicy {
            switch hooks.apply(state.policy) {
            case .applied(let unknown):
                policyCondition.state = .met
                policyCondition.detail =
                    unknown.isEmpty ? "" : "rules for intents that the release does not have: \(unknown.joined(separator: ", "))"
                generationApplied = state.generation
                logger.info("policy applied", metadata: ["version": "\(state.policy.version)", "generation": "\(state.generation)"])
            case .refused(let detail):
                policyCondition.state = .failed
                policyCondition.detail = detail
                logger.error("policy refused", metadata: ["cause": "\(detail)"])
            }
        } else {
            generationApplied = state.generation
        }
        if state.hasRelease, let release = ReleaseID(state.release.releaseID) {
            update.want(UpdateTarget(release: release, baseURL: state.release.baseURL))
        }
    }

    // MARK: outbound

    private func passOnPokes() async {
        for await _ in outbox.pokes { wake.yield() }
    }

    private func flushWhenWoken() async {
        for await _ in wakes { await flush() }
    }

    private func flush() async {
        guard link.isUp else { return }
        do throws(OutboxError) {
            let queued = try await outbox.queued(limit: escalations.limit)
            let due = Set(escalations.due(queued.map(\.sequence), now: elapsed()) { Double.random(in: 0..<1) })
            await send(queued.filter { due.contains($0.sequence) }, stream: .escalation)
            let windows = try await outbox.queuedReports(limit: reports.limit)
            let dueWindows = Set(reports.due(windows.map(\.sequence), now: elapsed()) { Double.random(in: 0..<1) })
            await send(windows.filter { dueWindows.contains($0.sequence) }, stream: .metrics)
        } catch {
            logger.error("outbox not read", metadata: ["cause": "\(error)"])
        }
    }

    /// All at once: the client keeps their order and at most 64 of them unacknowledged.
    private func send(_ messages: [Outbox.Queued], stream: Contract.Stream) async {
        guard !messages.isEmpty else { return }
        let unsent = await withTaskGroup(of: UInt64?.self) { group in
            for message in messages {
                group.addTask { await self.send(message, stream: stream) ? nil : message.sequence }
            }
            var unsent: [UInt64] = []
            for await sequence in group { if let sequence { unsent.append(sequence) } }
            return unsent
        }
        for sequence in unsent {
            switch stream {
            case .metrics: reports.notSent(sequence)
            default: escalations.notSent(sequence)
            }
        }
    }

    private func send(_ message: Outbox.Queued, stream: Contract.Stream) async -> Bool {
        let isSent: Bool
        if stream == .metrics {
            isSent = await send(.metrics(settings.node), message.payload)
        } else {
            // The broker keeps it at most as long as somebody waits; what it drops is sent again from here.
            let deadline = (try? Escalation(serializedBytes: message.payload))?.deadlineUnixMs ?? 0
            let left = deadline > 0 ? Duration.milliseconds(max(1_000, deadline - now())) : nil
            isSent = await send(
                .escalation(settings.node), message.payload, expiry: left, responseTopic: Topic.answer(settings.node).name,
                correlation: correlation(message.sequence))
        }
        if isSent { meter.count(.uplinkBytes(stream), by: UInt64(message.payload.count)) }
        return isSent
    }

    /// Boot and sequence, 8 bytes each, big endian.
    private func correlation(_ sequence: UInt64) -> [UInt8] {
        [outbox.boot, sequence].flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }
    }

    @discardableResult
    private func send(
        _ topic: Topic, _ payload: [UInt8], retain: Bool = false, expiry: Duration? = nil, responseTopic: String? = nil,
        correlation: [UInt8]? = nil
    ) async -> Bool {
        do throws(MessagingError) {
            try await client.publish(
                topic: topic.name, payload: payload, retain: retain, expiry: expiry, responseTopic: responseTopic,
                correlationData: correlation)
            return true
        } catch {
            logger.debug("not published", metadata: ["topic": "\(topic.name)", "cause": "\(error)"])
            return false
        }
    }

    private func publishStatus(_ state: NodeState) async {
        let boot = outbox.boot
        let status = NodeStatus.with {
            $0.state = state
            $0.boot = boot
        }
        await send(.status(settings.node), bytes(status), retain: true)
    }

    private func publishReported() async {
        guard link.isProven else { return }
        await send(.reported(settings.node), bytes(reported()))
    }

    private func reported() -> ReportedState {
        let facts = hooks.facts()
        let status = update.status
        func report(_ condition: Condition, _ found: UpdateStatus.Condition) -> ConditionReport {
            .with {
                $0.condition = condition
                $0.state = found.state
                $0.detail = found.detail
            }
        }
        return .with {
            $0.generationSeen = generationSeen
            $0.generationApplied = generationApplied
            $0.policyVersion = facts.policyVersion
            $0.releaseID = status.active?.rawValue ?? ""
            $0.previousReleaseID = status.previous?.rawValue ?? ""
            $0.releaseCounter = status.counter
            $0.conditions = [
                policyCondition, report(.releaseDownloaded, status.downloaded), report(.releaseVerified, status.verified),
                report(.releaseActive, status.inService),
            ]
            $0.agentVersion = settings.agentVersion
            $0.kernelTable = facts.kernelTable
            $0.encoderSha256 = facts.encoderSHA256
            $0.labels = settings.labels
            $0.residentBytes = UInt64(ResidentMemory.current()?.total ?? 0)
        }
    }

    // MARK: time

    private func followUpdates() async {
        for await _ in update.changes { await publishReported() }
    }

    private func elapsed() -> Duration { clock.now - start }

    /// Once a second: resends that are due, echoes that did not return, deadlines that passed.
    private func tick() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            if let echoDue, echoDue <= clock.now, client.isConnected { await prove() }
            do throws(OutboxError) {
                let expired = try await outbox.expire()
                if expired > 0 {
                    meter.count(.answers(.expired), by: UInt64(expired))
                    logger.warning("escalations expired", metadata: ["count": "\(expired)"])
                }
                let depth = try await outbox.depth()
                meter.setOutboxDepth(depth.queued + depth.received)
            } catch {
                logger.error("outbox not tended", metadata: ["cause": "\(error)"])
            }
            if link.isUp { wake.yield() }
        }
    }

    private func reportWindows() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: settings.metricsWindow)
            await closeWindow()
        }
    }

    /// Also at the end, so that the last counts are not lost.
    package func closeWindow() async {
        let report = meter.closeWindow(nowUnixMs: now(), releaseCounter: update.status.counter)
        do throws(OutboxError) { try await outbox.enqueue(report) } catch {
            logger.error("metrics window not stored", metadata: ["cause": "\(error)"])
        }
    }

    private func bytes(_ message: some Message) -> [UInt8] {
        // Memory only; fails for required fields and depth, which the contract does not have.
        do { return try message.serializedBytes() } catch { preconditionFailure("a contract message does not serialise: \(error)") }
    }
}
