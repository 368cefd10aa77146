import Inference

/// How probable each label is at each word, given the scores of the whole text: forward-backward over the same chain that Viterbi decodes.
///
/// A word's own scores alone leave out what its neighbours say: of the names that were found, many had less than a half by themselves and more in the chain, so
/// that no threshold fitted both.
struct LabelPosteriors: Sendable {
    private let count: Int
    /// `count`, rounded up to whole vectors: the row length everywhere here.
    private let stride: Int
    /// exp of the transitions' scores less the highest, [count + 1, stride], last row from the beginning; 0 for what is not allowed and beyond `count`.
    private let weights: [Float]
    /// From label to label, transposed, [count, stride].
    private let transposed: [Float]

    /// - Parameter transitions: [labels + 1, labels].
    init(labels: TagLabels, transitions: [Float]) {
        let count = labels.count
        let stride = (count + 3) / 4 * 4
        var weights = [Float](repeating: 0, count: (count + 1) * stride)
        var transposed = [Float](repeating: 0, count: count * stride)
        let allowed = (0..<(count + 1) * count).filter { labels.allows($0 / count == count ? nil : $0 / count, $0 % count) }
        let highest = allowed.reduce(-Float.infinity) { max($0, transitions[$1]) }
        for move in allowed {
            let (from, to) = (move / count, move % count)
            let weight = exponential(transitions[move] - highest)
            weights[from * stride + to] = weight
            if from < count { transposed[to * stride + from] = weight }
        }
        self.count = count
        self.stride = stride
        self.weights = weights
        self.transposed = transposed
    }

    /// For each word the probability that its label is one of `wanted(word)`; nil where the scores leave no path any weight. `scores` is [tokens, labels].
    func probabilities(of words: [TaggerWord], scores: [Float], wanted: (Int) -> [Int]) -> [Float]? {
        let size = words.count * stride
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * size + 2 * stride) { buffer -> [Float]? in
            guard let base = buffer.baseAddress else { return [] }
            let (emissions, forward) = (base, base + size)
            let (backward, gains) = (base + 2 * size, base + 2 * size + stride)
            for (index, word) in words.enumerated() { weigh(scores, word.firstPiece * count, into: emissions + index * stride) }
            return weights.withUnsafeBufferPointer { weights in
                transposed.withUnsafeBufferPointer { transposed in
                    guard let weights = weights.baseAddress, let transposed = transposed.baseAddress else { return [] }
                    for index in words.indices {
                        let row = forward + index * stride
                        if index == 0 {
                            row.update(from: weights + count * stride, count: stride)
                        } else {
                            multiply(weights, row - stride, into: row)
                        }
                        guard scale(row, by: emissions + index * stride) else { return nil }
                    }
                    var found = [Float](repeating: 0, count: words.count)
                    backward.update(repeating: 1, count: stride)
                    for index in words.indices.reversed() {
                        let row = forward + index * stride
                        var all: Float = 0
                        for label in 0..<count { all += row[label] * backward[label] }
                        guard all > 0, all.isFinite else { return nil }
                        for label in wanted(index) { found[index] += row[label] * backward[label] / all }
                        gains.update(from: backward, count: stride)
                        guard scale(gains, by: emissions + index * stride) else { return nil }
                        multiply(transposed, gains, into: backward)
                    }
                    return found
                }
            }
        }
    }

    /// exp of a word's scores less their highest.
    private func weigh(_ scores: [Float], _ first: Int, into row: UnsafeMutablePointer<Float>) {
        var highest = scores[first]
        for label in 1..<count { highest = max(highest, scores[first + label]) }
        for label in 0..<count { row[label] = exponential(scores[first + label] - highest) }
        for label in count..<stride { row[label] = 0 }
    }

    /// `output[to]` = sum over `from` of `matrix[from][to] * vector[from]`.
    @inline(__always)
    private func multiply(_ matrix: UnsafePointer<Float>, _ vector: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
        for group in Swift.stride(from: 0, to: stride, by: 4) {
            var sum = SIMD4<Float>.zero
            for from in 0..<count {
                sum += UnsafeRawPointer(matrix + (from &* stride &+ group)).loadUnaligned(as: SIMD4<Float>.self) * vector[from]
            }
            UnsafeMutableRawPointer(output + group).storeBytes(of: sum, as: SIMD4<Float>.self)
        }
    }

    /// Multiplies element by element and brings the sum to 1. False if there is none.
    @inline(__always)
    private func scale(_ row: UnsafeMutablePointer<Float>, by factors: UnsafePointer<Float>) -> Bool {
        var sum: Float = 0
        for label in 0..<stride {
            row[label] *= factors[label]
            sum += row[label]
        }
        guard sum > 0, sum.isFinite else { return false }
        for label in 0..<stride { row[label] /= sum }
        return true
    }
}
