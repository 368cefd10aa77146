import GGUF
import Inference
import Testing

/// One way to spoil a sound model, and what the refusal must say.
struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: InferenceError.Code
    /// Part of the error's subject or, for a vocabulary, of its reason.
    let names: String
    let spoil: @Sendable (inout RawModel) -> Void

    init(_ name: String, _ code: InferenceError.Code, _ names: String, _ spoil: @escaping @Sendable (inout RawModel) -> Void) {
        testDescription = name
        self.code = code
        self.names = names
        self.spoil = spoil
    }
}

let brokenContainers: [Damage] = [
    Damage("a tensor count of 2^60", .badFile, "tensor count") { $0.tensorCount = 1 << 60 },
    Damage("a tensor count of 2^64 - 1", .badFile, "tensor count") { $0.tensorCount = .max },
    Damage("more tensors than the table has", .badFile, "tensor") { $0.tensorCount = UInt64($0.tensors.count) + 9 },
    Damage("a metadata count of 2^60", .badFile, "metadata count") { $0.metadataCount = 1 << 60 },
    Damage("a metadata count that ends inside the metadata", .badFile, "tensor 'bert.embedding_length'") { $0.metadataCount = 3 },
    Damage("the last tensor cut short by a byte", .badFile, "blk.0.layer_output_norm.bias") { $0.missing = 1 },
    Damage("no data", .badFile, "token_embd.weight") { model in model.missing = model.tensors.reduce(0) { $0 + $1.bytes.count } },
    Damage("a tensor past the end of the file", .badFile, "blk.0.ffn_up.weight") { $0[tensor: "blk.0.ffn_up.weight"].offset = 1 << 40 },
    Damage("a tensor whose end overflows", .badFile, "blk.0.ffn_up.weight") { $0[tensor: "blk.0.ffn_up.weight"].offset = ~31 },
    Damage("a tensor that reaches back into the header", .badFile, "token_embd.weight") { $0[tensor: "token_embd.weight"].offset = ~0xFFF },
    Damage("a tensor inside another", .badFile, "blk.0.attn_q.bias") { $0[tensor: "blk.0.attn_q.bias"].offset = 64 },
    Damage("two tensors at one place", .badFile, "tensor 'blk.0.attn_") {
        $0[tensor: "blk.0.attn_k.weight"].offset = 2560
        $0[tensor: "blk.0.attn_q.weight"].offset = 2560
    },
    Damage("a tensor that is not aligned", .badFile, "blk.0.attn_q.bias") { $0[tensor: "blk.0.attn_q.bias"].offset = 4 },
    Damage("a tensor twice", .badFile, "tensor 4") { $0.tensors[4].name = $0.tensors[3].name },
    Damage("a key twice", .badFile, "metadata key 2") { $0.metadata[2].key = $0.metadata[1].key },
    Damage("a dimension of 0", .badFile, "blk.0.ffn_up.weight") { $0[tensor: "blk.0.ffn_up.weight"].shape = [32, 0] },
    Damage("a row of 0", .badFile, "token_embd.weight") { $0[tensor: "token_embd.weight"].shape = [0, 8] },
    Damage("no dimensions", .badFile, "token_embd.weight") { $0[tensor: "token_embd.weight"].shape = [] },
    Damage("a dimension of 2^63", .badFile, "token_embd.weight") { $0[tensor: "token_embd.weight"].shape = [32, 1 << 63] },
    Damage("dimensions whose product overflows", .badFile, "token_embd.weight") {
        $0[tensor: "token_embd.weight"].shape = [1 << 32, 1 << 32]
    },
    Damage("dimensions whose product overflows to the right one", .badFile, "token_embd.weight") {
        $0[tensor: "token_embd.weight"].shape = [1 << 32, 1 << 32, 256]
    },
    Damage("a size in bytes that overflows", .badFile, "token_embd.weight") { $0[tensor: "token_embd.weight"].shape = [1 << 61, 2] },
    Damage("a tensor of unknown type", .badFile, "token_embd.weight") { $0[tensor: "token_embd.weight"].type = 99 },
    Damage("a matrix of a type without a decoder", .unsupportedTensorType, "blk.0.ffn_up.weight") {
        $0 = RawModel(.q3_K)
        // All but one become zeros of F32.
        for index in $0.tensors.indices where $0.tensors[index].shape.count == 2 && $0.tensors[index].name != "blk.0.ffn_up.weight" {
            $0.tensors[index].type = TensorType.f32.rawValue
            $0.tensors[index].bytes = [UInt8](repeating: 0, count: Int($0.tensors[index].shape.reduce(4, *)))
        }
    },
]

let brokenShapes: [Damage] = [
    Damage("a transposed matrix", .badShape, "token_embd.weight") { $0[tensor: "token_embd.weight"].shape = [8, 32] },
    Damage("a matrix of three dimensions", .badShape, "blk.0.attn_v.weight") { $0[tensor: "blk.0.attn_v.weight"].shape = [32, 16, 2] },
    Damage("a matrix with fewer rows", .badShape, "blk.0.ffn_down.weight") { $0[tensor: "blk.0.ffn_down.weight"].shape = [32, 31] },
    Damage("a bias with fewer elements", .badShape, "blk.0.attn_output.bias") { $0[tensor: "blk.0.attn_output.bias"].shape = [31] },
    Damage("a norm with fewer elements", .badShape, "token_embd_norm.weight") { $0[tensor: "token_embd_norm.weight"].shape = [16] },
    Damage("token types of another width", .badShape, "token_types.weight") { $0[tensor: "token_types.weight"].shape = [64] },
    Damage("fewer positions than the context", .badShape, "position_embd.weight") { $0.set("bert.context_length", 9) },
    Damage("fewer tokens than rows", .badShape, "token_embd.weight") { $0.set("tokenizer.ggml.tokens", RawModel.tokens.dropLast()) },
    Damage("more tokens than rows", .badShape, "token_embd.weight") { $0.set("tokenizer.ggml.tokens", RawModel.tokens + ["x"]) },
    Damage("a width that its tensors do not have", .badShape, "token_embd.weight") { $0.set("bert.embedding_length", 64) },
    Damage("a wide layer that its tensors do not have", .badShape, "blk.0.ffn_up.weight") { $0.set("bert.feed_forward_length", 64) },
    Damage("more layers than tensors", .badFile, "blk.1.attn_q.weight") { $0.set("bert.block_count", 2) },
    Damage("256 layers that are not there", .badFile, "blk.1.attn_q.weight") { $0.set("bert.block_count", 256) },
]

let brokenConfigurations: [Damage] = [
    Damage("another architecture", .unsupportedArchitecture, "general.architecture") { $0.set("general.architecture", "llama") },
    Damage("an architecture that writes on the terminal", .unsupportedArchitecture, "general.architecture") {
        $0.set("general.architecture", String(repeating: "\u{1B}[2J\u{202E}", count: 100_000))
    },
    Damage("no layers", .badConfiguration, "bert.block_count") { $0.set("bert.block_count", 0) },
    Damage("257 layers", .badConfiguration, "bert.block_count") { $0.set("bert.block_count", 257) },
    Damage("2^32 - 1 layers", .badConfiguration, "bert.block_count") { $0.set("bert.block_count", Int(UInt32.max)) },
    Damage("a layer count beyond 63 bits", .badFile, "bert.block_count") { $0.set("bert.block_count", wide: .max) },
    Damage("no width", .badConfiguration, "bert.embedding_length") { $0.set("bert.embedding_length", 0) },
    Damage("a negative width", .badConfiguration, "bert.embedding_length") { $0.set("bert.embedding_length", -32) },
    Damage("a width that is not a multiple of 32", .badConfiguration, "bert.embedding_length") { $0.set("bert.embedding_length", 40) },
    Damage("a width whose square overflows", .badConfiguration, "bert.embedding_length") { $0.set("bert.embedding_length", wide: 1 << 62) },
    Damage("no wide layer", .badConfiguration, "bert.feed_forward_length") { $0.set("bert.feed_forward_length", 0) },
    Damage("a negative wide layer", .badConfiguration, "bert.feed_forward_length") { $0.set("bert.feed_forward_length", -64) },
    Damage("a wide layer that is not a multiple of 32", .badConfiguration, "bert.feed_forward_length") {
        $0.set("bert.feed_forward_length", 33)
    },
    Damage("no heads", .badConfiguration, "bert.attention.head_count") { $0.set("bert.attention.head_count", 0) },
    Damage("minus two heads", .badConfiguration, "bert.attention.head_count") { $0.set("bert.attention.head_count", -2) },
    Damage("heads that do not divide the width", .badConfiguration, "bert.attention.head_count") { $0.set("bert.attention.head_count", 3) },
    Damage("more heads than channels", .badConfiguration, "bert.attention.head_count") { $0.set("bert.attention.head_count", 64) },
    Damage("no context", .badConfiguration, "bert.context_length") { $0.set("bert.context_length", 0) },
    Damage("a context without room for a token", .badConfiguration, "bert.context_length") { $0.set("bert.context_length", 2) },
    Damage("a context of 2^31", .badConfiguration, "bert.context_length") { $0.set("bert.context_length", 1 << 31) },
    Damage("a context of 2^62", .badConfiguration, "bert.context_length") { $0.set("bert.context_length", wide: 1 << 62) },
    Damage("a NaN epsilon", .badConfiguration, "bert.attention.layer_norm_epsilon") {
        $0.set("bert.attention.layer_norm_epsilon", float: .nan)
    },
    Damage("a negative epsilon", .badConfiguration, "bert.attention.layer_norm_epsilon") {
        $0.set("bert.attention.layer_norm_epsilon", float: -1e-12)
    },
    Damage("an infinite epsilon", .badConfiguration, "bert.attention.layer_norm_epsilon") {
        $0.set("bert.attention.layer_norm_epsilon", float: .infinity)
    },
    Damage("an epsilon that is an integer", .badFile, "bert.attention.layer_norm_epsilon") {
        $0.set("bert.attention.layer_norm_epsilon", 0)
    },
    Damage("pooling by rank", .unsupportedPooling, "bert.pooling_type") { $0.set("bert.pooling_type", 4) },
    Damage("no pooling", .unsupportedPooling, "bert.pooling_type") { $0.set("bert.pooling_type", 0) },
    Damage("pooling by name", .badFile, "bert.pooling_type") { $0.set("bert.pooling_type", "mean") },
]

let brokenVocabularies: [Damage] = [
    Damage("no tokens", .badVocabulary, "at least one") { $0.set("tokenizer.ggml.tokens", []) },
    Damage("tokens that are numbers", .badFile, "tokenizer.ggml.tokens") {
        $0["tokenizer.ggml.tokens"] = .init(
            key: "tokenizer.ggml.tokens", type: 9, payload: little(UInt32(4)) + little(UInt64(1)) + [0, 0, 0, 0])
    },
    Damage("a token twice", .badVocabulary, "token 7: expected a new token, found the same as token 5") {
        $0.set("tokenizer.ggml.tokens", RawModel.tokens.dropLast() + [RawModel.tokens[5]])
    },
    Damage("an empty token twice", .badVocabulary, "token 9: expected a new token, found the same as token 8") {
        $0.set("tokenizer.ggml.tokens", RawModel.tokens + ["", ""])
    },
    Damage("[CLS] twice", .badVocabulary, "token 7: expected a new token, found the same as token 2") {
        $0.set("tokenizer.ggml.tokens", RawModel.tokens.dropLast() + ["[CLS]"])
    },
    Damage("a token of 10 MB", .badVocabulary, "token 7: expected at most 1024 bytes") {
        $0.set("tokenizer.ggml.tokens", RawModel.tokens.dropLast() + [String(repeating: "a", count: 10 << 20)])
    },
    Damage("a token of more than 16 MiB", .badFile, "tokenizer.ggml.tokens'[0]") {
        $0.set("tokenizer.ggml.tokens", [String(repeating: "a", count: (16 << 20) + 1)])
    },
    Damage("a token that is not UTF-8", .badFile, "tokenizer.ggml.tokens'[7]") {
        $0["tokenizer.ggml.tokens"]?.payload.removeLast()
        $0["tokenizer.ggml.tokens"]?.payload.append(0xFF)
    },
    Damage("more tokens than the file has bytes", .badFile, "tokenizer.ggml.tokens") {
        $0["tokenizer.ggml.tokens"]?.payload.replaceSubrange(4..<12, with: little(UInt64(1 << 23)))
    },
    Damage("2^64 - 1 tokens", .badFile, "tokenizer.ggml.tokens") {
        $0["tokenizer.ggml.tokens"]?.payload.replaceSubrange(4..<12, with: little(UInt64.max))
    },
    Damage("tokens for another tokenizer", .unsupportedTokenizer, "tokenizer.ggml.model") { $0.set("tokenizer.ggml.model", "gpt2") },
    Damage("a tokenizer that is a number", .badFile, "tokenizer.ggml.model") { $0.set("tokenizer.ggml.model", 1) },
]

/// What each key that names a special token's id must not say.
let brokenSpecialTokens: [Damage] = [
    ("unknown", "[UNK]", 1), ("bos", "[CLS]", 2), ("cls", "[CLS]", 2), ("seperator", "[SEP]", 3),
].flatMap { name, token, id in
    let key = "tokenizer.ggml.\(name)_token_id"
    let without = RawModel.tokens.map { $0 == token ? "x" : $0 }
    return [
        Damage("no \(token), its id given as \(name)", .badVocabulary, "\(token): expected this token under id \(id)") {
            $0.set(key, id)
            $0.set("tokenizer.ggml.tokens", without)
        },
        Damage("no \(token), no id as \(name)", .badVocabulary, "\(token): expected this token, found 8 others") {
            for name in ["unknown", "bos", "seperator"] { $0["tokenizer.ggml.\(name)_token_id"] = nil }
            $0.set("tokenizer.ggml.tokens", without)
        },
        Damage("\(name) of another token", .badVocabulary, "\(token): expected this token under id 5") { $0.set(key, 5) },
        Damage("\(name) past the vocabulary", .badVocabulary, "id of \(token): expected 0 to 7, found 8") { $0.set(key, 8) },
        Damage("\(name) far past the vocabulary", .badVocabulary, "id of \(token)") { $0.set(key, wide: 1 << 40) },
        Damage("\(name) below 0", .badVocabulary, "id of \(token)") { $0.set(key, -1) },
        Damage("\(name) beyond 63 bits", .badFile, key) { $0.set(key, wide: .max) },
        Damage("\(name) that is text", .badFile, key) { $0.set(key, token) },
    ]
}
