/// Trains an `IntentHead` from sentence vectors: multinomial logistic regression to convergence, class geometry for the out-of-scope score, and
/// calibration on rows that the weights have not seen (a validation set, or the held-out folds of a cross-validation).
///
/// Deterministic: the same rows in the same order give the same bits, whatever the number of threads.
package struct HeadTrainer {
    package struct Settings: Sendable {
        /// C of the L2 penalty; nil: 10, or 30 when a class has 20 examples or fewer on average (what was best on CLINC150 and Banking77,
        /// whole and with 10 examples a class).
        package var inverseRegularisation: Double?
        /// Folds of the cross-validation, when there is no validation set; fewer when the smallest class is smaller.
        package var folds = 5
        /// Share of real traffic that is assumed to be out of scope when confidences and thresholds are fitted, 0..<1. No example set can tell it.
        package var outOfScopeShare = 0.2
        /// Share of held-out in-scope rows that passes the fitted out-of-scope threshold.
        package var fittedPassShare = 0.98
        /// The same without out-of-scope examples.
        package var unfittedPassShare = 0.95
        package var threads = 2

        package init() {}
    }

    /// What training is doing, for a progress bar.
    package struct Progress: Sendable {
        package enum Stage: String, Sendable { case fitting, crossValidating, calibrating }
        package let stage: Stage
        /// Steps done and, where known, of how many.
        package let completed: Int
        package let total: Int?
    }

    /// Below this many out-of-scope examples the scope weights are not fitted to them.
    static let leastOutOfScopeExamples = 10

    private let settings: Settings
    private let labels: [String]
    private let progress: (Progress) -> Void

    private init(labels: [String], settings: Settings, progress: @escaping (Progress) -> Void) {
        self.labels = labels
        self.settings = settings
        self.progress = progress
    }

    /// - Parameters:
    ///   - labels: class names; `examples.labels` index them. At least two, each with at least one example, or two without a validation set.
    ///   - validation: rows to calibrate on; nil: cross-validation.
    /// - Throws: `unusableTrainingSet`.
    package static func train(
        _ examples: ExampleSet, labels: [String], validation: ExampleSet? = nil, settings: Settings = Settings(),
        progress: @escaping (Progress) -> Void = { _ in }
    ) throws(ClassificationError) -> TrainedHead {
        let trainer = HeadTrainer(labels: labels, settings: settings, progress: progress)
        return try trainer.run(examples, validation)
    }

    private func run(_ examples: ExampleSet, _ validation: ExampleSet?) throws(ClassificationError) -> TrainedHead {
        let smallest = try checkedSmallestClass(examples, least: validation == nil ? 2 : 1)
        if let validation { try check(validation, dimension: examples.dimension) }
        let inside = examples.inScopeIndices
        let fitted = try fit(examples.subset(inside), stage: .fitting)
        var heldOut = HeldOutRows(classes: labels.count)
        var folds = 0
        if let validation {
            heldOut.append(validation, measuredBy: fitted.head)
            heldOut.append(examples.subset(examples.outOfScopeIndices), measuredBy: fitted.head)
        } else {
            folds = max(2, min(settings.folds, smallest))
            try crossValidate(examples, folds: folds, into: &heldOut)
        }
        progress(Progress(stage: .calibrating, completed: 0, total: nil))
        let fitter = CalibrationFitter(rows: heldOut, settings: settings)
        let calibration = fitter.calibration()
        let observations = fitter.crossFittedObservations()
        let threshold =
            calibration.scopeIsFitted
            ? SelectiveThreshold.passing(settings.fittedPassShare, observations) : Float(0.5)
        let head = IntentHead(
            labels: labels, dimension: examples.dimension, calibration: calibration, weights: fitted.head.weights,
            intercepts: fitted.head.intercepts, scope: fitted.head.scope)
        return TrainedHead(
            head: head, observations: observations, folds: folds, outOfScopeThreshold: threshold,
            outOfScopeShare: settings.outOfScopeShare, iterations: fitted.iterations, converged: fitted.converged)
    }

    // MARK: one fit

    private func fit(
        _ examples: ExampleSet, stage: Progress.Stage
    ) throws(ClassificationError) -> (head: IntentHead, iterations: Int, converged: Bool) {
        let labelNumbers = examples.labels.map { Int32($0 ?? 0) }
        let perClass = Double(examples.count) / Double(labels.count)
        let regularisation = settings.inverseRegularisation ?? (perClass <= 20 ? 30 : 10)
        let result = examples.vectors.withUnsafeBufferPointer { vectors in
            let objective = SoftmaxRegression(
                vectors: vectors, labels: labelNumbers, dimension: examples.dimension, classes: labels.count,
                inverseRegularisation: regularisation, threads: settings.threads)
            return LimitedMemoryBFGS().minimise(
                from: [Float](repeating: 0, count: objective.parameterCount),
                evaluate: { objective.evaluate($0, gradient: &$1) },
                progress: { iteration, _ in
                    if stage == .fitting { progress(Progress(stage: stage, completed: iteration, total: nil)) }
                    return true
                })
        }
        let weightCount = labels.count * examples.dimension
        let scope = try examples.vectors.withUnsafeBufferPointer { vectors throws(ClassificationError) in
            try ScopeModel(
                vectors: vectors, labels: labelNumbers, dimension: examples.dimension, classes: labels.count, threads: settings.threads,
                round: IntentHead.roundToHalf)
        }
        let head = IntentHead(
            labels: labels, dimension: examples.dimension, calibration: .none, weights: Array(result.parameters[..<weightCount]),
            intercepts: Array(result.parameters[weightCount...]), scope: scope)
        return (head, result.iterations, result.outcome == .converged || result.outcome == .stalled)
    }

    /// Fold f holds every folds-th row of each class, beginning with its f-th, and every folds-th out-of-scope row.
    private func crossValidate(_ examples: ExampleSet, folds: Int, into heldOut: inout HeldOutRows) throws(ClassificationError) {
        var seen = [Int](repeating: 0, count: labels.count + 1)
        let foldOfRow = examples.labels.map { label in
            let slot = label ?? labels.count
            seen[slot] += 1
            return (seen[slot] - 1) % folds
        }
        for fold in 0..<folds {
            progress(Progress(stage: .crossValidating, completed: fold, total: folds))
            let trained = examples.subset(examples.inScopeIndices.filter { foldOfRow[$0] != fold })
            let head = try fit(trained, stage: .crossValidating).head
            heldOut.append(examples.subset(examples.labels.indices.filter { foldOfRow[$0] == fold }), measuredBy: head)
        }
    }

    // MARK: checks

    private func checkedSmallestClass(_ examples: ExampleSet, least: Int) throws(ClassificationError) -> Int {
        func unusable(_ field: String, expected: String, found: String) -> ClassificationError {
            ClassificationError(.unusableTrainingSet, subject: "training", field: field, expected: expected, found: found)
        }
        guard IntentHead.classLimit.contains(labels.count) else {
            throw unusable(
                "labels", expected: "\(IntentHead.classLimit.lowerBound) to \(IntentHead.classLimit.upperBound)", found: "\(labels.count)")
        }
        guard Set(labels).count == labels.count else {
            throw unusable("labels", expected: "different names", found: "a repeated one")
        }
        guard IntentHead.dimensionLimit.contains(examples.dimension) else {
            throw unusable(
                "dimension", expected: "1 to \(IntentHead.dimensionLimit.upperBound)", found: "\(examples.dimension)")
        }
        try check(examples, dimension: examples.dimension)
        var counts = [Int](repeating: 0, count: labels.count)
        for label in examples.labels { if let label { counts[label] += 1 } }
        for (label, count) in counts.enumerated() where count < least {
            throw unusable("examples of '\(labels[label])'", expected: "at least \(least)", found: "\(count)")
        }
        return counts.min() ?? 0
    }

    private func check(_ examples: ExampleSet, dimension: Int) throws(ClassificationError) {
        guard examples.dimension == dimension, examples.count > 0 else {
            throw ClassificationError(
                .unusableTrainingSet, subject: "training", field: "example set", expected: "rows of \(dimension) numbers",
                found: "\(examples.count) rows of \(examples.dimension)")
        }
        for (row, label) in examples.labels.enumerated() {
            guard let label, !labels.indices.contains(label) else { continue }
            throw ClassificationError(
                .unusableTrainingSet, subject: "training", field: "label of row \(row)", expected: "0 to \(labels.count - 1)",
                found: "\(label)")
        }
    }
}

/// A head and what is known about it.
package struct TrainedHead: Sendable {
    package let head: IntentHead
    /// Every validation or cross-validated row as a head judges it that has seen neither the row nor its fold's calibration.
    package let observations: [Observation]
    /// 0: `observations` come from a validation set.
    package let folds: Int
    /// Where most in-scope rows pass (see `HeadTrainer.Settings`), 0...1.
    package let outOfScopeThreshold: Float
    package let outOfScopeShare: Double
    package let iterations: Int
    package let converged: Bool

    /// The lowest confidence that reaches `accuracy` on `observations` at the assumed traffic; above 1 when none does.
    package func threshold(accuracy: Double, confidence: Double? = nil) -> Float {
        SelectiveThreshold(
            target: accuracy, outOfScopeShare: outOfScopeShare, outOfScopeThreshold: outOfScopeThreshold, confidence: confidence
        ).fit(observations)
    }

    /// Coverage with each fifth of `observations` under the threshold that the other four fifths give: what to expect on new traffic.
    package func expectedCoverage(accuracy: Double) -> Coverage {
        let parts = CalibrationFitter.parts
        let weight = observations.outOfScopeWeight(share: outOfScopeShare)
        let rule = SelectiveThreshold(target: accuracy, outOfScopeShare: outOfScopeShare, outOfScopeThreshold: outOfScopeThreshold)
        return (0..<parts).reduce(Coverage()) { sum, part in
            let others = observations.enumerated().filter { $0.offset % parts != part }.map(\.element)
            let these = observations.enumerated().filter { $0.offset % parts == part }.map(\.element)
            return sum
                + Evaluation.coverage(
                    these, threshold: rule.fit(others), outOfScopeThreshold: outOfScopeThreshold, outOfScopeWeight: weight)
        }
    }
}

extension SelectiveThreshold {
    /// The out-of-scope score that `share` of the in-scope observations does not exceed.
    static func passing(_ share: Double, _ observations: [Observation]) -> Float {
        let scores = observations.filter { $0.truth != nil }.map(\.outOfScope).sorted()
        guard !scores.isEmpty else { return 1 }
        return scores[min(scores.count - 1, max(0, Int((share * Double(scores.count)).rounded(.up)) - 1))]
    }
}
