#if canImport(Glibc)
    import Glibc
#endif

/// The folder that holds the node's databases and releases, held by one process at a time.
final class DataDirectory: Sendable {
    let path: String
    private let lock: Int32

    /// Creates the folder when its parent is there. Throws when another process holds it.
    init(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw UsageError("node.data_dir: \(path): \(String(cString: strerror(errno)))")
        }
        let lock = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw UsageError("node.data_dir: \(path)/lock: \(String(cString: strerror(errno)))") }
        // Let go by the kernel when the process ends, however it ends.
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let cause = errno
            close(lock)
            throw cause == EWOULDBLOCK
                ? CommandError("\(path) is in use by another weir-node") : CommandError("\(path)/lock: \(String(cString: strerror(cause)))")
        }
        self.path = path
        self.lock = lock
    }

    deinit { close(lock) }
}
