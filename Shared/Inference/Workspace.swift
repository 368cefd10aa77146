import CKernels

/// Buffers of one pass, reused by the next: grows to the largest pass seen and is bounded by `rowLimit`. Owned by one caller at a time.
final class Workspace {
    let configuration: EncoderConfiguration
    let workers: Int
    private var arena: Arena?
    private(set) var rows = 0
    private var tokensPerText = 0

    /// Row strides in floats: the outputs of a matrix come in whole panels.
    let stride: Int
    let inputStride: Int
    let upStride: Int

    // All point into `arena`; only the caller that holds this workspace, and the workers of its regions, touch them.
    /// [rows, stride]: the token states.
    private(set) var states: UnsafeMutablePointer<Float>
    /// [rows, stride]: attention's output, then what a matrix adds to the states.
    private(set) var context: UnsafeMutablePointer<Float>
    private(set) var added: UnsafeMutablePointer<Float>
    /// [rows, inputStride]: query, key and value.
    private(set) var input: UnsafeMutablePointer<Float>
    /// [expandedRows, upStride]: the wide layer, for as many rows as are in it at once over all workers.
    private(set) var expanded: UnsafeMutablePointer<Float>
    /// [rows, max(dimension, feedForward)] quantised activations, and their scales.
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var scales: UnsafeMutablePointer<kn_row>
    private var scratch: UnsafeMutablePointer<Float>
    private var scratchStride = 0
    let byteStride: Int

    private var branchArena: Arena?
    private var branchRows = 0
    /// [rows, stride]: the states of a tagger's branch, while the encoder's own go on in `states`.
    private(set) var branch: UnsafeMutablePointer<Float>
    /// [rows, scoreStride]: the tagger's scores of each row.
    private(set) var scores: UnsafeMutablePointer<Float>
    private(set) var scoreStride = 0

    init(configuration: EncoderConfiguration, workers: Int) {
        self.configuration = configuration
        self.workers = workers
        stride = PackedMatrix.paddedColumns(configuration.dimension)
        inputStride = PackedMatrix.paddedColumns(3 * configuration.dimension)
        upStride = PackedMatrix.paddedColumns(configuration.feedForward)
        byteStride = (max(configuration.dimension, configuration.feedForward) + 63) & ~63
        let nothing = UnsafeMutablePointer<Float>.allocate(capacity: 0)
        nothing.deallocate()
        states = nothing
        context = nothing
        added = nothing
        input = nothing
        expanded = nothing
        branch = nothing
        scores = nothing
        scratch = nothing
        bytes = UnsafeMutableRawPointer(nothing).assumingMemoryBound(to: UInt8.self)
        scales = UnsafeMutableRawPointer(nothing).assumingMemoryBound(to: kn_row.self)
    }

    /// Makes room for a pass of `rows` tokens in texts of at most `tokensPerText`. Throws `outOfMemory`.
    func reserve(rows wanted: Int, tokensPerText longest: Int) throws(InferenceError) {
        if wanted <= rows, longest <= tokensPerText { return }
        // In steps, so that a run of ever longer texts does not allocate for each.
        let rows = max(self.rows, (wanted + 63) & ~63)
        let tokens = max(tokensPerText, min((longest + 63) & ~63, rows))
        let expandedRows = min(rows, workers * ForwardPass.blockRows)
        // A head's room, or a stored row of the token table, which takes at most a float each.
        let scratchSize = max(kn_head_scratch(tokens, configuration.headDimension), configuration.dimension)
        let size =
            3 * Arena.size(rows * stride, of: Float.self) + Arena.size(rows * inputStride, of: Float.self)
            + Arena.size(expandedRows * upStride, of: Float.self) + Arena.size(rows * byteStride, of: UInt8.self)
            + Arena.size(rows, of: kn_row.self) + workers * Arena.size(scratchSize, of: Float.self)
        let arena = try Arena(size: size, hugePages: false)
        states = arena.take(rows * stride, of: Float.self)
        context = arena.take(rows * stride, of: Float.self)
        added = arena.take(rows * stride, of: Float.self)
        input = arena.take(rows * inputStride, of: Float.self)
        expanded = arena.take(expandedRows * upStride, of: Float.self)
        bytes = arena.take(rows * byteStride, of: UInt8.self)
        scales = arena.take(rows, of: kn_row.self)
        scratchStride = Arena.size(scratchSize, of: Float.self) / MemoryLayout<Float>.stride
        scratch = arena.take(workers * scratchStride, of: Float.self)
        self.arena = arena
        self.rows = rows
        tokensPerText = tokens
    }

    /// Makes room for a tagger's branch beside as many rows as `reserve` did, with the scores of `labels` labels. Throws `outOfMemory`.
    func reserveBranch(labels: Int) throws(InferenceError) {
        let columns = PackedMatrix.paddedColumns(labels)
        if rows <= branchRows, columns <= scoreStride { return }
        let arena = try Arena(
            size: Arena.size(rows * stride, of: Float.self) + Arena.size(rows * columns, of: Float.self), hugePages: false)
        branch = arena.take(rows * stride, of: Float.self)
        scores = arena.take(rows * columns, of: Float.self)
        branchArena = arena
        branchRows = rows
        scoreStride = columns
    }

    /// What a worker needs within one chunk.
    func scratch(_ worker: Int) -> UnsafeMutablePointer<Float> { scratch + worker * scratchStride }
}
