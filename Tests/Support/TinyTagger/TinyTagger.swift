package import GGUF

/// A sound "tagger.gguf" with random weights, part by part, so that a test can spoil any of them. The same seed gives the same file.
package struct TinyTagger {
    package struct Tensor {
        package let name: String
        package var shape: [Int]
        package var type: TensorType
        package var bytes: [UInt8]

        package init(_ name: String, _ shape: [Int], _ type: TensorType, _ bytes: [UInt8]) {
            self.name = name
            self.shape = shape
            self.type = type
            self.bytes = bytes
        }
    }

    package static let labels = ["O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION"]
    package static let featureRows = [6, 8, 5, 3, 2, 32]

    package var metadata: [(key: String, value: GGUFValue)]
    package var tensors: [Tensor]

    /// For the encoder in `encoder`. `type` is that of the branch's matrices, one that `Quantizer` writes.
    package init(
        for encoder: GGUFFile, tap: Int, blocks: Int, type: TensorType = .f32, labels: [String] = Self.labels, digest: String? = nil,
        seed: UInt64 = 1
    ) throws {
        let dimension = try encoder.integer("bert.embedding_length")
        let feedForward = try encoder.integer("bert.feed_forward_length")
        metadata = [
            ("general.architecture", .string("weir-tagger")), ("weir-tagger.tap", .uint32(UInt32(tap))),
            ("weir-tagger.block_count", .uint32(UInt32(blocks))), ("weir-tagger.dimension", .uint32(UInt32(dimension))),
            ("weir-tagger.encoder", .string(digest ?? String(repeating: "0", count: 64))), ("weir-tagger.labels", .strings(labels)),
            ("weir-tagger.features", .integers(Self.featureRows.map { Int64($0) }, of: .uint32)),
        ]
        tensors = []
        var generator = Generator(state: seed)
        func add(_ name: String, _ shape: [Int], _ type: TensorType, around middle: Float = 0, by spread: Float) throws {
            let values = (0..<shape.reduce(1, *)).map { _ in middle + spread * generator.next() }
            tensors.append(Tensor(name, shape, type, try Quantizer.quantize(values, to: type)))
        }
        for block in 0..<blocks {
            for (name, rows, columns) in [
                ("attn_q", dimension, dimension), ("attn_k", dimension, dimension), ("attn_v", dimension, dimension),
                ("attn_output", dimension, dimension), ("ffn_up", feedForward, dimension), ("ffn_down", dimension, feedForward),
            ] {
                try add("blk.\(block).\(name).weight", [columns, rows], type, by: 2 / Float(columns).squareRoot())
                try add("blk.\(block).\(name).bias", [rows], .f32, by: 0.1)
            }
            for name in ["attn_output_norm", "layer_output_norm"] {
                try add("blk.\(block).\(name).weight", [dimension], .f32, around: 1, by: 0.2)
                try add("blk.\(block).\(name).bias", [dimension], .f32, by: 0.1)
            }
        }
        try add("features.weight", [dimension, Self.featureRows.reduce(0, +)], .f32, by: 0.5)
        try add("classifier.weight", [dimension, labels.count], .f32, by: 1)
        try add("classifier.bias", [labels.count], .f32, by: 0.5)
        try add("transitions.weight", [labels.count, labels.count + 1], .f32, by: 0.5)
    }

    /// The value under `key`; nil removes it.
    package subscript(key: String) -> GGUFValue? {
        get { metadata.first { $0.key == key }?.value }
        set {
            let index = metadata.firstIndex { $0.key == key }
            if let index { metadata.remove(at: index) }
            if let newValue { metadata.insert((key, newValue), at: index ?? metadata.count) }
        }
    }

    /// The tensor `name`; nil removes it.
    package subscript(tensor name: String) -> Tensor? {
        get { tensors.first { $0.name == name } }
        set {
            let index = tensors.firstIndex { $0.name == name }
            if let index { tensors.remove(at: index) }
            if let newValue { tensors.insert(newValue, at: index ?? tensors.count) }
        }
    }

    /// Overwrites element `index` of an F32 tensor.
    package mutating func set(_ name: String, _ index: Int, _ value: Float) {
        let bytes = withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        self[tensor: name]?.bytes.replaceSubrange(4 * index..<4 * index + 4, with: bytes)
    }

    /// Puts a gazetteer of these entries in, as they come.
    package mutating func setGazetteer(_ entries: [(hash: UInt32, flags: UInt8)]) {
        let hashes = entries.flatMap { entry in withUnsafeBytes(of: entry.hash.littleEndian) { Array($0) } }
        self[tensor: "gazetteer.hashes"] = Tensor("gazetteer.hashes", [entries.count], .i32, hashes)
        self[tensor: "gazetteer.flags"] = Tensor("gazetteer.flags", [entries.count], .i8, entries.map(\.flags))
    }

    package func writer(path: String = "") throws -> GGUFWriter {
        var writer = GGUFWriter(path: path)
        for (key, value) in metadata { try writer.add(key, value) }
        for tensor in tensors { try writer.add(tensor.name, shape: tensor.shape, type: tensor.type, bytes: tensor.bytes) }
        return writer
    }

    /// The file in memory.
    package func file() throws -> GGUFFile { try GGUFFile(file: MappedFile(name: "tagger.gguf", copying: writer().encoded())) }
}

/// Uniform in -1..<1.
private struct Generator {
    var state: UInt64

    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
    }
}
