import CKernels

/// Gain and shift of one layer norm.
struct NormWeights {
    let gamma: UnsafeMutablePointer<Float>
    let beta: UnsafeMutablePointer<Float>

    init(dimension: Int, arena: Arena) {
        gamma = arena.take(dimension, of: Float.self)
        beta = arena.take(dimension, of: Float.self)
    }

    func load(_ reader: TensorReader, name: String, dimension: Int) throws(InferenceError) {
        try reader.vector(name + ".weight", count: dimension, into: gamma)
        try reader.vector(name + ".bias", count: dimension, into: beta)
    }
}

/// One layer, of an encoder or of a branch beside its upper layers.
struct LayerWeights {
    /// Query, key and value side by side: [3 dimension, dimension]; the query part is scaled for a base-2 softmax.
    let attentionInput: PackedMatrix
    let attentionOutput: PackedMatrix
    let attentionNorm: NormWeights
    let up: PackedMatrix
    let down: PackedMatrix
    let outputNorm: NormWeights

    /// Room for one layer of the shape of `c`, taken from `arena`.
    init(_ c: EncoderConfiguration, arena: Arena) {
        attentionInput = PackedMatrix(columns: 3 * c.dimension, depth: c.dimension, rotated: true, arena: arena)
        attentionOutput = PackedMatrix(columns: c.dimension, depth: c.dimension, rotated: false, arena: arena)
        attentionNorm = NormWeights(dimension: c.dimension, arena: arena)
        up = PackedMatrix(columns: c.feedForward, depth: c.dimension, rotated: true, arena: arena)
        down = PackedMatrix(columns: c.dimension, depth: c.feedForward, rotated: true, arena: arena)
        outputNorm = NormWeights(dimension: c.dimension, arena: arena)
    }

    /// Bytes that `init` takes.
    static func size(_ c: EncoderConfiguration) -> Int {
        PackedMatrix.size(columns: 3 * c.dimension, depth: c.dimension) + PackedMatrix.size(columns: c.dimension, depth: c.dimension)
            + PackedMatrix.size(columns: c.feedForward, depth: c.dimension) + PackedMatrix.size(columns: c.dimension, depth: c.feedForward)
            + 4 * Arena.size(c.dimension, of: Float.self)
    }

    /// Throws unless the file has the matrices of layer `index`, of the right shapes.
    static func checkShapes(_ reader: TensorReader, index: Int, _ c: EncoderConfiguration) throws(InferenceError) {
        for name in ["attn_q", "attn_k", "attn_v", "attn_output"] {
            _ = try reader.matrix("blk.\(index).\(name).weight", rows: c.dimension, columns: c.dimension)
        }
        _ = try reader.matrix("blk.\(index).ffn_up.weight", rows: c.feedForward, columns: c.dimension)
        _ = try reader.matrix("blk.\(index).ffn_down.weight", rows: c.dimension, columns: c.feedForward)
    }

    /// Loads the norms of layer `index` and gives back its matrices, for a `WeightLoading`.
    func load(_ reader: TensorReader, index: Int, _ c: EncoderConfiguration) throws(InferenceError) -> [WeightLoading.Piece] {
        let block = "blk.\(index)."
        try attentionNorm.load(reader, name: block + "attn_output_norm", dimension: c.dimension)
        try outputNorm.load(reader, name: block + "layer_output_norm", dimension: c.dimension)
        // 2^x is one instruction cheaper than e^x, and the factor is free here.
        let queryFactor = Float(1.4426950408889634 / Double(c.headDimension).squareRoot())
        return [
            .init(matrix: attentionInput, name: block + "attn_q", columns: c.dimension, factor: queryFactor),
            .init(matrix: attentionInput, name: block + "attn_k", first: c.dimension, columns: c.dimension),
            .init(matrix: attentionInput, name: block + "attn_v", first: 2 * c.dimension, columns: c.dimension),
            .init(matrix: attentionOutput, name: block + "attn_output", columns: c.dimension),
            .init(matrix: up, name: block + "ffn_up", columns: c.feedForward),
            .init(matrix: down, name: block + "ffn_down", columns: c.dimension),
        ]
    }
}
