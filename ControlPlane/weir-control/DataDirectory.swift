#if canImport(Glibc)
    import Glibc
#endif

/// The plane's folder, held by one process at a time. The lock goes with the process, however it ends.
final class DataDirectory: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32

    /// Creates the folder when absent, mode 0700.
    init(_ path: String) throws {
        var walked = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            walked += walked.isEmpty || walked.hasSuffix("/") ? String(part) : "/\(part)"
            if mkdir(walked, 0o700) != 0, errno != EEXIST {
                throw Failure(description: "\(walked): cannot be created: \(String(cString: strerror(errno)))")
            }
        }
        descriptor = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(description: "\(path)/lock: cannot be opened: \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Failure(description: "\(path): another plane is running on this folder")
        }
    }

    deinit { close(descriptor) }
}
