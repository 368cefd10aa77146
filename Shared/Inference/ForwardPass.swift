import CKernels

/// One pass of the network over a packed batch: rows of all texts one after another, no padding.
///
/// Two plans for the same arithmetic. A small pass splits the columns of each matrix over the threads, one region per matrix, so that every
/// weight is read once. A large pass splits the rows into blocks that fit the second-level cache, and a block runs from attention to
/// attention without leaving its thread.
final class ForwardPass: ParallelWork {
    /// Rows of one block of a large pass: its wide activations stay in a core's second-level cache, its weights are read once per block.
    static let blockRows = 32

    private enum Stage: Int {
        case embed, quantizeStates, attentionInput, attention, quantizeContext, attentionOutput, attentionNorm, up, quantizeExpanded, down
        case outputNorm
        case embedBlock, layerBlock
    }

    let weights: EncoderWeights
    let kernels: KernelTable
    let workspace: Workspace
    private let pool: WorkerPool
    /// Token ids of all texts, [CLS] and [SEP] included.
    var ids: [Int32] = []
    /// Where each text's rows begin in `ids`, and the end of the last.
    var offsets: [Int] = [0]
    private var layer = 0
    private var hasPool = false

    init(weights: EncoderWeights, kernels: KernelTable, pool: WorkerPool) {
        self.weights = weights
        self.kernels = kernels
        self.pool = pool
        workspace = Workspace(configuration: weights.configuration, workers: pool.threads)
    }

    /// Empties the pass for a new caller.
    func reset(hasPool: Bool) {
        self.hasPool = hasPool
        ids.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
    }

    var rows: Int { ids.count }
    private var texts: Int { offsets.count - 1 }

    /// Runs the network; afterwards `workspace.states` holds the last layer's token states. Throws `outOfMemory`.
    func run(in gate: PassGate) throws(InferenceError) {
        let longest = (0..<texts).reduce(0) { max($0, offsets[$1 + 1] - offsets[$1]) }
        try workspace.reserve(rows: rows, tokensPerText: longest)
        let heads = texts * weights.configuration.heads
        if !hasPool || pool.threads == 1 || rows > Self.blockRows * pool.threads {
            region(.embedBlock, blocks, gate)
            for index in weights.layers.indices {
                layer = index
                if isPenultimate(index) { gate.call() }
                region(.attention, heads, gate)
                region(.layerBlock, blocks, gate)
            }
            return
        }
        region(.embed, pool.threads, gate)
        for index in weights.layers.indices {
            layer = index
            if isPenultimate(index) { gate.call() }
            let weights = weights.layers[index]
            region(.attentionInput, columnChunks(weights.attentionInput), gate)
            region(.attention, heads, gate)
            region(.quantizeContext, pool.threads, gate)
            region(.attentionOutput, columnChunks(weights.attentionOutput), gate)
            region(.attentionNorm, pool.threads, gate)
            region(.up, columnChunks(weights.up), gate)
            region(.quantizeExpanded, pool.threads, gate)
            region(.down, columnChunks(weights.down), gate)
            region(.outputNorm, pool.threads, gate)
        }
    }

    private func isPenultimate(_ layer: Int) -> Bool { layer + 2 == weights.layers.count && rows <= PassGate.shortRows }

    private func region(_ stage: Stage, _ chunks: Int, _ gate: PassGate) {
        if hasPool, chunks > 1, pool.isFree {
            pool.run(self, stage: stage.rawValue, chunks: chunks)
            gate.offer(self)
        } else {
            for chunk in 0..<chunks {
                run(stage: stage.rawValue, chunk: chunk, worker: 0)
                gate.offer(self)
            }
        }
    }

    /// Row blocks of a large pass: a multiple of the threads, of nearly equal size.
    private var blocks: Int {
        let least = (rows + Self.blockRows - 1) / Self.blockRows
        let rounded = (least + pool.threads - 1) / pool.threads * pool.threads
        return min(rounded, rows)
    }

    private func columnChunks(_ matrix: PackedMatrix) -> Int { min(matrix.panels, 2 * pool.threads) }

    private func part(_ chunk: Int, of chunks: Int, total: Int) -> Range<Int> { total * chunk / chunks..<total * (chunk + 1) / chunks }

    // MARK: Stages

    override func run(stage: Int, chunk: Int, worker: Int) {
        guard let stage = Stage(rawValue: stage) else { return }
        let w = weights.layers[layer]
        let rowPart = part(chunk, of: pool.threads, total: rows)
        switch stage {
        case .embed:
            embed(rowPart, worker: worker)
            quantizeStates(rowPart)
        case .quantizeStates: quantizeStates(rowPart)
        case .attentionInput: columns(w.attentionInput, chunk, to: workspace.input, workspace.inputStride)
        case .attention: attend(head: chunk, worker: worker)
        case .quantizeContext: quantize(workspace.context, workspace.stride, w.attentionOutput, rowPart)
        case .attentionOutput: columns(w.attentionOutput, chunk, to: workspace.added, workspace.stride)
        case .attentionNorm:
            addNorm(w.attentionNorm, rowPart)
            quantizeStates(rowPart)
        case .up: columns(w.up, chunk, activation: KN_GELU, to: workspace.expanded, workspace.upStride)
        case .quantizeExpanded: quantize(workspace.expanded, workspace.upStride, w.down, rowPart)
        case .down: columns(w.down, chunk, to: workspace.added, workspace.stride)
        case .outputNorm:
            addNorm(w.outputNorm, rowPart)
            if layer + 1 < weights.layers.count { quantizeStates(rowPart) }
        case .embedBlock:
            let block = part(chunk, of: blocks, total: rows)
            embed(block, worker: worker)
            attentionInput(weights.layers[0], block)
        case .layerBlock: layerBlock(w, part(chunk, of: blocks, total: rows), worker: worker)
        }
    }

    /// Everything of a layer that needs no other row, and the next layer's queries, keys and values.
    private func layerBlock(_ w: LayerWeights, _ block: Range<Int>, worker: Int) {
        quantize(workspace.context, workspace.stride, w.attentionOutput, block)
        linear(w.attentionOutput, 0..<w.attentionOutput.panels, block, to: workspace.added, workspace.stride)
        addNorm(w.attentionNorm, block)
        quantizeStates(block)
        let wide = workspace.expanded + worker * Self.blockRows * workspace.upStride - block.lowerBound * workspace.upStride
        linear(w.up, 0..<w.up.panels, block, activation: KN_GELU, to: wide, workspace.upStride)
        quantize(wide, workspace.upStride, w.down, block)
        linear(w.down, 0..<w.down.panels, block, to: workspace.added, workspace.stride)
        addNorm(w.outputNorm, block)
        if layer + 1 < weights.layers.count { attentionInput(weights.layers[layer + 1], block) }
    }

    private func attentionInput(_ w: LayerWeights, _ block: Range<Int>) {
        quantizeStates(block)
        linear(w.attentionInput, 0..<w.attentionInput.panels, block, to: workspace.input, workspace.inputStride)
    }

    private func embed(_ part: Range<Int>, worker: Int) {
        let c = weights.configuration
        var text = 0
        for row in part {
            while offsets[text + 1] <= row { text += 1 }
            let state = workspace.states + row * workspace.stride
            weights.tokens.copyRow(Int(ids[row]), through: workspace.scratch(worker), into: state, kernels: kernels)
            kernels.entries.pointee.add_norm(
                state, 0, weights.positions + (row - offsets[text]) * c.dimension, 0, 1, c.dimension, weights.inputNorm.gamma,
                weights.inputNorm.beta, c.normEpsilon, state, 0)
        }
    }

    private func quantizeStates(_ part: Range<Int>) {
        quantize(workspace.states, workspace.stride, weights.layers[layer].up, part)
    }

    /// Quantises rows as the input of `matrix`.
    private func quantize(_ x: UnsafeMutablePointer<Float>, _ stride: Int, _ matrix: PackedMatrix, _ part: Range<Int>) {
        kernels.entries.pointee.quantize_rows(
            x + part.lowerBound * stride, stride, part.count, matrix.entries.depth, matrix.rotated,
            workspace.bytes + part.lowerBound * workspace.byteStride, workspace.byteStride, workspace.scales + part.lowerBound)
    }

    private func columns(
        _ matrix: PackedMatrix, _ chunk: Int, activation: kn_activation = KN_IDENTITY, to y: UnsafeMutablePointer<Float>, _ stride: Int
    ) {
        let panels = part(chunk, of: columnChunks(matrix), total: matrix.panels)
        linear(matrix, panels, 0..<rows, activation: activation, to: y, stride)
    }

    private func linear(
        _ matrix: PackedMatrix, _ panels: Range<Int>, _ part: Range<Int>, activation: kn_activation = KN_IDENTITY,
        to y: UnsafeMutablePointer<Float>, _ stride: Int
    ) {
        var entries = matrix.entries
        kernels.entries.pointee.linear(
            &entries, panels.lowerBound, panels.upperBound, workspace.bytes + part.lowerBound * workspace.byteStride, workspace.byteStride,
            workspace.scales + part.lowerBound, part.count, activation, y + part.lowerBound * stride, stride)
    }

    private func addNorm(_ norm: NormWeights, _ part: Range<Int>) {
        let c = weights.configuration
        let start = part.lowerBound * workspace.stride
        kernels.entries.pointee.add_norm(
            workspace.added + start, workspace.stride, workspace.states + start, workspace.stride, part.count, c.dimension, norm.gamma,
            norm.beta, c.normEpsilon, workspace.states + start, workspace.stride)
    }

    /// One head of one text; `head` counts through all heads of the first text, then of the second.
    private func attend(head: Int, worker: Int) {
        let c = weights.configuration
        let text = head / c.heads
        let first = offsets[text]
        let column = head % c.heads * c.headDimension
        let input = workspace.input + first * workspace.inputStride + column
        var head = kn_head(
            q: input, k: input + c.dimension, v: input + 2 * c.dimension, stride: workspace.inputStride, tokens: offsets[text + 1] - first,
            head_dim: c.headDimension, query_begin: 0, query_end: offsets[text + 1] - first,
            out: workspace.context + first * workspace.stride + column, out_stride: workspace.stride,
            scratch: workspace.scratch(worker))
        kernels.entries.pointee.attention(&head)
    }
}
