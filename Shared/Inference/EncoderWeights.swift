import CKernels
import GGUF

#if canImport(Glibc)
    import Glibc
#endif

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
        for index in 0..<configuration.layers {
            let layer = LayerWeights(configuration, arena: arena)
            pieces += try layer.load(reader, index: index, configuration)
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
        for index in 0..<c.layers { try LayerWeights.checkShapes(reader, index: index, c) }
    }

    private static func size(_ c: EncoderConfiguration) -> Int {
        Arena.size(c.contextLength * c.dimension, of: Float.self) + 2 * Arena.size(c.dimension, of: Float.self)
            + c.layers * LayerWeights.size(c)
    }
}
