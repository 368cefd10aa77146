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
        case embedBlock, inputBlock, layerBlock
    }

    let weights: EncoderWeights
    let kernels: KernelTable
    let workspace: Workspace
    private let pool: WorkerPool
    /// Token ids of all texts, [CLS] and [SEP] included.
    var ids: [Int32] = []
    /// Where each text's rows begin in `ids`, and the end of the last.
    var offsets: [Int] = [0]
    /// [tokens but [CLS] and [SEP], tables]: rows of the tagger's feature tables.
    var features: [UInt8] = []
    var kind = PassKind()
    private var hasPool = false

    // What the stages work on: set between regions.
    /// [rows, workspace.stride]: those of the encoder, or of the tagger's branch.
    private var states: UnsafeMutablePointer<Float>
    private var layer: LayerWeights
    /// The layer that reads the states next.
    private var next: LayerWeights?
    /// Whether the states go to the tagger's branch when they are complete.
    private var forks = false
    /// Whether they go to its classifier.
    private var classifies = false
    private var layersLeft = 0

    init(weights: EncoderWeights, kernels: KernelTable, pool: WorkerPool) {
        self.weights = weights
        self.kernels = kernels
        self.pool = pool
        workspace = Workspace(configuration: weights.configuration, workers: pool.threads)
        states = workspace.states
        layer = weights.layers[0]
    }

    /// Empties the pass for a new caller.
    func reset(hasPool: Bool, kind: PassKind) {
        self.hasPool = hasPool
        self.kind = kind
        ids.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        offsets.append(0)
        features.removeAll(keepingCapacity: true)
    }

    var rows: Int { ids.count }
    private var texts: Int { offsets.count - 1 }
    /// Where the branch's states are: they replace the encoder's if nobody wants those of its upper layers.
    var branchStates: UnsafeMutablePointer<Float> { kind.hasUpperLayers ? workspace.branch : workspace.states }

    /// Runs the network; afterwards `workspace.states` holds the last layer's token states, `workspace.scores` the tagger's scores and
    /// `branchStates` the states they come from, as far as they are wanted. Throws `outOfMemory`.
    func run(in gate: PassGate) throws(InferenceError) {
        let longest = (0..<texts).reduce(0) { max($0, offsets[$1 + 1] - offsets[$1]) }
        try workspace.reserve(rows: rows, tokensPerText: longest)
        if let tagger = kind.tagger { try workspace.reserveBranch(labels: tagger.labels) }
        let tap = kind.tagger?.tap
        let branch = kind.tagger?.layers ?? []
        let own = kind.hasUpperLayers ? weights.layers[...] : weights.layers[..<(tap ?? 0)]
        let inBlocks = !hasPool || pool.threads == 1 || rows > Self.blockRows * pool.threads
        layersLeft = own.count + branch.count

        states = workspace.states
        // Without upper layers the branch goes on where the lower ones end.
        let afterOwn = kind.hasUpperLayers ? nil : branch.first
        prepare(next: own.first ?? afterOwn, forks: tap == 0, classifies: tap == 0 && branch.isEmpty)
        region(inBlocks ? .embedBlock : .embed, inBlocks ? blocks : pool.threads, gate)
        for index in own.indices {
            layer = own[index]
            let isTap = index + 1 == tap
            prepare(next: index + 1 < own.endIndex ? own[index + 1] : afterOwn, forks: isTap, classifies: isTap && branch.isEmpty)
            runLayer(inBlocks: inBlocks, gate)
        }
        guard let first = branch.first else { return }
        if kind.hasUpperLayers {
            states = workspace.branch
            prepare(next: first)
            region(inBlocks ? .inputBlock : .quantizeStates, inBlocks ? blocks : pool.threads, gate)
        }
        for index in branch.indices {
            layer = branch[index]
            let isLast = index + 1 == branch.endIndex
            prepare(next: isLast ? nil : branch[index + 1], classifies: isLast)
            runLayer(inBlocks: inBlocks, gate)
        }
    }

    /// What becomes of the states after the next layer.
    private func prepare(next: LayerWeights?, forks: Bool = false, classifies: Bool = false) {
        self.next = next
        self.forks = forks
        self.classifies = classifies
    }

    private func runLayer(inBlocks: Bool, _ gate: PassGate) {
        layersLeft -= 1
        // With two layers to go.
        if layersLeft == 1, rows <= PassGate.shortRows { gate.call() }
        let heads = texts * weights.configuration.heads
        if inBlocks {
            region(.attention, heads, gate)
            region(.layerBlock, blocks, gate)
            return
        }
        region(.attentionInput, columnChunks(layer.attentionInput), gate)
        region(.attention, heads, gate)
        region(.quantizeContext, pool.threads, gate)
        region(.attentionOutput, columnChunks(layer.attentionOutput), gate)
        region(.attentionNorm, pool.threads, gate)
        region(.up, columnChunks(layer.up), gate)
        region(.quantizeExpanded, pool.threads, gate)
        region(.down, columnChunks(layer.down), gate)
        region(.outputNorm, pool.threads, gate)
    }

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
        let rowPart = part(chunk, of: pool.threads, total: rows)
        switch stage {
        case .embed:
            embed(rowPart, worker: worker)
            finish(rowPart)
        case .quantizeStates: quantizeStates(rowPart)
        case .attentionInput: columns(layer.attentionInput, chunk, to: workspace.input, workspace.inputStride)
        case .attention: attend(head: chunk, worker: worker)
        case .quantizeContext: quantize(workspace.context, workspace.stride, layer.attentionOutput, rowPart)
        case .attentionOutput: columns(layer.attentionOutput, chunk, to: workspace.added, workspace.stride)
        case .attentionNorm:
            addNorm(layer.attentionNorm, rowPart)
            quantizeStates(rowPart)
        case .up: columns(layer.up, chunk, activation: KN_GELU, to: workspace.expanded, workspace.upStride)
        case .quantizeExpanded: quantize(workspace.expanded, workspace.upStride, layer.down, rowPart)
        case .down: columns(layer.down, chunk, to: workspace.added, workspace.stride)
        case .outputNorm:
            addNorm(layer.outputNorm, rowPart)
            finish(rowPart)
        case .embedBlock:
            let block = part(chunk, of: blocks, total: rows)
            embed(block, worker: worker)
            finishBlock(block)
        case .inputBlock: attentionInput(part(chunk, of: blocks, total: rows))
        case .layerBlock: layerBlock(part(chunk, of: blocks, total: rows), worker: worker)
        }
    }

    /// Everything of a layer that needs no other row, and the next layer's queries, keys and values.
    private func layerBlock(_ block: Range<Int>, worker: Int) {
        let w = layer
        quantize(workspace.context, workspace.stride, w.attentionOutput, block)
        linear(w.attentionOutput, 0..<w.attentionOutput.panels, block, to: workspace.added, workspace.stride)
        addNorm(w.attentionNorm, block)
        quantizeStates(block)
        let wide = workspace.expanded + worker * Self.blockRows * workspace.upStride - block.lowerBound * workspace.upStride
        linear(w.up, 0..<w.up.panels, block, activation: KN_GELU, to: wide, workspace.upStride)
        quantize(wide, workspace.upStride, w.down, block)
        linear(w.down, 0..<w.down.panels, block, to: workspace.added, workspace.stride)
        addNorm(w.outputNorm, block)
        finishBlock(block)
    }

    /// Hands complete states on: to the branch, to the classifier, quantised to the next layer.
    private func finish(_ part: Range<Int>) {
        if forks { fork(part) }
        if classifies { classify(part) }
        if next != nil { quantizeStates(part) }
    }

    /// The same where the next layer's queries, keys and values come from the same thread.
    private func finishBlock(_ block: Range<Int>) {
        if forks { fork(block) }
        if classifies { classify(block) }
        attentionInput(block)
    }

    private func attentionInput(_ block: Range<Int>) {
        guard let next else { return }
        quantizeStates(block)
        linear(next.attentionInput, 0..<next.attentionInput.panels, block, to: workspace.input, workspace.inputStride)
    }

    /// Gives the branch the states of these rows and adds the features of their tokens; [CLS] and [SEP] have none.
    private func fork(_ part: Range<Int>) {
        guard let tagger = kind.tagger else { return }
        let dimension = weights.configuration.dimension
        let tables = tagger.firstFeature.count
        let branch = branchStates
        var text = 0
        for row in part {
            while offsets[text + 1] <= row { text += 1 }
            let state = branch + row * workspace.stride
            if branch != states { state.update(from: states + row * workspace.stride, count: dimension) }
            guard row > offsets[text], row + 1 < offsets[text + 1] else { continue }
            let token = row - 2 * text - 1
            for table in 0..<tables {
                let feature = tagger.firstFeature[table] + Int(features[token * tables + table])
                kn_add_rows(tagger.features + feature * dimension, 0, 1, dimension, state)
            }
        }
    }

    /// The labels' scores of these rows. A row that is not finite would be quantised to zeros and get sound-looking scores: it gets NaN.
    private func classify(_ part: Range<Int>) {
        guard let classifier = kind.tagger?.classifier else { return }
        quantize(branchStates, workspace.stride, classifier, part)
        linear(classifier, 0..<classifier.panels, part, to: workspace.scores, workspace.scoreStride)
        for row in part where !kn_all_finite(branchStates + row * workspace.stride, weights.configuration.dimension) {
            workspace.scores[row * workspace.scoreStride] = .nan
        }
    }

    private func embed(_ part: Range<Int>, worker: Int) {
        let c = weights.configuration
        var text = 0
        for row in part {
            while offsets[text + 1] <= row { text += 1 }
            let state = states + row * workspace.stride
            weights.tokens.copyRow(Int(ids[row]), through: workspace.scratch(worker), into: state, kernels: kernels)
            kernels.entries.pointee.add_norm(
                state, 0, weights.positions + (row - offsets[text]) * c.dimension, 0, 1, c.dimension, weights.inputNorm.gamma,
                weights.inputNorm.beta, c.normEpsilon, state, 0)
        }
    }

    private func quantizeStates(_ part: Range<Int>) {
        quantize(states, workspace.stride, layer.up, part)
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
            workspace.added + start, workspace.stride, states + start, workspace.stride, part.count, c.dimension, norm.gamma,
            norm.beta, c.normEpsilon, states + start, workspace.stride)
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
