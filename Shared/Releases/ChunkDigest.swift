internal import Crypto
#if canImport(Glibc)
    internal import Glibc
#endif

/// Size and digests of one file: the whole, and each chunk of it.
package struct ChunkDigest: Hashable, Sendable {
    /// 4 MiB: what a node asks for, checks and keeps at a time.
    package static let chunkSizeInBytes = 4 << 20

    package let sizeInBytes: UInt64
    /// 32 bytes.
    package let sha256: [UInt8]
    /// 32 bytes each, in order; none for an empty file.
    package let chunks: [[UInt8]]

    /// Streams the file through SHA-256, a chunk in memory at a time. A symbolic link is refused with `pathNotAllowed`, and so is what is no file.
    package init(path: String, chunkSizeInBytes: Int = chunkSizeInBytes) throws(ReleaseRefusal) {
        precondition(chunkSizeInBytes > 0)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw errno == ELOOP ? ReleaseRefusal(.pathNotAllowed, path, found: "a symbolic link") : OwnedFile.unreadable(path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw OwnedFile.unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ReleaseRefusal(.pathNotAllowed, path, expected: "a regular file") }
        var whole = SHA256()
        var part = SHA256()
        var size: UInt64 = 0
        var inPart = 0
        var chunks: [[UInt8]] = []
        var buffer = [UInt8](repeating: 0, count: min(chunkSizeInBytes, 1 << 18))
        while true {
            let count = read(descriptor, &buffer, min(buffer.count, chunkSizeInBytes - inPart))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw OwnedFile.unreadable(path) }
            if count == 0 { break }
            buffer.withUnsafeBytes { bytes in
                whole.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
                part.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            }
            size += UInt64(count)
            inPart += count
            if inPart == chunkSizeInBytes {
                chunks.append(Array(part.finalize()))
                part = SHA256()
                inPart = 0
            }
        }
        if inPart > 0 { chunks.append(Array(part.finalize())) }
        sizeInBytes = size
        sha256 = Array(whole.finalize())
        self.chunks = chunks
    }

    /// 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// 32 bytes.
    package static func sha256(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return Array(hash.finalize())
    }
}
