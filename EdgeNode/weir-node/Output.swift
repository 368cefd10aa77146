import Files

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output and error, written whole lines at a time and never held back: a reader at the other end of a pipe sees each line at once.
enum Output {
    static func line(_ text: String) { bytes(Array((text + "\n").utf8)) }

    /// Ends the process where standard output takes nothing.
    static func bytes(_ bytes: [UInt8]) { do throws(OutputError) { try write(bytes) } catch { error.end() } }

    /// As `bytes`, for who has something left to do where standard output takes nothing, or where a signal comes while nobody reads it.
    static func write(_ bytes: [UInt8], until stop: StopSignals? = nil) throws(OutputError) {
        let path = "standard output"
        do throws(FileError) {
            guard let stop else { return try Descriptor.write(bytes, to: STDOUT_FILENO, path: path) }
            var rest = bytes[...]
            while !rest.isEmpty {
                guard stop.waitForOutput() else { throw FileError(.write, path, .system(EINTR)) }
                // So much fits once a pipe takes anything: no call waits where no signal ends it.
                try Descriptor.write(Array(rest.prefix(Int(PIPE_BUF))), to: STDOUT_FILENO, path: path)
                rest = rest.dropFirst(Int(PIPE_BUF))
            }
        } catch {
            throw OutputError(error)
        }
    }

    /// Lost where standard error takes nothing: what the process does is not for that.
    static func error(_ text: String) { try? Descriptor.write(Array((text + "\n").utf8), to: STDERR_FILENO, path: "standard error") }
}

/// Standard output took nothing more.
struct OutputError: Error, CustomStringConvertible {
    private let error: FileError

    init(_ error: FileError) { self.error = error }

    var description: String { "standard output: \(error.reason)" }

    /// Without a word where the reader went away, which is no fault, and with what a shell says of a process that SIGPIPE ended.
    func end() -> Never {
        if error.cause == .system(EPIPE) { exit(128 + SIGPIPE) }
        Output.error("Error: \(description)")
        exit(1)
    }
}

/// Standard input as it comes.
struct StandardInput {
    private let stop: StopSignals?
    private var isAtEnd = false
    /// Whether it ended by a signal, anywhere in a line.
    private(set) var isStopped = false

    /// - Parameter stop: signals that end the input.
    init(stop: StopSignals? = nil) { self.stop = stop }

    /// Appends what is there, waiting for at least a byte; false at the end.
    mutating func read(into bytes: inout [UInt8]) throws(CommandError) -> Bool {
        guard !isAtEnd else { return false }
        if let stop, !stop.waitForInput() {
            (isAtEnd, isStopped) = (true, true)
            return false
        }
        do throws(FileError) {
            isAtEnd = try !Descriptor.read(STDIN_FILENO, into: &bytes, path: "standard input")
        } catch {
            throw CommandError("standard input: \(error.reason)")
        }
        return !isAtEnd
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
        guard !pending.isEmpty, !input.isStopped else { return nil }
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
