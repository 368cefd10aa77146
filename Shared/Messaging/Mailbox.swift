#if canImport(Glibc)
    internal import Glibc
#endif
internal import Synchronization

/// What callers ask of the loop thread, and the pipe that wakes it.
final class Mailbox: Sendable {
    enum Command {
        case publish(ConnectionMachine.PublishID, PendingPublish)
        case cancel(ConnectionMachine.PublishID)
        case setFilters([String])
        case shutDown
        case abort
    }

    private struct State {
        var commands: [Command] = []
        var acceptsPublishes = false
        var isClosed = false
        var isWakePending = false
        var nextPublish: ConnectionMachine.PublishID = 0
    }

    private let state = Mutex(State())
    /// What the loop polls.
    let wakeDescriptor: Int32
    private let wakeEnd: Int32

    init() throws(MessagingError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw MessagingError(.library, detail: "cannot make a pipe (errno \(errno))") }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        wakeDescriptor = ends[0]
        wakeEnd = ends[1]
    }

    deinit {
        Glibc.close(wakeDescriptor)
        Glibc.close(wakeEnd)
    }

    /// Set by the loop; read by callers, so that a publish while offline fails without a trip to the loop, even while that looks up a name.
    var acceptsPublishes: Bool {
        get { state.withLock { $0.acceptsPublishes } }
        set { state.withLock { $0.acceptsPublishes = newValue } }
    }

    func nextPublishID() -> ConnectionMachine.PublishID {
        state.withLock { state in
            state.nextPublish += 1
            return state.nextPublish
        }
    }

    /// Hands a publish over, or says why not.
    func post(_ id: ConnectionMachine.PublishID, _ publish: PendingPublish) -> MessagingError? {
        let (refusal, wakes) = state.withLock { state -> (MessagingError?, Bool) in
            if state.isClosed { return (MessagingError(.stopped, topic: publish.message.topic), false) }
            guard state.acceptsPublishes else { return (MessagingError(.notConnected, topic: publish.message.topic), false) }
            state.commands.append(.publish(id, publish))
            return (nil, Self.marksWake(&state))
        }
        if wakes { wake() }
        return refusal
    }

    func post(_ command: Command) {
        let wakes = state.withLock { state in
            guard !state.isClosed else { return false }
            state.commands.append(command)
            return Self.marksWake(&state)
        }
        if wakes { wake() }
    }

    /// Makes `poll` return, without a command.
    func nudge() {
        if state.withLock({ Self.marksWake(&$0) }) { wake() }
    }

    /// Loop thread.
    func take() -> [Command] {
        state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Loop thread: nothing is accepted from now on; what was posted before is returned.
    func close() -> [Command] {
        state.withLock { state in
            state.isClosed = true
            state.acceptsPublishes = false
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Loop thread: before `take`. The pipe is emptied before the flag falls: the other way round a byte written in between would be swallowed while
    /// the flag stands, and nothing would wake the loop again. A command posted before the flag falls is in the `take` that follows.
    func drainWakes() {
        var bytes: (UInt64, UInt64) = (0, 0)
        _ = withUnsafeMutableBytes(of: &bytes) { Glibc.read(wakeDescriptor, $0.baseAddress, $0.count) }
        state.withLock { $0.isWakePending = false }
    }

    /// One byte in the pipe is enough for any number of commands.
    private static func marksWake(_ state: inout State) -> Bool {
        guard !state.isWakePending else { return false }
        state.isWakePending = true
        return true
    }

    private func wake() {
        var byte: UInt8 = 1
        // A full pipe wakes as well.
        _ = write(wakeEnd, &byte, 1)
    }
}
