import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Interrupt, terminate and hang-up, taken for the end of the input by who has something left to write, and then answered as always. A second one of the same
/// ends the process at once.
///
/// One at most in a process. A signal that the process was started to ignore stays ignored.
struct StopSignals {
    private static let caught = Atomic<Int32>(0)
    /// Of a self-pipe, the end that the handler writes to: a signal comes to any thread, and only one waits for input.
    private static let wakeWrite = Atomic<Int32>(-1)

    /// The other end.
    private let wakeRead: Int32

    init() throws(CommandError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CommandError("pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        wakeRead = ends[0]
        // Both are touched here, so that the handler makes neither.
        Self.caught.store(0, ordering: .relaxed)
        Self.wakeWrite.store(ends[1], ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(number) {
            signal(number) { number in
                let before = errno
                signal(number, SIG_DFL)
                StopSignals.caught.store(number, ordering: .relaxed)
                var byte: UInt8 = 0
                _ = write(StopSignals.wakeWrite.load(ordering: .relaxed), &byte, 1)
                errno = before
            }
        }
    }

    /// Waits until standard input has bytes or is at its end; false once a signal came.
    func waitForInput() -> Bool { wait(for: STDIN_FILENO, POLLIN) }

    /// Waits until standard output takes bytes or is closed; false once a signal came.
    func waitForOutput() -> Bool { wait(for: STDOUT_FILENO, POLLOUT) }

    private func wait(for descriptor: Int32, _ events: Int32) -> Bool {
        while Self.caught.load(ordering: .relaxed) == 0 {
            var ends = [
                pollfd(fd: descriptor, events: Int16(events), revents: 0), pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&ends, 2, -1) < 0, errno != EINTR { return true }
            if ends[1].revents == 0, ends[0].revents != 0 { return true }
        }
        return false
    }

    /// Ends the process by the signal that came, if one did.
    func end() {
        let number = Self.caught.load(ordering: .relaxed)
        guard number != 0 else { return }
        // The handler gave it back its default; another thread takes it.
        kill(getpid(), number)
        while true { pause() }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
