import ArgumentParser
import Classification
import Contract
import Inference
import Privacy
import Workflows

struct WorkflowCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read a workflow folder and say everything that is wrong with it, file and line.",
        discussion: "With --model also how well a head tells the levels of sensitivity/*.tsv apart, by cross-validation.")

    @Argument(help: "The folder with workflow.toml.") var folder: String
    @Option(name: .long, help: "The encoder, a GGUF file: measure the sensitivity head.") var model: String?
    @Option(name: .long, help: "Threads for encoding and training.") var threads = 2

    @concurrent func run() async throws {
        let workflow = try Workflow(folder: folder)
        for warning in workflow.warnings { Console.complain("warning: \(warning)") }
        let high = workflow.intents.count { $0.risk == .high }
        Console.print(
            """
            workflow \(workflow.name): \(workflow.intents.count) intents (\(high) of high risk), \(workflow.examples.count) examples, \
            \(workflow.outOfScopeExamples.count) out-of-scope examples, \(workflow.documentCount) articles in \(workflow.passages.count) passages\
            \(workflow.sensitivity.map { ", \($0.texts.count) texts for sensitivity" } ?? "")\(workflow.taggerPath == nil ? "" : ", a tagger")
            """)
        guard let model else { return }
        guard let examples = workflow.sensitivity else { return Console.complain("nothing to measure: there is no folder sensitivity") }
        var settings = HeadTrainer.Settings()
        settings.threads = threads
        let encoding = MaskedEncoding(encoder: try Encoder(path: model, threads: threads), anonymizer: Anonymizer())
        let trained = try SensitivityTraining.train(examples, encoding, settings: settings) { WorkflowConsole.show($0) }
        Console.progress("measured", isLast: true)
        SensitivityConsole.show(trained)
    }
}
