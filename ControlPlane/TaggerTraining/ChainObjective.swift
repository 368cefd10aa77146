import Classification

/// What training minimises over all words at once:
///
///     F(W, b, T) = 1/n * sum of each text's loss (LinearChain) + 1/(2 C n) * (|W|^2 + |T|^2)
///
/// with the label scores W x + b of a word, T the scores of transitions, n the number of words, and each number of x brought to mean 0 and deviation 1, so
/// that the penalty is fair to all and the minimum is found in fewer steps. Parameters: `[labels][dimension]`, then `[labels]`, then `[labels + 1][labels]`.
final class ChainObjective {
    private let states: WordStates
    private let labels: TagLabels
    private let threads: Int
    private let penalty: Double
    private let mean: [Float]
    private let deviation: [Float]
    private let isAllowed: [Bool]
    /// Chunks of each shard. There are as many shards whatever the number of threads, so that sums have one order.
    private let shards: [Range<Int>]

    private static let shardCount = 64

    var parameterCount: Int { labels.count * (states.dimension + 1) + (labels.count + 1) * labels.count }

    /// - Parameter inverseRegularisation: C, above 0.
    init(_ states: WordStates, labels: TagLabels, inverseRegularisation: Double, threads: Int) {
        precondition(states.words > 0 && inverseRegularisation > 0)
        self.states = states
        self.labels = labels
        self.threads = max(threads, 1)
        penalty = 1 / (inverseRegularisation * Double(states.words))
        (mean, deviation) = states.moments()
        isAllowed = (0...labels.count).flatMap { from in
            (0..<labels.count).map { labels.allows(from == labels.count ? nil : from, $0) }
        }
        let count = min(Self.shardCount, states.chunks.count)
        let chunks = states.chunks.count
        shards = (0..<count).map { partRange($0, of: count, count: chunks) }
    }

    /// The objective at `parameters`; its gradient replaces `gradient`. The same input gives the same bits whatever the number of threads.
    func evaluate(_ parameters: [Float], gradient: inout [Float]) -> Double {
        let model = plain(parameters)
        let shape = ChainShard.Shape(labels: labels.count, dimension: states.dimension)
        var results = [ChainShard?](repeating: nil, count: shards.count)
        results.withUnsafeMutableBufferPointer { results in
            nonisolated(unsafe) let results = results
            forEachPart(min(threads, shards.count)) { part in
                for index in partRange(part, of: min(threads, shards.count), count: shards.count) {
                    let shard = ChainShard(shape, model, isAllowed: isAllowed)
                    for chunk in states.chunks[shards[index]] { shard.add(chunk, any: labels.any) }
                    results[index] = shard
                }
            }
        }
        var loss = 0.0
        var sums = [Double](repeating: 0, count: shape.parameterCount)
        for shard in results {
            guard let shard else { continue }
            loss += shard.loss
            for index in sums.indices { sums[index] += shard.gradient[index] }
        }
        return regularised(loss, sums, parameters, &gradient)
    }

    private func regularised(_ loss: Double, _ sums: [Double], _ parameters: [Float], _ gradient: inout [Float]) -> Double {
        let (count, dimension) = (labels.count, states.dimension)
        let scale = 1 / Double(states.words)
        let firstBias = count * dimension
        var squares = 0.0
        for label in 0..<count {
            let bias = sums[firstBias + label]
            for index in 0..<dimension {
                let place = label * dimension + index
                let value = Double(parameters[place])
                squares += value * value
                let slope = (sums[place] - Double(mean[index]) * bias) / Double(deviation[index])
                gradient[place] = Float(slope * scale + penalty * value)
            }
            gradient[firstBias + label] = Float(bias * scale)
        }
        for place in firstBias + count..<parameterCount {
            let value = Double(parameters[place])
            squares += value * value
            gradient[place] = Float(sums[place] * scale + penalty * value)
        }
        return loss * scale + 0.5 * penalty * squares
    }

    /// The same model over states as they come.
    func plain(_ parameters: [Float]) -> ChainModel {
        let (count, dimension) = (labels.count, states.dimension)
        var weights = [Float](repeating: 0, count: count * dimension)
        var biases = [Float](repeating: 0, count: count)
        for label in 0..<count {
            var bias = Double(parameters[count * dimension + label])
            for index in 0..<dimension {
                let weight = parameters[label * dimension + index] / deviation[index]
                weights[label * dimension + index] = weight
                bias -= Double(weight) * Double(mean[index])
            }
            biases[label] = Float(bias)
        }
        return ChainModel(weights: weights, biases: biases, transitions: Array(parameters[(count * (dimension + 1))...]))
    }
}

/// What a tagger's last layer is.
package struct ChainModel: Sendable, Equatable {
    /// `[labels][dimension]`.
    package let weights: [Float]
    /// `[labels]`.
    package let biases: [Float]
    /// `[labels + 1][labels]`, row r: from label r, last row from the start of a text. Forbidden ones are not marked here.
    package let transitions: [Float]
}
