/// Label names and values of one time series, ordered by name. Values come from closed sets, never from user text.
package struct MetricLabels: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    package let pairs: [Pair]

    package struct Pair: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// Traps on a name that Prometheus refuses, and on a name given twice: both are our own mistakes.
    package init(_ elements: [(String, String)]) {
        pairs = elements.map { Pair(name: $0.0, value: $0.1) }.sorted { $0.name < $1.name }
        for pair in pairs { precondition(Self.isName(pair.name), "bad label name \(pair.name)") }
        for (pair, next) in zip(pairs, pairs.dropFirst()) { precondition(pair.name != next.name, "label \(pair.name) twice") }
    }

    /// [a-zA-Z_][a-zA-Z0-9_]*, not reserved by a leading `__`.
    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !name.hasPrefix("__"), !isDigit(first) else { return false }
        return name.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "_") }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
