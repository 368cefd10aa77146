package import Logging
internal import ServiceLifecycle
#if canImport(Glibc)
    internal import Glibc
#endif
internal import Synchronization

/// An MQTT 5 client: one connection at a time to one broker, kept up by itself.
///
/// - A publish completes at the broker's acknowledgement. A PUBACK is not delivery; docs/wire-contract.md says which messages have receipts.
/// - Nothing is queued while offline. A publish then throws `notConnected` at once and is never sent later.
/// - Sessions start clean and end with the connection (expiry 0): what must survive lives in the outbox, in SQLite, not in a broker that forgets it in
///   a crash. The subscriptions are made anew on every connect, before `.connected` is told.
/// - `run` once, in a service group. Graceful shutdown waits for publishes in flight and says goodbye, which cancels the last will; a cancelled task
///   asks the broker to publish it.
package final class MQTTClient: Service {
    /// What happened to the link: one consumer. Holds the newest 64; older ones are dropped, which the last state survives.
    package let events: AsyncStream<ConnectionEvent>
    /// What arrived: one consumer. `Inbox` states the overflow rule; a consumer that awaits `publish` for every message is within it.
    package let messages: AsyncStream<MQTTMessage>

    private let settings: MQTTSettings
    private let logger: Logger
    private let mailbox: Mailbox
    private let inbox: Inbox
    private let eventSink: AsyncStream<ConnectionEvent>.Continuation
    private let hasRun = Mutex(false)

    /// Throws `invalidSettings`. Does not connect; `run` does.
    package init(settings: MQTTSettings, logger: Logger) throws(MessagingError) {
        try settings.validate()
        self.settings = settings
        self.logger = logger
        let mailbox = try Mailbox()
        self.mailbox = mailbox
        let inbox = Inbox(capacity: settings.inboundCapacity, capacityInBytes: settings.inboundCapacityInBytes) { mailbox.nudge() }
        self.inbox = inbox
        messages = AsyncStream { await inbox.next() }
        (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
    }

    /// Up, with every subscription answered. A moment's truth: the next publish may still throw.
    package var isConnected: Bool { mailbox.acceptsPublishes }

    /// Inbound messages lost to the overflow rule since the start.
    package var droppedMessages: UInt64 { inbox.dropped }

    /// Replaces all filters (QoS 1). Holds for every connection from now on; while connected, `.subscriptionsChanged` follows the broker's answer.
    package func setSubscriptions(_ filters: [String]) throws(MessagingError) {
        for filter in filters { try TopicRule.checkFilter(filter) }
        var seen: Set<String> = []
        mailbox.post(.setFilters(filters.filter { seen.insert($0).inserted }))
    }

    /// Returns when the broker has acknowledged (QoS 0: when the message is written to the socket). Waits while `inFlightLimit` publishes are
    /// unacknowledged; calls are sent in the order they were made.
    /// - Parameter expiry: how long the broker keeps it for an absent receiver; rounded up to seconds.
    package func publish(
        topic: String, payload: [UInt8], qos: QoS = .atLeastOnce, retain: Bool = false, expiry: Duration? = nil,
        responseTopic: String? = nil,
        correlationData: [UInt8]? = nil, contentType: String? = nil
    ) async throws(MessagingError) {
        try await publish(
            MQTTMessage(
                topic: topic, payload: payload, qos: qos, retain: retain, expiry: expiry, responseTopic: responseTopic,
                correlationData: correlationData, contentType: contentType))
    }

    package func publish(_ message: MQTTMessage) async throws(MessagingError) {
        try message.validate(maximumPayloadInBytes: settings.maximumPayloadInBytes)
        let id = mailbox.nextPublishID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Void, MessagingError>, Never>) in
                let publish = PendingPublish(message: message, continuation: continuation)
                if Task.isCancelled {
                    publish.finish(.failure(MessagingError(.cancelled, topic: message.topic)))
                } else if let refusal = mailbox.post(id, publish) {
                    publish.finish(.failure(refusal))
                } else if Task.isCancelled {
                    // Cancelled in between: the handler's word came before the publish it was about.
                    mailbox.post(.cancel(id))
                }
            }
        } onCancel: {
            mailbox.post(.cancel(id))
        }
        try result.get()
    }

    /// Connects and stays connected until shutdown or cancellation, then ends both streams. Call it once.
    package func run() async {
        let isFirst = hasRun.withLock { hasRun in
            defer { hasRun = true }
            return !hasRun
        }
        precondition(isFirst, "MQTTClient.run() was called twice")
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withCheckedContinuation { finished in
                    startThread { [self] in
                        ConnectionEngine(settings: settings, mailbox: mailbox, inbox: inbox, events: eventSink, logger: logger).run()
                        finished.resume()
                    }
                }
            } onGracefulShutdown: {
                self.mailbox.post(.shutDown)
            }
        } onCancel: {
            mailbox.post(.abort)
        }
    }
}

/// A detached thread with every signal blocked: signals are the main thread's, and a write to a closed socket is an error here and not SIGPIPE.
private func startThread(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let status = pthread_create(&thread, &attributes, threadMain, box.toOpaque())
    precondition(status == 0, "pthread_create failed with \(status)")
}

private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    var everySignal = sigset_t()
    sigfillset(&everySignal)
    pthread_sigmask(SIG_SETMASK, &everySignal, nil)
    if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body() }
    return nil
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
