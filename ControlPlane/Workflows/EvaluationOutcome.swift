package import Classification
import FoundationEssentials

/// What `EvaluationRun` measured.
package struct EvaluationOutcome: Sendable {
    package let trained: TrainedHead
    /// The test file's rows, in order.
    package let observations: [Observation]
    package let keptAccuracy: Double
    package let report: EvaluationFigures
    /// Where a row counts as kept in `predictions`: at or above in confidence, at or below in out-of-scope score.
    package let keptThreshold: Float

    init(trained: TrainedHead, observations: [Observation], keptAccuracy: Double) {
        self.trained = trained
        self.observations = observations
        self.keptAccuracy = keptAccuracy
        keptThreshold = trained.threshold(accuracy: keptAccuracy)
        report = EvaluationFigures(trained: trained, observations: observations)
    }

    /// One JSON object on one line, keys sorted, without times: the same input gives the same bytes.
    package func json() throws -> String { try Self.encoded(report) }

    /// One JSON object for each test row, in the file's order.
    package func predictions() throws -> [String] {
        let labels = trained.head.labels
        return try observations.map { observation in
            try Self.encoded(
                Prediction(
                    label: labels[observation.predicted], confidence: observation.confidence, outOfScope: observation.outOfScope,
                    kept: observation.isKept(threshold: keptThreshold, outOfScopeThreshold: trained.outOfScopeThreshold),
                    truth: observation.truth.map { labels[$0] }))
        }
    }

    private struct Prediction: Encodable {
        let label: String
        let confidence: Float
        let outOfScope: Float
        let kept: Bool
        /// Absent for an out-of-scope row.
        let truth: String?

        enum CodingKeys: String, CodingKey {
            case label, confidence, kept, truth
            case outOfScope = "out_of_scope"
        }
    }

    private static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// The figures of `weir-control workflow evaluate --json`, all on the test file. Shares and accuracies are 0...1.
package struct EvaluationFigures: Sendable, Encodable {
    package let inScopeAccuracy: Double
    package let macroF1: Double
    /// Nil without out-of-scope rows in the test file.
    package let outOfScopeAUROC: Double?
    /// Of `confidence` over all rows, an out-of-scope row counting as wrong; and over in-scope rows alone.
    package let calibrationError: Double
    package let calibrationErrorInScope: Double
    /// Keyed by the wanted accuracy: "0.95" and so on.
    package let coverage: [String: CoveragePoint]
    package let outOfScopeThreshold: Float
    /// Share of out-of-scope traffic for which confidences and thresholds were fitted.
    package let assumedOutOfScopeShare: Double
    package let temperature: Float
    package let rows: Int
    package let outOfScopeRows: Int
    package let intents: Int

    enum CodingKeys: String, CodingKey {
        case coverage, temperature, rows, intents
        case inScopeAccuracy = "in_scope_accuracy"
        case macroF1 = "macro_f1"
        case outOfScopeAUROC = "oos_auroc"
        case calibrationError = "ece"
        case calibrationErrorInScope = "ece_in_scope"
        case outOfScopeThreshold = "out_of_scope_threshold"
        case assumedOutOfScopeShare = "assumed_oos_share"
        case outOfScopeRows = "oos_rows"
    }

    /// What a threshold keeps.
    package struct Kept: Sendable, Encodable {
        package let share: Double
        /// Nil when nothing is kept.
        package let accuracy: Double?
    }

    package struct Thresholded: Sendable, Encodable {
        /// Fitted on validation; nil: the wanted accuracy is not reachable there.
        package let threshold: Float?
        /// All rows; a kept out-of-scope row is an error.
        package let all: Kept
        /// The same threshold over in-scope rows alone.
        package let inScope: Kept
        package let outOfScopeShareKept: Double

        enum CodingKeys: String, CodingKey {
            case threshold, all
            case inScope = "in_scope"
            case outOfScopeShareKept = "oos_share_kept"
        }
    }

    package struct CoveragePoint: Sendable, Encodable {
        /// Lowest confidence at which the accuracy is reached on validation, at the assumed share of out-of-scope traffic.
        package let fitted: Thresholded
        /// The same with the lower 95 % Clopper-Pearson bound on validation at the wanted accuracy.
        package let certified: Thresholded
        /// For traffic that is all in scope: threshold fitted on in-scope validation rows, no out-of-scope gate, in-scope test rows.
        package let inScopeTraffic: InScopeTraffic

        package struct InScopeTraffic: Sendable, Encodable {
            package let threshold: Float?
            package let share: Double
            package let accuracy: Double?
        }

        enum CodingKeys: String, CodingKey {
            case certified, threshold, all
            case inScope = "in_scope"
            case outOfScopeShareKept = "oos_share_kept"
            case inScopeTraffic = "in_scope_traffic"
        }

        package func encode(to encoder: any Encoder) throws {
            try fitted.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(certified, forKey: .certified)
            try container.encode(inScopeTraffic, forKey: .inScopeTraffic)
        }
    }

    init(trained: TrainedHead, observations: [Observation]) {
        let inside = observations.filter { $0.truth != nil }
        inScopeAccuracy = Evaluation.accuracy(observations)
        macroF1 = Evaluation.macroF1(observations, classes: trained.head.labels.count)
        outOfScopeAUROC = Evaluation.outOfScopeAUROC(observations)
        calibrationError = Evaluation.calibrationError(observations)
        calibrationErrorInScope = Evaluation.calibrationError(inside)
        outOfScopeThreshold = trained.outOfScopeThreshold
        assumedOutOfScopeShare = trained.outOfScopeShare
        temperature = trained.head.calibration.temperature
        rows = observations.count
        outOfScopeRows = observations.count - inside.count
        intents = trained.head.labels.count
        let heldOutInside = trained.observations.filter { $0.truth != nil }
        var coverage: [String: CoveragePoint] = [:]
        for target in EvaluationRun.targets {
            let alone = SelectiveThreshold(target: target, outOfScopeShare: 0).fit(heldOutInside)
            let kept = Evaluation.coverage(inside, threshold: alone, outOfScopeThreshold: 1)
            coverage["\(target)"] = CoveragePoint(
                fitted: Self.thresholded(trained, observations, trained.threshold(accuracy: target)),
                certified: Self.thresholded(
                    trained, observations, trained.threshold(accuracy: target, confidence: EvaluationRun.certifiedConfidence)),
                inScopeTraffic: CoveragePoint.InScopeTraffic(
                    threshold: Self.reachable(alone), share: kept.inScopeShare, accuracy: kept.inScopeAccuracy))
        }
        self.coverage = coverage
    }

    private static func thresholded(_ trained: TrainedHead, _ observations: [Observation], _ threshold: Float) -> Thresholded {
        let coverage = Evaluation.coverage(observations, threshold: threshold, outOfScopeThreshold: trained.outOfScopeThreshold)
        return Thresholded(
            threshold: reachable(threshold), all: Kept(share: coverage.share, accuracy: coverage.accuracy),
            inScope: Kept(share: coverage.inScopeShare, accuracy: coverage.inScopeAccuracy), outOfScopeShareKept: coverage.outOfScopeShare)
    }

    private static func reachable(_ threshold: Float) -> Float? { threshold > 1 ? nil : threshold }
}
