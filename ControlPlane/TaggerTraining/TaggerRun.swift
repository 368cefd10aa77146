import Classification
import GGUF
import Inference
package import Privacy
import Tagging

/// What a run is doing, for a progress bar.
package struct TaggerProgress: Sendable, Equatable {
    package enum Stage: String, Sendable, CaseIterable { case reading, encoding, training, writing, measuring }

    package let stage: Stage
    package let completed: Int
    /// Nil: not known.
    package let total: Int?
}

/// Trains the last layer of a tagger on labelled texts and measures it on others: `weir-control tagger train`.
package struct TaggerRun: Sendable {
    package struct Settings: Sendable {
        package var encoderPath: String
        /// The tagger whose branch, feature tables and gazetteer are kept.
        package var basePath: String
        package var dataPaths: [String]
        package var outputPath: String
        /// Nil: `split` decides.
        package var heldOutPath: String?
        package var split = HeldOutSplit(share: 0.1, seed: 1)
        package var mapping = EntityMapping()
        package var training = LayerTrainer.Settings()
        package var anonymizer = AnonymizerSettings()

        package init(encoderPath: String, basePath: String, dataPaths: [String], outputPath: String) {
            self.encoderPath = encoderPath
            self.basePath = basePath
            self.dataPaths = dataPaths
            self.outputPath = outputPath
        }
    }

    package struct Outcome: Sendable {
        package let records: Int
        package let words: Int
        /// Words with a label of an entity.
        package let labelledWords: Int
        package let objective: Double
        package let passes: Int
        package let converged: Bool
        /// Nil without held-out texts.
        package let figures: TaggerFigures?
    }

    private let settings: Settings

    package init(_ settings: Settings) { self.settings = settings }

    /// Blocks. The output appears whole or not at all, before it is measured.
    package func run(progress: @escaping (TaggerProgress) -> Void = { _ in }) throws(TrainingError) -> Outcome {
        let encoder = try Self.encoder(settings.encoderPath, threads: settings.training.threads)
        var file = try Self.reading(settings.basePath) { () throws(InferenceError) in try TaggerFile(path: settings.basePath) }
        let base = try Self.reading(settings.basePath) { () throws(InferenceError) in try Tagger(file, encoder: encoder) }
        guard let masks = LabelMasks(base.labels) else {
            throw TrainingError(
                .badModel, file: settings.basePath, field: "labels", expected: "at most \(LabelMasks.labelLimit)",
                found: "\(base.labels.count)")
        }
        let (train, heldOut) = try records(progress)
        let reader = MaskedReader(tagger: base, anonymizer: Anonymizer(settings.anonymizer))
        var states = WordStates(dimension: encoder.dimension)
        var labelledWords = 0
        try reader.each(train) { record throws(TrainingError) in
            try reader.states(of: record, masks)
        } progress: {
            progress(TaggerProgress(stage: .encoding, completed: $0, total: train.count))
        } take: { _, found in
            states.append(found.states, masks: found.masks)
            labelledWords += found.masks.count { masks.isEntity($0) }
        }
        states.finish()
        guard labelledWords > 0 else {
            throw TrainingError(
                .tooFewRecords, file: settings.dataPaths.joined(separator: ", "), field: "spans",
                expected: "some in the tagger's entities: \(masks.entities.map(\.rawValue).joined(separator: ", "))", found: "none")
        }
        let trained = LayerTrainer.train(states, masks: masks, settings: settings.training) {
            progress(TaggerProgress(stage: .training, completed: $0, total: 2 * settings.training.passes))
        }
        progress(TaggerProgress(stage: .writing, completed: 0, total: nil))
        file.replace(
            labels: masks.labels, classifierWeight: trained.layer.weights, classifierBias: trained.layer.biases,
            transitions: trained.layer.transitions)
        do throws(GGUFError) {
            try file.writer(path: settings.outputPath).write()
        } catch {
            throw TrainingError(.badModel, file: settings.outputPath, field: error.field, expected: error.expected, found: error.found)
        }
        let finished = try Self.reading(settings.outputPath) { () throws(InferenceError) in
            try Tagger(path: settings.outputPath, encoder: encoder)
        }
        let figures =
            heldOut.isEmpty
            ? nil : try TaggerMeasurement(tagger: finished, anonymizer: Anonymizer(settings.anonymizer)).run(heldOut, progress: progress)
        return Outcome(
            records: train.count, words: states.words, labelledWords: labelledWords, objective: trained.objective, passes: trained.passes,
            converged: trained.converged, figures: figures)
    }

    /// What to train on, and what to measure with.
    private func records(_ progress: (TaggerProgress) -> Void) throws(TrainingError) -> (train: [LabelledText], heldOut: [LabelledText]) {
        var all: [LabelledText] = []
        for (index, path) in settings.dataPaths.enumerated() {
            progress(TaggerProgress(stage: .reading, completed: index, total: settings.dataPaths.count))
            all += try SpanFile(path: path, mapping: settings.mapping).records
        }
        var heldOut: [LabelledText] = []
        if let path = settings.heldOutPath {
            heldOut = try SpanFile(path: path, mapping: settings.mapping).records
        } else if settings.split.share > 0 {
            heldOut = all.filter { settings.split.isHeldOut($0.text) }
            all.removeAll { settings.split.isHeldOut($0.text) }
        }
        guard !all.isEmpty else {
            throw TrainingError(
                .tooFewRecords, file: settings.dataPaths.joined(separator: ", "), field: "records", expected: "at least one to train on",
                found: "none")
        }
        return (all, heldOut)
    }

    static func encoder(_ path: String, threads: Int) throws(TrainingError) -> Encoder {
        try reading(path) { () throws(InferenceError) in try Encoder(path: path, threads: threads) }
    }

    static func reading<Value>(_ path: String, _ body: () throws(InferenceError) -> Value) throws(TrainingError) -> Value {
        do throws(InferenceError) { return try body() } catch { throw TrainingError(error, file: path) }
    }
}
