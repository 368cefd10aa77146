import Foundation
import GGUF
import Testing
import Tokenization

/// The folder beside the repository with data that is never committed; nil, said aloud, in a clone without it.
private let shared: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = ProcessInfo.processInfo.environment["WEIR_SHARED"] ?? root.deletingLastPathComponent().appendingPathComponent("shared").path
    if FileManager.default.fileExists(atPath: path + "/data/tokenizers/bert-bge.vectors.jsonl") { return path }
    print("SKIPPED PublishedVectorTests: ../shared is absent")
    return nil
}()

@Suite("Published tokenizer vectors", .enabled(if: shared != nil, "../shared is absent"))
struct PublishedVectorTests {
    @Test func allBertVectorsAreEqual() throws {
        let folder = try #require(shared) + "/data/tokenizers/"
        let file = try GGUFFile(path: folder + "ggml-vocab-bert-bge.gguf")
        let tokenizer = try WordPiece(
            vocabulary: file.strings("tokenizer.ggml.tokens"), unknown: file.integer("tokenizer.ggml.unknown_token_id"))
        let vectors = try decode([TokenizerCase].self, fromLinesOf: folder + "bert-bge.vectors.jsonl")
        #expect(vectors.count == 46)
        for (index, vector) in vectors.enumerated() {
            #expect(tokenizer.encode(vector.text).map(\.id) == vector.ids, "vector \(index)")
        }
    }
}
