package import GGUF
package import Tokenization

/// Why a model folder could not be imported.
package struct ImportError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// A file is not there or cannot be read.
        case unreadableFile
        case badConfiguration
        /// The folder holds a model that this importer, or the encoder, does not know.
        case unsupportedModel
        case badVocabulary
        /// A tensor's shape contradicts the configuration.
        case shapeMismatch
        /// The weights could not be read or the result not written; `underlying` says why.
        case badModelFile
    }

    /// What the reader below reported.
    package enum Underlying: Sendable {
        case file(GGUFError)
        case vocabulary(TokenizationError)
    }

    package let code: Code
    package let file: String
    package let field: String
    package let expected: String
    package let found: String
    package let underlying: Underlying?

    package init(_ code: Code, file: String, field: String, expected: String, found: String, underlying: Underlying? = nil) {
        self.code = code
        self.file = file
        self.field = field
        self.expected = expected
        self.found = found
        self.underlying = underlying
    }

    init(_ error: GGUFError) {
        self.init(
            .badModelFile, file: error.file, field: error.field, expected: error.expected, found: error.found, underlying: .file(error))
    }

    /// Runs `body` and reports its failure as `badModelFile`.
    static func wrap<T>(_ body: () throws(GGUFError) -> T) throws(ImportError) -> T {
        do throws(GGUFError) {
            return try body()
        } catch {
            throw ImportError(error)
        }
    }

    package var description: String {
        if case .file(let error) = underlying { return error.description }
        return "\(file): \(field): expected \(expected), found \(found) [\(code.rawValue)]"
    }
}
