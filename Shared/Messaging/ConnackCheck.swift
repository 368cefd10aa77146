/// Looks at a peer's first bytes before libmosquitto does.
///
/// libmosquitto 2.0.11 ends the whole process (`log__printf: Assertion 'mosq' failed`) when a packet has a property it does not know, and the answer of
/// a web server on a mistyped port reads as just that. So nothing reaches its parser before the peer has shown a well-formed CONNACK.
/// MQTT 5, sections 2.2.2 and 3.2.
enum ConnackCheck: Equatable {
    case wellFormed
    case incomplete
    case malformed

    /// Longest CONNACK that is looked at: the specification's strings could be longer, no broker's are.
    static let maximumSizeInBytes = 4096

    init(_ bytes: ArraySlice<UInt8>) {
        var cursor = Cursor(rest: bytes)
        guard let type = cursor.byte() else { self = .incomplete; return }
        guard type == 0x20 else { self = .malformed; return }
        switch cursor.variableInteger() {
        case nil: self = bytes.count < 5 ? .incomplete : .malformed
        case let length? where length < 2 || length > Self.maximumSizeInBytes - 5: self = .malformed
        case let length? where cursor.rest.count < length: self = .incomplete
        case let length?:
            cursor.rest = cursor.rest.prefix(length)
            self = Self.hasWellFormedBody(&cursor) ? .wellFormed : .malformed
        }
    }

    /// Flags, reason and properties, to the last byte.
    private static func hasWellFormedBody(_ cursor: inout Cursor) -> Bool {
        guard let flags = cursor.byte(), flags <= 1, cursor.byte() != nil else { return false }
        // A refusal may come without properties, also from a broker that does not speak version 5.
        if cursor.rest.isEmpty { return true }
        guard let length = cursor.variableInteger(), length == cursor.rest.count else { return false }
        while !cursor.rest.isEmpty {
            guard let identifier = cursor.byte(), cursor.skipProperty(identifier) else { return false }
        }
        return true
    }

    private struct Cursor {
        var rest: ArraySlice<UInt8>

        mutating func byte() -> UInt8? { rest.popFirst() }

        mutating func skip(_ count: Int) -> Bool {
            guard rest.count >= count else { return false }
            rest = rest.dropFirst(count)
            return true
        }

        mutating func skipString() -> Bool {
            guard let high = byte(), let low = byte() else { return false }
            return skip(Int(high) << 8 | Int(low))
        }

        /// Nil when it is cut off or longer than four bytes.
        mutating func variableInteger() -> Int? {
            var value = 0
            for shift in stride(from: 0, to: 28, by: 7) {
                guard let byte = byte() else { return nil }
                value |= Int(byte & 0x7F) << shift
                if byte < 0x80 { return value }
            }
            return nil
        }

        /// The properties a CONNACK may have.
        mutating func skipProperty(_ identifier: UInt8) -> Bool {
            switch identifier {
            case 0x24, 0x25, 0x28, 0x29, 0x2A: skip(1)
            case 0x13, 0x21, 0x22: skip(2)
            case 0x11, 0x27: skip(4)
            case 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F: skipString()
            case 0x26: skipString() && skipString()
            default: false
            }
        }
    }
}
