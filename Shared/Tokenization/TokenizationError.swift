/// What is wrong with a vocabulary. Tokenizing itself cannot fail.
package struct TokenizationError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case emptyVocabulary, vocabularyTooLarge, tokenTooLong, duplicateToken, missingSpecialToken, specialTokenOutOfRange
    }

    package let code: Code
    /// Token id or special token's name.
    package let subject: String
    package let expected: String
    package let found: String

    package init(_ code: Code, subject: String, expected: String, found: String) {
        self.code = code
        self.subject = subject
        self.expected = expected
        self.found = found
    }

    package var description: String { "vocabulary: \(subject): expected \(expected), found \(found) [\(code.rawValue)]" }
}
