package import GGUF
package import Tokenization

/// Why a model cannot be used, or a text not be encoded. Holds names and numbers of the model, never text of a user.
package struct InferenceError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The file is not a sound GGUF file; `found` is the reader's own description.
        case badFile
        /// The tokens in the file are no WordPiece vocabulary.
        case badVocabulary
        case unsupportedArchitecture, unsupportedPooling
        /// A hyperparameter is missing, out of range, or contradicts another.
        case badConfiguration
        case badShape, unsupportedTensorType
        /// A weight is infinite or not a number.
        case notFinite
        case outOfMemory, cannotStartThread
        /// The text has more tokens than `Encoder.maximumTokens`.
        case textTooLong
        /// The model gave no usable vector for this text.
        case noVector
    }

    package let code: Code
    /// The metadata key, tensor or quantity concerned.
    package let subject: String
    package let expected: String
    package let found: String

    package init(_ code: Code, subject: String, expected: String, found: String) {
        self.code = code
        self.subject = subject
        self.expected = expected
        self.found = found
    }

    package init(_ error: GGUFError) {
        self.init(.badFile, subject: "model file", expected: "a sound GGUF file", found: error.description)
    }

    package init(_ error: TokenizationError) {
        self.init(.badVocabulary, subject: "tokenizer.ggml.tokens", expected: "a WordPiece vocabulary", found: error.description)
    }

    package var description: String { "\(subject): expected \(expected), found \(found) [\(code.rawValue)]" }
}

/// Runs `body`, turning what the file reader says into an error of this module.
func reading<T>(_ body: () throws(GGUFError) -> T) throws(InferenceError) -> T {
    do { return try body() } catch { throw InferenceError(error) }
}
