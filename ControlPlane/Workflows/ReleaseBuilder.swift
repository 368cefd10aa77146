package import Classification
package import Contract
import Inference
package import Privacy
package import Releases
import Retrieval
import SwiftProtobuf
import Tagging

/// Builds and signs a release from a workflow: masks and encodes its examples as a node would, trains and calibrates the heads, indexes the
/// articles, and writes everything under one signed manifest.
package struct ReleaseBuilder: Sendable {
    package struct Settings: Sendable {
        /// The quantised encoder, which becomes part of the release.
        package var modelPath: String
        /// The tagger that becomes part of the release; nil: the one that the workflow names, if any.
        package var taggerPath: String?
        /// Where releases lie: the new one becomes `<outputFolder>/<release id>`.
        package var outputFolder: String
        /// Higher than every counter built for this workflow before.
        package var counter: UInt64
        package var createdUnixMs: Int64
        package var notAfterUnixMs: Int64
        package var minimumAgentVersion: String
        package var training = HeadTrainer.Settings()
        /// Share of what nodes keep that must be right, for thresholds that policy.toml leaves open.
        package var targetAccuracy = 0.97
        package var anonymizer = AnonymizerSettings()

        package init(
            modelPath: String, outputFolder: String, counter: UInt64, createdUnixMs: Int64, notAfterUnixMs: Int64,
            minimumAgentVersion: String
        ) {
            self.modelPath = modelPath
            self.outputFolder = outputFolder
            self.counter = counter
            self.createdUnixMs = createdUnixMs
            self.notAfterUnixMs = notAfterUnixMs
            self.minimumAgentVersion = minimumAgentVersion
        }
    }

    private let settings: Settings

    package init(_ settings: Settings) { self.settings = settings }

    /// Throws `WorkflowError`, `InferenceError`, `ClassificationError`, `RetrievalError`, `ReleaseRefusal`, or what the file system refused; then
    /// nothing is left in the output folder. Blocks.
    package func build(
        _ workflow: Workflow, signingKey: SigningKey, progress: @escaping (WorkflowProgress) -> Void = { _ in }
    ) throws -> BuiltRelease {
        let encoder = try Encoder(path: settings.modelPath, threads: settings.training.threads)
        let taggerPath = settings.taggerPath ?? workflow.taggerPath
        let encoding = MaskedEncoding(
            encoder: encoder, anonymizer: Anonymizer(settings.anonymizer), tagger: try taggerPath.map { try tagger($0, encoder) })
        let trained = try train(workflow, encoding, progress)
        let sensitivity = try workflow.sensitivity.map {
            try SensitivityTraining.train($0, encoding, settings: settings.training, progress: progress)
        }
        let knowledge = try VectorIndex(
            vectors: try encoding.approvedVectors(workflow.passages.map(\.encoderText)) {
                progress(WorkflowProgress(stage: .encodingKnowledge, completed: $0, total: workflow.passages.count))
            }, dimension: encoding.encoder.dimension)
        let golden = try GoldenInputs(workflow, trained.head, encoding)
        let bundle = bundle(workflow, golden)
        let warnings = warnings(workflow, golden, sensitivity, encoding)
        progress(WorkflowProgress(stage: .writing, completed: 0, total: nil))
        let folder = try ReleaseFolder(in: settings.outputFolder)
        do {
            try folder.add(settings.modelPath, as: "encoder.gguf")
            try trained.head.write(to: folder.files + "/heads.gguf")
            if let taggerPath { try folder.add(taggerPath, as: "tagger.gguf") }
            try sensitivity?.head?.write(to: folder.files + "/sensitivity.gguf")
            if knowledge.rowCount > 0 { try knowledge.write(to: folder.files + "/knowledge.gguf") }
            var options = BinaryEncodingOptions()
            options.useDeterministicOrdering = true
            try folder.write(try bundle.serializedBytes(options: options), to: "files/workflow.pb")
            let manifest = try manifest(workflow, trained, sensitivity, encoding.encoder, folder)
            let signed = try ReleaseSigner.sign(manifest, with: signingKey)
            try folder.write(signed.document, to: "manifest")
            let path = try folder.finish(as: signed.id.rawValue)
            return BuiltRelease(
                id: signed.id, folder: path, manifest: manifest, trained: trained, sensitivity: sensitivity, warnings: warnings)
        } catch {
            folder.discard()
            throw error
        }
    }

    private func tagger(_ path: String, _ encoder: Encoder) throws(WorkflowError) -> Tagger {
        do throws(InferenceError) { return try Tagger(path: path, encoder: encoder) } catch {
            throw WorkflowError(tagger: error, path: path)
        }
    }

    private func warnings(
        _ workflow: Workflow, _ golden: GoldenInputs, _ sensitivity: TrainedSensitivity?, _ encoding: MaskedEncoding
    ) -> [String] {
        var warnings: [String] = []
        if let sensitivity, sensitivity.head == nil {
            warnings.append(
                "the sensitivity head is left out: at no confidence is it right in \(Int(SensitivityTraining.targetAccuracy * 100)) % of the cases"
            )
        }
        if sensitivity?.head == nil, workflow.policy.policy.privacy.localOnlyFrom != .unspecified {
            warnings.append(
                "local_only_from is set and the release has no sensitivity head: the level is what the spans of a request say alone")
        }
        if encoding.tagger == nil {
            warnings.append(
                "the release has no tagger: names, places and organisations leave the device as they are, and stand in its self-test as they do in examples"
            )
        } else if !golden.showTagger {
            warnings.append("no example holds a name that the tagger is sure of: the self-test of nodes does not show it at work")
        }
        return warnings
    }

    private func train(
        _ workflow: Workflow, _ encoding: MaskedEncoding, _ progress: @escaping (WorkflowProgress) -> Void
    ) throws -> TrainedHead {
        let labels = workflow.intents.map(\.name)
        let index = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($0.element, $0.offset) })
        let all = workflow.examples + workflow.outOfScopeExamples
        let vectors = try encoding.vectors(all.map(\.text)) {
            progress(WorkflowProgress(stage: .encodingExamples, completed: $0, total: all.count))
        }
        var set = ExampleSet(dimension: encoding.encoder.dimension)
        for (example, vector) in zip(all, vectors) { try set.append(vector, label: index[example.intent]) }
        return try HeadTrainer.train(set, labels: labels, settings: settings.training, progress: { progress(WorkflowProgress($0)) })
    }

    private func manifest(
        _ workflow: Workflow, _ trained: TrainedHead, _ sensitivity: TrainedSensitivity?, _ encoder: Encoder, _ folder: ReleaseFolder
    ) throws -> Manifest {
        var manifest = Manifest()
        manifest.workflow = workflow.name
        manifest.counter = settings.counter
        manifest.createdUnixMs = settings.createdUnixMs
        manifest.notAfterUnixMs = settings.notAfterUnixMs
        manifest.minimumAgentVersion = settings.minimumAgentVersion
        manifest.files = try ManifestBuilder.files(in: folder.files)
        manifest.evaluation = EvaluationReport(trained)
        if let sensitivity, sensitivity.head != nil { manifest.sensitivityEvaluation = EvaluationReport(sensitivity.trained) }
        manifest.defaultPolicy = workflow.policy.completed(
            defaultThreshold: trained.threshold(accuracy: settings.targetAccuracy), outOfScopeThreshold: trained.outOfScopeThreshold)
        manifest.temperature = Double(trained.head.calibration.temperature)
        manifest.encoderArchitecture = encoder.architecture
        return manifest
    }

    private func bundle(_ workflow: Workflow, _ golden: GoldenInputs) -> WorkflowBundle {
        var bundle = WorkflowBundle()
        bundle.workflow = workflow.name
        bundle.intents = workflow.intents
        bundle.passages = workflow.passages.map { passage in
            KnowledgePassage.with {
                $0.documentID = passage.documentID
                $0.title = passage.title
                $0.text = passage.text
            }
        }
        bundle.goldenInputs = golden.inputs
        return bundle
    }
}

/// A release on disk.
package struct BuiltRelease: Sendable {
    package let id: ReleaseID
    /// `manifest` and `files/` lie in it.
    package let folder: String
    package let manifest: Manifest
    package let trained: TrainedHead
    /// Nil for a workflow without such examples.
    package let sensitivity: TrainedSensitivity?
    /// What an operator should know although the release is sound.
    package let warnings: [String]
}

extension EvaluationReport {
    /// Cross-validated figures; coverage is what to expect at the assumed share of out-of-scope traffic.
    package init(_ trained: TrainedHead) {
        self.init()
        let weight = trained.observations.outOfScopeWeight(share: trained.outOfScopeShare)
        accuracy = Evaluation.accuracy(trained.observations)
        macroF1 = Evaluation.macroF1(trained.observations, classes: trained.head.labels.count)
        expectedCalibrationError = Evaluation.calibrationError(trained.observations, outOfScopeWeight: weight)
        outOfScopeAuroc = Evaluation.outOfScopeAUROC(trained.observations) ?? 0
        coverage = EvaluationRun.targets.map { target in
            let expected = trained.expectedCoverage(accuracy: target)
            return CoveragePoint.with {
                $0.targetAccuracy = target
                $0.threshold = Double(trained.threshold(accuracy: target))
                $0.coverage = expected.share
                $0.accuracy = expected.accuracy ?? 0
            }
        }
        examples = UInt32(trained.observations.count)
        folds = UInt32(trained.folds)
    }
}
