internal import CCurl
internal import Glibc
internal import Telemetry

/// Sole owner of a `CURLM*` and of the thread that drives it. Started by the first transfer, ended by `stop`.
///
/// Safety: `multi` is used by the thread alone, but for `curl_multi_wakeup`, which is made for other threads and called under the inbox's
/// lock, which the thread takes before it frees `multi`. `running` and `waiting` belong to the thread.
final class TransferLoop: @unchecked Sendable {
    private enum Command {
        case start(CurlHandle)
        case cancel(CurlHandle)
        case resume(CurlHandle)
    }

    private struct Inbox {
        var commands: [Command] = []
        var hasThread = false
        var isStopped = false
    }

    private let inbox = Lock(Inbox())
    private let multi: UnsafeMutableRawPointer?
    private let maximumTransfers: Int
    private var running: [UnsafeMutableRawPointer: CurlHandle] = [:]
    private var waiting: [CurlHandle] = []

    /// libcurl asks for one initialisation of the process, before any handle.
    private static let isInitialised = weir_curl_global_init() == CURLE_OK

    init(maximumTransfers: Int) {
        precondition(maximumTransfers >= 1 && Self.isInitialised)
        self.maximumTransfers = maximumTransfers
        multi = curl_multi_init()
        if let multi { weir_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, maximumTransfers) }
    }

    deinit {
        // Where the thread never ran; it frees the multi itself otherwise, before it lets go of the loop.
        let hadThread = inbox.withLock { $0.hasThread }
        if !hadThread, let multi { curl_multi_cleanup(multi) }
    }

    // MARK: From any thread

    /// Queues a transfer. Its end is reported once, on the loop's thread, or here when the loop has stopped.
    func start(_ handle: CurlHandle) { if !send(.start(handle)) { handle.end(.closed, "the transfer loop is stopped") } }

    /// Aborts: the connection is closed. Does nothing to a transfer that has ended.
    func cancel(_ handle: CurlHandle) { _ = send(.cancel(handle)) }

    func resume(_ handle: CurlHandle) { _ = send(.resume(handle)) }

    /// Ends all transfers with `.closed`, then the thread.
    func stop() {
        inbox.withLock { inbox in
            inbox.isStopped = true
            if inbox.hasThread, let multi { curl_multi_wakeup(multi) }
        }
    }

    private func send(_ command: Command) -> Bool {
        inbox.withLock { inbox in
            guard !inbox.isStopped, let multi else { return false }
            inbox.commands.append(command)
            if inbox.hasThread {
                curl_multi_wakeup(multi)
                return true
            }
            inbox.hasThread = startThread()
            return inbox.hasThread
        }
    }

    private func startThread() -> Bool {
        var thread = pthread_t()
        let loop = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, loop.toOpaque())
        guard result == 0 else {
            loop.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    // MARK: The thread

    private func run() {
        guard let multi else { return }
        // With CURLOPT_NOSIGNAL libcurl leaves SIGPIPE to us, and OpenSSL writes with write(2).
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        while takeCommands() {
            startWaiting(multi)
            var stillRunning: Int32 = 0
            curl_multi_perform(multi, &stillRunning)
            collectEnded(multi)
            let pause = endStalled(multi)
            // Ended transfers may have made room; they are started without waiting.
            if waiting.isEmpty || running.count >= maximumTransfers { curl_multi_poll(multi, nil, 0, pause, nil) }
        }
        for handle in running.values { remove(handle, multi)?.end(.closed, "the transfer loop is stopped") }
        for handle in waiting { handle.end(.closed, "the transfer loop is stopped") }
        waiting = []
        curl_multi_cleanup(multi)
    }

    /// False when the loop is to end.
    private func takeCommands() -> Bool {
        let (commands, isStopped) = inbox.withLock { inbox -> ([Command], Bool) in
            defer { inbox.commands = [] }
            return (inbox.commands, inbox.isStopped)
        }
        for command in commands {
            switch command {
            case .start(let handle) where handle.isCancelledEarly: handle.end(.cancelled, "cancelled before it started")
            case .start(let handle): waiting.append(handle)
            case .resume(let handle): handle.resume()
            case .cancel(let handle):
                if let position = waiting.firstIndex(where: { $0 === handle }) {
                    waiting.remove(at: position)
                    handle.end(.cancelled, "cancelled before it started")
                } else if let multi, remove(handle, multi) != nil {
                    handle.end(.cancelled, "cancelled")
                } else {
                    handle.isCancelledEarly = true
                }
            }
        }
        return !isStopped
    }

    private func startWaiting(_ multi: UnsafeMutableRawPointer) {
        while running.count < maximumTransfers, !waiting.isEmpty {
            let handle = waiting.removeFirst()
            handle.start()
            let result = curl_multi_add_handle(multi, handle.easy)
            guard result == CURLM_OK else {
                handle.end(.other, String(cString: curl_multi_strerror(result)))
                continue
            }
            running[handle.easy] = handle
        }
    }

    private func collectEnded(_ multi: UnsafeMutableRawPointer) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let result = message.pointee.data.result
            guard let handle = running[easy], remove(handle, multi) != nil else { continue }
            handle.end(result)
        }
    }

    /// Ends what was silent too long; returns the milliseconds until the next such moment.
    private func endStalled(_ multi: UnsafeMutableRawPointer) -> Int32 {
        let now = ContinuousClock.now
        // Commands wake the poll, so without a deadline the pause may be long; libcurl shortens it for its own timers.
        var next = now + .seconds(60)
        for handle in running.values {
            guard let deadline = handle.stallDeadline else { continue }
            if deadline <= now {
                remove(handle, multi)?.end(.stalled, "no byte for longer than the stall time")
            } else {
                next = min(next, deadline)
            }
        }
        return Int32(clamping: (next - now).milliseconds + 1)
    }

    /// Takes the handle out, which closes the connection of an unfinished transfer. Nil when it was not running.
    private func remove(_ handle: CurlHandle, _ multi: UnsafeMutableRawPointer) -> CurlHandle? {
        guard running.removeValue(forKey: handle.easy) != nil else { return nil }
        curl_multi_remove_handle(multi, handle.easy)
        return handle
    }
}
