import ArgumentParser
import Workflows

struct WorkflowNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow", abstract: "Workflows: check a folder, measure what a model makes of labelled texts.",
        subcommands: [WorkflowCheck.self, WorkflowEvaluate.self])
}

enum WorkflowConsole {
    static func show(_ progress: WorkflowProgress) {
        let stage =
            switch progress.stage {
            case .encodingExamples: "encoding examples"
            case .encodingValidation: "encoding validation texts"
            case .encodingTest: "encoding test texts"
            case .encodingKnowledge: "encoding articles"
            case .encodingSensitivity: "encoding texts for sensitivity"
            case .training: "training"
            case .crossValidating: "cross-validating"
            case .calibrating: "calibrating"
            case .writing: "writing"
            }
        Console.progress(progress.total.map { "\(stage): \(progress.completed) of \($0)" } ?? stage)
    }
}
