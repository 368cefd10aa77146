import GGUF
import Tokenization

/// The vocabulary of a model file, read and checked.
struct EncoderVocabulary {
    let tokenizer: WordPiece
    let specialTokens: SpecialTokenText

    /// Throws `unsupportedTokenizer`, `badVocabulary`, or `badFile` where there is none.
    init(file: GGUFFile) throws(InferenceError) {
        let key = "tokenizer.ggml.model"
        if file.metadata[key] != nil {
            let kind = try reading { () throws(GGUFError) in try file.string(key) }
            guard kind == "bert" else {
                throw InferenceError(.unsupportedTokenizer, subject: key, expected: "bert", found: InferenceError.printable(kind))
            }
        }
        /// The id under the first of `names` that is there.
        func id(_ names: String...) throws(InferenceError) -> Int? {
            for name in names where file.metadata["tokenizer.ggml.\(name)_token_id"] != nil {
                return try reading { () throws(GGUFError) in try file.integer("tokenizer.ggml.\(name)_token_id") }
            }
            return nil
        }
        let tokens = try reading { () throws(GGUFError) in try file.strings("tokenizer.ggml.tokens") }
        // The format's own spelling of "separator".
        let (unknown, classification, separator) = (try id("unknown"), try id("cls", "bos"), try id("seperator"))
        do throws(TokenizationError) {
            tokenizer = try WordPiece(vocabulary: tokens, unknown: unknown, classification: classification, separator: separator)
        } catch {
            throw InferenceError(error)
        }
        specialTokens = SpecialTokenText(vocabulary: tokens)
    }
}
