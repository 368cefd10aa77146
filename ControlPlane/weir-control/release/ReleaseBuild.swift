import ArgumentParser
import Contract
import Fleet
import FoundationEssentials
import Releases
import SwiftProtobuf
import Workflows
import Classification

struct ReleaseBuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Train a workflow's heads, index its articles, and sign the result as a release.")

    @Argument(help: "The workflow's folder.") var workflow: String
    @Option(name: .long, help: "The encoder: a GGUF file, e.g. from 'model import'.") var model: String
    @Option(
        name: .long, help: "The tagger, a GGUF file from 'tagger train' for this encoder. Default: the one workflow.toml names, if any.")
    var tagger: String?
    @Option(name: .long, help: "The secret release key.") var key: String
    @Option(name: .long, help: "Releases go to <out>/<release id>.") var out: String
    @Option(name: .long, help: "Release counter; must grow. Default: seconds since 1970.") var counter: UInt64?
    @Option(name: .long, help: "Days until nodes refuse it.") var validDays = 365
    @Option(name: .long, help: "Oldest agent that may install it.") var minimumAgent = "0.1.0"
    @Option(name: .long, help: "Share of what stays local that must be right, for thresholds policy.toml leaves open.") var targetAccuracy =
        0.97
    @Option(name: .long, help: "Threads for encoding and training.") var threads: Int?
    @Option(name: .long, help: "table for people, json for scripts.") var output: OutputFormat = .table

    @concurrent func run() async throws {
        let workflow = try Workflow(folder: workflow)
        for warning in workflow.warnings { Console.complain("warning: \(warning)") }
        let now = WallClock.system.nowUnixMs()
        var settings = ReleaseBuilder.Settings(
            modelPath: model, outputFolder: out, counter: counter ?? UInt64(now / 1000), createdUnixMs: now,
            notAfterUnixMs: now + Int64(validDays) * 86_400_000, minimumAgentVersion: minimumAgent)
        settings.targetAccuracy = targetAccuracy
        settings.taggerPath = tagger
        if let threads { settings.training.threads = threads }
        let signingKey = try SigningKey(path: key)
        guard signingKey.kind == .release else { throw Failure("\(key): not a release key") }
        let built = try ReleaseBuilder(settings).build(workflow, signingKey: signingKey) { WorkflowConsole.show($0) }
        Console.progress("built", isLast: true)
        for warning in built.warnings { Console.complain("warning: \(warning)") }
        let report = built.manifest.evaluation
        if output == .json {
            struct Built: Encodable {
                let release: String
                let folder: String
                let counter: UInt64
                let accuracy: Double
                let macroF1: Double
                let expectedCalibrationError: Double
                let tagger: Bool
                /// Absent without a sensitivity head.
                let sensitivity: SensitivityConsole.Figures?
            }
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            return Console.print(
                json: Array(
                    try encoder.encode(
                        Built(
                            release: built.id.rawValue, folder: built.folder, counter: built.manifest.counter, accuracy: report.accuracy,
                            macroF1: report.macroF1, expectedCalibrationError: report.expectedCalibrationError,
                            tagger: built.manifest.files.contains { $0.path == "tagger.gguf" },
                            sensitivity: built.sensitivity.map(SensitivityConsole.Figures.init)))))
        }
        var table = Table("RELEASE", built.id.rawValue)
        table.add("folder", built.folder)
        table.add("workflow", "\(workflow.name), \(workflow.intents.count) intents, \(report.examples) examples")
        table.add("counter", "\(built.manifest.counter)")
        table.add("accuracy", Figure.decimal(report.accuracy, 4) + (report.folds > 0 ? " (\(report.folds)-fold cross-validation)" : ""))
        table.add("macro F1", Figure.decimal(report.macroF1, 4))
        table.add("calibration error", Figure.decimal(report.expectedCalibrationError, 4))
        if report.outOfScopeAuroc > 0 { table.add("out-of-scope AUROC", Figure.decimal(report.outOfScopeAuroc, 4)) }
        for file in built.manifest.files where file.path == "tagger.gguf" { table.add("tagger", Figure.bytes(file.sizeInBytes)) }
        Console.print(table.text + "\n")
        var coverage = Table("ACCURACY#", "THRESHOLD#", "KEPT LOCAL#", "REACHED#")
        for point in report.coverage {
            coverage.add(
                Figure.share(point.targetAccuracy), point.threshold > 1 ? "not reachable" : Figure.decimal(point.threshold, 3),
                Figure.share(point.coverage), Figure.share(point.accuracy))
        }
        Console.print(coverage.text)
        if let sensitivity = built.sensitivity {
            Console.print("")
            SensitivityConsole.show(sensitivity)
        }
    }
}
