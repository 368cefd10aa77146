internal import Synchronization

/// Received messages on their way to the consumer. Bounded; the overflow rule in full:
///
/// 1. Up to `capacity` messages and `capacityInBytes` payload bytes are held.
/// 2. When it is full and no publish of ours waits for its acknowledgement, the loop stops reading the socket. TCP then slows the broker down, which
///    queues within its own limits. Writing and pings go on. If the consumer takes nothing for `MQTTSettings.inboundStallLimit`, the connection is
///    given up with `.inboundStalled`.
/// 3. When it is full while publishes are in flight, reading goes on, because the acknowledgements stand behind the messages and a consumer that
///    awaits a publish would never come back. What arrives beyond twice the capacity is dropped, newest first, and counted.
///
/// libmosquitto 2.0 acknowledges a QoS 1 message before it calls back, and the broker drops at its own queue limit too: a message that must not be
/// lost has a receipt of ours (`Receipt`, `AnswerReceipt`, `ReportedState`), so a drop here is a delay and not a loss.
final class Inbox: Sendable {
    private struct State {
        var held: [MQTTMessage?] = []
        var head = 0
        var bytes = 0
        var dropped: UInt64 = 0
        var taken: UInt64 = 0
        var finished = false
        var waiters: [(id: UInt64, continuation: CheckedContinuation<MQTTMessage?, Never>)] = []
        var nextWaiter: UInt64 = 0
        /// Reading has stopped; the consumer wakes the loop when there is room again.
        var paused = false

        var count: Int { held.count - head }

        mutating func popFirst() -> MQTTMessage? {
            guard head < held.count, let message = held[head] else { return nil }
            held[head] = nil
            head += 1
            bytes -= message.payload.count
            taken += 1
            if head > 64, head * 2 > held.count {
                held.removeFirst(head)
                head = 0
            }
            return message
        }
    }

    private let capacity: Int
    private let capacityInBytes: Int
    /// Called by the consumer's thread when there is room again after a pause.
    private let hasRoom: @Sendable () -> Void
    private let state = Mutex(State())

    init(capacity: Int, capacityInBytes: Int, hasRoom: @escaping @Sendable () -> Void) {
        self.capacity = capacity
        self.capacityInBytes = capacityInBytes
        self.hasRoom = hasRoom
    }

    /// Loop thread. False: dropped under rule 3.
    func offer(_ message: MQTTMessage) -> Bool {
        let (accepted, waiter) = state.withLock { state -> (Bool, CheckedContinuation<MQTTMessage?, Never>?) in
            guard !state.finished else { return (false, nil) }
            if !state.waiters.isEmpty {
                state.taken += 1
                return (true, state.waiters.removeFirst().continuation)
            }
            guard state.count < 2 * capacity, state.bytes + message.payload.count <= 2 * capacityInBytes || state.count == 0 else {
                state.dropped += 1
                return (false, nil)
            }
            state.held.append(message)
            state.bytes += message.payload.count
            return (true, nil)
        }
        waiter?.resume(returning: message)
        return accepted
    }

    /// Loop thread: whether rule 2 applies. Remembers the answer, so that the consumer calls `hasRoom` at the right time.
    /// Room is at half the capacity again, so that the loop does not start and stop at every message.
    func shouldPause() -> Bool {
        state.withLock { state in
            let limit = state.paused ? (capacity + 1) / 2 : capacity
            let limitInBytes = state.paused ? (capacityInBytes + 1) / 2 : capacityInBytes
            state.paused = state.count >= limit || state.bytes >= limitInBytes
            return state.paused
        }
    }

    var dropped: UInt64 { state.withLock { $0.dropped } }
    /// Messages the consumer has had: stands still while it is stuck.
    var taken: UInt64 { state.withLock { $0.taken } }

    /// Nil at the end, and for a cancelled consumer.
    func next() async -> MQTTMessage? {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (message, isDone, wakesLoop) = state.withLock { state -> (MQTTMessage?, Bool, Bool) in
                    if let message = state.popFirst() {
                        let wakes = state.paused && state.count < (capacity + 1) / 2 && state.bytes < (capacityInBytes + 1) / 2
                        if wakes { state.paused = false }
                        return (message, true, wakes)
                    }
                    if state.finished || Task.isCancelled { return (nil, true, false) }
                    state.waiters.append((id, continuation))
                    return (nil, false, false)
                }
                if isDone { continuation.resume(returning: message) }
                if wakesLoop { hasRoom() }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).continuation }
            }
            waiter?.resume(returning: nil)
        }
    }

    /// What is held is still delivered; then the stream ends.
    func finish() {
        let waiters = state.withLock { state in
            state.finished = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
    }
}
