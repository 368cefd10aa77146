import ArgumentParser
import Contract
import Workflows

struct WorkflowCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read a workflow folder and say everything that is wrong with it, file and line.")

    @Argument(help: "The folder with workflow.toml.") var folder: String

    @concurrent func run() async throws {
        let workflow = try Workflow(folder: folder)
        for warning in workflow.warnings { Console.complain("warning: \(warning)") }
        let high = workflow.intents.count { $0.risk == .high }
        Console.print(
            """
            workflow \(workflow.name): \(workflow.intents.count) intents (\(high) of high risk), \(workflow.examples.count) examples, \
            \(workflow.outOfScopeExamples.count) out-of-scope examples, \(workflow.documentCount) articles in \(workflow.passages.count) passages
            """)
    }
}
