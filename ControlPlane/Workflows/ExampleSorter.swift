import Contract
import TypedTOML

/// Sorts examples by intent and finds those that contradict or repeat each other.
struct ExampleSorter {
    let names: Set<String>
    private let ordered: [String]
    private(set) var examples: [Example] = []
    private(set) var outOfScope: [Example] = []
    private var seen: [String: Example] = [:]
    private var counts: [String: Int] = [:]

    init(names: [String]) {
        ordered = names
        self.names = Set(names)
    }

    mutating func add(_ file: ExampleFile, _ collector: inout ProblemCollector) {
        for example in file.examples {
            let isOutside = example.intent == Workflow.outOfScopeLabel
            guard isOutside || names.contains(example.intent) else {
                let nearest = ordered.min { editDistance(example.intent, $0) < editDistance(example.intent, $1) }
                let hint = nearest.map { "; the nearest one is '\($0)'" } ?? ""
                collector.report(
                    .unknownIntent, example.file, example.line, "intent '\(example.intent)' is not in workflow.toml",
                    "use one that is, or '\(Workflow.outOfScopeLabel)'\(hint)")
                continue
            }
            let key = Self.folded(example.text)
            if let before = seen[key] {
                if before.intent != example.intent {
                    collector.report(
                        .conflictingExample, example.file, example.line,
                        "the same text stands at \(before.file):\(before.line) as an example of '\(before.intent)'",
                        "keep it in one of the two intents")
                } else {
                    collector.warn(
                        .repeatedExample, example.file, example.line, "repeats \(before.file):\(before.line)", "the repetition is not used")
                }
                continue
            }
            seen[key] = example
            counts[example.intent, default: 0] += 1
            if isOutside { outOfScope.append(example) } else { examples.append(example) }
        }
    }

    func checkCount(_ intent: WorkflowSettings.Intent, _ path: String, _ collector: inout ProblemCollector) {
        let name = intent.definition.name
        let count = counts[name, default: 0]
        if count < Workflow.leastExamples {
            collector.report(
                .tooFewExamples, path, intent.line, "intent '\(name)' has \(count) example\(count == 1 ? "" : "s")",
                "at least \(Workflow.leastExamples) are needed, \(Workflow.advisedExamples) to 40 are good")
        } else if count < Workflow.advisedExamples {
            collector.warn(
                .fewExamples, path, intent.line, "intent '\(name)' has \(count) examples", "\(Workflow.advisedExamples) to 40 are good")
        }
    }

    /// Case and spacing do not make another text: the encoder sees neither.
    static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
