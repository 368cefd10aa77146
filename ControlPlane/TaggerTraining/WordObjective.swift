import Classification

/// What the classifier is trained to minimise, over all words at once, each by itself:
///
///     F(W, b) = 1/n * sum of -log p(one of the labels a word may have) + 1/(2 C n) * |W|^2,    p = softmax(W x + b)
///
/// with each number of the states x brought to mean 0 and deviation 1, so that the penalty is fair to all and the minimum is found in fewer steps.
/// Parameters: `[labels][dimension]`, then `[labels]`. A word that may have every label costs nothing and teaches nothing.
final class WordObjective {
    private let states: WordStates
    private let labels: Int
    private let threads: Int
    private let penalty: Double
    private let mean: [Float]
    private let deviation: [Float]
    /// Chunks of each shard. There are as many shards whatever the number of threads, so that sums have one order.
    private let shards: [Range<Int>]

    static let shardCount = 64

    var parameterCount: Int { labels * (states.dimension + 1) }

    /// - Parameter inverseRegularisation: C, above 0.
    init(_ states: WordStates, labels: Int, inverseRegularisation: Double, threads: Int) {
        precondition(states.words > 0 && labels > 0 && inverseRegularisation > 0)
        self.states = states
        self.labels = labels
        self.threads = max(threads, 1)
        penalty = 1 / (inverseRegularisation * Double(states.words))
        (mean, deviation) = states.moments()
        shards = states.shards(Self.shardCount)
    }

    /// The objective at `parameters`; its gradient replaces `gradient`. The same input gives the same bits whatever the number of threads.
    func evaluate(_ parameters: [Float], gradient: inout [Float]) -> Double {
        let (weights, biases) = plain(parameters)
        let results = forEachShard(shards, threads: threads) { chunks in
            let shard = WordShard(dimension: states.dimension, weights: weights, biases: biases)
            for chunk in states.chunks[chunks] { shard.add(chunk) }
            return shard
        }
        var loss = 0.0
        var sums = [Double](repeating: 0, count: parameterCount)
        for shard in results {
            loss += shard.loss
            for index in sums.indices { sums[index] += shard.gradient[index] }
        }
        return regularised(loss, sums, parameters, &gradient)
    }

    private func regularised(_ loss: Double, _ sums: [Double], _ parameters: [Float], _ gradient: inout [Float]) -> Double {
        let dimension = states.dimension
        let scale = 1 / Double(states.words)
        var squares = 0.0
        for label in 0..<labels {
            let bias = sums[labels * dimension + label]
            for index in 0..<dimension {
                let place = label * dimension + index
                let value = Double(parameters[place])
                squares += value * value
                let slope = (sums[place] - Double(mean[index]) * bias) / Double(deviation[index])
                gradient[place] = Float(slope * scale + penalty * value)
            }
            gradient[labels * dimension + label] = Float(bias * scale)
        }
        return loss * scale + 0.5 * penalty * squares
    }

    /// The same classifier for states as they come: `[labels][dimension]` and `[labels]`.
    func plain(_ parameters: [Float]) -> (weights: [Float], biases: [Float]) {
        let dimension = states.dimension
        var weights = [Float](repeating: 0, count: labels * dimension)
        var biases = [Float](repeating: 0, count: labels)
        for label in 0..<labels {
            var bias = Double(parameters[labels * dimension + label])
            for index in 0..<dimension {
                let weight = parameters[label * dimension + index] / deviation[index]
                weights[label * dimension + index] = weight
                bias -= Double(weight) * Double(mean[index])
            }
            biases[label] = Float(bias)
        }
        return (weights, biases)
    }
}

/// `body` of each range of chunks on up to `threads` threads; results in the order of the ranges.
func forEachShard<Value>(_ shards: [Range<Int>], threads: Int, _ body: (Range<Int>) -> Value) -> [Value] {
    var results = [Value?](repeating: nil, count: shards.count)
    results.withUnsafeMutableBufferPointer { results in
        // Safety: every shard writes its own element.
        nonisolated(unsafe) let results = results
        let parts = min(threads, shards.count)
        forEachPart(parts) { part in
            for index in partRange(part, of: parts, count: shards.count) { results[index] = body(shards[index]) }
        }
    }
    return results.compactMap(\.self)
}
