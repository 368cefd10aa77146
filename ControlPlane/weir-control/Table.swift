#if canImport(Glibc)
    import Glibc
#endif

/// Columns for people: left-aligned text, right-aligned numbers.
struct Table {
    private let heads: [String]
    private let numeric: Set<Int>
    private var rows: [[String]] = []

    /// A head that ends in `#` is a column of numbers.
    init(_ heads: String...) {
        numeric = Set(heads.indices.filter { heads[$0].hasSuffix("#") })
        self.heads = heads.map { $0.hasSuffix("#") ? String($0.dropLast()) : $0 }
    }

    mutating func add(_ cells: String...) { rows.append(cells) }

    var text: String {
        let all = [heads] + rows
        let widths = heads.indices.map { column in all.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        return all.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
                line += numeric.contains(column) ? padding + cell : cell + padding
                if column < row.count - 1 { line += "  " }
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

/// Output that is not held back when it goes to a pipe.
enum Console {
    static func print(_ text: String) { write(text + "\n", to: 1) }

    static func print(json bytes: [UInt8]) { print(String(decoding: bytes, as: UTF8.self)) }

    /// On standard error, so that output stays clean. A terminal gets one line that is written over.
    static func progress(_ text: String, isLast: Bool = false) {
        if isatty(2) == 1 {
            write("\r\u{1B}[K" + text + (isLast ? "\n" : ""), to: 2)
        } else if isLast {
            write(text + "\n", to: 2)
        }
    }

    static func complain(_ text: String) { write(text + "\n", to: 2) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// Figures as people read them.
enum Figure {
    static func share(_ value: Double?) -> String { value.map { "\(decimal(100 * $0, 1)) %" } ?? "-" }

    static func decimal(_ value: Double, _ places: Int) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let whole = Int64((abs(value) * scale).rounded())
        var digits = String(whole)
        if places > 0 {
            digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places))
        }
        return (value < 0 && whole != 0 ? "-" : "") + digits
    }

    static func seconds(_ value: Double?) -> String {
        guard let value else { return "-" }
        if value < 0.001 { return "\(decimal(value * 1e6, 0)) µs" }
        return value < 1 ? "\(decimal(value * 1e3, 1)) ms" : "\(decimal(value, 2)) s"
    }

    static func bytes(_ value: UInt64) -> String {
        if value < 1024 { return "\(value) B" }
        var size = Double(value)
        var unit = -1
        while size >= 1024, unit < 3 {
            size /= 1024
            unit += 1
        }
        return "\(decimal(size, 1)) \(["KiB", "MiB", "GiB", "TiB"][unit])"
    }

    static func money(_ micro: UInt64) -> String { "$\(decimal(Double(micro) / 1e6, micro < 1_000_000 ? 6 : 2))" }

    static func ago(_ unixMs: Int64, now: Int64) -> String {
        guard unixMs > 0 else { return "never" }
        let seconds = max(0, (now - unixMs) / 1000)
        if seconds < 120 { return "\(seconds) s" }
        if seconds < 7200 { return "\(seconds / 60) min" }
        return seconds < 172_800 ? "\(seconds / 3600) h" : "\(seconds / 86_400) d"
    }
}
