import Classification
import Tagging

/// What the transitions are trained to minimise, beside a classifier that is not touched any more:
///
///     F(T) = 1/n * sum of each text's loss (LinearChain) + 1/(2 C n) * |T|^2
///
/// Parameters: `[labels + 1][labels]`, last row from the start.
///
/// Trained together with the classifier they fit the training texts better and others worse: on two sets of social media texts the F1 of names was 2 points
/// lower, that of places up to 7.
final class TransitionObjective {
    private struct Scores {
        let values: Floats
        let masks: [LabelMasks.Mask]
        let lengths: [Int]
    }

    private let labels: Int
    private let any: LabelMasks.Mask
    private let words: Int
    private let threads: Int
    private let penalty: Double
    private let isAllowed: [Bool]
    private let shards: [Range<Int>]
    private let chunks: [Scores]

    var parameterCount: Int { (labels + 1) * labels }

    init(_ states: WordStates, masks: LabelMasks, weights: [Float], biases: [Float], inverseRegularisation: Double, threads: Int) {
        precondition(states.words > 0 && inverseRegularisation > 0)
        let labels = masks.labels.count
        self.labels = labels
        any = masks.any
        words = states.words
        self.threads = max(threads, 1)
        penalty = 1 / (inverseRegularisation * Double(words))
        isAllowed = (0...labels).flatMap { from in (0..<labels).map { masks.labels.allows(from == labels ? nil : from, $0) } }
        shards = states.shards(WordObjective.shardCount)
        chunks = forEachShard(shards, threads: self.threads) { shard in
            let scores = WordScores(dimension: states.dimension, weights: weights, biases: biases)
            return states.chunks[shard].map { chunk in
                scores.fill(chunk)
                let values = Floats(chunk.words * scores.stride)
                values.base.update(from: scores.scores.base, count: values.count)
                return Scores(values: values, masks: chunk.masks, lengths: chunk.lengths)
            }
        }.flatMap(\.self)
    }

    /// The objective at `parameters`; its gradient replaces `gradient`. The same input gives the same bits whatever the number of threads.
    func evaluate(_ parameters: [Float], gradient: inout [Float]) -> Double {
        let results = forEachShard(shards, threads: threads) { shard in
            let chain = LinearChain(labels: labels, transitions: parameters, isAllowed: isAllowed)
            var loss = 0.0
            var sums = [Double](repeating: 0, count: parameterCount)
            for chunk in chunks[shard] {
                var word = 0
                chunk.masks.withUnsafeBufferPointer { masks in
                    for length in chunk.lengths {
                        loss += chain.loss(
                            chunk.values.base + word * chain.stride, masks.baseAddress.unsafelyUnwrapped + word, words: length, any: any)
                        word += length
                    }
                }
                chain.takeGradient(into: &sums)
            }
            return (loss, sums)
        }
        let scale = 1 / Double(words)
        var loss = 0.0
        var squares = 0.0
        for place in 0..<parameterCount {
            let value = Double(parameters[place])
            squares += value * value
            gradient[place] = Float(results.reduce(0) { $0 + $1.1[place] } * scale + penalty * value)
        }
        for result in results { loss += result.0 }
        return loss * scale + 0.5 * penalty * squares
    }
}
