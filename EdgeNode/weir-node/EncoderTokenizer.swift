import GGUF
import Inference
import Tokenization

extension Encoder {
    /// The vocabulary of a model file alone: its weights are not touched.
    static func tokenizer(path: String) throws -> WordPiece {
        let file = try GGUFFile(path: path)
        func id(_ key: String) -> Int? { file.metadata["tokenizer.ggml.\(key)_token_id"]?.integer }
        return try WordPiece(
            vocabulary: try file.strings("tokenizer.ggml.tokens"), unknown: id("unknown"), classification: id("bos") ?? id("cls"),
            separator: id("seperator"))
    }
}
