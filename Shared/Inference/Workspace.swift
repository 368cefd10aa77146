import CKernels

/// Where the layers of one track put what lies between two states. All point into an arena of the workspace.
struct Activations {
    /// [rows, stride]: attention's output, then what a matrix adds to the states.
    let context: UnsafeMutablePointer<Float>
    let added: UnsafeMutablePointer<Float>
    /// [rows, inputStride]: query, key and value.
    let input: UnsafeMutablePointer<Float>
    /// [rows, byteStride]: quantised activations, and their scales.
    let bytes: UnsafeMutablePointer<UInt8>
    let scales: UnsafeMutablePointer<kn_row>
}

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
    private(set) var activations: Activations
    /// [expandedRows, upStride]: the wide layer, for as many rows as are in it at once over all workers.
    private(set) var expanded: UnsafeMutablePointer<Float>
    private var scratch: UnsafeMutablePointer<Float>
    private var scratchStride = 0
    /// max(dimension, feedForward) in whole cache lines.
    let byteStride: Int

    private var branchArena: Arena?
    private var branchRows = 0
    private var hasBranchActivations = false
    /// For the branch, where it runs beside the encoder's upper layers and not after them.
    private(set) var branchActivations: Activations
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
        expanded = nothing
        branch = nothing
        scores = nothing
        scratch = nothing
        activations = Activations(
            context: nothing, added: nothing, input: nothing, bytes: UnsafeMutableRawPointer(nothing).assumingMemoryBound(to: UInt8.self),
            scales: UnsafeMutableRawPointer(nothing).assumingMemoryBound(to: kn_row.self))
        branchActivations = activations
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
            Arena.size(rows * stride, of: Float.self) + activationsSize(rows: rows) + Arena.size(expandedRows * upStride, of: Float.self)
            + workers * Arena.size(scratchSize, of: Float.self)
        let arena = try Arena(size: size, hugePages: false)
        states = arena.take(rows * stride, of: Float.self)
        activations = takeActivations(rows: rows, from: arena)
        expanded = arena.take(expandedRows * upStride, of: Float.self)
        scratchStride = Arena.size(scratchSize, of: Float.self) / MemoryLayout<Float>.stride
        scratch = arena.take(workers * scratchStride, of: Float.self)
        self.arena = arena
        self.rows = rows
        tokensPerText = tokens
    }

    /// Makes room for a tagger's branch beside as many rows as `reserve` did, with the scores of `labels` labels and, if asked for, activations
    /// of its own. Throws `outOfMemory`.
    func reserveBranch(labels: Int, activations wanted: Bool) throws(InferenceError) {
        let columns = PackedMatrix.paddedColumns(labels)
        if rows <= branchRows, columns <= scoreStride, !wanted || hasBranchActivations { return }
        let hasActivations = wanted || hasBranchActivations
        let arena = try Arena(
            size: Arena.size(rows * stride, of: Float.self) + Arena.size(rows * columns, of: Float.self)
                + (hasActivations ? activationsSize(rows: rows) : 0), hugePages: false)
        branch = arena.take(rows * stride, of: Float.self)
        scores = arena.take(rows * columns, of: Float.self)
        if hasActivations { branchActivations = takeActivations(rows: rows, from: arena) }
        branchArena = arena
        branchRows = rows
        scoreStride = columns
        hasBranchActivations = hasActivations
    }

    private func activationsSize(rows: Int) -> Int {
        2 * Arena.size(rows * stride, of: Float.self) + Arena.size(rows * inputStride, of: Float.self)
            + Arena.size(rows * byteStride, of: UInt8.self) + Arena.size(rows, of: kn_row.self)
    }

    private func takeActivations(rows: Int, from arena: Arena) -> Activations {
        Activations(
            context: arena.take(rows * stride, of: Float.self), added: arena.take(rows * stride, of: Float.self),
            input: arena.take(rows * inputStride, of: Float.self), bytes: arena.take(rows * byteStride, of: UInt8.self),
            scales: arena.take(rows, of: kn_row.self))
    }

    /// What a worker needs within one chunk.
    func scratch(_ worker: Int) -> UnsafeMutablePointer<Float> { scratch + worker * scratchStride }
}
