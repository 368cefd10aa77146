/// Restores an answer while it streams in: whatever the borders of its chunks, the pieces given out join to `RestoreMap.restore` of the whole.
/// A token stays as it is once values have added more than a mebibyte and sixteen times the text. Holds back only what may yet become a placeholder, at most `Placeholder.longestLength` scalars: never more than one token.
package struct StreamingRestorer: Sendable {
    private let map: RestoreMap
    private let style: RestoreMap.Style
    private var pending: [Unicode.Scalar] = []
    private var json = JSONDepth()
    /// Bytes that values may still add. A model may write the token of a long value thousands of times; the text it makes stays in proportion to its own.
    private var allowance = Self.freeAllowance
    private static let freeAllowance = 1 << 20
    private static let allowancePerByte = 16
    /// Scalars looked at so far, each as often as it was: at most a fixed multiple of the text's, which tests hold it to.
    private(set) var examined = 0

    package init(_ map: RestoreMap, as style: RestoreMap.Style = .plain) {
        self.map = map
        self.style = style
    }

    /// What of the text so far is certain and was not given out yet; may be empty.
    package mutating func consume(_ chunk: String) -> String {
        allowance += Self.allowancePerByte * chunk.utf8.count
        // Most chunks of an answer hold nothing a placeholder begins with, and need no scalar by scalar work.
        if style == .plain, pending.isEmpty, !chunk.utf8.contains(where: Placeholder.canStart(withUTF8:)) { return chunk }
        pending.append(contentsOf: chunk.unicodeScalars)
        return drain(isComplete: false)
    }

    /// The rest; the restorer is then ready for another text.
    package mutating func finish() -> String {
        let rest = drain(isComplete: true)
        json = JSONDepth()
        allowance = Self.freeAllowance
        return rest
    }

    private mutating func drain(isComplete: Bool) -> String {
        var output = ScalarText()
        var index = 0
        scan: while index < pending.count {
            let scalar = pending[index]
            examined += 1
            if Placeholder.canStart(with: scalar) {
                switch Placeholder.match(pending, at: index, isComplete: isComplete, examined: &examined) {
                case .incomplete: break scan
                case .match(let match):
                    if let value = map.value(match), value.count <= allowance {
                        let written = written(value)
                        allowance -= written.count
                        output.append(utf8: written)
                        json.passValue()
                    } else {
                        for scalar in pending[index..<index + match.length] { give(scalar, to: &output) }
                    }
                    index += match.length
                    continue scan
                case .none: break
                }
            }
            give(scalar, to: &output)
            index += 1
        }
        pending.removeFirst(index)
        return output.string
    }

    private mutating func give(_ scalar: Unicode.Scalar, to output: inout ScalarText) {
        output.append(scalar)
        if style == .json { json.pass(scalar) }
    }

    private func written(_ value: [UInt8]) -> [UInt8] {
        guard style == .json else { return value }
        if json.depth == 0, Self.isJSONNumber(value) { return value }
        // A value that was masked inside a string is escaped as it stood there.
        let done = Self.depth(ofEscaped: value)
        var value = value
        for _ in done..<max(done, max(1, json.depth)) { value = Self.escapedForJSON(value) }
        return json.depth > 0 ? value : [.doubleQuote] + value + [.doubleQuote]
    }

    /// How many strings deep a value was written: 0 when no escape says so, or where it could not stand in a string as it is. What is an escape and what a
    /// path's backslash is read as it was when the value was found.
    private static func depth(ofEscaped value: [UInt8]) -> Int {
        guard value.contains(.backslash), isContentOfString(value) else { return 0 }
        let scalars = Array(String(decoding: value, as: UTF8.self).unicodeScalars)
        guard let escape = EscapeSequence.all(in: scalars).first else { return 0 }
        let backslashes = scalars[escape.range].prefix { $0 == "\\" }.count
        return min(JSONDepth.deepest, backslashes.bitWidth - backslashes.leadingZeroBitCount)
    }

    /// RFC 8259, section 7: what may stand between the quotes of a string.
    private static func isContentOfString(_ value: [UInt8]) -> Bool {
        var rest = value[...]
        while let byte = rest.popFirst() {
            guard byte >= 0x20, byte != .doubleQuote else { return false }
            guard byte == .backslash else { continue }
            switch rest.popFirst() {
            case .doubleQuote, .backslash, .slash, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
                UInt8(ascii: "t"):
                continue
            case UInt8(ascii: "u"):
                guard rest.count >= 4, rest.prefix(4).allSatisfy(\.isHex) else { return false }
                rest = rest.dropFirst(4)
            default: return false
            }
        }
        return true
    }

    /// RFC 8259, section 7: quotes, backslashes and the control characters, as they stand between the quotes of a string.
    private static func escapedForJSON(_ value: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        for byte in value {
            switch byte {
            case .doubleQuote, .backslash: output += [.backslash, byte]
            case 0x0A: output += Array("\\n".utf8)
            case 0x0D: output += Array("\\r".utf8)
            case 0x09: output += Array("\\t".utf8)
            case ..<0x20: output += Array("\\u00".utf8) + [OneWayForm.hexDigits[Int(byte >> 4)], OneWayForm.hexDigits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        return output
    }

    /// RFC 8259, section 6.
    private static func isJSONNumber(_ value: [UInt8]) -> Bool {
        var rest = value[...]
        func digits() -> Int {
            let count = rest.prefix { $0.isDigit }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == .hyphen { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !startsWithZero) else { return false }
        if rest.first == .dot {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if let exponent = rest.first, exponent.lowered == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if rest.first == .plus || rest.first == .hyphen { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
