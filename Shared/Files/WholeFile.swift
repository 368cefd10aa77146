#if canImport(Glibc)
    internal import Glibc
#endif

/// Files small enough to be held in memory.
package enum WholeFile {
    /// The bytes of the file at `path`.
    /// - Parameters:
    ///   - limit: one byte more is `tooLarge`. Counted while reading, because a pipe or a growing file has no size to ask for.
    ///   - isRegular: refuses a folder, a pipe and a device with `notRegular`, and waits for none of them.
    ///   - followsLink: false refuses a symbolic link as the last component, with ELOOP.
    ///   - forbidden: permission bits, 0o077 for instance; a file that has one of them is `exposed`.
    package static func read(
        _ path: String, atMost limit: Int, isRegular: Bool = false, followsLink: Bool = true, forbidden: UInt32 = 0
    ) throws(FileError) -> [UInt8] {
        let descriptor = Descriptor.open(path, O_RDONLY | (isRegular ? O_NONBLOCK : 0) | (followsLink ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { throw FileError(.open, path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.open, path) }
        if isRegular, status.st_mode & S_IFMT != S_IFREG { throw FileError(.open, path, .notRegular) }
        if status.st_mode & forbidden != 0 { throw FileError(.open, path, .exposed) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(max(Int(status.st_size), 0), limit) + Descriptor.chunkSizeInBytes)
        while true {
            // Room for a byte too many, and for no more of a pipe than that.
            let room = min(Descriptor.chunkSizeInBytes - 1, limit - bytes.count) + 1
            guard try Descriptor.read(descriptor, into: &bytes, atMost: room, path: path) else { return bytes }
            guard bytes.count <= limit else { throw FileError(.read, path, .tooLarge(limitInBytes: limit)) }
        }
    }

    /// What stands before the first line break, as in a file that holds one secret. Throws `noLine` where that is empty, longer than 4,096 bytes or not UTF-8,
    /// `tooLarge` above 1 MiB.
    package static func firstLine(_ path: String) throws(FileError) -> String {
        let line = try read(path, atMost: 1 << 20).prefix { $0 != 0x0A && $0 != 0x0D }
        guard (1...4096).contains(line.count), let text = String(validating: line, as: UTF8.self) else {
            throw FileError(.read, path, .noLine)
        }
        return text
    }
}
