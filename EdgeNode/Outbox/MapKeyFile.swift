#if canImport(Glibc)
    internal import Glibc
#endif
package import Privacy

/// The file that holds the key of the stored restore maps, in the node's data directory, for its owner alone.
///
///     weir-map-key-v1
///     64 hexadecimal digits
///
/// Made on first start. It is never replaced: with another key the maps of answers that are still to come open no more, and those answers come unrestored.
/// Who wants that, to destroy all maps at once for instance, removes the file while the node is down.
package enum MapKeyFile {
    private static let header = "weir-map-key-v1"
    private static let largestSize = 256

    /// The key in the file at `path`; a new one, on disk when this returns, where there is no such file.
    ///
    /// Throws `unreadable`, `exposed` for a file that others may read or that is a link, `malformed`, `unwritable`.
    package static func open(_ path: String) throws(MapKeyFileError) -> MapKey {
        if let key = try read(path) { return key }
        let key = MapKey()
        let digits = key.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try create(path, Array("\(header)\n\(digits)\n".utf8))
        return key
    }

    /// Nil where there is no file.
    private static func read(_ path: String) throws(MapKeyFileError) -> MapKey? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw MapKeyFileError(errno == ELOOP ? .exposed : .unreadable, path, number: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw MapKeyFileError(.unreadable, path, number: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw MapKeyFileError(.malformed, path) }
        guard status.st_mode & 0o077 == 0 else { throw MapKeyFileError(.exposed, path) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: largestSize + 1)
        while bytes.count <= largestSize {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw MapKeyFileError(.unreadable, path, number: errno) }
            if count == 0 { break }
            bytes += buffer.prefix(count)
        }
        guard let key = parse(bytes) else { throw MapKeyFileError(.malformed, path) }
        return key
    }

    private static func parse(_ bytes: [UInt8]) -> MapKey? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard bytes.count <= largestSize, lines.count == 3, lines[0].elementsEqual(header.utf8), lines[2].isEmpty,
            lines[1].count == 2 * MapKey.sizeInBytes
        else { return nil }
        let digits = lines[1].compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == lines[1].count else { return nil }
        return try? MapKey(bytes: stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }

    /// Whole or not at all: written beside its place, put there by a link, which fails where something stands.
    private static func create(_ path: String, _ bytes: [UInt8]) throws(MapKeyFileError) {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw MapKeyFileError(.unwritable, path, number: errno) }
        defer { unlink(temporary) }
        let isWritten = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == bytes.count && fsync(descriptor) == 0
        let number = errno
        close(descriptor)
        guard isWritten else { throw MapKeyFileError(.unwritable, path, number: number) }
        guard link(temporary, path) == 0 else { throw MapKeyFileError(.unwritable, path, number: errno) }
        // The name survives a power cut too.
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let directory = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw MapKeyFileError(.unwritable, path, number: errno) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw MapKeyFileError(.unwritable, path, number: errno) }
    }
}

package struct MapKeyFileError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        case unreadable
        /// Others may read it, or it is a link to somewhere else.
        case exposed
        case malformed
        case unwritable
    }

    package let code: Code
    package let path: String
    /// What the system said; empty where it said nothing.
    package let cause: String

    init(_ code: Code, _ path: String, number: Int32? = nil) {
        self.code = code
        self.path = path
        cause = number.map { String(cString: strerror($0)) } ?? ""
    }

    package var description: String {
        switch code {
        case .unreadable: "\(path): the key of the restore maps cannot be read: \(cause)"
        case .exposed:
            "\(path): \(cause.isEmpty ? "" : "this is a link; ")the key of the restore maps must be a file that only its owner may read (chmod 600)"
        case .malformed:
            "\(path): this is not a key of restore maps. If it is lost, remove it: answers that are still to come will then keep their placeholders"
        case .unwritable: "\(path): the key of the restore maps cannot be written: \(cause)"
        }
    }
}
