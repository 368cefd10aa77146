#if canImport(Glibc)
    import Glibc
#endif

/// Standard output and error, written whole lines at a time and never held back: a reader at the other end of a pipe sees each line at once.
enum Output {
    static func line(_ text: String) { write(Array((text + "\n").utf8), to: STDOUT_FILENO) }
    static func error(_ text: String) { write(Array((text + "\n").utf8), to: STDERR_FILENO) }
    static func bytes(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var written = 0
        bytes.withUnsafeBytes { buffer in
            while written < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                if count < 0, errno == EINTR { continue }
                // Nobody reads any more: there is nothing left to do for anyone.
                if count <= 0 { exit(descriptor == STDOUT_FILENO ? 1 : 0) }
                written += count
            }
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

    private let descriptor: Int32
    private var pending: [UInt8] = []
    private var isAtEnd = false
    private var number = 0

    init(descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

    /// The next lines, at least one; nil at the end. The last line need not end in a line feed.
    mutating func next() throws(CommandError) -> [Line]? {
        while !isAtEnd {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandError("standard input: \(String(cString: strerror(errno)))") }
            if count == 0 {
                isAtEnd = true
                break
            }
            pending.append(contentsOf: buffer[..<count])
            guard let last = pending.lastIndex(of: UInt8(ascii: "\n")) else {
                guard pending.count <= Self.limitInBytes else {
                    throw CommandError("line \(number + 1): longer than \(Self.limitInBytes) bytes")
                }
                continue
            }
            let whole = pending[..<last]
            pending = Array(pending[(last + 1)...])
            return whole.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { take($0) }
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

    mutating func report(_ number: Int, _ cause: String) {
        count += 1
        Output.error("line \(number): \(cause)")
        Output.line("{\"error\":\"line \(number): \(cause)\"}")
    }

    func finish() throws(CommandError) {
        if count > 0 { throw CommandError("\(count) lines could not be read") }
    }
}
