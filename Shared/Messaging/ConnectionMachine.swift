/// Decides everything about one client's connection: when to connect, what to subscribe, which publish may be sent, what an acknowledgement or a
/// loss means. Knows no socket, no clock and no randomness: time comes in as a `Duration` since any fixed start, jitter as a number in 0..<1.
/// The driver performs the returned actions in order.
///
/// Legal exits of each phase:
/// idle -> connecting, stopped · connecting -> subscribing, online, waiting, stopped · subscribing -> online, waiting, closing
/// · online -> waiting, draining, closing · waiting -> connecting, stopped · draining -> closing, stopped · closing -> stopped
struct ConnectionMachine {
    /// Names one call of `publish`; the driver keeps payload and caller under it.
    typealias PublishID = UInt64
    /// libmosquitto's packet number, valid within one connection.
    typealias PacketID = Int32

    enum Phase: Equatable {
        case idle
        case connecting(deadline: Duration)
        case subscribing(deadline: Duration)
        case online(since: Duration)
        case waiting(until: Duration)
        case draining(deadline: Duration)
        case closing(deadline: Duration)
        case stopped
    }

    enum Action: Equatable {
        case connect
        /// Answer with `subscriptionSent`.
        case subscribe([String])
        /// Answer with `subscriptionSent`.
        case unsubscribe([String])
        /// Answer with `sent` or `sendFailed`.
        case send(PublishID)
        case complete(PublishID)
        case fail(PublishID, MessagingError.Code, ReasonCode?)
        case emit(ConnectionEvent)
        /// Send DISCONNECT with this reason; the library closes the socket once it is written.
        case sayGoodbye(ReasonCode)
        /// Throw the C client away with all that it may have queued, so nothing of it is sent later.
        case close
        case stop
    }

    private let backOff: MQTTSettings.BackOff
    private let connectTimeout: Duration
    private let drainTimeout: Duration
    private let inFlightLimit: Int
    /// How long a written DISCONNECT may take to leave.
    private let closeTimeout: Duration = .seconds(1)

    private(set) var phase = Phase.idle
    private var attempt = 0
    private var window: Int
    private var filters: [String] = []
    private var unansweredSubscriptions: [PacketID: [String]] = [:]
    /// Sent and unacknowledged. Nil: the caller has gone, the slot stays taken until the broker answers.
    private var inFlight: [PacketID: PublishID?] = [:]
    /// Told to the driver to send, its answer not in yet.
    private var beingSent: [PublishID] = []
    private var waiting = WaitingLine()

    init(settings: MQTTSettings) {
        backOff = settings.backOff
        connectTimeout = settings.connectTimeout
        drainTimeout = settings.drainTimeout
        inFlightLimit = settings.inFlightLimit
        window = settings.inFlightLimit
    }

    /// Publishes sent and not yet answered.
    var inFlightCount: Int { inFlight.count + beingSent.count }

    var acceptsPublishes: Bool { if case .online = phase { true } else { false } }

    /// When `tick` is due next.
    var deadline: Duration? {
        switch phase {
        case .connecting(let deadline), .subscribing(let deadline), .waiting(let deadline), .draining(let deadline), .closing(let deadline):
            deadline
        case .idle, .online, .stopped: nil
        }
    }

    // MARK: Connection

    mutating func start(now: Duration) -> [Action] {
        guard phase == .idle else { return [] }
        return connect(now: now)
    }

    mutating func tick(now: Duration, jitter: Double) -> [Action] {
        guard let deadline, now >= deadline else { return [] }
        switch phase {
        case .waiting: return connect(now: now)
        case .connecting, .subscribing: return lost(.connectTimeout, now: now, jitter: jitter)
        case .draining: return failAll(.connectionLost) + goodbye(.success, now: now)
        case .closing: return end()
        case .idle, .online, .stopped: return []
        }
    }

    /// CONNACK with success.
    /// - Parameter receiveMaximum: how many unacknowledged publishes the broker takes; nil: it did not say.
    mutating func accepted(receiveMaximum: Int?, now: Duration) -> [Action] {
        guard case .connecting(let deadline) = phase else { return [] }
        window = max(1, min(inFlightLimit, receiveMaximum ?? inFlightLimit))
        guard !filters.isEmpty else { return goOnline(now: now) }
        phase = .subscribing(deadline: deadline)
        return [.subscribe(filters)]
    }

    mutating func subscriptionSent(packet: PacketID, filters: [String]) {
        unansweredSubscriptions[packet] = filters
    }

    /// SUBACK, one reason per filter in the order asked, or UNSUBACK with none.
    mutating func subscriptionAnswered(packet: PacketID, reasons: [ReasonCode], now: Duration) -> [Action] {
        guard let asked = unansweredSubscriptions.removeValue(forKey: packet) else { return [] }
        let refused = zip(asked, reasons).filter { $0.1.isFailure }
            .map { Action.emit(.subscriptionRefused(filter: $0.0, reason: $0.1)) }
        switch phase {
        case .subscribing where unansweredSubscriptions.isEmpty: return refused + goOnline(now: now)
        case .online: return refused + [.emit(.subscriptionsChanged)]
        default: return refused
        }
    }

    /// Replaces the filters; while connected only the difference travels.
    mutating func setFilters(_ wanted: [String]) -> [Action] {
        let previous = filters
        filters = wanted
        switch phase {
        case .subscribing, .online: break
        default: return []
        }
        let added = wanted.filter { !previous.contains($0) }
        let removed = previous.filter { !wanted.contains($0) }
        return (added.isEmpty ? [] : [.subscribe(added)]) + (removed.isEmpty ? [] : [.unsubscribe(removed)])
    }

    /// The attempt failed or the connection ended, for whatever reason.
    mutating func lost(_ reason: DisconnectReason, now: Duration, jitter: Double) -> [Action] {
        let event: ConnectionEvent
        switch phase {
        case .idle, .waiting, .stopped: return []
        case .closing: return end()
        case .draining: return failAll(.connectionLost) + end()
        case .connecting, .subscribing: event = .connectFailed(reason)
        case .online(let since):
            event = .disconnected(reason)
            if now - since >= backOff.stableAfter { attempt = 0 }
        }
        phase = .waiting(until: now + backOff.delay(attempt: attempt, jitter: jitter))
        attempt += 1
        return [.close] + failAll(.connectionLost) + [.emit(event)]
    }

    // MARK: Publishing

    mutating func publish(_ id: PublishID) -> [Action] {
        switch phase {
        case .online: break
        case .draining, .closing, .stopped: return [.fail(id, .stopped, nil)]
        default: return [.fail(id, .notConnected, nil)]
        }
        waiting.append(id)
        return fillWindow()
    }

    mutating func sent(_ id: PublishID, packet: PacketID) {
        guard let index = beingSent.firstIndex(of: id) else { return }
        beingSent.remove(at: index)
        inFlight[packet] = .some(id)
    }

    mutating func sendFailed(_ id: PublishID, now: Duration) -> [Action] {
        guard let index = beingSent.firstIndex(of: id) else { return [] }
        beingSent.remove(at: index)
        return fillWindow() + goodbyeWhenDrained(now: now)
    }

    /// PUBACK, or for QoS 0 the write to the socket.
    mutating func acknowledged(packet: PacketID, reason: ReasonCode, now: Duration) -> [Action] {
        guard let id = inFlight.removeValue(forKey: packet) else { return [] }
        let answer: [Action] =
            switch (id, reason) {
            case (nil, _): []
            case (let id?, .notAuthorized): [.fail(id, .notAuthorized, reason)]
            case (let id?, .quotaExceeded): [.fail(id, .quotaExceeded, reason)]
            case (let id?, _) where reason.isFailure: [.fail(id, .refused, reason)]
            case (let id?, _): [.complete(id)]
            }
        return answer + fillWindow() + goodbyeWhenDrained(now: now)
    }

    /// The caller was cancelled: a waiting publish is dropped, one in flight can no longer be taken back.
    mutating func cancel(_ id: PublishID) -> [Action] {
        if waiting.remove(id) { return [.fail(id, .cancelled, nil)] }
        guard let packet = inFlight.first(where: { $0.value == id })?.key else { return [] }
        inFlight[packet] = .some(nil)
        return [.fail(id, .cancelled, nil)]
    }

    // MARK: The end

    /// Graceful: what callers wait for is finished first, within the drain time-out.
    mutating func shutDown(now: Duration) -> [Action] {
        switch phase {
        case .idle, .waiting, .connecting, .subscribing: return end()
        case .online:
            phase = .draining(deadline: now + drainTimeout)
            return goodbyeWhenDrained(now: now)
        case .draining, .closing, .stopped: return []
        }
    }

    /// Abrupt: callers are told, and the broker is asked to publish the last will.
    mutating func abort(now: Duration) -> [Action] {
        switch phase {
        case .online, .draining, .subscribing: return failAll(.stopped) + goodbye(.disconnectWithWill, now: now)
        case .idle, .waiting, .connecting: return end()
        case .closing, .stopped: return []
        }
    }

    // MARK: Steps

    private mutating func connect(now: Duration) -> [Action] {
        phase = .connecting(deadline: now + connectTimeout)
        return [.connect]
    }

    private mutating func goOnline(now: Duration) -> [Action] {
        phase = .online(since: now)
        return [.emit(.connected)]
    }

    private mutating func goodbyeWhenDrained(now: Duration) -> [Action] {
        guard case .draining = phase, inFlightCount == 0, waiting.isEmpty else { return [] }
        return goodbye(.success, now: now)
    }

    private mutating func goodbye(_ reason: ReasonCode, now: Duration) -> [Action] {
        phase = .closing(deadline: now + closeTimeout)
        return [.sayGoodbye(reason)]
    }

    private mutating func end() -> [Action] {
        let event: [Action] =
            switch phase {
            case .draining, .closing: [.emit(.disconnected(.shutdown))]
            default: []
            }
        phase = .stopped
        return [.close] + event + [.stop]
    }

    private mutating func fillWindow() -> [Action] {
        var actions: [Action] = []
        while inFlightCount < window, let id = waiting.popFirst() {
            beingSent.append(id)
            actions.append(.send(id))
        }
        return actions
    }

    /// Fails sent publishes with `code`; those that never left keep their own truth, `notConnected`.
    private mutating func failAll(_ code: MessagingError.Code) -> [Action] {
        var actions: [Action] = inFlight.values.compactMap { $0 }.sorted().map { .fail($0, code, nil) }
        let unsentCode: MessagingError.Code = code == .stopped ? .stopped : .notConnected
        actions += beingSent.map { .fail($0, unsentCode, nil) }
        while let id = waiting.popFirst() { actions.append(.fail(id, unsentCode, nil)) }
        inFlight = [:]
        beingSent = []
        unansweredSubscriptions = [:]
        return actions
    }
}

/// First in, first out, with removal from the middle for a cancelled caller. Amortised O(1) at both ends.
private struct WaitingLine {
    private var ids: [ConnectionMachine.PublishID?] = []
    private var head = 0

    var isEmpty: Bool { !ids[head...].contains { $0 != nil } }

    mutating func append(_ id: ConnectionMachine.PublishID) { ids.append(id) }

    mutating func popFirst() -> ConnectionMachine.PublishID? {
        while head < ids.count {
            let id = ids[head]
            head += 1
            if head > 64, head * 2 > ids.count {
                ids.removeFirst(head)
                head = 0
            }
            if let id { return id }
        }
        return nil
    }

    mutating func remove(_ id: ConnectionMachine.PublishID) -> Bool {
        guard let index = ids[head...].firstIndex(of: id) else { return false }
        ids[index] = nil
        return true
    }
}
