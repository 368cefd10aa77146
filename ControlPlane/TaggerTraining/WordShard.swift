#if canImport(Glibc)
    import Glibc
#endif

/// Loss and gradient of `WordObjective` over a part of the words, on one thread.
final class WordShard {
    private let dimension: Int
    private let scores: WordScores
    /// Of one chunk, `[stride/8 panels][dimension][8]`.
    private let chunkGradient: Floats

    private(set) var loss = 0.0
    /// Laid out like the parameters of `WordObjective`, for states as they come.
    private(set) var gradient: [Double]

    init(dimension: Int, weights: [Float], biases: [Float]) {
        self.dimension = dimension
        scores = WordScores(dimension: dimension, weights: weights, biases: biases)
        chunkGradient = Floats(scores.stride * dimension)
        gradient = [Double](repeating: 0, count: biases.count * (dimension + 1))
    }

    func add(_ chunk: WordStates.Chunk) {
        scores.fill(chunk)
        for (word, mask) in chunk.masks.enumerated() { loss += takeLoss(scores.scores.base + word * scores.stride, mask) }
        let padding = chunk.panels * WordStates.panelWidth - chunk.words
        (scores.scores.base + chunk.words * scores.stride).update(repeating: 0, count: padding * scores.stride)
        addGradient(words: chunk.words, panels: chunk.panels)
    }

    /// -log of the probability of the labels in `mask`; `row`, a word's scores, is replaced by the derivative.
    private func takeLoss(_ row: UnsafeMutablePointer<Float>, _ mask: LabelMasks.Mask) -> Double {
        let labels = scores.labels
        var largest = row[0]
        for label in 1..<labels { largest = max(largest, row[label]) }
        var all: Float = 0
        var allowed: Float = 0
        var nearest = -Float.infinity
        for label in 0..<labels {
            let score = row[label] - largest
            let weight = expf(score)
            row[label] = weight
            all += weight
            if mask >> LabelMasks.Mask(label) & 1 == 1 {
                allowed += weight
                nearest = max(nearest, score)
            }
        }
        let inverse = 1 / all
        // Allowed labels whose weights vanish count as one of them would, by the score of the nearest.
        guard allowed > .leastNormalMagnitude else {
            for label in 0..<labels { row[label] *= inverse }
            let known = mask.nonzeroBitCount
            for label in 0..<labels where mask >> LabelMasks.Mask(label) & 1 == 1 { row[label] -= 1 / Float(known) }
            return log(Double(all)) - Double(nearest)
        }
        let inverseAllowed = 1 / allowed
        for label in 0..<labels {
            let isAllowed = mask >> LabelMasks.Mask(label) & 1 == 1
            row[label] *= isAllowed ? inverse - inverseAllowed : inverse
        }
        return log(Double(all)) - log(Double(allowed))
    }

    private func addGradient(words: Int, panels: Int) {
        let stride = scores.stride
        let derivatives = scores.scores.base
        for first in Swift.stride(from: 0, to: stride, by: 8) {
            for index in Swift.stride(from: 0, to: dimension, by: 4) {
                let used = min(4, dimension - index)
                // Past the last number: an earlier one again, whose sums are thrown away.
                let offsets = (index, used > 1 ? index + 1 : index, used > 2 ? index + 2 : index, used > 3 ? index + 3 : index)
                let sums = outer(derivatives + first, scores.states.base, offsets, panels)
                let output = UnsafeMutableRawPointer(chunkGradient.base + first * dimension + index * 8)
                output.storeBytes(of: sums.0, as: SIMD8<Float>.self)
                if used > 1 { output.storeBytes(of: sums.1, toByteOffset: 32, as: SIMD8<Float>.self) }
                if used > 2 { output.storeBytes(of: sums.2, toByteOffset: 64, as: SIMD8<Float>.self) }
                if used > 3 { output.storeBytes(of: sums.3, toByteOffset: 96, as: SIMD8<Float>.self) }
            }
        }
        // Single precision holds the sums of a chunk well, not those of a million words.
        gradient.withUnsafeMutableBufferPointer { gradient in
            for label in 0..<scores.labels {
                let source = chunkGradient.base + (label / 8) * dimension * 8 + label % 8
                for index in 0..<dimension { gradient[label * dimension + index] += Double(source[index * 8]) }
                var bias = 0.0
                for word in 0..<words { bias += Double(derivatives[word * stride + label]) }
                gradient[scores.labels * dimension + label] += bias
            }
        }
    }

    /// Sums over all words of eight labels' derivatives, times each of four numbers of the states. The sums stay in registers over the whole chunk.
    @inline(__always)
    private func outer(
        _ derivatives: UnsafePointer<Float>, _ states: UnsafePointer<Float>, _ offsets: (Int, Int, Int, Int), _ panels: Int
    ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
        var (sum0, sum1, sum2, sum3) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        let rowLength = scores.stride
        for panel in 0..<panels {
            let words = states + panel &* dimension &* 8
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
