package import Classification

/// Trains a tagger's last layer and its transitions on word states: one convex problem (without partly labelled texts), minimised over all words at once, so
/// that the result does not depend on an order, a seed or the number of threads.
package enum ChainTrainer {
    package struct Settings: Sendable {
        /// C of the L2 penalty.
        package var inverseRegularisation = 10.0
        /// Most passes of the optimiser over the words.
        package var passes = 200
        /// Converged when no component of the gradient of the mean loss exceeds this.
        package var gradientTolerance: Float = 2e-5
        package var threads = 2

        package init() {}
    }

    package struct Result: Sendable {
        package let model: ChainModel
        /// Mean over words of the negative log-likelihood, with the penalty.
        package let objective: Double
        package let passes: Int
        package let outcome: LimitedMemoryBFGS.Outcome
    }

    /// - Parameters:
    ///   - states: finished, with at least one word.
    ///   - progress: passes done; false ends the training with what there is.
    package static func train(
        _ states: WordStates, labels: TagLabels, settings: Settings = Settings(), progress: (Int) -> Bool = { _ in true }
    ) -> Result {
        let objective = ChainObjective(
            states, labels: labels, inverseRegularisation: settings.inverseRegularisation, threads: settings.threads)
        var optimiser = LimitedMemoryBFGS()
        optimiser.iterations = settings.passes
        optimiser.gradientTolerance = settings.gradientTolerance
        let result = optimiser.minimise(
            from: [Float](repeating: 0, count: objective.parameterCount), evaluate: { objective.evaluate($0, gradient: &$1) },
            progress: { pass, _ in progress(pass) })
        return Result(
            model: objective.plain(result.parameters), objective: result.value, passes: result.iterations, outcome: result.outcome)
    }
}
