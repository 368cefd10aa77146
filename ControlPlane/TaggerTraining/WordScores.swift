/// A classifier's label scores for the words of a chunk.
final class WordScores {
    let labels: Int
    /// Labels rounded up to whole vectors: the row length of the scores.
    let stride: Int
    private let dimension: Int
    /// Four labels at a time, `[labels/4 panels][dimension][4]`.
    private let weights: Floats
    private let biases: [Float]
    /// Unpacked states of the chunk last scored, as in `WordStates.Chunk`.
    private(set) var states = Floats(0)
    /// `[words, padded][stride]` of the chunk last scored.
    private(set) var scores = Floats(0)

    /// - Parameter weights: `[biases.count][dimension]`.
    init(dimension: Int, weights: [Float], biases: [Float]) {
        precondition(weights.count == dimension * biases.count)
        labels = biases.count
        stride = (labels + 7) / 8 * 8
        self.dimension = dimension
        self.weights = Floats((labels + 3) / 4 * 4 * dimension)
        self.biases = biases
        for label in 0..<labels {
            for index in 0..<dimension {
                self.weights.base[((label / 4) * dimension + index) * 4 + label % 4] = weights[label * dimension + index]
            }
        }
    }

    func fill(_ chunk: WordStates.Chunk) {
        let padded = chunk.panels * WordStates.panelWidth
        if states.count < padded * dimension { states = Floats(padded * dimension) }
        if scores.count < padded * stride { scores = Floats(padded * stride) }
        chunk.unpack(into: states.base)
        for panel in 0..<chunk.panels {
            let words = states.base + panel * dimension * 8
            for first in Swift.stride(from: 0, to: labels, by: 4) {
                let sums = product(weights.base + first * dimension, words, dimension)
                let output = scores.base + panel * 8 * stride + first
                for label in 0..<min(4, labels - first) {
                    let row =
                        switch label {
                        case 0: sums.0
                        case 1: sums.1
                        case 2: sums.2
                        default: sums.3
                        }
                    for lane in 0..<8 { output[lane * stride + label] = row[lane] + biases[first + label] }
                }
            }
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
