import Foundation
import GGUF
import Inference

/// A sound model of one layer, field by field, so that a test can spoil any of them. Random weights; matrices of any type that can be read.
struct RawModel {
    struct Entry {
        var key: String
        var type: UInt32
        var payload: [UInt8]
    }

    struct Tensor {
        var name: String
        var shape: [UInt64]
        var type: UInt32
        var bytes: [UInt8]
        /// Where the table says the data is, if that is to differ from where it is.
        var offset: UInt64?
    }

    static let tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "\u{2581}the", "\u{2581}printer", "s"]
    static let contextLength = 8

    var metadata: [Entry]
    var tensors: [Tensor]
    var tensorCount: UInt64?
    var metadataCount: UInt64?
    /// Bytes missing at the end of the file.
    var missing = 0

    init(_ type: TensorType = .f32) {
        let dimension = max(type.blockSize, 32)
        metadata = [
            Entry("general.architecture", "bert"), Entry("bert.block_count", 1), Entry("bert.context_length", Self.contextLength),
            Entry("bert.embedding_length", dimension), Entry("bert.feed_forward_length", dimension),
            Entry("bert.attention.head_count", 2), Entry("bert.attention.layer_norm_epsilon", float: 1e-12), Entry("bert.pooling_type", 1),
            Entry("tokenizer.ggml.model", "bert"), Entry("tokenizer.ggml.tokens", Self.tokens), Entry("tokenizer.ggml.unknown_token_id", 1),
            Entry("tokenizer.ggml.bos_token_id", 2), Entry("tokenizer.ggml.seperator_token_id", 3),
        ]
        tensors = []
        var generator = Generator(state: 1)
        func add(_ name: String, _ shape: [Int], _ type: TensorType) {
            tensors.append(
                Tensor(
                    name: name, shape: shape.map { UInt64($0) }, type: type.rawValue,
                    bytes: generator.bytes(type, count: shape.reduce(1, *))))
        }
        func addNorm(_ name: String) {
            add(name + ".weight", [dimension], .f32)
            add(name + ".bias", [dimension], .f32)
        }
        add("token_embd.weight", [dimension, Self.tokens.count], type)
        add("position_embd.weight", [dimension, Self.contextLength], type)
        add("token_types.weight", [dimension, 2], type)
        addNorm("token_embd_norm")
        for name in ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_up", "ffn_down"] {
            add("blk.0.\(name).weight", [dimension, dimension], type)
            add("blk.0.\(name).bias", [dimension], .f32)
        }
        addNorm("blk.0.attn_output_norm")
        addNorm("blk.0.layer_output_norm")
    }

    /// The entry `key`; setting nil removes it, setting another value of a new key adds it.
    subscript(key: String) -> Entry? {
        get { metadata.first { $0.key == key } }
        set {
            if let index = metadata.firstIndex(where: { $0.key == key }) {
                if let newValue { metadata[index] = newValue } else { metadata.remove(at: index) }
            } else if let newValue {
                metadata.append(newValue)
            }
        }
    }

    subscript(tensor name: String) -> Tensor {
        get { tensors[tensors.firstIndex { $0.name == name }!] }
        set { tensors[tensors.firstIndex { $0.name == name }!] = newValue }
    }

    mutating func set(_ key: String, _ value: Int) { self[key] = Entry(key, value) }
    mutating func set(_ key: String, float value: Float) { self[key] = Entry(key, float: value) }
    mutating func set(_ key: String, _ value: String) { self[key] = Entry(key, value) }
    mutating func set(_ key: String, _ values: [String]) { self[key] = Entry(key, values) }
    mutating func set(_ key: String, wide value: UInt64) { self[key] = Entry(key: key, type: 10, payload: little(value)) }

    var bytes: [UInt8] {
        var header = Array("GGUF".utf8) + little(UInt32(3))
        header += little(tensorCount ?? UInt64(tensors.count)) + little(metadataCount ?? UInt64(metadata.count))
        for entry in metadata { header += string(entry.key) + little(entry.type) + entry.payload }
        var data: [UInt8] = []
        for tensor in tensors {
            header += string(tensor.name) + little(UInt32(tensor.shape.count))
            for size in tensor.shape { header += little(size) }
            header += little(tensor.type) + little(tensor.offset ?? UInt64(data.count))
            data += tensor.bytes
            data += Array(repeating: 0, count: (32 - data.count % 32) % 32)
        }
        header += Array(repeating: 0, count: (32 - header.count % 32) % 32)
        return Array((header + data).dropLast(missing))
    }

    /// Loads the model as the node does, from a file.
    func load(kernels: KernelTable? = nil) throws -> Encoder {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("weir-\(UUID().uuidString).gguf").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try Encoder(path: path, threads: 1, kernels: kernels)
    }
}

extension RawModel.Entry {
    /// 32 bits, signed for a negative value.
    init(_ key: String, _ value: Int) {
        self.init(key: key, type: value < 0 ? 5 : 4, payload: value < 0 ? little(Int32(value)) : little(UInt32(value)))
    }

    init(_ key: String, float value: Float) { self.init(key: key, type: 6, payload: little(value.bitPattern)) }
    init(_ key: String, _ value: String) { self.init(key: key, type: 8, payload: string(value)) }

    init(_ key: String, _ values: [String]) {
        self.init(key: key, type: 9, payload: little(UInt32(8)) + little(UInt64(values.count)) + values.flatMap { string($0) })
    }
}

extension TensorType {
    /// Where in a block its 16-bit scales and minima stand; for floats, where the sign and exponent do.
    var scalePlaces: [Int] {
        switch self {
        case .f32: [2]
        case .f16, .bf16, .q4_0, .q5_0, .q8_0, .iq4_nl: [0]
        case .q4_1, .q5_1, .q4_K, .q5_K: [0, 2]
        case .q6_K: [208]
        case .q2_K: [80, 82]
        case .q3_K: [108]
        case .i8, .i32: []
        }
    }

    /// 16 bits that stand for a small number, for NaN and for the infinities at a scale's place.
    var small: UInt16 { isBrainFloat ? 0x3D00 : 0x2000 }
    var hostile: [UInt16] { isBrainFloat ? [0x7FC0, 0x7F80, 0xFF80] : [0x7E00, 0x7C00, 0xFC00] }
    /// The high half of a binary32 is a bfloat16.
    private var isBrainFloat: Bool { self == .f32 || self == .bf16 }
}

/// Random blocks: any bytes are elements once the scales are small numbers.
private struct Generator {
    var state: UInt64

    mutating func next() -> UInt8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
    }

    mutating func bytes(_ type: TensorType, count: Int) -> [UInt8] {
        var bytes = (0..<count / type.blockSize * type.bytesPerBlock).map { _ in next() }
        for block in stride(from: 0, to: bytes.count, by: type.bytesPerBlock) {
            for place in type.scalePlaces {
                // A float is its own scale: keep its sign and some fraction.
                let noise = type.blockSize == 1 ? UInt16(next() & 1) << 15 | UInt16(next() & 0x7F) : 0
                bytes.replaceSubrange(block + place..<block + place + 2, with: little(type.small | noise))
            }
        }
        return bytes
    }
}

func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

func string(_ text: String) -> [UInt8] {
    little(UInt64(text.utf8.count)) + Array(text.utf8)
}
