import Foundation
import GGUF
import Inference
import Tagging
import TinyTagger
import Tokenization

/// The tiny encoder that the tests of Inference use.
func encoder(threads: Int = 1, kernels: KernelTable? = nil) throws -> Encoder {
    try Encoder(path: encoderPath, threads: threads, kernels: kernels)
}

let encoderPath = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/inference/tiny-f32.gguf").path

/// SHA-256 of the bytes of its tensor blk.0.attn_q.weight, by sha256sum.
let encoderDigest = "0f88d0b7b2c60f878a89166a3267b0b8381cc4cb9ea3d96d63e2161886c72b4f"

/// A sound tagger for it.
func tinyTagger(tap: Int = 1, blocks: Int = 1, labels: [String] = TinyTagger.labels, seed: UInt64 = 1) throws -> TinyTagger {
    try TinyTagger(for: GGUFFile(path: encoderPath), tap: tap, blocks: blocks, labels: labels, digest: encoderDigest, seed: seed)
}

/// Cuts a text by the pre-tokenizer alone: every word is one unknown token.
func reading(_ text: String, gazetteer: Gazetteer = .empty) throws -> WordReading {
    let tokenizer = try WordPiece(vocabulary: ["[UNK]", "[CLS]", "[SEP]"])
    return WordReading(text, tokens: tokenizer.encode(text), tokenizer: tokenizer, gazetteer: gazetteer)
}
