import Classification
import Tagging

/// A tagger's last layer.
package struct TaggerLayer: Sendable, Equatable {
    /// `[labels][dimension]`.
    package let weights: [Float]
    /// `[labels]`.
    package let biases: [Float]
    /// `[labels + 1][labels]`, row r: from label r, last row from the start of a text. What may not follow has `forbiddenScore`.
    package let transitions: [Float]

    /// For readers of the file that do not know the rule.
    static let forbiddenScore: Float = -10_000
}

/// Trains a tagger's last layer on word states: the classifier by itself, then the transitions beside it. Both are smooth problems (convex, where each word has
/// one label) that are minimised over all words at once, so that the result depends neither on an order nor on the number of threads.
package enum LayerTrainer {
    package struct Settings: Sendable {
        /// C of the L2 penalty.
        package var inverseRegularisation = 0.1
        /// Most passes of the optimiser over the words, for each of the two.
        package var passes = 200
        /// Done when ten passes lower the objective by less than this share of it.
        package var tolerance = 1e-3
        package var threads = 2

        package init() {}
    }

    package struct Result: Sendable {
        package let layer: TaggerLayer
        /// Mean over words of the negative log-likelihood of the classifier, then of the transitions beside it; each with its penalty.
        package let wordObjective: Double
        package let objective: Double
        /// Of both together.
        package let passes: Int
        /// Whether neither came to the limit of passes.
        package let converged: Bool
    }

    /// - Parameters:
    ///   - states: finished, with at least one word.
    ///   - progress: passes done, of both together.
    package static func train(
        _ states: WordStates, masks: LabelMasks, settings: Settings = Settings(), progress: (Int) -> Void = { _ in }
    ) -> Result {
        let words = WordObjective(
            states, labels: masks.labels.count, inverseRegularisation: settings.inverseRegularisation, threads: settings.threads)
        let first = minimise(words.parameterCount, settings, { words.evaluate($0, gradient: &$1) }, progress)
        let (weights, biases) = words.plain(first.parameters)
        let chain = TransitionObjective(
            states, masks: masks, weights: weights, biases: biases, inverseRegularisation: settings.inverseRegularisation,
            threads: settings.threads)
        let second = minimise(chain.parameterCount, settings, { chain.evaluate($0, gradient: &$1) }) { progress(first.passes + $0) }
        let layer = TaggerLayer(weights: weights, biases: biases, transitions: marked(second.parameters, masks.labels))
        return Result(
            layer: layer, wordObjective: first.value, objective: second.value, passes: first.passes + second.passes,
            converged: first.converged && second.converged)
    }

    private static func minimise(
        _ count: Int, _ settings: Settings, _ evaluate: ([Float], inout [Float]) -> Double, _ progress: (Int) -> Void
    ) -> (parameters: [Float], value: Double, passes: Int, converged: Bool) {
        var optimiser = LimitedMemoryBFGS()
        optimiser.iterations = settings.passes
        var best = Double.infinity
        var history: [Double] = []
        let result = optimiser.minimise(
            from: [Float](repeating: 0, count: count),
            evaluate: { point, gradient in
                let value = evaluate(point, &gradient)
                best = min(best, value)
                return value
            },
            progress: { pass, _ in
                progress(pass)
                history.append(best)
                return history.count <= 10 || history[history.count - 11] - best > settings.tolerance * best
            })
        return (result.parameters, result.value, result.iterations, result.outcome != .iterationLimit)
    }

    private static func marked(_ transitions: [Float], _ labels: TagLabels) -> [Float] {
        let count = labels.count
        return transitions.indices.map { place in
            let (from, to) = (place / count, place % count)
            return labels.allows(from == count ? nil : from, to) ? transitions[place] : TaggerLayer.forbiddenScore
        }
    }
}
