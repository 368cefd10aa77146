/// Restores an answer while it streams in: whatever the borders of its chunks, the pieces given out join to `RestoreMap.restore` of the whole.
/// Holds back at most `Placeholder.longestLength` scalars, those that may yet become a placeholder.
package struct StreamingRestorer: Sendable {
    private let map: RestoreMap
    private let style: RestoreMap.Style
    private var pending: [Unicode.Scalar] = []

    package init(_ map: RestoreMap, as style: RestoreMap.Style = .plain) {
        self.map = map
        self.style = style
    }

    /// What of the text so far is certain and was not given out yet; may be empty.
    package mutating func consume(_ chunk: String) -> String {
        // Most chunks of an answer hold no bracket, and need no scalar by scalar work.
        if pending.isEmpty, !chunk.utf8.contains(where: { $0 == .openBracket || $0 == .backslash }) { return chunk }
        pending.append(contentsOf: chunk.unicodeScalars)
        return drain(isComplete: false)
    }

    /// The rest; the restorer is then ready for another text.
    package mutating func finish() -> String { drain(isComplete: true) }

    private mutating func drain(isComplete: Bool) -> String {
        var output = ScalarText()
        var index = 0
        scan: while index < pending.count {
            let scalar = pending[index]
            if scalar == "[" || scalar == "\\" {
                switch Placeholder.match(pending, at: index, isComplete: isComplete) {
                case .incomplete: break scan
                case .match(let match):
                    if let value = map.value(match) {
                        output.append(utf8: written(value))
                    } else {
                        output.append(pending[index..<index + match.length])
                    }
                    index += match.length
                    continue scan
                case .none: break
                }
            }
            output.append(scalar)
            index += 1
        }
        pending.removeFirst(index)
        return output.string
    }

    private func written(_ value: [UInt8]) -> [UInt8] {
        switch style {
        case .plain: value
        case .json: Self.escapedForJSON(value)
        }
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
            case ..<0x20: output += Array("\\u00".utf8) + [Self.hexDigits[Int(byte >> 4)], Self.hexDigits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        return output
    }

    private static let hexDigits: [UInt8] = Array("0123456789abcdef".utf8)
}
