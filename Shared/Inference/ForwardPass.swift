import CKernels

/// One pass of the network over a packed batch: rows of all texts one after another, no padding.
///
/// Two plans for the same arithmetic. A small pass splits the columns of each matrix over the threads, one region per matrix, so that every
/// weight is read once. A large pass splits the rows into blocks that fit the second-level cache, and a block runs from attention to
/// attention without leaving its thread.
///
/// With a tagger the encoder's lower layers run first, then its upper layers, then the tagger's branch from the same states. In a small pass
/// on two threads the upper layers and the branch run beside each other, a thread each: no thread waits for the other within them.
final class ForwardPass: ParallelWork {
    /// Rows of one block of a large pass: its wide activations stay in a core's second-level cache, its weights are read once per block.
    static let blockRows = 32

    private enum Stage: Int {
        case embed, quantizeStates, attentionInput, attention, quantizeContext, attentionOutput, attentionNorm, up, quantizeExpanded, down
        case outputNorm
        case embedBlock, inputBlock, layerBlock
        case sideBySide
    }

    /// Layers that run one after another over the same states: set between regions, read by their workers.
    private struct Track {
        /// [rows, workspace.stride]
        let states: UnsafeMutablePointer<Float>
        let activations: Activations
        var layer: LayerWeights
        /// The layer that reads the states next.
        var next: LayerWeights?
        /// Whether the states go to the tagger's branch when they are complete.
        var forks = false
        /// Whether they go to its classifier.
        var classifies = false

        /// What becomes of the states after the layer that runs next.
        mutating func prepare(next: LayerWeights?, forks: Bool = false, classifies: Bool = false) {
            self.next = next
            self.forks = forks
            self.classifies = classifies
        }
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

    private var track: Track
    /// The branch's, where it runs beside the other.
    private var branchTrack: Track
    private var layersLeft = 0
    /// While the pass runs.
    private var gate: PassGate?

    init(weights: EncoderWeights, kernels: KernelTable, pool: WorkerPool) {
        self.weights = weights
        self.kernels = kernels
        self.pool = pool
        workspace = Workspace(configuration: weights.configuration, workers: pool.threads)
        track = Track(states: workspace.states, activations: workspace.activations, layer: weights.layers[0])
        branchTrack = track
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
        self.gate = gate
        defer { self.gate = nil }
        let longest = (0..<texts).reduce(0) { max($0, offsets[$1 + 1] - offsets[$1]) }
        try workspace.reserve(rows: rows, tokensPerText: longest)
        let tap = kind.tagger?.tap
        let branch = kind.tagger?.layers ?? []
        let own = kind.hasUpperLayers ? weights.layers[...] : weights.layers[..<(tap ?? 0)]
        let inBlocks = !hasPool || pool.threads == 1 || rows > Self.blockRows * pool.threads
        let isSideBySide = runsSideBySide(upper: own.count - (tap ?? 0), branch: branch.count)
        if let tagger = kind.tagger { try workspace.reserveBranch(labels: tagger.labels, activations: isSideBySide) }
        layersLeft = own.count + branch.count

        track = Track(states: workspace.states, activations: workspace.activations, layer: weights.layers[0])
        // Without upper layers the branch goes on where the lower ones end.
        let afterOwn = kind.hasUpperLayers ? nil : branch.first
        track.prepare(next: own.first ?? afterOwn, forks: tap == 0, classifies: tap == 0 && branch.isEmpty)
        region(inBlocks ? .embedBlock : .embed, inBlocks ? blocks : pool.threads)
        for index in isSideBySide ? own.prefix(tap ?? 0).indices : own.indices {
            track.layer = own[index]
            let isTap = index + 1 == tap
            track.prepare(
                next: index + 1 < own.endIndex ? own[index + 1] : afterOwn, forks: isTap, classifies: isTap && branch.isEmpty)
            runLayer(inBlocks: inBlocks)
        }
        guard let first = branch.first else { return }
        if isSideBySide {
            branchTrack = Track(states: workspace.branch, activations: workspace.branchActivations, layer: first)
            region(.sideBySide, 2)
            return
        }
        if kind.hasUpperLayers {
            track = Track(states: workspace.branch, activations: workspace.activations, layer: first, next: first)
            region(inBlocks ? .inputBlock : .quantizeStates, inBlocks ? blocks : pool.threads)
        }
        for index in branch.indices {
            track.layer = branch[index]
            let isLast = index + 1 == branch.endIndex
            track.prepare(next: isLast ? nil : branch[index + 1], classifies: isLast)
            runLayer(inBlocks: inBlocks)
        }
    }

    /// Whether a thread for each of two tracks ends sooner than both threads on one and then on the other, which makes short passes faster by
    /// half at most. A long pass must keep its pieces small, see `PassGate.offer`.
    private func runsSideBySide(upper: Int, branch: Int) -> Bool {
        hasPool && pool.threads == 2 && rows <= PassGate.shortRows && kind.hasUpperLayers && branch > 0
            && 3 * max(upper, branch) <= 2 * (upper + branch)
    }

    private func runLayer(inBlocks: Bool) {
        layersLeft -= 1
        // With two layers to go.
        if layersLeft == 1, rows <= PassGate.shortRows { gate?.call() }
        if inBlocks {
            region(.attention, heads)
            region(.layerBlock, blocks)
            return
        }
        region(.attentionInput, columnChunks(track.layer.attentionInput))
        region(.attention, heads)
        region(.quantizeContext, pool.threads)
        region(.attentionOutput, columnChunks(track.layer.attentionOutput))
        region(.attentionNorm, pool.threads)
        region(.up, columnChunks(track.layer.up))
        region(.quantizeExpanded, pool.threads)
        region(.down, columnChunks(track.layer.down))
        region(.outputNorm, pool.threads)
    }

    private func region(_ stage: Stage, _ chunks: Int) {
        if hasPool, chunks > 1, pool.isFree {
            pool.run(self, stage: stage.rawValue, chunks: chunks)
            gate?.offer(self)
        } else {
            for chunk in 0..<chunks {
                run(stage: stage.rawValue, chunk: chunk, worker: 0)
                gate?.offer(self)
            }
        }
    }

    private var heads: Int { texts * weights.configuration.heads }

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
        let layer = track.layer
        let activations = track.activations
        switch stage {
        case .embed:
            embed(rowPart, worker: worker)
            finish(rowPart, track)
        case .quantizeStates: quantizeStates(rowPart, track)
        case .attentionInput: columns(layer.attentionInput, chunk, to: activations.input, workspace.inputStride)
        case .attention: attend(head: chunk, track, worker: worker)
        case .quantizeContext: quantize(activations.context, workspace.stride, layer.attentionOutput, rowPart, activations)
        case .attentionOutput: columns(layer.attentionOutput, chunk, to: activations.added, workspace.stride)
        case .attentionNorm:
            addNorm(layer.attentionNorm, rowPart, track)
            quantizeStates(rowPart, track)
        case .up: columns(layer.up, chunk, activation: KN_GELU, to: workspace.expanded, workspace.upStride)
        case .quantizeExpanded: quantize(workspace.expanded, workspace.upStride, layer.down, rowPart, activations)
        case .down: columns(layer.down, chunk, to: activations.added, workspace.stride)
        case .outputNorm:
            addNorm(layer.outputNorm, rowPart, track)
            finish(rowPart, track)
        case .embedBlock:
            let block = part(chunk, of: blocks, total: rows)
            embed(block, worker: worker)
            finishBlock(block, track)
        case .inputBlock: attentionInput(part(chunk, of: blocks, total: rows), track)
        case .layerBlock: layerBlock(part(chunk, of: blocks, total: rows), track, worker: worker)
        case .sideBySide:
            guard let tagger = kind.tagger else { return }
            if chunk == 0 {
                runAlone(weights.layers[tagger.tap...], track, worker: worker)
            } else {
                runAlone(tagger.layers[...], branchTrack, classifies: true, worker: worker)
            }
        }
    }

    /// All of `layers` on this thread, as a large pass runs them.
    private func runAlone(_ layers: ArraySlice<LayerWeights>, _ track: Track, classifies: Bool = false, worker: Int) {
        var track = track
        let count = (rows + Self.blockRows - 1) / Self.blockRows
        track.prepare(next: layers.first)
        for block in 0..<count { attentionInput(part(block, of: count, total: rows), track) }
        for index in layers.indices {
            if index + 2 == layers.endIndex, !classifies { gate?.call() }
            let isLast = index + 1 == layers.endIndex
            track.layer = layers[index]
            track.prepare(next: isLast ? nil : layers[index + 1], classifies: classifies && isLast)
            for head in 0..<heads { attend(head: head, track, worker: worker) }
            for block in 0..<count { layerBlock(part(block, of: count, total: rows), track, worker: worker) }
        }
    }

    /// Everything of a layer that needs no other row, and the next layer's queries, keys and values.
    private func layerBlock(_ block: Range<Int>, _ track: Track, worker: Int) {
        let w = track.layer
        let activations = track.activations
        quantize(activations.context, workspace.stride, w.attentionOutput, block, activations)
        linear(w.attentionOutput, 0..<w.attentionOutput.panels, block, activations, to: activations.added, workspace.stride)
        addNorm(w.attentionNorm, block, track)
        quantizeStates(block, track)
        let wide = workspace.expanded + worker * Self.blockRows * workspace.upStride - block.lowerBound * workspace.upStride
        linear(w.up, 0..<w.up.panels, block, activations, activation: KN_GELU, to: wide, workspace.upStride)
        quantize(wide, workspace.upStride, w.down, block, activations)
        linear(w.down, 0..<w.down.panels, block, activations, to: activations.added, workspace.stride)
        addNorm(w.outputNorm, block, track)
        finishBlock(block, track)
    }

    /// Hands complete states on: to the branch, to the classifier, quantised to the next layer.
    private func finish(_ part: Range<Int>, _ track: Track) {
        if track.forks { fork(part) }
        if track.classifies { classify(part, track.activations) }
        if track.next != nil { quantizeStates(part, track) }
    }

    /// The same where the next layer's queries, keys and values come from the same thread.
    private func finishBlock(_ block: Range<Int>, _ track: Track) {
        if track.forks { fork(block) }
        if track.classifies { classify(block, track.activations) }
        attentionInput(block, track)
    }

    private func attentionInput(_ block: Range<Int>, _ track: Track) {
        guard let next = track.next else { return }
        quantizeStates(block, track)
        linear(
            next.attentionInput, 0..<next.attentionInput.panels, block, track.activations, to: track.activations.input,
            workspace.inputStride)
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
            if branch != workspace.states { state.update(from: workspace.states + row * workspace.stride, count: dimension) }
            guard row > offsets[text], row + 1 < offsets[text + 1] else { continue }
            let token = row - 2 * text - 1
            for table in 0..<tables {
                let feature = tagger.firstFeature[table] + Int(features[token * tables + table])
                kn_add_rows(tagger.features + feature * dimension, 0, 1, dimension, state)
            }
        }
    }

    /// The labels' scores of these rows. A row that is not finite would be quantised to zeros and get sound-looking scores: it gets NaN.
    private func classify(_ part: Range<Int>, _ activations: Activations) {
        guard let classifier = kind.tagger?.classifier else { return }
        quantize(branchStates, workspace.stride, classifier, part, activations)
        linear(classifier, 0..<classifier.panels, part, activations, to: workspace.scores, workspace.scoreStride)
        for row in part where !kn_all_finite(branchStates + row * workspace.stride, weights.configuration.dimension) {
            workspace.scores[row * workspace.scoreStride] = .nan
        }
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

    private func quantizeStates(_ part: Range<Int>, _ track: Track) {
        quantize(track.states, workspace.stride, track.layer.up, part, track.activations)
    }

    /// Quantises rows as the input of `matrix`.
    private func quantize(
        _ x: UnsafeMutablePointer<Float>, _ stride: Int, _ matrix: PackedMatrix, _ part: Range<Int>, _ activations: Activations
    ) {
        kernels.entries.pointee.quantize_rows(
            x + part.lowerBound * stride, stride, part.count, matrix.entries.depth, matrix.rotated,
            activations.bytes + part.lowerBound * workspace.byteStride, workspace.byteStride, activations.scales + part.lowerBound)
    }

    private func columns(
        _ matrix: PackedMatrix, _ chunk: Int, activation: kn_activation = KN_IDENTITY, to y: UnsafeMutablePointer<Float>, _ stride: Int
    ) {
        let panels = part(chunk, of: columnChunks(matrix), total: matrix.panels)
        linear(matrix, panels, 0..<rows, track.activations, activation: activation, to: y, stride)
    }

    private func linear(
        _ matrix: PackedMatrix, _ panels: Range<Int>, _ part: Range<Int>, _ activations: Activations,
        activation: kn_activation = KN_IDENTITY, to y: UnsafeMutablePointer<Float>, _ stride: Int
    ) {
        var entries = matrix.entries
        kernels.entries.pointee.linear(
            &entries, panels.lowerBound, panels.upperBound, activations.bytes + part.lowerBound * workspace.byteStride,
            workspace.byteStride, activations.scales + part.lowerBound, part.count, activation, y + part.lowerBound * stride, stride)
    }

    private func addNorm(_ norm: NormWeights, _ part: Range<Int>, _ track: Track) {
        let c = weights.configuration
        let start = part.lowerBound * workspace.stride
        kernels.entries.pointee.add_norm(
            track.activations.added + start, workspace.stride, track.states + start, workspace.stride, part.count, c.dimension,
            norm.gamma, norm.beta, c.normEpsilon, track.states + start, workspace.stride)
    }

    /// One head of one text; `head` counts through all heads of the first text, then of the second.
    private func attend(head: Int, _ track: Track, worker: Int) {
        let c = weights.configuration
        let text = head / c.heads
        let first = offsets[text]
        let column = head % c.heads * c.headDimension
        let input = track.activations.input + first * workspace.inputStride + column
        var head = kn_head(
            q: input, k: input + c.dimension, v: input + 2 * c.dimension, stride: workspace.inputStride, tokens: offsets[text + 1] - first,
            head_dim: c.headDimension, query_begin: 0, query_end: offsets[text + 1] - first,
            out: track.activations.context + first * workspace.stride + column, out_stride: workspace.stride,
            scratch: workspace.scratch(worker))
        kernels.entries.pointee.attention(&head)
    }
}
