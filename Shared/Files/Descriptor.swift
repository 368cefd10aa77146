#if canImport(Glibc)
    internal import Glibc
#endif

/// Reading and writing of open files, gone on with where a signal or a full pipe cuts in.
package enum Descriptor {
    package static let chunkSizeInBytes = 1 << 16

    /// Appends what one read gives, at most `limit` bytes, waiting for at least one; false at the end.
    /// - Parameter path: for the error.
    package static func read(
        _ descriptor: Int32, into bytes: inout [UInt8], atMost limit: Int = chunkSizeInBytes, path: String
    ) throws(FileError) -> Bool {
        var count = 0
        var number: Int32 = 0
        bytes += [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
            count = uninterrupted { Glibc.read(descriptor, buffer.baseAddress, limit) }
            number = errno
            initialized = max(count, 0)
        }
        guard count >= 0 else { throw FileError(.read, path, .system(number)) }
        return count > 0
    }

    /// Writes all of `bytes`, in as many parts as it takes.
    /// - Parameter path: for the error.
    package static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                uninterrupted { Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written) }
            }
            guard count > 0 else { throw FileError(.write, path) }
            written += count
        }
    }

    static func open(_ path: String, _ flags: Int32, mode: UInt32 = 0) -> Int32 {
        Int32(uninterrupted { Int(Glibc.open(path, flags | O_CLOEXEC, mode)) })
    }

    private static func uninterrupted(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }
}
