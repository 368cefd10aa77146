package import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A real mosquitto on a loopback port of its own, with its files in a temporary folder. Ends with this object, and also when the test process is killed.
package final class MosquittoProcess: Sendable {
    package struct Options: Sendable {
        /// Name and password of each user; empty: anyone may connect.
        package var users: [(name: String, password: String)] = []
        /// Text of an ACL file, as in acl_file(5).
        package var acl: String?
        /// More lines for the configuration.
        package var lines: [String] = []
        /// Lines that stand before the listener's, for global settings that must come first.
        package var globalLines: [String] = []

        /// A whole configuration instead of ours, with `@PORT@`, `@ADDRESS@`, `@DIRECTORY@` and `@USER@` to be filled in; `acl` becomes `weir.acl`.
        package var template: String?

        package init() {}
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let port: Int
    package let folder: URL
    private let children = Mutex((broker: pid_t(0), watchdog: pid_t(0), watchdogInput: Int32(-1)))

    private static let executable = "/usr/sbin/mosquitto"
    private static let passwordTool = "/usr/bin/mosquitto_passwd"

    /// Starts it and returns when it takes connections.
    package init(_ options: Options = Options()) throws {
        guard access(Self.executable, X_OK) == 0 else {
            throw Failure(description: "\(Self.executable) is missing: apt-get install mosquitto")
        }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("weir-broker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
        try Self.write(options, port: port, into: folder)
        try start()
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    /// What it wrote so far.
    package var log: String { (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? "" }

    /// On the same port and with the same files as before.
    package func start() throws {
        let broker = try Self.spawn(
            [Self.executable, "-c", folder.appendingPathComponent("conf").path], output: folder.appendingPathComponent("log").path)
        // Nothing of this process outlives it: the watchdog's input ends when we do.
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(description: "pipe: errno \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let watchdog = try Self.spawn(["/bin/sh", "-c", "read -r _; kill -9 \(broker) 2>/dev/null"], input: ends[0])
        close(ends[0])
        children.withLock { $0 = (broker, watchdog, ends[1]) }
        try waitUntilReady(broker)
    }

    /// SIGTERM, and waits for the end.
    package func stop() { end(SIGTERM) }

    /// SIGKILL, and waits for the end.
    package func kill() { end(SIGKILL) }

    private func end(_ signal: Int32) {
        let (broker, watchdog, watchdogInput) = children.withLock { children in
            defer { children = (0, 0, -1) }
            return children
        }
        guard watchdog > 0 else { return }
        // The watchdog first: it must not hit a number that has been given to someone else.
        _ = Glibc.kill(watchdog, SIGKILL)
        Self.reap(watchdog)
        close(watchdogInput)
        guard broker > 0 else { return }
        _ = Glibc.kill(broker, signal)
        Self.reap(broker)
    }

    private func waitUntilReady(_ broker: pid_t) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if Self.canConnect(port) { return }
            var status: Int32 = 0
            if waitpid(broker, &status, WNOHANG) == broker {
                children.withLock { $0.broker = 0 }
                throw Failure(description: "mosquitto ended at once:\n\(log)")
            }
            usleep(2_000)
        }
        throw Failure(description: "mosquitto takes no connections after 60 s:\n\(log)")
    }

    // MARK: Files

    private static func write(_ options: Options, port: Int, into folder: URL) throws {
        let passwords = folder.appendingPathComponent("passwords").path
        if !options.users.isEmpty {
            try Data().write(to: URL(fileURLWithPath: passwords))
            for user in options.users { reap(try spawn([passwordTool, "-b", passwords, user.name, user.password])) }
        }
        let acl = folder.appendingPathComponent("weir.acl")
        if let text = options.acl { try text.write(to: acl, atomically: true, encoding: .utf8) }
        let user = geteuid() == 0 ? "root" : NSUserName()
        var configuration: String
        if let template = options.template {
            configuration = template
            for (name, value) in [("PORT", "\(port)"), ("ADDRESS", "127.0.0.1"), ("DIRECTORY", folder.path), ("USER", user)] {
                configuration = configuration.replacingOccurrences(of: "@\(name)@", with: value)
            }
        } else {
            var lines = ["user \(user)", "log_dest stderr", "log_type all", "set_tcp_nodelay true", "persistence false"]
            lines += options.globalLines
            lines.append("listener \(port) 127.0.0.1")
            lines += options.users.isEmpty ? ["allow_anonymous true"] : ["allow_anonymous false", "password_file \(passwords)"]
            if options.acl != nil { lines.append("acl_file \(acl.path)") }
            lines += options.lines
            configuration = lines.joined(separator: "\n") + "\n"
        }
        try configuration.write(to: folder.appendingPathComponent("conf"), atomically: true, encoding: .utf8)
    }

    // MARK: Processes and ports

    private static func spawn(_ arguments: [String], input: Int32? = nil, output: String? = nil) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A Ctrl-C at the terminal goes to the tests, which end us in order.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let status = posix_spawn(&pid, arguments[0], &actions, &attributes, &words, nil)
        guard status == 0 else { throw Failure(description: "cannot start \(arguments[0]): errno \(status)") }
        return pid
    }

    private static func reap(_ pid: pid_t) {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
    }

    /// A port that was free a moment ago.
    package static func freePort() throws -> Int {
        let listener = try LoopbackSocket.listen()
        defer { close(listener.descriptor) }
        return listener.port
    }

    private static func canConnect(_ port: Int) -> Bool {
        guard let descriptor = LoopbackSocket.connect(port) else { return false }
        close(descriptor)
        return true
    }
}
