import ArgumentParser
import Privacy

#if canImport(Glibc)
    import Glibc
#endif

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never

    /// On a terminal, unless NO_COLOR is set (no-color.org) or the terminal has none.
    var isOn: Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto:
            isatty(STDOUT_FILENO) == 1 && (Self.variable("NO_COLOR") ?? "").isEmpty && Self.variable("TERM") != "dumb"
        }
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// A text with what would be masked marked in it and explained below each line, for a person's eyes: it shows the values.
struct MaskReport {
    private let colors: Bool
    private var counts: [EntityType: Int] = [:]
    private var sensitivity = Sensitivity.public
    private var output: [UInt8] = []

    init(colors: Bool) { self.colors = colors }

    private struct Entry {
        let span: EntitySpan
        let becomes: String
    }

    /// The lines of one text, each followed by the spans that end in it.
    mutating func explain(_ text: String, _ masking: Masking) -> [UInt8] {
        let scalars = Array(text.unicodeScalars)
        var entries = zip(masking.spans, masking.replacements).map { Entry(span: $0, becomes: $1.isEmpty ? "removed" : $1) }
        entries += masking.kept.map { Entry(span: $0, becomes: "stays") }
        entries.sort { $0.span.start < $1.span.start }
        sensitivity = max(sensitivity, Sensitivity(spans: entries.map(\.span)))
        for entry in entries { counts[entry.span.entity, default: 0] += 1 }
        output = []
        var rest = entries[...]
        var line = 0
        while line < scalars.count {
            let end = scalars[line...].firstIndex(of: "\n") ?? scalars.count
            var index = line
            for span in rest.lazy.map(\.span).prefix(while: { $0.start < end }) {
                put(scalars[index..<max(index, span.start)])
                put(scalars[max(index, span.start)..<min(end, span.end)], marking: span.entity)
                index = min(end, span.end)
            }
            put(scalars[index..<end])
            put("\n")
            let ending = rest.prefix { $0.span.end <= end }
            note(ending, scalars)
            rest = rest[ending.endIndex...]
            line = end + 1
        }
        return output
    }

    /// What all texts together hold.
    mutating func summary() -> [UInt8] {
        output = []
        put("\n")
        let total = counts.values.reduce(0, +)
        let named = counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { "\($0.value) \($0.key.rawValue)" }
        put(total == 0 ? "nothing found\n" : "\(total) found: \(named.joined(separator: ", "))\n")
        let cause = counts.keys.filter { $0.sensitivity == sensitivity && sensitivity != .public }.map(\.rawValue).sorted()
        put("sensitivity: \(sensitivity.rawValue)\(cause.isEmpty ? "" : " (\(cause.joined(separator: ", ")))")\n")
        return output
    }

    private mutating func note(_ entries: ArraySlice<Entry>, _ scalars: [Unicode.Scalar]) {
        let rows = entries.map { entry -> [String] in
            let span = entry.span
            return [
                Self.shown(scalars[span.start..<span.end]) + " → " + entry.becomes, span.entity.rawValue, Self.decimals(span.score),
                span.rule + (span.reasons.isEmpty ? "" : ": " + span.reasons.joined(separator: ", ")),
            ]
        }
        let widths = (0..<3).map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        for (entry, row) in zip(entries, rows) {
            if colors { put("\u{1B}[\(Self.code(of: entry.span.entity))m") }
            put("    ")
            for (cell, width) in zip(row, widths) { put(cell + String(repeating: " ", count: width - cell.unicodeScalars.count + 2)) }
            put(row[3] + (colors ? "\u{1B}[0m\n" : "\n"))
        }
    }

    // MARK: output

    private mutating func put(_ text: String) { output += text.utf8 }

    private mutating func put(_ scalars: ArraySlice<Unicode.Scalar>, marking entity: EntityType? = nil) {
        guard !scalars.isEmpty else { return }
        if let entity { put(colors ? "\u{1B}[4;\(Self.code(of: entity))m" : "‹") }
        for scalar in scalars { put(Self.printable(scalar)) }
        if entity != nil { put(colors ? "\u{1B}[0m" : "›") }
    }

    /// A text could otherwise send commands of its own to the terminal.
    private static func printable(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x09: "\t"
        case ..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: String(Character(scalar))
        }
    }

    private static func shown(_ value: ArraySlice<Unicode.Scalar>) -> String {
        value.prefix(40).map { $0 == "\n" ? "⏎" : printable($0) }.joined() + (value.count > 40 ? "…" : "")
    }

    private static func decimals(_ score: Float) -> String {
        let hundredths = Int((min(max(score, 0), 1) * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// SGR codes of the eight colours every terminal has.
    private static func code(of entity: EntityType) -> String {
        switch entity {
        case .person, .title, .username: "36"
        case .location, .streetAddress, .ukPostcode: "32"
        case .organization, .jobTitle: "34"
        case .emailAddress, .phoneNumber, .url: "35"
        case .secret, .medicalCondition, .nationality: "31"
        case .dateTime, .dateOfBirth, .age, .ipAddress, .macAddress: "37"
        default: "33"
        }
    }
}
