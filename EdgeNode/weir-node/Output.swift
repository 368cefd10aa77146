#if canImport(Glibc)
    import Glibc
#endif

/// Standard output and error, written whole lines at a time and never held back: a reader at the other end of a pipe sees each line at once.
enum Output {
    static func line(_ text: String) { bytes(Array((text + "\n").utf8)) }

    /// Ends the process where standard output takes nothing.
    static func bytes(_ bytes: [UInt8]) { do throws(OutputError) { try write(bytes) } catch { error.end() } }

    /// As `bytes`, for who has something left to do where standard output takes nothing.
    static func write(_ bytes: [UInt8]) throws(OutputError) {
        let number = write(bytes, to: STDOUT_FILENO)
        if number != 0 { throw OutputError(number: number) }
    }

    /// Lost where standard error takes nothing: what the process does is not for that.
    static func error(_ text: String) { _ = write(Array((text + "\n").utf8), to: STDERR_FILENO) }

    /// The error's number, or 0.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var written = 0
        return bytes.withUnsafeBytes { buffer in
            while written < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return errno }
                written += count
            }
            return 0
        }
    }
}

/// Standard output took nothing more.
struct OutputError: Error, CustomStringConvertible {
    /// As in `errno`.
    let number: Int32

    var description: String { "standard output: \(String(cString: strerror(number)))" }

    /// Without a word where the reader went away, which is no fault, and with what a shell says of a process that SIGPIPE ended.
    func end() -> Never {
        if number == EPIPE { exit(128 + SIGPIPE) }
        Output.error("Error: \(description)")
        exit(1)
    }
}

/// Standard input as it comes.
struct StandardInput {
    private var isAtEnd = false

    /// Appends what is there, waiting for at least a byte; false at the end.
    mutating func read(into bytes: inout [UInt8]) throws(CommandError) -> Bool {
        guard !isAtEnd else { return false }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandError("standard input: \(String(cString: strerror(errno)))") }
            guard count > 0 else {
                isAtEnd = true
                return false
            }
            bytes.append(contentsOf: buffer[..<count])
            return true
        }
    }
}

/// Standard input as lines, as many at a time as have come: a pipe full of lines is worked on in batches, a slow one line by line.
struct LineReader {
    struct Line {
        /// From 1.
        let number: Int
        /// Nil when the bytes are not UTF-8.
        let text: String?
    }

    /// A line longer than this is refused.
    static let limitInBytes = 16 << 20

    private var input: StandardInput
    private var pending: [UInt8]
    private var number = 0

    /// - Parameter read: what was read of the input already.
    init(input: StandardInput = StandardInput(), read: [UInt8] = []) {
        self.input = input
        pending = read
    }

    /// The next lines, at least one; nil at the end. The last line need not end in a line feed.
    mutating func next() throws(CommandError) -> [Line]? {
        while true {
            if let last = pending.lastIndex(of: UInt8(ascii: "\n")) {
                let whole = pending[..<last]
                pending = Array(pending[(last + 1)...])
                return whole.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { take($0) }
            }
            guard pending.count <= Self.limitInBytes else {
                throw CommandError("line \(number + 1): longer than \(Self.limitInBytes) bytes")
            }
            guard try input.read(into: &pending) else { break }
        }
        guard !pending.isEmpty else { return nil }
        let rest = pending[...]
        pending = []
        return [take(rest)]
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) -> Line {
        number += 1
        let withoutReturn = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        return Line(number: number, text: String(validating: withoutReturn, as: UTF8.self))
    }
}

/// Lines that could not be worked on: each gets an object with `error` in its place, so that output and input stay in step.
struct BadLines {
    private(set) var count = 0

    mutating func report(_ number: Int, _ cause: String) { Output.bytes(object(number, cause)) }

    /// As `report`, for who writes it.
    mutating func object(_ number: Int, _ cause: String) -> [UInt8] {
        count += 1
        Output.error("line \(number): \(cause)")
        return Array("{\"error\":\"line \(number): \(cause)\"}\n".utf8)
    }

    func finish() throws(CommandError) {
        if count > 0 { throw CommandError("\(count) lines could not be read") }
    }
}
