import Classification
import Contract
import Foundation
import Inference
import Privacy
import Releases
import Retrieval
import SwiftProtobuf
import Tagging
import Testing

@testable import Workflows

@Suite struct ReleaseBuilderTests {
    /// The random BERT of Fixtures/inference: it means nothing by its vectors, which is enough for everything but accuracy.
    private static let model = WorkflowFolder.model

    private func settings(_ output: String) -> ReleaseBuilder.Settings {
        ReleaseBuilder.Settings(
            modelPath: Self.model, outputFolder: output, counter: 3, createdUnixMs: 1_700_000_000_000, notAfterUnixMs: 1_900_000_000_000,
            minimumAgentVersion: "0.1.0")
    }

    private func temporary() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("releases-\(UUID().uuidString)").path
    }

    @Test func buildsAReleaseThatANodeCanRead() throws {
        let output = temporary()
        defer { try? FileManager.default.removeItem(atPath: output) }
        let workflow = try WorkflowFolder.workflow()
        let key = SigningKey(kind: .release)
        var stages: Set<WorkflowProgress.Stage> = []
        let built = try ReleaseBuilder(settings(output)).build(workflow, signingKey: key) { stages.insert($0.stage) }
        #expect(built.folder == output + "/" + built.id.rawValue)
        #expect(try FileManager.default.contentsOfDirectory(atPath: output) == [built.id.rawValue])
        #expect(stages.isSuperset(of: [.encodingExamples, .encodingKnowledge, .training, .crossValidating, .calibrating, .writing]))

        let version = try #require(SemanticVersion("0.1.0"))
        let verifier = ReleaseVerifier(keys: [key.verificationKey], agentVersion: version)
        let document = Array(try Data(contentsOf: URL(fileURLWithPath: built.folder + "/manifest")))
        let verified = try verifier.verify(document, expected: built.id, now: 1_800_000_000_000)
        try verified.checkFiles(in: built.folder + "/files")
        #expect(verified.manifest.files.map(\.path) == ["encoder.gguf", "heads.gguf", "knowledge.gguf", "workflow.pb"])
        #expect(verified.manifest.evaluation.coverage.map(\.targetAccuracy) == [0.95, 0.97, 0.98, 0.99])
        #expect(verified.manifest.evaluation.folds == 5 && verified.manifest.evaluation.examples == 21)

        let head = try IntentHead(path: built.folder + "/files/heads.gguf")
        let index = try VectorIndex(path: built.folder + "/files/knowledge.gguf")
        let bundle = try WorkflowBundle(serializedBytes: Data(contentsOf: URL(fileURLWithPath: built.folder + "/files/workflow.pb")))
        #expect(head.labels == bundle.intents.map(\.name))
        #expect(index.rowCount == bundle.passages.count && bundle.passages.map(\.title) == ["Paper jam", "Paper jam"])
        #expect(!bundle.goldenInputs.isEmpty)
        let encoding = MaskedEncoding(encoder: try Encoder(path: Self.model, threads: 1), anonymizer: Anonymizer())
        for golden in bundle.goldenInputs {
            #expect(try encoding.mask(golden.text).masking.masked.text == golden.maskedText)
            #expect(try head.classify(encoding.vectors([golden.text])[0]).label == golden.intent)
        }
    }

    @Test func buildsTheSameFilesFromTheSameInput() throws {
        let outputs = [temporary(), temporary()]
        defer { for output in outputs { try? FileManager.default.removeItem(atPath: output) } }
        let workflow = try WorkflowFolder.workflow()
        let key = SigningKey(kind: .release)
        let built = try outputs.map { try ReleaseBuilder(settings($0)).build(workflow, signingKey: key) }
        #expect(built[0].id == built[1].id)
        #expect(built[0].manifest == built[1].manifest)
        // Built again in the same place: the same release, found complete.
        #expect(try ReleaseBuilder(settings(outputs[0])).build(workflow, signingKey: key).folder == built[0].folder)
        #expect(try FileManager.default.contentsOfDirectory(atPath: outputs[0]).count == 1)
    }

    @Test func packsATaggerAndASensitivityHead() throws {
        let output = temporary()
        defer { try? FileManager.default.removeItem(atPath: output) }
        var files = WorkflowFolder.sensitivityFiles()
        // A name in every example, so that golden inputs hold one whichever they are.
        let lines = WorkflowFolder.examples.flatMap { intent, texts in texts.map { "\($0) says Anna Smith\t\(intent)" } }
        files["examples/all.tsv"] = "text\tintent\n" + lines.joined(separator: "\n") + "\n"
        files["workflow.toml"] = WorkflowFolder.settings + "\n[tagger]\nfile = \"names.gguf\"\n"
        let folder = try WorkflowFolder(files)
        try WorkflowFolder.writeTagger(to: folder.path + "/names.gguf")
        let workflow = try Workflow(folder: folder.path)
        var stages: Set<WorkflowProgress.Stage> = []
        let built = try ReleaseBuilder(settings(output)).build(workflow, signingKey: SigningKey(kind: .release)) { stages.insert($0.stage) }
        #expect(stages.contains(.encodingSensitivity))
        let names = built.manifest.files.map(\.path)
        #expect(names == ["encoder.gguf", "heads.gguf", "knowledge.gguf", "sensitivity.gguf", "tagger.gguf", "workflow.pb"])

        let sensitivity = try #require(built.sensitivity)
        let head = try IntentHead(path: built.folder + "/files/sensitivity.gguf")
        #expect(head.labels == Sensitivity.allCases.map(\.rawValue) && head.threshold == sensitivity.threshold)
        #expect(built.manifest.sensitivityEvaluation.examples == 96)
        #expect(sensitivity.spoken.accuracy ?? 0 >= SensitivityTraining.targetAccuracy)
        #expect(sensitivity.confusion.map { $0.reduce(0, +) } == [24, 24, 24, 24])

        let encoder = try Encoder(path: Self.model, threads: 1)
        let tagger = try Tagger(path: built.folder + "/files/tagger.gguf", encoder: encoder)
        let encoding = MaskedEncoding(encoder: encoder, anonymizer: Anonymizer(), tagger: tagger)
        let bundle = try WorkflowBundle(serializedBytes: Data(contentsOf: URL(fileURLWithPath: built.folder + "/files/workflow.pb")))
        for golden in bundle.goldenInputs {
            #expect(try encoding.mask(golden.text).masking.masked.text == golden.maskedText)
        }
        #expect(bundle.goldenInputs.contains { $0.maskedText.contains("[[PERSON_1]]") })
        // A release goes to every device; the name of an example does not.
        #expect(
            bundle.goldenInputs.allSatisfy { !$0.text.contains("Anna Smith") }
                && bundle.goldenInputs.contains { $0.text.contains("Jane Roe") })
        #expect(built.warnings.isEmpty)
    }

    @Test func prefersTheTaggerItIsGivenAndRefusesOneOfAnotherEncoder() throws {
        let output = temporary()
        let folder = try WorkflowFolder()
        defer { try? FileManager.default.removeItem(atPath: output) }
        let workflow = try Workflow(folder: folder.path)
        var settings = settings(output)
        settings.taggerPath = folder.path + "/names.gguf"
        try WorkflowFolder.writeTagger(to: folder.path + "/names.gguf", digest: String(repeating: "0", count: 64))
        let error = #expect(throws: WorkflowError.self) {
            try ReleaseBuilder(settings).build(workflow, signingKey: SigningKey(kind: .release))
        }
        #expect(error?.problems.map(\.code) == [.badTagger] && error?.problems.first?.file == folder.path + "/names.gguf")
        try WorkflowFolder.writeTagger(to: folder.path + "/names.gguf")
        let built = try ReleaseBuilder(settings).build(workflow, signingKey: SigningKey(kind: .release))
        #expect(built.manifest.files.contains { $0.path == "tagger.gguf" })
        // No example holds a name, and the operator hears of it.
        #expect(built.warnings.count == 1 && built.sensitivity == nil && !built.manifest.hasSensitivityEvaluation)
    }

    @Test func leavesNothingBehindWhenItFails() throws {
        let output = temporary()
        defer { try? FileManager.default.removeItem(atPath: output) }
        var broken = settings(output)
        broken.minimumAgentVersion = "one"
        let workflow = try WorkflowFolder.workflow()
        #expect(throws: ReleaseRefusal.self) { try ReleaseBuilder(broken).build(workflow, signingKey: SigningKey(kind: .release)) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: output).isEmpty)
        broken.modelPath = output + "/absent.gguf"
        #expect(throws: InferenceError.self) { try ReleaseBuilder(broken).build(workflow, signingKey: SigningKey(kind: .release)) }
    }
}
