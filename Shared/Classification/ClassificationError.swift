/// Why a head could not be trained, read or written. Never holds user text.
package struct ClassificationError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// Training input that cannot give a head: no examples, one class, sizes that do not fit.
        case unusableTrainingSet
        /// A vector holds NaN or infinity, or has another length than the others.
        case badVector
        /// heads.gguf cannot be opened or is not GGUF; `found` holds the reader's words.
        case unreadableFile
        case unwritableFile
        /// A metadata key is absent, of another type or outside its range.
        case badMetadata
        /// A tensor is absent or of another shape.
        case badTensor
        /// The sentence vector and the head disagree in length.
        case dimensionMismatch
    }

    package let code: Code
    /// The file, or what was being trained.
    package let subject: String
    /// Metadata key, tensor or argument concerned.
    package let field: String
    package let expected: String
    package let found: String

    package init(_ code: Code, subject: String, field: String, expected: String, found: String) {
        self.code = code
        self.subject = subject
        self.field = field
        self.expected = expected
        self.found = found
    }

    package var description: String { "\(subject): \(field): expected \(expected), found \(found) [\(code.rawValue)]" }
}
