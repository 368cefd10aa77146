import Contract
import Crypto
import Files

#if canImport(Glibc)
    import Glibc
#endif

/// One file on its way to disk: written beside its final name, and given that name only when size and SHA-256 are right and the bytes are
/// durable. Dropped unfinished, it leaves nothing.
///
/// Safety: used by one task at a time, the one that reads the request's body.
package final class ReleaseUpload: @unchecked Sendable {
    private let path: String
    private let temporary: String
    private let expectedSize: UInt64
    private let expectedDigest: [UInt8]
    private var descriptor: Int32
    private var hasher = SHA256()
    private var written: UInt64 = 0
    private var isFinished = false

    init(file: ManifestFile, path: String) throws(FleetError) {
        self.path = path
        expectedSize = file.sizeInBytes
        expectedDigest = Array(file.sha256)
        // A name of its own for each attempt, so that two uploads of one file cannot mix.
        temporary = "\(path).\(UInt64.random(in: .min ... .max)).part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FleetError(storing: "create it") }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isFinished { unlink(temporary) }
    }

    package func write(_ bytes: [UInt8]) throws(FleetError) {
        guard written + UInt64(bytes.count) <= expectedSize else {
            throw FleetError(.fileRefused, "more bytes than the manifest's \(expectedSize)")
        }
        do throws(FileError) { try Descriptor.write(bytes, to: descriptor, path: path) } catch { throw FleetError(error) }
        hasher.update(data: bytes)
        written += UInt64(bytes.count)
    }

    /// Blocks for the time of an fsync.
    package func finish() throws(FleetError) {
        guard written == expectedSize else { throw FleetError(.fileRefused, "\(written) bytes, the manifest says \(expectedSize)") }
        guard Array(hasher.finalize()) == expectedDigest else { throw FleetError(.fileRefused, "SHA-256 differs from the manifest's") }
        guard fsync(descriptor) == 0, close(descriptor) == 0 else {
            throw FleetError(storing: "sync it")
        }
        descriptor = -1
        guard rename(temporary, path) == 0 else { throw FleetError(storing: "rename it") }
        isFinished = true
        do throws(FileError) { try Directory.sync(Directory.of(path)) } catch { throw FleetError(error) }
    }
}

extension FleetError {
    /// Of a release's file being written.
    init(_ error: FileError) { self.init(.storage, Self.storing(error.step, error.reason)) }

    /// Takes up `errno`.
    fileprivate init(storing step: String) { self.init(.storage, Self.storing(step, String(cString: strerror(errno)))) }

    private static func storing(_ step: String, _ reason: String) -> String { "a release's file: cannot \(step): \(reason)" }
}
