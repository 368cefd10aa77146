/// Why an article could not be cut or an index not read or written. Never holds article text.
package struct RetrievalError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// An article without its `# Title` line, or without text.
        case badArticle
        /// knowledge.gguf cannot be opened or is not GGUF; `found` holds the reader's words.
        case unreadableFile
        case unwritableFile
        case badMetadata
        case badTensor
        /// A vector of another length than the index, not of unit length, or not finite.
        case badVector
    }

    package let code: Code
    /// The file or document.
    package let subject: String
    /// Metadata key, tensor, row or line concerned.
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
