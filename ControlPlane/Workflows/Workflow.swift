package import Contract
import Inference
package import Retrieval
import Tagging
import TypedTOML

/// An operator's folder, read and checked:
///
///     workflow.toml           [workflow] name, description; [tagger] file; [[intent]] name, description, risk, action, template, offline, max_tokens
///     examples/*.tsv          ExampleFile; intent `oos` marks out-of-scope examples
///     knowledge/<id>.md       first line `# Title`; <id> is the document's id
///     sensitivity/*.tsv       optional: SensitivityExamples
///     policy.toml             optional: PolicyFile
///
/// Everything is in a fixed order (files by name, lines as they stand), so that the same folder gives the same release.
package struct Workflow: Sendable {
    /// Marks examples of what the workflow does not deal with.
    package static let outOfScopeLabel = "oos"
    /// Fewer examples than this cannot be cross-validated in a way that means anything.
    package static let leastExamples = 5
    /// Below this a warning is given.
    package static let advisedExamples = 15
    private static let settingsLimitInBytes = 4 << 20
    private static let articleLimitInBytes = 1 << 20

    package let folder: String
    package let name: String
    package let description: String
    /// In the order of workflow.toml, which is the order of the head's classes.
    package let intents: [IntentDefinition]
    /// In-scope examples, without repetitions.
    package let examples: [Example]
    package let outOfScopeExamples: [Example]
    /// In the order of the documents' ids.
    package let passages: [Passage]
    package let documentCount: Int
    /// Nil without the folder.
    package let sensitivity: SensitivityExamples?
    /// The tagger that workflow.toml names; nil without one.
    package let taggerPath: String?
    package let policy: PolicyFile
    /// What an operator should look at although it can be built.
    package let warnings: [WorkflowProblem]

    /// Reads everything and throws every problem at once, except that a workflow.toml that cannot be read is reported alone.
    package init(folder: String, chunker: Chunker = Chunker()) throws(WorkflowError) {
        let folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        self.folder = folder
        let settings = try WorkflowSettings(path: folder + "/workflow.toml")
        var collector = ProblemCollector(problems: settings.problems)
        let names = settings.intents.map(\.definition.name)
        var set = ExampleSorter(names: names)
        let exampleFiles =
            collector.attempt { () throws(WorkflowError) in try TextFile.names(in: folder + "/examples", suffix: ".tsv") } ?? nil
        for name in exampleFiles ?? [] {
            let file = collector.attempt { () throws(WorkflowError) in try ExampleFile(path: folder + "/examples/" + name) }
            if let file { set.add(file, &collector) }
        }
        if (exampleFiles ?? []).isEmpty {
            collector.report(
                .missingFile, folder + "/examples", nil, "has no .tsv file", "put examples there: text, tab, intent, under a header line")
        } else {
            for intent in settings.intents { set.checkCount(intent, settings.path, &collector) }
        }
        let articles = Self.articles(folder + "/knowledge", chunker, &collector)
        for intent in settings.intents where intent.definition.action == .knowledge && articles.count == 0 {
            collector.report(
                .noArticles, settings.path, intent.line,
                "intent '\(intent.definition.name)' answers from knowledge, and there is no article",
                "put Markdown articles into \(folder)/knowledge, or give the intent another action")
        }
        let sensitivity = SensitivityExamples(folder: folder + "/sensitivity", &collector)
        let taggerPath = settings.taggerFile.map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
        if let taggerPath { collector.attempt { () throws(WorkflowError) in try Self.checkTagger(taggerPath) } }
        let policyPath = folder + "/policy.toml"
        let policy = collector.attempt { () throws(WorkflowError) in
            try PolicyFile(path: policyPath, workflow: settings.name, intents: names)
        }
        guard let policy, collector.problems.isEmpty else { throw WorkflowError(collector.problems) }
        name = settings.name
        description = settings.description
        intents = settings.intents.map(\.definition)
        examples = set.examples
        outOfScopeExamples = set.outOfScope
        passages = articles.passages
        documentCount = articles.count
        self.sensitivity = sensitivity
        self.taggerPath = taggerPath
        self.policy = policy
        warnings = collector.warnings
    }

    /// That it is a tagger at all; whether it belongs to the encoder shows when both are at hand.
    static func checkTagger(_ path: String) throws(WorkflowError) {
        do throws(InferenceError) { _ = try TaggerFile(path: path) } catch { throw WorkflowError(tagger: error, path: path) }
    }

    private static func articles(
        _ folder: String, _ chunker: Chunker, _ collector: inout ProblemCollector
    ) -> (passages: [Passage], count: Int) {
        var passages: [Passage] = []
        var count = 0
        let names = collector.attempt { () throws(WorkflowError) in try TextFile.names(in: folder, suffix: ".md") } ?? nil
        for name in names ?? [] {
            let path = folder + "/" + name
            let id = String(name.dropLast(3))
            guard WorkflowSettings.isName(id) else {
                collector.report(
                    .badName, path, nil, "the document id '\(id)' has other characters than a-z, 0-9, '-' and '_'",
                    "rename the file; its name without .md is shown as the document's id")
                continue
            }
            count += 1
            guard let text = collector.attempt({ () throws(WorkflowError) in try TextFile.text(path, limit: articleLimitInBytes) }) else {
                continue
            }
            do throws(RetrievalError) {
                passages += try chunker.passages(of: text, documentID: id)
            } catch {
                let line = error.field.hasPrefix("line ") ? Int(error.field.dropFirst(5)) : nil
                collector.report(.badArticle, path, line, "found \(error.found)", "expected \(error.expected)")
            }
        }
        return (passages, count)
    }
}

/// Gathers problems so that an operator sees all of them in one run.
struct ProblemCollector {
    var problems: [WorkflowProblem] = []
    var warnings: [WorkflowProblem] = []

    mutating func report(_ code: WorkflowProblem.Code, _ file: String, _ line: Int?, _ problem: String, _ remedy: String) {
        problems.append(WorkflowProblem(code, file: file, line: line, problem: problem, remedy: remedy))
    }

    mutating func warn(_ code: WorkflowProblem.Code, _ file: String, _ line: Int?, _ problem: String, _ remedy: String) {
        warnings.append(WorkflowProblem(code, file: file, line: line, problem: problem, remedy: remedy))
    }

    @discardableResult
    mutating func attempt<Value>(_ body: () throws(WorkflowError) -> Value) -> Value? {
        do throws(WorkflowError) {
            return try body()
        } catch {
            problems += error.problems
            return nil
        }
    }
}

extension WorkflowError {
    init(tagger error: InferenceError, path: String) {
        self.init(
            .badTagger, file: path, problem: "\(error.subject): expected \(error.expected), found \(error.found)",
            remedy: "name a file of 'weir-control tagger train' that was made for this encoder")
    }
}
