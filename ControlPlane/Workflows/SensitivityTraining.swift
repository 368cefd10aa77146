package import Classification
import Inference
import Privacy

/// Trains the head that says how sensitive a text is as a whole. It is an `IntentHead` with the levels for labels and a threshold of its own, below which it
/// has nothing to say.
package enum SensitivityTraining {
    /// Share of what the head says that is to be right on cross-validated texts. A level said wrongly keeps a harmless request on the device or, worse, says of a
    /// sensitive one nothing that its spans do not say; neither is worth a higher one at which the head falls silent.
    package static let targetAccuracy = 0.9

    /// Throws `InferenceError` or `ClassificationError`. Blocks.
    package static func train(
        _ examples: SensitivityExamples, _ encoding: MaskedEncoding, settings: HeadTrainer.Settings,
        progress: @escaping (WorkflowProgress) -> Void = { _ in }
    ) throws -> TrainedSensitivity {
        let levels = Sensitivity.allCases
        var set = ExampleSet(dimension: encoding.encoder.dimension)
        let vectors = try encoding.vectors(examples.texts.map(\.text)) {
            progress(WorkflowProgress(stage: .encodingSensitivity, completed: $0, total: examples.texts.count))
        }
        for (example, vector) in zip(examples.texts, vectors) { try set.append(vector, label: levels.firstIndex(of: example.level)) }
        var settings = settings
        // Every request has a level.
        settings.outOfScopeShare = 0
        let trained = try HeadTrainer.train(
            set, labels: levels.map(\.rawValue), settings: settings, progress: { progress(WorkflowProgress($0)) })
        let threshold = SelectiveThreshold(target: targetAccuracy, outOfScopeShare: 0).fit(trained.observations)
        var head = trained.head
        head.threshold = threshold > 1 ? nil : threshold
        return TrainedSensitivity(head: threshold > 1 ? nil : head, trained: trained, threshold: threshold)
    }
}

package struct TrainedSensitivity: Sendable {
    /// Nil: no confidence reaches the accuracy, so there is nothing to release.
    package let head: IntentHead?
    package let trained: TrainedHead
    /// 0...1; above 1 when the accuracy is not reachable.
    package let threshold: Float

    /// Share of the cross-validated texts of which the head says something, and share of those that is right (nil when it says nothing).
    package var spoken: (share: Double, accuracy: Double?) {
        let coverage = Evaluation.coverage(trained.observations, threshold: threshold, outOfScopeThreshold: 1)
        return (coverage.share, coverage.accuracy)
    }

    /// Of the texts of each level: how many the head says to be of each; rows and columns in the order of the levels, the last column for nothing said.
    package var confusion: [[Int]] {
        let count = Sensitivity.allCases.count
        var rows = [[Int]](repeating: [Int](repeating: 0, count: count + 1), count: count)
        for observation in trained.observations {
            guard let truth = observation.truth else { continue }
            rows[truth][observation.confidence >= threshold ? observation.predicted : count] += 1
        }
        return rows
    }
}
