import Foundation
import GGUF
import Inference
import Testing

/// A sound container with unsound contents: each is refused at load, by name.
@Suite struct BrokenModelTests {
    /// How the tiny model is changed before it is written again.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: InferenceError.Code
        let subject: String
        var metadata: [String: GGUFValue] = [:]
        var withoutKey: String?
        var dropped: String?
        var reshaped: (name: String, shape: [Int])?
        var bytes: (name: String, offset: Int, value: [UInt8])?
        var file = "tiny-f32.gguf"
    }

    static let damages: [Damage] = [
        Damage(
            testDescription: "another architecture", code: .unsupportedArchitecture, subject: "general.architecture",
            metadata: ["general.architecture": .string("llama")]),
        Damage(testDescription: "no layer count", code: .badFile, subject: "model file", withoutKey: "bert.block_count"),
        Damage(
            testDescription: "no layers", code: .badConfiguration, subject: "bert.block_count", metadata: ["bert.block_count": .uint32(0)]),
        Damage(
            testDescription: "more layers than tensors", code: .badFile, subject: "model file", metadata: ["bert.block_count": .uint32(3)]),
        Damage(
            testDescription: "a width whose square overflows", code: .badConfiguration, subject: "bert.embedding_length",
            metadata: ["bert.embedding_length": .uint64(1 << 62)]),
        Damage(
            testDescription: "a width that is not a multiple of 32", code: .badConfiguration, subject: "bert.embedding_length",
            metadata: ["bert.embedding_length": .uint32(40)]),
        Damage(
            testDescription: "heads that do not divide the width", code: .badConfiguration, subject: "bert.attention.head_count",
            metadata: ["bert.attention.head_count": .uint32(3)]),
        Damage(
            testDescription: "no heads", code: .badConfiguration, subject: "bert.attention.head_count",
            metadata: ["bert.attention.head_count": .uint32(0)]),
        Damage(
            testDescription: "a negative width", code: .badConfiguration, subject: "bert.feed_forward_length",
            metadata: ["bert.feed_forward_length": .int32(-64)]),
        Damage(
            testDescription: "a NaN epsilon", code: .badConfiguration, subject: "bert.attention.layer_norm_epsilon",
            metadata: ["bert.attention.layer_norm_epsilon": .float32(.nan)]),
        Damage(
            testDescription: "pooling of another kind", code: .unsupportedPooling, subject: "bert.pooling_type",
            metadata: ["bert.pooling_type": .uint32(4)]),
        Damage(
            testDescription: "a vocabulary with duplicates", code: .badVocabulary, subject: "tokenizer.ggml.tokens",
            metadata: ["tokenizer.ggml.tokens": .strings(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "a"])]),
        Damage(
            testDescription: "an unknown-token id past the vocabulary", code: .badVocabulary, subject: "tokenizer.ggml.tokens",
            metadata: ["tokenizer.ggml.unknown_token_id": .uint32(9999)]),
        Damage(
            testDescription: "fewer tokens than rows", code: .badShape, subject: "token_embd.weight",
            metadata: ["tokenizer.ggml.tokens": .strings(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b"])]),
        Damage(testDescription: "a missing matrix", code: .badFile, subject: "model file", dropped: "blk.1.ffn_up.weight"),
        Damage(testDescription: "a missing bias", code: .badFile, subject: "model file", dropped: "blk.0.attn_k.bias"),
        Damage(
            testDescription: "a transposed matrix", code: .badShape, subject: "blk.0.ffn_up.weight",
            reshaped: ("blk.0.ffn_up.weight", [64, 32])),
        Damage(
            testDescription: "fewer positions than the context", code: .badShape, subject: "position_embd.weight",
            metadata: ["bert.context_length": .uint32(128)]),
        Damage(
            testDescription: "a NaN weight", code: .notFinite, subject: "blk.1.attn_v.weight, row 0",
            bytes: ("blk.1.attn_v.weight", 0, [0, 0, 0xC0, 0x7F])),
        Damage(
            testDescription: "an infinite bias", code: .notFinite, subject: "blk.0.attn_output.bias",
            bytes: ("blk.0.attn_output.bias", 4, [0, 0, 0x80, 0x7F])),
        Damage(
            testDescription: "a NaN block scale", code: .notFinite, subject: "blk.0.ffn_down.weight, row 0",
            bytes: ("blk.0.ffn_down.weight", 34, [0, 0x7E]), file: "tiny-q8_0.gguf"),
        Damage(
            testDescription: "a NaN block scale in the token table", code: .notFinite, subject: "token_embd.weight, row 2",
            bytes: ("token_embd.weight", 68, [0, 0x7E]), file: "tiny-q8_0.gguf"),
    ]

    @Test(arguments: damages)
    func refusesUnsoundContents(_ damage: Damage) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("weir-\(UUID().uuidString).gguf").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let source = try GGUFFile(path: fixture(damage.file))
        var writer = GGUFWriter(path: path)
        for (key, value) in source.metadata where damage.metadata[key] == nil && key != damage.withoutKey { try writer.add(key, value) }
        for (key, value) in damage.metadata { try writer.add(key, value) }
        for tensor in source.tensors where tensor.name != damage.dropped {
            var bytes = Array(tensor.bytes)
            if let change = damage.bytes, change.name == tensor.name {
                bytes.replaceSubrange(change.offset..<change.offset + change.value.count, with: change.value)
            }
            let shape = damage.reshaped?.name == tensor.name ? damage.reshaped?.shape ?? tensor.shape : tensor.shape
            try writer.add(tensor.name, shape: shape, type: tensor.type, bytes: bytes)
        }
        try writer.write()
        let error = #expect(throws: InferenceError.self) { try Encoder(path: path, threads: 1) }
        #expect(error?.code == damage.code, "\(error?.description ?? "no error")")
        #expect(error?.subject == damage.subject, "\(error?.description ?? "no error")")
    }

    @Test func zeroWeightsLoadAndSayThatThereIsNoVector() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("weir-\(UUID().uuidString).gguf").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let source = try GGUFFile(path: fixture("tiny-q8_0.gguf"))
        var writer = GGUFWriter(path: path)
        for (key, value) in source.metadata { try writer.add(key, value) }
        for tensor in source.tensors {
            try writer.add(tensor.name, shape: tensor.shape, type: tensor.type, bytes: [UInt8](repeating: 0, count: tensor.bytes.count))
        }
        try writer.write()
        let encoder = try Encoder(path: path, threads: 1)
        let error = #expect(throws: InferenceError.self) { try encoder.embed("the printer") }
        #expect(error?.code == .noVector)
    }
}
