/// Why stored bytes are not a restore map. Holds offsets and sizes, never a value.
package struct PrivacyError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case badMagic
        case truncated
        case unknownEntity
        case badLength
        case badText
        case duplicateValue
        case badTag
        case trailingBytes
        case badChecksum
    }

    package let code: Code
    /// Offset of the offending field from the start of the bytes.
    package let offset: Int
    package let expected: String
    package let found: String

    init(_ code: Code, offset: Int, expected: String, found: String) {
        self.code = code
        self.offset = offset
        self.expected = expected
        self.found = found
    }

    package var description: String { "restore map: \(code.rawValue) at byte \(offset): expected \(expected), found \(found)" }
}
