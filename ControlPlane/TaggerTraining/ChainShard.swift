/// Loss and gradient over a part of the words, on one thread.
final class ChainShard {
    struct Shape {
        let labels: Int
        let dimension: Int
        var parameterCount: Int { labels * (dimension + 1) + (labels + 1) * labels }
    }

    private let shape: Shape
    private let chain: LinearChain
    /// Label scores are taken four labels at a time, `[labels/4 panels][dimension][4]`, and gradients eight at a time.
    private let weights: Floats
    private let biases: [Float]
    private var states = Floats(0)
    private var logits = Floats(0)
    /// Of one chunk, `[stride/8 panels][dimension][8]`.
    private let chunkGradient: Floats

    private(set) var loss = 0.0
    /// Laid out like the parameters of `ChainObjective`, for states as they come.
    private(set) var gradient: [Double]

    init(_ shape: Shape, _ model: ChainModel, isAllowed: [Bool]) {
        self.shape = shape
        chain = LinearChain(labels: shape.labels, transitions: model.transitions, isAllowed: isAllowed)
        weights = Floats((shape.labels + 3) / 4 * 4 * shape.dimension)
        for label in 0..<shape.labels {
            for index in 0..<shape.dimension {
                weights.base[((label / 4) * shape.dimension + index) * 4 + label % 4] = model.weights[label * shape.dimension + index]
            }
        }
        biases = model.biases
        chunkGradient = Floats(chain.stride * shape.dimension)
        gradient = [Double](repeating: 0, count: shape.parameterCount)
    }

    func add(_ chunk: WordStates.Chunk, any: TagLabels.Mask) {
        let width = WordStates.panelWidth
        let padded = chunk.panels * width
        if states.count < padded * shape.dimension { states = Floats(padded * shape.dimension) }
        if logits.count < padded * chain.stride { logits = Floats(padded * chain.stride) }
        chunk.unpack(into: states.base)
        fillLogits(panels: chunk.panels)
        var word = 0
        chunk.masks.withUnsafeBufferPointer { masks in
            for length in chunk.lengths {
                loss += chain.loss(
                    logits.base + word * chain.stride, masks.baseAddress.unsafelyUnwrapped + word, words: length, any: any)
                word += length
            }
        }
        // Padding words have no loss.
        (logits.base + word * chain.stride).update(repeating: 0, count: (padded - word) * chain.stride)
        addGradient(words: word, panels: chunk.panels)
    }

    private func fillLogits(panels: Int) {
        let dimension = shape.dimension
        for panel in 0..<panels {
            let words = states.base + panel * dimension * 8
            for first in stride(from: 0, to: shape.labels, by: 4) {
                let scores = product(weights.base + first * dimension, words, dimension)
                let output = logits.base + panel * 8 * chain.stride + first
                for label in 0..<min(4, shape.labels - first) {
                    let row =
                        switch label {
                        case 0: scores.0
                        case 1: scores.1
                        case 2: scores.2
                        default: scores.3
                        }
                    for lane in 0..<8 { output[lane * chain.stride + label] = row[lane] + biases[first + label] }
                }
            }
        }
    }

    private func addGradient(words: Int, panels: Int) {
        let dimension = shape.dimension
        chunkGradient.base.update(repeating: 0, count: chunkGradient.count)
        for first in stride(from: 0, to: chain.stride, by: 8) {
            for index in stride(from: 0, to: dimension, by: 4) {
                let used = min(4, dimension - index)
                // Past the last number: the first again, whose sums are thrown away.
                let offsets = (index, used > 1 ? index + 1 : index, used > 2 ? index + 2 : index, used > 3 ? index + 3 : index)
                let sums = outer(logits.base + first, states.base, offsets, panels)
                let output = UnsafeMutableRawPointer(chunkGradient.base + first * dimension + index * 8)
                output.storeBytes(of: sums.0, as: SIMD8<Float>.self)
                if used > 1 { output.storeBytes(of: sums.1, toByteOffset: 32, as: SIMD8<Float>.self) }
                if used > 2 { output.storeBytes(of: sums.2, toByteOffset: 64, as: SIMD8<Float>.self) }
                if used > 3 { output.storeBytes(of: sums.3, toByteOffset: 96, as: SIMD8<Float>.self) }
            }
        }
        gradient.withUnsafeMutableBufferPointer { gradient in
            let output = gradient.baseAddress.unsafelyUnwrapped
            for label in 0..<shape.labels {
                let source = chunkGradient.base + (label / 8) * dimension * 8 + label % 8
                for index in 0..<dimension { output[label * dimension + index] += Double(source[index * 8]) }
                var bias = 0.0
                for word in 0..<words { bias += Double(logits.base[word * chain.stride + label]) }
                output[shape.labels * dimension + label] += bias
            }
            chain.takeTransitionGradient(into: output + shape.labels * (dimension + 1))
        }
    }

    /// Scores of four labels for the eight words of a panel: `weights` is `[count][4]`, `words` `[count][8]`.
    @inline(__always)
    private func product(
        _ weights: UnsafePointer<Float>, _ words: UnsafePointer<Float>, _ count: Int
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        var (sum0, sum1, sum2, sum3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        let weights = UnsafeRawPointer(weights)
        let words = UnsafeRawPointer(words)
        for step in 0..<count {
            let column = weights.load(fromByteOffset: step &* 16, as: SIMD4<Float>.self)
            let row = words.load(fromByteOffset: step &* 32, as: SIMD8<Float>.self)
            sum0 += row * column[0]
            sum1 += row * column[1]
            sum2 += row * column[2]
            sum3 += row * column[3]
        }
        return (sum0, sum1, sum2, sum3)
    }

    /// Sums over all words of eight labels' derivatives, times each of four numbers of the states. The sums stay in registers over the whole chunk.
    @inline(__always)
    private func outer(
        _ derivatives: UnsafePointer<Float>, _ states: UnsafePointer<Float>, _ offsets: (Int, Int, Int, Int), _ panels: Int
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        var (sum0, sum1, sum2, sum3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        let rowLength = chain.stride
        for panel in 0..<panels {
            let words = states + panel &* shape.dimension &* 8
            let rows = derivatives + panel &* 8 &* rowLength
            for lane in 0..<8 {
                let row = UnsafeRawPointer(rows + lane &* rowLength).loadUnaligned(as: SIMD8<Float>.self)
                sum0 += row * words[offsets.0 &* 8 &+ lane]
                sum1 += row * words[offsets.1 &* 8 &+ lane]
                sum2 += row * words[offsets.2 &* 8 &+ lane]
                sum3 += row * words[offsets.3 &* 8 &+ lane]
            }
        }
        return (sum0, sum1, sum2, sum3)
    }
}

/// Owned, aligned floats, zero at first.
final class Floats {
    let base: UnsafeMutablePointer<Float>
    let count: Int

    init(_ count: Int) {
        self.count = count
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
        base = bytes.bindMemory(to: Float.self, capacity: max(count, 1))
        base.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }
}
