#if canImport(Glibc)
    internal import Glibc
#endif

/// System calls on the files of this module, with their refusals.
enum OwnedFile {
    static func permissions(_ path: String) throws(ReleaseRefusal) -> mode_t {
        var status = stat()
        guard stat(path, &status) == 0 else { throw unreadable(path) }
        return status.st_mode & 0o777
    }

    /// The whole file; `tooLarge` above `limit`.
    static func read(_ path: String, atMost limit: Int) throws(ReleaseRefusal) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(limit + 1, 1 << 16))
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= limit else { throw ReleaseRefusal(.tooLarge, path, expected: "at most \(limit) bytes") }
        }
    }

    /// On disk when it returns. `keyExists` when the path is taken, by whatever.
    static func create(_ path: String, _ bytes: [UInt8], permissions: mode_t) throws(ReleaseRefusal) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
        guard descriptor >= 0 else {
            throw errno == EEXIST ? ReleaseRefusal(.keyExists, path, expected: "no such file yet") : unwritable(path)
        }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw unwritable(path) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw unwritable(path) }
    }

    static func unreadable(_ path: String) -> ReleaseRefusal {
        let number = errno
        return ReleaseRefusal(number == ENOENT ? .fileMissing : .unreadable, path, found: String(cString: strerror(number)))
    }

    private static func unwritable(_ path: String) -> ReleaseRefusal {
        ReleaseRefusal(.unwritable, path, found: String(cString: strerror(errno)))
    }
}
