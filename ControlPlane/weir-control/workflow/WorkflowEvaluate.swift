import ArgumentParser
import FoundationEssentials
import Inference
import Workflows
import Classification

struct WorkflowEvaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Train on one file, calibrate on another, measure on a third.",
        discussion: """
            Files have tab-separated columns 'text' and 'intent' under a header line. Prints one JSON object: in_scope_accuracy, macro_f1, \
            oos_auroc, ece and coverage for 0.95, 0.97, 0.98 and 0.99 (threshold fitted on validation; share kept local and accuracy reached on \
            test, over all traffic and over in-scope alone). --predictions writes one JSON object for each test text.
            """)

    @Option(name: .long, help: "The encoder, a GGUF file.") var model: String
    @Option(name: .long, help: "Texts to train on.") var train: String
    @Option(name: .long, help: "Texts to calibrate on. Without it: cross-validation over the training texts.") var validation: String?
    @Option(name: .long, help: "Texts to measure on.") var test: String
    @Option(name: .long, help: "The intent that marks out-of-scope texts.") var oosLabel = "oos"
    @Option(name: .long, help: "Write label, confidence, out_of_scope and kept of each test text here.") var predictions: String?
    @Option(name: .long, help: "The accuracy whose threshold decides what counts as kept in --predictions.") var keptAccuracy = 0.97
    @Option(name: .long, help: "Threads for encoding and training.") var threads = 2
    @Flag(name: .long, help: "JSON, which is also the default here.") var json = false

    @concurrent func run() async throws {
        var settings = EvaluationRun.Settings(trainPath: train, validationPath: validation, testPath: test)
        settings.outOfScopeLabel = oosLabel
        settings.training.threads = threads
        settings.keptAccuracy = keptAccuracy
        let outcome = try EvaluationRun(settings, encoder: try Encoder(path: model, threads: threads)).run { WorkflowConsole.show($0) }
        Console.progress("measured", isLast: true)
        if let predictions {
            let text = try outcome.predictions().joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: URL(filePath: predictions), options: .atomic)
        }
        Console.print(try outcome.json())
    }
}
