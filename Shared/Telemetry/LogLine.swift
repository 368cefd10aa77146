import Glibc

/// One event as one line: `time=… level=… logger=… event="…" key=value …`, keys sorted.
///
/// Values are quoted and escaped where they hold anything but plain characters, so no text can forge a line or a key. A line is at most
/// `maximumBytes` long: up to that size (PIPE_BUF) one write to a pipe is never torn by another thread's.
struct LogLine {
    static let maximumBytes = 4096
    static let maximumValueBytes = 1024
    private static let truncationMark = "…"

    private(set) var utf8: [UInt8] = []

    init(time: timespec) {
        utf8.reserveCapacity(256)
        utf8 += "time=".utf8
        utf8 += Self.timestamp(time).utf8
    }

    /// Characters of the key that are not letters, digits, `_`, `.` or `-` become `_`. A field that no longer fits is cut or left out.
    mutating func append(_ key: String, _ value: String) {
        let room = Self.maximumBytes - 1 - utf8.count - key.utf8.count - 2
        guard room >= 8 else { return }
        utf8.append(UInt8(ascii: " "))
        utf8 += key.utf8.map { Self.isPlain($0) ? $0 : UInt8(ascii: "_") }
        utf8.append(UInt8(ascii: "="))
        utf8 += Self.encode(value, limit: min(room, Self.maximumValueBytes))
    }

    /// With the line feed.
    func finished() -> [UInt8] { utf8 + [UInt8(ascii: "\n")] }

    private static func encode(_ value: String, limit: Int) -> [UInt8] {
        let bytes = Array(value.utf8)
        if !bytes.isEmpty, bytes.count <= limit, bytes.allSatisfy(isPlain) { return bytes }
        var out: [UInt8] = [UInt8(ascii: "\"")]
        // Room for the mark and the closing quote.
        let end = limit - truncationMark.utf8.count - 1
        for scalar in value.unicodeScalars {
            let piece = escape(scalar)
            guard out.count + piece.utf8.count <= end else {
                out += truncationMark.utf8
                break
            }
            out += piece.utf8
        }
        out.append(UInt8(ascii: "\""))
        return out
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        // Controls, and the line and paragraph separators that some viewers break lines at.
        case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || (0x2028...0x2029).contains(scalar.value):
            "\\u{\(String(scalar.value, radix: 16))}"
        default: String(Character(scalar))
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "+"):
            true
        default: false
        }
    }

    /// RFC 3339 in UTC with milliseconds.
    static func timestamp(_ time: timespec) -> String {
        var seconds = time.tv_sec
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func digits(_ number: Int, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let date = "\(digits(Int(parts.tm_year) + 1900, 4))-\(digits(Int(parts.tm_mon) + 1, 2))-\(digits(Int(parts.tm_mday), 2))"
        let clock = "\(digits(Int(parts.tm_hour), 2)):\(digits(Int(parts.tm_min), 2)):\(digits(Int(parts.tm_sec), 2))"
        return "\(date)T\(clock).\(digits(time.tv_nsec / 1_000_000, 3))Z"
    }
}
