import CKernels
import GGUF

#if canImport(Glibc)
    import Glibc
#endif

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

struct LayerWeights {
    /// Query, key and value side by side: [3 dimension, dimension]; the query part is scaled for a base-2 softmax.
    let attentionInput: PackedMatrix
    let attentionOutput: PackedMatrix
    let attentionNorm: NormWeights
    let up: PackedMatrix
    let down: PackedMatrix
    let outputNorm: NormWeights
}

/// All weights of an encoder, repacked for the kernels. The token table stays in the mapped file.
final class EncoderWeights: Sendable {
    let configuration: EncoderConfiguration
    let tokens: StoredMatrix
    // Safety: everything below points into `arena`, is written by `init` alone and lives as long as `arena`.
    private let arena: Arena
    /// [contextLength, dimension], the vector of token type 0 added in.
    nonisolated(unsafe) let positions: UnsafeMutablePointer<Float>
    nonisolated(unsafe) let inputNorm: NormWeights
    nonisolated(unsafe) let layers: [LayerWeights]

    /// Loads on all threads of `pool`.
    init(file: GGUFFile, configuration: EncoderConfiguration, kernels: KernelTable, pool: WorkerPool) throws(InferenceError) {
        let dimension = configuration.dimension
        let feedForward = configuration.feedForward
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: 2 * max(dimension, feedForward))
        defer { scratch.deallocate() }
        let reader = TensorReader(file: file, scratch: scratch)
        // Every tensor is found and measured before memory is taken, so that a hostile shape cannot ask for more than the file holds.
        try Self.checkShapes(reader, configuration)
        arena = try Arena(size: Self.size(configuration), hugePages: true)
        self.configuration = configuration
        tokens = try reader.matrix("token_embd.weight", rows: configuration.vocabulary, columns: dimension)

        positions = arena.take(configuration.contextLength * dimension, of: Float.self)
        let stored = try reader.matrix("position_embd.weight", rows: configuration.contextLength, columns: dimension)
        let types = try Self.tokenTypes(reader, dimension)
        _ = try types.check(scratch: scratch, kernels: kernels)
        try types.row(0, into: scratch, kernels: kernels)
        for position in 0..<configuration.contextLength {
            let row = positions + position * dimension
            try stored.row(position, into: row, kernels: kernels)
            for index in 0..<dimension { row[index] += scratch[index] }
            guard kn_all_finite(row, dimension) else {
                throw .notFinite("position_embd.weight", row: position, found: "an infinite sum with token_types.weight")
            }
        }
        stored.releasePages()
        inputNorm = NormWeights(dimension: dimension, arena: arena)
        try inputNorm.load(reader, name: "token_embd_norm", dimension: dimension)

        var layers: [LayerWeights] = []
        var pieces: [WeightLoading.Piece] = []
        // 2^x is one instruction cheaper than e^x, and the factor is free here.
        let queryFactor = Float(1.4426950408889634 / Double(configuration.headDimension).squareRoot())
        for index in 0..<configuration.layers {
            let block = "blk.\(index)."
            let layer = LayerWeights(
                attentionInput: PackedMatrix(columns: 3 * dimension, depth: dimension, rotated: true, arena: arena),
                attentionOutput: PackedMatrix(columns: dimension, depth: dimension, rotated: false, arena: arena),
                attentionNorm: NormWeights(dimension: dimension, arena: arena),
                up: PackedMatrix(columns: feedForward, depth: dimension, rotated: true, arena: arena),
                down: PackedMatrix(columns: dimension, depth: feedForward, rotated: true, arena: arena),
                outputNorm: NormWeights(dimension: dimension, arena: arena))
            let input = layer.attentionInput
            pieces += [
                .init(matrix: input, name: block + "attn_q", columns: dimension, factor: queryFactor),
                .init(matrix: input, name: block + "attn_k", first: dimension, columns: dimension),
                .init(matrix: input, name: block + "attn_v", first: 2 * dimension, columns: dimension),
                .init(matrix: layer.attentionOutput, name: block + "attn_output", columns: dimension),
                .init(matrix: layer.up, name: block + "ffn_up", columns: feedForward),
                .init(matrix: layer.down, name: block + "ffn_down", columns: dimension),
            ]
            try layer.attentionNorm.load(reader, name: block + "attn_output_norm", dimension: dimension)
            try layer.outputNorm.load(reader, name: block + "layer_output_norm", dimension: dimension)
            layers.append(layer)
        }
        self.layers = layers
        try WeightLoading(
            file: file, tokens: tokens, pieces: pieces, longestRow: max(dimension, feedForward), kernels: kernels, workers: pool.threads
        ).run(on: pool)
        arena.mergePages()
    }

    /// llama.cpp writes the token types as a matrix; a model with a single type has one row, which some writers store as a vector.
    private static func tokenTypes(_ reader: TensorReader, _ dimension: Int) throws(InferenceError) -> StoredMatrix {
        let tensor = try reading { () throws(GGUFError) in try reader.file.tensor("token_types.weight") }
        guard tensor.shape.first == dimension, tensor.shape.count <= 2 else {
            throw InferenceError(.badShape, subject: tensor.name, expected: "[\(dimension), types]", found: "\(tensor.shape)")
        }
        return try StoredMatrix(tensor: tensor, columns: dimension)
    }

    private static func checkShapes(_ reader: TensorReader, _ c: EncoderConfiguration) throws(InferenceError) {
        _ = try reader.matrix("token_embd.weight", rows: c.vocabulary, columns: c.dimension)
        _ = try reader.matrix("position_embd.weight", rows: c.contextLength, columns: c.dimension)
        _ = try tokenTypes(reader, c.dimension)
        for index in 0..<c.layers {
            for name in ["attn_q", "attn_k", "attn_v", "attn_output"] {
                _ = try reader.matrix("blk.\(index).\(name).weight", rows: c.dimension, columns: c.dimension)
            }
            _ = try reader.matrix("blk.\(index).ffn_up.weight", rows: c.feedForward, columns: c.dimension)
            _ = try reader.matrix("blk.\(index).ffn_down.weight", rows: c.dimension, columns: c.feedForward)
        }
    }

    private static func size(_ c: EncoderConfiguration) -> Int {
        let norm = 2 * Arena.size(c.dimension, of: Float.self)
        let layer =
            PackedMatrix.size(columns: 3 * c.dimension, depth: c.dimension) + PackedMatrix.size(columns: c.dimension, depth: c.dimension)
            + PackedMatrix.size(columns: c.feedForward, depth: c.dimension) + PackedMatrix.size(columns: c.dimension, depth: c.feedForward)
            + 2 * norm
        return Arena.size(c.contextLength * c.dimension, of: Float.self) + norm + c.layers * layer
    }
}
