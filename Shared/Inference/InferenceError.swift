package import GGUF
package import Tokenization

/// Why a model cannot be used, or a text not be encoded. Holds names and numbers of the model, never text of a user.
package struct InferenceError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// The file is not a sound GGUF file, or lacks a key or a tensor.
        case badFile
        /// The tokens in the file are no WordPiece vocabulary.
        case badVocabulary
        case unsupportedArchitecture, unsupportedPooling, unsupportedTokenizer
        /// A hyperparameter is missing, out of range, or contradicts another.
        case badConfiguration
        case badShape, unsupportedTensorType
        /// A weight is infinite or not a number, or so large that a sum over it is.
        case notFinite
        /// A matrix holds nothing but zeros, as after an unfinished copy; single rows of zeros are sound.
        case allZero
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
        let place = error.offset.map { ", at byte \($0)" } ?? ""
        self.init(
            .badFile, subject: error.field, expected: error.expected,
            found: "\(error.found) (\(error.code.rawValue)\(place) of \(error.file))")
    }

    package init(_ error: TokenizationError) {
        self.init(.badVocabulary, subject: "tokenizer.ggml.tokens", expected: "a WordPiece vocabulary", found: error.description)
    }

    static func notFinite(_ tensor: String, row: Int? = nil, found: String = "infinity or NaN") -> InferenceError {
        InferenceError(.notFinite, subject: tensor + (row.map { ", row \($0)" } ?? ""), expected: "finite numbers", found: found)
    }

    static func allZero(_ tensor: String) -> InferenceError {
        InferenceError(.allZero, subject: tensor, expected: "a row that is not zero", found: "zeros only")
    }

    /// A string of the file as it may stand in an error: short, and without characters that could fool a terminal.
    package static func printable(_ text: String) -> String {
        let safe = text.unicodeScalars.prefix(64).map { $0.value > 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        return "'" + String(safe) + (text.unicodeScalars.count > 64 ? "…'" : "'")
    }

    package var description: String { "\(subject): expected \(expected), found \(found) [\(code.rawValue)]" }
}

/// Runs `body`, turning what the file reader says into an error of this module.
package func reading<T>(_ body: () throws(GGUFError) -> T) throws(InferenceError) -> T {
    do { return try body() } catch { throw InferenceError(error) }
}
