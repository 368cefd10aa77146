import ArgumentParser
import Outbox
import Privacy

#if canImport(Glibc)
    import Glibc
#endif

/// Where the map of what was masked is kept, for 'restore'.
struct MapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The conversation's map, sealed: what was masked into it before keeps its tokens, and 'restore' puts its values back.",
            valueName: "file"))
    var map: String?

    @Option(
        help: ArgumentHelp(
            "The key of --map, a file that only its owner may read; made when there is none. Without it the map is worth nothing.",
            valueName: "file"))
    var mapKey: String?

    func validate() throws {
        guard (map == nil) == (mapKey == nil) else { throw ValidationError("--map and --map-key need each other.") }
    }

    /// Nil when none is asked for.
    /// - Parameter makesKey: whether a key that is not there is made.
    func open(makesKey: Bool) throws -> MapFile? {
        guard let map, let mapKey else { return nil }
        guard makesKey || access(mapKey, F_OK) == 0 else { throw UsageError("--map-key: \(mapKey): \(String(cString: strerror(errno)))") }
        let key: MapKey
        do throws(MapKeyFileError) { key = try MapKeyFile.open(mapKey) } catch { throw UsageError("--map-key: \(error)") }
        // Two that number into one map would give one token to two values. The lock ends with the process.
        if makesKey { Self.lock(mapKey) }
        let target = try Self.target(of: map)
        let folder = MapFile.folder(of: target)
        guard !makesKey || access(folder, W_OK | X_OK) == 0 else {
            throw UsageError("--map: \(folder): \(String(cString: strerror(errno)))")
        }
        return MapFile(path: target, key: key)
    }

    /// Where the links at `path` end: the map takes the place of what they lead to, and they stay.
    private static func target(of path: String) throws(UsageError) -> String {
        var target = path
        for _ in 0..<40 {
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(target, &buffer, buffer.count)
            guard count > 0 else { return target }
            let link = String(decoding: buffer[..<count], as: UTF8.self)
            target = link.hasPrefix("/") ? link : MapFile.folder(of: target) + "/" + link
        }
        throw UsageError("--map: \(path): \(String(cString: strerror(ELOOP)))")
    }

    /// Waits for another process that masks with this key.
    private static func lock(_ path: String) {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if file >= 0, flock(file, LOCK_EX | LOCK_NB) != 0 {
            Output.error("note: waiting for another 'weir-node mask' with this --map-key")
            while flock(file, LOCK_EX) != 0, errno == EINTR {}
        }
    }
}

/// A sealed map on disk.
struct MapFile {
    let path: String
    let key: MapKey

    /// What the box is sealed for: a map out of a node's database is none of these.
    private static let context = Array("weir-node mask --map".utf8)
    private static let limitInBytes = 1 << 30

    /// Nil where there is no file.
    func load() throws -> RestoreMap? {
        // Without O_NONBLOCK a named pipe would be waited for.
        let file = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw CommandError("--map: \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw UsageError("--map: \(path): not a regular file") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= Self.limitInBytes {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandError("--map: \(path): \(String(cString: strerror(errno)))") }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        guard bytes.count <= Self.limitInBytes else { throw CommandError("--map: \(path): longer than \(Self.limitInBytes) bytes") }
        do throws(PrivacyError) { return try key.open(bytes, for: Self.context) } catch { throw CommandError("--map: \(path): \(error)") }
    }

    /// Whole or not at all, for its owner alone.
    func save(_ map: RestoreMap) throws {
        let bytes: [UInt8]
        do throws(PrivacyError) { bytes = try key.seal(map, for: Self.context) } catch { throw CommandError("--map: \(error)") }
        // Always the same name, so that a process that is killed leaves one at most; who masks with this key waits for the lock.
        let temporary = "\(path).new"
        unlink(temporary)
        let file = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure() }
        defer { unlink(temporary) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = failure()
                close(file)
                throw error
            }
            written += count
        }
        let isSafe = fsync(file) == 0
        close(file)
        guard isSafe, rename(temporary, path) == 0 else { throw failure() }
    }

    /// The folder a path lies in, without a slash at its end but for the root.
    static func folder(of path: String) -> String {
        guard let cut = path.lastIndex(of: "/") else { return "." }
        return cut == path.startIndex ? "/" : String(path[..<cut])
    }

    private func failure() -> CommandError {
        CommandError("--map: \(path): \(String(cString: strerror(errno))): the map is not written, and what was masked cannot be restored")
    }
}
