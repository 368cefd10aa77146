import Foundation

/// A BERT of one layer in a folder of its own, removed when the test lets go of it.
final class ModelFolder {
    let path: String
    var output: String { path + "/out.gguf" }
    private var configuration = [
        "model_type": "\"bert\"", "hidden_size": "32", "num_hidden_layers": "1", "num_attention_heads": "4", "intermediate_size": "64",
        "max_position_embeddings": "16", "type_vocab_size": "2", "vocab_size": "8", "layer_norm_eps": "1e-12", "hidden_act": "\"gelu\"",
    ]

    init(prefix: String = "") throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("weir-model-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path + "/1_Pooling", withIntermediateDirectories: true)
        try configure("model_type", "\"bert\"")
        try write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\n##\u{301}x\n")
        try write("1_Pooling/config.json", #"{"pooling_mode_mean_tokens":true,"pooling_mode_cls_token":false}"#)
        try write("README.md", "---\nlanguage: en\nlicense: apache-2.0\n---\n# A model\n")
        try write("model.safetensors", bytes: weights(prefix))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Sets a key of config.json to a JSON value, or leaves it out.
    func configure(_ key: String, _ value: String?) throws {
        configuration[key] = value
        try write("config.json", "{" + configuration.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}")
    }

    func write(_ name: String, _ text: String) throws {
        try write(name, bytes: Array(text.utf8))
    }

    func write(_ name: String, bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + name)
    }

    /// Weights between -1 and 1 from a fixed sequence.
    private func weights(_ prefix: String) -> [UInt8] {
        let layer = "encoder.layer.0."
        var shapes: [(String, [Int])] = [
            ("embeddings.word_embeddings.weight", [8, 32]), ("embeddings.position_embeddings.weight", [16, 32]),
            ("embeddings.token_type_embeddings.weight", [2, 32]), ("embeddings.LayerNorm.weight", [32]),
            ("embeddings.LayerNorm.bias", [32]),
            (layer + "intermediate.dense.weight", [64, 32]), (layer + "intermediate.dense.bias", [64]),
            (layer + "output.dense.weight", [32, 64]), (layer + "output.dense.bias", [32]),
        ]
        for name in ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"] {
            shapes += [(layer + name + ".weight", [32, 32]), (layer + name + ".bias", [32])]
        }
        for name in ["attention.output.LayerNorm", "output.LayerNorm"] {
            shapes += [(layer + name + ".weight", [32]), (layer + name + ".bias", [32])]
        }
        var state: UInt64 = 6
        var header: [String] = []
        var data: [UInt8] = []
        for (name, shape) in shapes {
            let start = data.count
            for _ in 0..<shape.reduce(1, *) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let value = Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
                withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
            }
            let dimensions = shape.map(String.init).joined(separator: ",")
            header.append("\"\(prefix)\(name)\":{\"dtype\":\"F32\",\"shape\":[\(dimensions)],\"data_offsets\":[\(start),\(data.count)]}")
        }
        let text = "{" + header.joined(separator: ",") + "}"
        return withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Array($0) } + Array(text.utf8) + data
    }
}
