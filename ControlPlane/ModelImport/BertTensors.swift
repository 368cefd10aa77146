import GGUF

/// Which tensors a BERT encoder has, what they are called on both sides, and their shapes.
struct BertTensors {
    struct Entry {
        let name: String
        /// In the safetensors file, after the optional prefix "bert.".
        let source: String
        /// Row-major, `[outputs, inputs]` for a matrix.
        let shape: [Int]
        let isMatrix: Bool

        /// Matrices take the requested type; the token table, looked up row by row, loses too much at four bits.
        func type(for requested: TensorType) -> TensorType {
            guard isMatrix else { return .f32 }
            return requested == .q4_0 && name == "token_embd.weight" ? .q8_0 : requested
        }
    }

    let entries: [Entry]

    init(_ configuration: HuggingFaceFolder.Configuration) {
        let hidden = configuration.hiddenSize
        let inner = configuration.intermediateSize
        var entries: [Entry] = []
        func table(_ name: String, _ source: String, rows: Int, isMatrix: Bool) {
            entries.append(Entry(name: name + ".weight", source: source + ".weight", shape: [rows, hidden], isMatrix: isMatrix))
        }
        func norm(_ name: String, _ source: String) {
            for part in [".weight", ".bias"] {
                entries.append(Entry(name: name + part, source: source + part, shape: [hidden], isMatrix: false))
            }
        }
        func linear(_ name: String, _ source: String, _ outputs: Int, _ inputs: Int) {
            entries.append(Entry(name: name + ".weight", source: source + ".weight", shape: [outputs, inputs], isMatrix: true))
            entries.append(Entry(name: name + ".bias", source: source + ".bias", shape: [outputs], isMatrix: false))
        }
        table("token_embd", "embeddings.word_embeddings", rows: configuration.vocabularySize, isMatrix: true)
        table("position_embd", "embeddings.position_embeddings", rows: configuration.positions, isMatrix: false)
        table("token_types", "embeddings.token_type_embeddings", rows: configuration.tokenTypes ?? 2, isMatrix: false)
        norm("token_embd_norm", "embeddings.LayerNorm")
        for layer in 0..<configuration.layers {
            let name = "blk.\(layer)."
            let source = "encoder.layer.\(layer)."
            linear(name + "attn_q", source + "attention.self.query", hidden, hidden)
            linear(name + "attn_k", source + "attention.self.key", hidden, hidden)
            linear(name + "attn_v", source + "attention.self.value", hidden, hidden)
            linear(name + "attn_output", source + "attention.output.dense", hidden, hidden)
            norm(name + "attn_output_norm", source + "attention.output.LayerNorm")
            linear(name + "ffn_up", source + "intermediate.dense", inner, hidden)
            linear(name + "ffn_down", source + "output.dense", hidden, inner)
            norm(name + "layer_output_norm", source + "output.LayerNorm")
        }
        self.entries = entries
    }

    /// Models saved with a task head carry "bert." before every name.
    func prefix(in weights: SafetensorsFile) -> String {
        weights.hasTensor("bert." + entries[0].source) ? "bert." : ""
    }

    /// Every tensor is there and has the shape that config.json promises.
    func check(_ weights: SafetensorsFile) throws(ImportError) {
        let prefix = prefix(in: weights)
        for entry in entries {
            let tensor = try ImportError.wrap { () throws(GGUFError) in try weights.tensor(prefix + entry.source) }
            guard tensor.shape == entry.shape else {
                throw ImportError(
                    .shapeMismatch, file: weights.path, field: "tensor '\(prefix + entry.source)'",
                    expected: "\(entry.shape), as config.json says", found: "\(tensor.shape)")
            }
        }
    }
}
