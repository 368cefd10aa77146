import ArgumentParser
import Files
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
            "The key of --map, a file that only its owner may read; 'mask' makes one where there is none. Without it the map is worth nothing.",
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
        let folder = Directory.of(target)
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
            target = link.hasPrefix("/") ? link : Directory.of(target) + "/" + link
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
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try WholeFile.read(path, atMost: Self.limitInBytes, isRegular: true)
        } catch {
            switch error.cause {
            case .system(ENOENT): return nil
            case .notRegular: throw UsageError("--map: \(path): \(error.reason)")
            case .tooLarge: throw CommandError("--map: \(path): longer than \(Self.limitInBytes) bytes")
            case .system, .exposed, .noLine: throw CommandError("--map: \(path): \(error.reason)")
            }
        }
        do throws(PrivacyError) { return try key.open(bytes, for: Self.context) } catch { throw CommandError("--map: \(path): \(error)") }
    }

    /// Whole or not at all, for its owner alone.
    func save(_ map: RestoreMap) throws {
        let bytes: [UInt8]
        do throws(PrivacyError) { bytes = try key.seal(map, for: Self.context) } catch { throw CommandError("--map: \(error)") }
        do throws(FileError) {
            // Always the same name: who masks with this key waits for the lock.
            try AtomicFile.write(bytes, to: path, mode: 0o600, temporary: "\(path).new")
        } catch {
            // Then it stands in its place.
            guard error.operation != .syncFolder else { return }
            throw CommandError("--map: \(path): \(error.reason): the map is not written, and what was masked cannot be restored")
        }
    }
}
