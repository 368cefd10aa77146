#if canImport(Glibc)
    internal import Glibc
#endif
internal import Logging

/// Performs what `ConnectionMachine` decides, on a thread of its own: the only one that touches the C client. It sleeps in `poll` on the broker's
/// socket and the mailbox's wake pipe, and at most a second, because libmosquitto's pings want to be looked at.
///
/// libmosquitto's own thread is not used: it can die silently after a failed TLS reconnect, and its reconnect resends what was reported as failed.
final class ConnectionEngine {
    private let settings: MQTTSettings
    private let mailbox: Mailbox
    private let inbox: Inbox
    private let events: AsyncStream<ConnectionEvent>.Continuation
    private var logger: Logger
    private var machine: ConnectionMachine
    private var handle: MosquittoHandle?
    private var publishes: [ConnectionMachine.PublishID: PendingPublish] = [:]
    private var stall: (since: Duration, taken: UInt64)?
    private var nextHousekeeping = Duration.zero
    private var reportedDrops: UInt64 = 0
    private var hasStopped = false
    private var actions: [ConnectionMachine.Action] = []
    private var nextActionIndex = 0
    private var isPerforming = false
    private let origin = ContinuousClock.now

    init(
        settings: MQTTSettings, mailbox: Mailbox, inbox: Inbox, events: AsyncStream<ConnectionEvent>.Continuation, logger: Logger
    ) {
        self.settings = settings
        self.mailbox = mailbox
        self.inbox = inbox
        self.events = events
        self.logger = logger
        machine = ConnectionMachine(settings: settings)
    }

    /// Returns when the machine has stopped. Blocking; for the owned thread alone.
    func run() {
        perform(machine.start(now: now))
        while !hasStopped {
            for command in mailbox.take() { perform(command) }
            perform(machine.tick(now: now, jitter: .random(in: 0..<1)))
            if hasStopped { break }
            waitForWork()
        }
        handle = nil
        for command in mailbox.close() { perform(command) }
        for publish in publishes.values { publish.finish(.failure(MessagingError(.stopped))) }
        publishes = [:]
        inbox.finish()
        events.finish()
    }

    private var now: Duration { ContinuousClock.now - origin }

    // MARK: Waiting

    private func waitForWork() {
        let isPaused = pausesReading()
        guard !hasStopped else { return }
        var descriptors = [pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0)]
        if let handle, handle.socket >= 0 {
            let interest = (isPaused || handle.awaitsRestOfFirstPacket ? 0 : POLLIN) | (handle.wantsWrite ? POLLOUT : 0)
            descriptors.append(pollfd(fd: handle.socket, events: Int16(interest), revents: 0))
        }
        let ready = poll(&descriptors, nfds_t(descriptors.count), timeoutInMilliseconds())
        if ready > 0, descriptors[0].revents != 0 { mailbox.drainWakes() }
        if descriptors.count > 1 { attend(Int32(descriptors[1].revents)) }
        keepHouse()
    }

    private func attend(_ ready: Int32) {
        if ready & (POLLIN | POLLHUP | POLLERR) != 0 || handle?.awaitsRestOfFirstPacket == true, let handle { settle(handle.read()) }
        if ready & POLLOUT != 0, let handle { settle(handle.write()) }
    }

    private func keepHouse() {
        guard let handle, now >= nextHousekeeping else { return }
        nextHousekeeping = now + .seconds(1)
        settle(handle.housekeeping())
    }

    private func timeoutInMilliseconds() -> Int32 {
        let longest: Duration = handle?.awaitsRestOfFirstPacket == true ? .milliseconds(20) : .seconds(1)
        let wait = min(max(.zero, (machine.deadline ?? .seconds(3600)) - now), longest)
        // Rounded up, so that a deadline is past when `poll` returns.
        return Int32(wait / .milliseconds(1)) + (wait > .zero ? 1 : 0)
    }

    /// Rules 2 and 3 of `Inbox`.
    private func pausesReading() -> Bool {
        guard handle != nil, machine.inFlightCount == 0, inbox.shouldPause() else {
            stall = nil
            return false
        }
        let taken = inbox.taken
        if let stall, stall.taken == taken {
            if now - stall.since >= settings.inboundStallLimit {
                self.stall = nil
                logger.warning("inbound messages are not consumed, giving the connection up")
                perform(machine.lost(.inboundStalled, now: now, jitter: .random(in: 0..<1)))
            }
        } else {
            stall = (now, taken)
        }
        return true
    }

    // MARK: What libmosquitto said

    /// Takes the events of the last library call, then its failure, if it had one.
    private func settle(_ failure: DisconnectReason?) {
        for event in handle?.takeEvents() ?? [] { perform(event) }
        if let failure, handle != nil { perform(machine.lost(failure, now: now, jitter: .random(in: 0..<1))) }
    }

    private func perform(_ event: MosquittoHandle.Event) {
        // An earlier event of the same batch may have ended the connection: the rest is of no use, except messages.
        switch event {
        case .message(let message):
            if !inbox.offer(message) { reportDrop() }
        case .oversized(let topic, let size):
            logger.warning("message larger than the limit dropped", metadata: ["topic": "\(topic)", "size_bytes": "\(size)"])
        case .connectAnswered(let reason, let receiveMaximum):
            if reason.isFailure {
                perform(machine.lost(.refused(reason), now: now, jitter: .random(in: 0..<1)))
            } else {
                perform(machine.accepted(receiveMaximum: receiveMaximum, now: now))
            }
        case .subscriptionAnswered(let packet, let reasons):
            perform(machine.subscriptionAnswered(packet: packet, reasons: reasons, now: now))
        case .acknowledged(let packet, let reason):
            perform(machine.acknowledged(packet: packet, reason: reason, now: now))
        case .ended(let reason):
            perform(machine.lost(reason, now: now, jitter: .random(in: 0..<1)))
        }
    }

    private func reportDrop() {
        let dropped = inbox.dropped
        // One line per doubling: a flood must not become a flood of lines.
        guard dropped >= max(1, reportedDrops * 2) else { return }
        reportedDrops = dropped
        logger.warning("inbound buffer full, messages dropped", metadata: ["dropped_total": "\(dropped)"])
    }

    // MARK: What callers ask

    private func perform(_ command: Mailbox.Command) {
        switch command {
        case .publish(let id, let publish):
            publishes[id] = publish
            perform(machine.publish(id))
        case .cancel(let id): perform(machine.cancel(id))
        case .setFilters(let filters): perform(machine.setFilters(filters))
        case .shutDown: perform(machine.shutDown(now: now))
        case .abort: perform(machine.abort(now: now))
        }
    }

    // MARK: What the machine decided

    /// First in, first out, also when performing one action makes the machine ask for more: messages leave in the order they came.
    private func perform(_ more: [ConnectionMachine.Action]) {
        actions.append(contentsOf: more)
        guard !isPerforming else { return }
        isPerforming = true
        defer { isPerforming = false }
        while let action = nextAction() { perform(action) }
        mailbox.acceptsPublishes = machine.acceptsPublishes
    }

    private func nextAction() -> ConnectionMachine.Action? {
        guard nextActionIndex < actions.count else {
            actions.removeAll(keepingCapacity: true)
            nextActionIndex = 0
            return nil
        }
        nextActionIndex += 1
        return actions[nextActionIndex - 1]
    }

    private func perform(_ action: ConnectionMachine.Action) {
        switch action {
        case .connect: connect()
        case .subscribe(let filters): noteSubscription(handle?.subscribe(filters), filters)
        case .unsubscribe(let filters): noteSubscription(handle?.unsubscribe(filters), [])
        case .send(let id): send(id)
        case .complete(let id): publishes.removeValue(forKey: id)?.finish(.success(()))
        case .fail(let id, let code, let reason):
            guard let publish = publishes.removeValue(forKey: id) else { return }
            publish.finish(.failure(MessagingError(code, reason: reason, topic: publish.message.topic)))
        case .emit(let event):
            log(event)
            // The flag before the event, so that who acts on `.connected` is not turned away.
            mailbox.acceptsPublishes = machine.acceptsPublishes
            events.yield(event)
        case .sayGoodbye(let reason):
            handle?.disconnect(reason)
            settle(nil)
        case .close: handle = nil
        case .stop: hasStopped = true
        }
    }

    private func connect() {
        do throws(MessagingError) {
            let handle = try MosquittoHandle(settings: settings)
            self.handle = handle
            nextHousekeeping = .zero
            settle(handle.connect(settings))
        } catch {
            logger.error("cannot prepare a connection", metadata: ["error": "\(error)"])
            perform(machine.lost(settings.tls == nil ? .library(code: 0) : .tls, now: now, jitter: .random(in: 0..<1)))
        }
    }

    private func noteSubscription(_ result: Result<Int32, MessagingError>?, _ filters: [String]) {
        switch result {
        case .success(let packet): machine.subscriptionSent(packet: packet, filters: filters)
        case .failure(let error):
            logger.warning("subscribing failed", metadata: ["error": "\(error)"])
            settle(.connectionLost)
        case nil: break
        }
    }

    private func send(_ id: ConnectionMachine.PublishID) {
        guard let publish = publishes[id], let handle else { return }
        switch handle.publish(publish.message) {
        case .success(let packet):
            machine.sent(id, packet: packet)
            publishes[id]?.message.payload = []
        case .failure(let error):
            publishes.removeValue(forKey: id)?.finish(.failure(error.on(topic: publish.message.topic)))
            perform(machine.sendFailed(id, now: now))
        }
        settle(nil)
    }

    private func log(_ event: ConnectionEvent) {
        switch event {
        case .connected: logger.info("connected")
        case .disconnected(.shutdown): logger.info("disconnected: shut down")
        case .disconnected(let reason): logger.warning("disconnected", metadata: ["reason": "\(reason)"])
        case .connectFailed(let reason): logger.warning("cannot connect", metadata: ["reason": "\(reason)"])
        case .subscriptionsChanged: logger.debug("subscriptions changed")
        case .subscriptionRefused(let filter, let reason):
            logger.error("subscription refused", metadata: ["filter": "\(filter)", "reason": "\(reason)"])
        }
    }
}

/// One call of `publish` on its way.
struct PendingPublish {
    var message: MQTTMessage
    let continuation: CheckedContinuation<Result<Void, MessagingError>, Never>

    func finish(_ result: Result<Void, MessagingError>) { continuation.resume(returning: result) }
}
