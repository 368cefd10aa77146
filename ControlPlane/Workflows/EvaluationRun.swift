package import Classification
package import Inference
package import Privacy

/// Trains on one file, calibrates on another, measures on a third: `weir-control workflow evaluate`, and through the same code as a release.
package struct EvaluationRun: Sendable {
    package struct Settings: Sendable {
        package var trainPath: String
        /// Nil: cross-validation over the training file.
        package var validationPath: String?
        package var testPath: String
        /// The intent that marks out-of-scope rows.
        package var outOfScopeLabel = Workflow.outOfScopeLabel
        package var training = HeadTrainer.Settings()
        /// The accuracy whose threshold decides which predictions count as kept.
        package var keptAccuracy = 0.97

        package init(trainPath: String, validationPath: String?, testPath: String) {
            self.trainPath = trainPath
            self.validationPath = validationPath
            self.testPath = testPath
        }
    }

    package static let targets = [0.95, 0.97, 0.98, 0.99]
    /// Confidence of the bound of certified thresholds.
    package static let certifiedConfidence = 0.95

    private let settings: Settings
    private let encoding: MaskedEncoding

    package init(_ settings: Settings, encoder: Encoder, anonymizer: Anonymizer = Anonymizer()) {
        self.settings = settings
        encoding = MaskedEncoding(encoder: encoder, anonymizer: anonymizer)
    }

    /// Throws `WorkflowError`, `InferenceError` or `ClassificationError`. Blocks.
    package func run(progress: @escaping (WorkflowProgress) -> Void = { _ in }) throws -> EvaluationOutcome {
        let train = try ExampleFile(path: settings.trainPath)
        let validation = try settings.validationPath.map { path throws(WorkflowError) in try ExampleFile(path: path) }
        let test = try ExampleFile(path: settings.testPath)
        let labels = Set(train.examples.map(\.intent)).subtracting([settings.outOfScopeLabel]).sorted()
        guard labels.count >= 2 else {
            throw WorkflowError(
                .noIntents, file: train.path, problem: "has \(labels.count) intents beside '\(settings.outOfScopeLabel)'",
                remedy: "at least 2 are needed")
        }
        let index = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($0.element, $0.offset) })
        for file in [validation, test].compactMap({ $0 }) {
            for example in file.examples where index[example.intent] == nil && example.intent != settings.outOfScopeLabel {
                throw WorkflowError(
                    .unknownIntent, file: example.file, line: example.line,
                    problem: "intent '\(example.intent)' does not occur in \(train.path)",
                    remedy: "use an intent of the training file, or '\(settings.outOfScopeLabel)'")
            }
        }
        func encoded(_ file: ExampleFile, _ stage: WorkflowProgress.Stage) throws -> ExampleSet {
            var set = ExampleSet(dimension: encoding.encoder.dimension)
            let vectors = try encoding.vectors(file.examples.map(\.text)) {
                progress(WorkflowProgress(stage: stage, completed: $0, total: file.examples.count))
            }
            for (example, vector) in zip(file.examples, vectors) { try set.append(vector, label: index[example.intent]) }
            return set
        }
        let trained = try HeadTrainer.train(
            try encoded(train, .encodingExamples), labels: labels, validation: try validation.map { try encoded($0, .encodingValidation) },
            settings: settings.training, progress: { progress(WorkflowProgress($0)) })
        let vectors = try encoding.vectors(test.examples.map(\.text)) {
            progress(WorkflowProgress(stage: .encodingTest, completed: $0, total: test.examples.count))
        }
        let observations = try zip(test.examples, vectors).map { example, vector throws(ClassificationError) in
            let found = try trained.head.classify(vector)
            return Observation(
                truth: index[example.intent], predicted: found.index, confidence: found.confidence, outOfScope: found.outOfScope)
        }
        return EvaluationOutcome(trained: trained, observations: observations, keptAccuracy: settings.keptAccuracy)
    }
}

extension WorkflowProgress {
    init(_ progress: HeadTrainer.Progress) {
        let stage: Stage =
            switch progress.stage {
            case .fitting: .training
            case .crossValidating: .crossValidating
            case .calibrating: .calibrating
            }
        self.init(stage: stage, completed: progress.completed, total: progress.total)
    }
}
