import Contract

/// What the loops of `IngestService` share: messages that wait for a commit, escalations that wait for the upstream, answers that wait for
/// their receipt. Each wake-up stream carries "look again" and nothing else.
actor IngestDesk {
    nonisolated let commitWake: AsyncStream<Void>
    nonisolated let workWake: AsyncStream<Void>
    nonisolated let deliveryWake: AsyncStream<Void>
    private nonisolated let wakeCommit: AsyncStream<Void>.Continuation
    private nonisolated let wakeWork: AsyncStream<Void>.Continuation
    private nonisolated let wakeDelivery: AsyncStream<Void>.Continuation

    private var pending: [Inbound] = []
    private var room: [CheckedContinuation<Void, Never>] = []
    private var queue = FairQueue()
    private var inFlight = 0
    private var deferred: [RequestID: (due: ContinuousClock.Instant, failures: Int)] = [:]
    private var schedule: DeliverySchedule
    private var isLinked = false
    private let pendingLimit = 4096

    init(settings: IngestSettings) {
        schedule = DeliverySchedule(first: settings.firstResend, longest: settings.longestResend)
        (commitWake, wakeCommit) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (workWake, wakeWork) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (deliveryWake, wakeDelivery) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: commits

    /// Suspends while the commits are behind, which stops the reading of the link and in the end the broker.
    func receive(_ message: Inbound) async {
        pending.append(message)
        wakeCommit.yield()
        if pending.count >= pendingLimit {
            await withCheckedContinuation { room.append($0) }
        }
    }

    func takeBatch(limit: Int) -> [Inbound] {
        let batch = Array(pending.prefix(limit))
        pending.removeFirst(batch.count)
        if pending.count < pendingLimit / 2 {
            for waiting in room { waiting.resume() }
            room = []
        }
        return batch
    }

    // MARK: upstream

    func workOff(_ requests: [RequestID]) {
        guard !requests.isEmpty else { return }
        for request in requests where deferred[request] == nil { queue.add(request) }
        wakeWork.yield()
    }

    /// Takes the next escalation when fewer than `limit` are under way.
    func startNext(limit: Int, now: ContinuousClock.Instant) -> RequestID? {
        for (request, entry) in deferred where entry.due <= now {
            queue.add(request)
            deferred[request]?.due = .now.advanced(by: .seconds(86_400))
        }
        guard inFlight < limit, let request = queue.next() else { return nil }
        inFlight += 1
        return request
    }

    func finished(_ request: RequestID) {
        inFlight -= 1
        deferred[request] = nil
        wakeWork.yield()
    }

    /// Puts it off; the wait doubles from 2 s to 60 s with every failure in a row.
    func putOff(_ request: RequestID, atLeast wait: Duration?, now: ContinuousClock.Instant) {
        inFlight -= 1
        let failures = (deferred[request]?.failures ?? 0) + 1
        let doubling = min(Duration.seconds(60), Duration.seconds(2) * (1 << min(failures - 1, 5)))
        deferred[request] = (now.advanced(by: max(doubling, wait ?? .zero)), failures)
        wakeWork.yield()
    }

    var underWay: Int { inFlight }

    // MARK: delivery

    func deliver(_ requests: [RequestID], now: ContinuousClock.Instant) {
        guard !requests.isEmpty else { return }
        for request in requests { schedule.add(request, now: now) }
        wakeDelivery.yield()
    }

    func delivered(_ requests: [RequestID]) { for request in requests { schedule.receipted(request) } }

    func returned(_ nodes: [NodeID], now: ContinuousClock.Instant) {
        guard !nodes.isEmpty else { return }
        for node in nodes { schedule.nodeReturned(node, now: now) }
        wakeDelivery.yield()
    }

    func linkChanged(up: Bool, now: ContinuousClock.Instant) {
        isLinked = up
        if up {
            schedule.linkReturned(now: now)
            wakeDelivery.yield()
        }
    }

    /// Nothing while the link is down.
    func takeDue(limit: Int, now: ContinuousClock.Instant) -> [RequestID] {
        isLinked ? schedule.takeDue(now: now, limit: limit) : []
    }
}
