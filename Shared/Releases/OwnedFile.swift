internal import Files
#if canImport(Glibc)
    internal import Glibc
#endif

/// The files of this module, with their refusals.
enum OwnedFile {
    /// The whole file; `tooLarge` above `limit`.
    /// - Parameter isSecret: whether a file that others may read is refused with `keyExposed`.
    static func read(_ path: String, atMost limit: Int, isSecret: Bool = false) throws(ReleaseRefusal) -> [UInt8] {
        do throws(FileError) {
            return try WholeFile.read(path, atMost: limit, forbidden: isSecret ? 0o027 : 0)
        } catch {
            switch error.cause {
            case .tooLarge: throw ReleaseRefusal(.tooLarge, path, expected: "at most \(limit) bytes")
            case .exposed: throw ReleaseRefusal(.keyExposed, path, expected: "a file only its owner may read (chmod 600)")
            case .system, .notRegular, .noLine:
                throw ReleaseRefusal(error.isMissing ? .fileMissing : .unreadable, path, found: error.reason)
            }
        }
    }

    /// On disk when it returns. `keyExists` when the path is taken, by whatever.
    static func create(_ path: String, _ bytes: [UInt8], permissions: UInt32) throws(ReleaseRefusal) {
        do throws(FileError) {
            try AtomicFile.create(bytes, at: path, mode: permissions)
        } catch {
            throw error.cause == .system(EEXIST)
                ? ReleaseRefusal(.keyExists, path, expected: "no such file yet") : ReleaseRefusal(.unwritable, path, found: error.reason)
        }
    }

    /// Takes up `errno`.
    static func unreadable(_ path: String) -> ReleaseRefusal {
        let number = errno
        return ReleaseRefusal(number == ENOENT ? .fileMissing : .unreadable, path, found: String(cString: strerror(number)))
    }
}
