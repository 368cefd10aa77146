/// What a model file did wrong, in terms a person can check with a hex editor.
package struct GGUFError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The rule that was broken; callers switch on this.
    package enum Code: String, Sendable, CaseIterable {
        /// The operating system refused; `found` holds its reason.
        case cannotOpen, cannotMap, cannotWrite
        /// A length or offset reaches past the end of the file.
        case truncated
        case badMagic, bigEndian, unsupportedVersion
        /// A count, string or array longer than this reader accepts.
        case tooLarge
        case badName, invalidUTF8, unknownValueType, badValue
        case duplicateKey, duplicateTensor
        case badAlignment, badOffset, overlappingTensors
        case unknownTensorType, unsupportedTensorType
        case badShape
        /// A number that a quantised block cannot hold.
        case notFinite
        case missingKey, wrongValueType, missingTensor
        /// The JSON header of a safetensors file is not JSON, or not of the right form.
        case badHeader
    }

    package let code: Code
    /// The path (or the name given to bytes in memory).
    package let file: String
    /// Header field, metadata key or tensor concerned.
    package let field: String
    /// Byte offset into the file where the bad value begins; nil where the file is not at fault at one place.
    package let offset: Int?
    package let expected: String
    package let found: String

    package init(_ code: Code, file: String, field: String, offset: Int? = nil, expected: String, found: String) {
        self.code = code
        self.file = file
        self.field = field
        self.offset = offset
        self.expected = expected
        self.found = found
    }

    package var description: String {
        let place = offset.map { " at byte \($0)" } ?? ""
        return "\(file): \(field)\(place): expected \(expected), found \(found) [\(code.rawValue)]"
    }
}
