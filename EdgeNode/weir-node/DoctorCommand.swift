import ArgumentParser
import Contract
import Messaging
import Releases
import Update

#if canImport(Glibc)
    import Glibc
#endif

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks what the node depends on: configuration, keys, disk, release, broker.",
        discussion: "One line a check; exit code 1 when one fails. Safe beside a running node.")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let (settings, _) = try options.load()
        var failures = 0
        func say(_ what: String, _ outcome: Result<String, CommandError>) {
            switch outcome {
            case .success(let text): Output.line("ok    \(what): \(text)")
            case .failure(let error):
                failures += 1
                Output.line("FAIL  \(what): \(error.description)")
            }
        }
        say("configuration", .success("read, every key known"))
        let releaseKey = key(settings.releaseKeyFile)
        say("release key", releaseKey.map { "\($0)" })
        say("director key", key(settings.directorKeyFile).map { "\($0)" })
        say("data directory", disk(settings.dataDirectory))
        if case .success(let key) = releaseKey { say("release", release(settings.dataDirectory, key)) }
        say("broker", reach(settings.brokerHost, settings.brokerPort))
        if failures > 0 { throw ExitCode(1) }
    }

    private func key(_ path: String) -> Result<VerificationKey, CommandError> {
        do throws(ReleaseRefusal) { return .success(try VerificationKey(path: path)) } catch {
            return .failure(CommandError(error.description))
        }
    }

    private func disk(_ path: String) -> Result<String, CommandError> {
        guard access(path, R_OK | W_OK | X_OK) == 0 else { return .failure(CommandError("\(path): \(String(cString: strerror(errno)))")) }
        var info = statvfs()
        guard statvfs(path, &info) == 0 else { return .failure(CommandError("\(path): \(String(cString: strerror(errno)))")) }
        let free = (UInt64(info.f_bavail) * UInt64(info.f_frsize)) >> 20
        // Two releases of the embedded default, and room for a night without a link.
        guard free >= 200 else { return .failure(CommandError("\(path): \(free) MiB free, 200 are wanted")) }
        return .success("\(path), \(free) MiB free")
    }

    private func release(_ directory: String, _ key: VerificationKey) -> Result<String, CommandError> {
        // Opening the store would create its folders, and here perhaps for the wrong user.
        guard access("\(directory)/releases/current", F_OK) == 0 else { return .success("none installed yet") }
        do {
            let slots = try SlotStore(root: "\(directory)/releases")
            guard let slot = try slots.active(), let bytes = try slots.read(slots.manifestPath(slot)) else {
                return .success("none installed yet")
            }
            guard let version = SemanticVersion(AgentVersion.text) else { preconditionFailure("the agent's version is none") }
            let verified = try ReleaseVerifier(keys: [key], agentVersion: version).verify(bytes, now: 0)
            try verified.checkFiles(in: slots.filesPath(slot))
            return .success(
                "\(verified.manifest.workflow) \(verified.id.short), counter \(verified.manifest.counter), every file as signed")
        } catch {
            return .failure(CommandError("\(error)"))
        }
    }

    /// A TCP connection: what a firewall, a wrong name or a stopped broker would break. The running node's log tells of refused passwords.
    private func reach(_ host: String, _ port: Int) -> Result<String, CommandError> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let found else { return .failure(CommandError("\(host): \(String(cString: gai_strerror(code)))")) }
        defer { freeaddrinfo(found) }
        var cause = "no address"
        var next: UnsafeMutablePointer<addrinfo>? = found
        while let address = next {
            next = address.pointee.ai_next
            let descriptor = socket(address.pointee.ai_family, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK | O_CLOEXEC, 0)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            if connect(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) != 0, errno != EINPROGRESS {
                cause = String(cString: strerror(errno))
                continue
            }
            var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard Glibc.poll(&poll, 1, 3_000) == 1 else {
                cause = "no answer within 3 s"
                continue
            }
            var failure: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
            if failure == 0 { return .success("\(host):\(port) accepts connections") }
            cause = String(cString: strerror(failure))
        }
        return .failure(CommandError("\(host):\(port): \(cause)"))
    }
}
