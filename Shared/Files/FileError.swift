#if canImport(Glibc)
    internal import Glibc
#endif

/// Why a file was not read or not written. Says what was tried and how the system answered, and holds no byte of the file.
package struct FileError: Error, Hashable, CustomStringConvertible {
    package enum Operation: Hashable, Sendable {
        case open
        case read
        /// Of the file beside the place, or of the name where it must be free.
        case create
        case write
        case sync
        case rename
        /// The file stands in its place, whole; only a power cut may still take its name away.
        case syncFolder
    }

    package enum Cause: Hashable, Sendable {
        /// A system call failed with this `errno`.
        case system(Int32)
        /// A folder, a pipe, a device.
        case notRegular
        /// Its mode lets others at it.
        case exposed
        case tooLarge(limitInBytes: Int)
        /// Its first line is no text.
        case noLine
    }

    package let operation: Operation
    /// As the caller named it.
    package let path: String
    package let cause: Cause

    package init(_ operation: Operation, _ path: String, _ cause: Cause) {
        self.operation = operation
        self.path = path
        self.cause = cause
    }

    /// Takes up `errno`.
    init(_ operation: Operation, _ path: String) { self.init(operation, path, .system(errno)) }

    /// Whether there is no such file.
    package var isMissing: Bool { cause == .system(ENOENT) }

    /// The cause in words; where the system failed, its own.
    package var reason: String {
        switch cause {
        case .system(let number):
            if let text = strerror(number) { String(cString: text) } else { "error \(number)" }
        case .notRegular: "not a regular file"
        case .exposed: "others than its owner may use it"
        case .tooLarge(let limit): "larger than \(limit) bytes"
        case .noLine: "its first line is empty, longer than 4096 bytes or not UTF-8"
        }
    }

    /// The operation in words, to stand behind "cannot".
    package var step: String {
        switch operation {
        case .open: "open it"
        case .read: "read it"
        case .create: "create it"
        case .write: "write it"
        case .sync: "sync it"
        case .rename: "rename it"
        case .syncFolder: "sync the folder"
        }
    }

    package var description: String { "\(path): cannot \(step): \(reason)" }
}
