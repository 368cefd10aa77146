/// Why stored bytes are not a restore map, or not one that this key opens. Holds offsets and sizes, never a value.
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
        case badKey
        /// Sealed with another key.
        case wrongKey
        /// Changed, or sealed for something else.
        case notAuthentic
        case notSealed
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
