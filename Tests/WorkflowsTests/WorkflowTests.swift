import Contract
import Retrieval
import Testing

@testable import Workflows

@Suite struct WorkflowTests {
    @Test func readsAWholeFolder() throws {
        let workflow = try WorkflowFolder.workflow([
            "policy.toml": """
            default_threshold = 0.8
            passage_threshold = 0.3
            offline = "refuse"
            [[intent]]
            name = "fraud"
            threshold = 0.99
            offline = "wait"
            """
        ])
        #expect(workflow.name == "desk" && workflow.description == "a test")
        #expect(workflow.intents.map(\.name) == ["reset", "printer", "fraud"])
        #expect(workflow.intents.map(\.action) == [.template, .knowledge, .escalate])
        #expect(workflow.intents.map(\.risk) == [.low, .low, .high])
        #expect(workflow.intents.map(\.offline) == [.answer, .unspecified, .unspecified])
        #expect(workflow.intents.map(\.maxTokens) == [0, 0, 300])
        #expect(workflow.intents[0].template == "Open the portal.")
        #expect(workflow.examples.count == 18 && workflow.outOfScopeExamples.count == 3)
        #expect(workflow.passages.map(\.documentID) == ["jam", "jam"])
        #expect(workflow.warnings.map(\.code) == [.fewExamples, .fewExamples, .fewExamples])
        let policy = workflow.policy.completed(defaultThreshold: 0.5, outOfScopeThreshold: 0.6)
        #expect(policy.workflow == "desk" && policy.defaultThreshold == 0.8 && policy.outOfScopeThreshold == 0.6)
        #expect(policy.passageThreshold == 0.3 && policy.offline == .refuse && policy.maxTokens == 512)
        #expect(policy.intents.count == 1 && policy.intents[0].threshold == 0.99 && policy.intents[0].offline == .wait)
        #expect(!policy.intents[0].hasRisk && !policy.intents[0].hasMaxTokens)
    }

    @Test func readsTheTextsOfEachLevel() throws {
        let workflow = try WorkflowFolder.workflow(WorkflowFolder.sensitivityFiles())
        let texts = try #require(workflow.sensitivity?.texts)
        #expect(texts.count == 96)
        #expect(texts.map(\.level) == texts.map(\.level).sorted() && Set(texts.map(\.level)).count == 4)
        #expect(workflow.warnings.filter { $0.code == .fewExamples && $0.file.contains("sensitivity") }.count == 4)
        #expect(try WorkflowFolder.workflow().sensitivity == nil && WorkflowFolder.workflow().taggerPath == nil)
    }

    @Test func findsTheTaggerItNames() throws {
        let folder = try WorkflowFolder(["workflow.toml": WorkflowFolder.settings + "\n[tagger]\nfile = \"names.gguf\"\n"]
        )
        try WorkflowFolder.writeTagger(to: folder.path + "/names.gguf")
        #expect(try Workflow(folder: folder.path).taggerPath == folder.path + "/names.gguf")
        let other = try WorkflowFolder(["workflow.toml": WorkflowFolder.settings + "\n[tagger]\nfile = \"\(folder.path)/names.gguf\"\n"])
        #expect(try Workflow(folder: other.path).taggerPath == folder.path + "/names.gguf")
    }

    @Test func worksWithoutAPolicyFile() throws {
        let policy = try WorkflowFolder.workflow().policy.completed(defaultThreshold: 0.5, outOfScopeThreshold: 0.6)
        #expect(policy.defaultThreshold == 0.5 && policy.passageThreshold == PolicyFile.defaultPassageThreshold && policy.offline == .wait)
    }

    struct Broken: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let file: String
        let text: String?
        let code: WorkflowProblem.Code
        let line: Int?
        let says: String
        /// Whether the folder holds texts of each level.
        let withLevels: Bool

        init(
            _ name: String, _ file: String, _ text: String?, _ code: WorkflowProblem.Code, line: Int?, says: String,
            withLevels: Bool = false
        ) {
            testDescription = name
            self.file = file
            self.text = text
            self.code = code
            self.line = line
            self.says = says
            self.withLevels = withLevels
        }
    }

    private static func settings(_ old: String, _ new: String) -> String { WorkflowFolder.settings.replacing(old, with: new) }

    private static func examples(_ more: String) -> String {
        let lines = WorkflowFolder.examples.flatMap { intent, texts in texts.map { "\($0)\t\(intent)" } }
        return "text\tintent\n" + lines.joined(separator: "\n") + "\n" + more + "\n"
    }

    @Test(arguments: [
        Broken("no workflow.toml", "workflow.toml", nil, .unreadable, line: nil, says: "workflow.toml"),
        Broken("not TOML", "workflow.toml", settings("[workflow]", "[workflow"), .badSetting, line: 1, says: "TOML"),
        Broken("no name", "workflow.toml", settings("name = \"desk\"", ""), .badSetting, line: nil, says: "workflow.name"),
        Broken("a name with a space", "workflow.toml", settings("\"desk\"", "\"my desk\""), .badSetting, line: 2, says: "a-z"),
        Broken(
            "an unknown key", "workflow.toml", settings("offline = \"answer\"", "ofline = \"answer\""), .badSetting, line: 9,
            says: "offline"),
        Broken(
            "an unknown action", "workflow.toml", settings("\"escalate\"", "\"ignore\""), .badSetting, line: 19,
            says: "'template', 'knowledge', 'escalate'"),
        Broken("an unknown risk", "workflow.toml", settings("\"high\"", "\"huge\""), .badSetting, line: 20, says: "'low', 'high'"),
        Broken("a number for a name", "workflow.toml", settings("\"fraud\"", "7"), .badSetting, line: 18, says: "a string"),
        Broken("negative tokens", "workflow.toml", settings("300", "-1"), .badSetting, line: 21, says: "max_tokens"),
        Broken("an intent called oos", "workflow.toml", settings("\"fraud\"", "\"oos\""), .badSetting, line: 18, says: "oos"),
        Broken("an intent twice", "workflow.toml", settings("\"printer\"", "\"reset\""), .duplicateIntent, line: 12, says: "line 6"),
        Broken(
            "no template", "workflow.toml", settings("template = \"Open the portal.\"", ""), .missingTemplate, line: 6, says: "template"),
        Broken(
            "a template too many", "workflow.toml", settings("risk = \"high\"", "template = \"x\""), .uselessTemplate, line: 18,
            says: "fraud"),
        Broken("no intents", "workflow.toml", "[workflow]\nname = \"desk\"\n", .noIntents, line: nil, says: "0"),
        Broken(
            "an unknown intent in an example", "examples/all.tsv", examples("toner is empty\tprinters"), .unknownIntent, line: 23,
            says: "'printer'"),
        Broken(
            "contradicting examples", "examples/all.tsv", examples("Cannot   PRINT\treset"), .conflictingExample, line: 23,
            says: "all.tsv:10"),
        Broken("too few examples", "examples/all.tsv", "text\tintent\nhello\treset\n", .tooFewExamples, line: 6, says: "1 example;"),
        Broken("no examples at all", "examples/all.tsv", nil, .missingFile, line: nil, says: ".tsv"),
        Broken("a broken example file", "examples/more.tsv", "text\tintent\nonly text\n", .badColumnCount, line: 2, says: "1 column"),
        Broken(
            "a tagger that is not there", "workflow.toml", WorkflowFolder.settings + "\n[tagger]\nfile = \"names.gguf\"\n", .badTagger,
            line: nil, says: "names.gguf"),
        Broken(
            "a tagger that is none", "workflow.toml", WorkflowFolder.settings + "\n[tagger]\nfile = \"\(WorkflowFolder.model)\"\n",
            .badTagger,
            line: nil, says: "weir-tagger"),
        Broken(
            "a tagger that is a number", "workflow.toml", WorkflowFolder.settings + "\n[tagger]\nfile = 7\n", .badSetting, line: 23,
            says: "a string"),
        Broken(
            "an unknown key of the tagger", "workflow.toml", WorkflowFolder.settings + "\n[tagger]\npath = \"names.gguf\"\n", .badSetting,
            line: 23, says: "path"),
        Broken("a level missing", "sensitivity/personal.tsv", nil, .missingFile, line: nil, says: "personal.tsv", withLevels: true),
        Broken(
            "an unknown level", "sensitivity/secret.tsv", "text\nhello\n", .unknownLevel, line: nil, says: "special-category.tsv",
            withLevels: true),
        Broken("a level without texts", "sensitivity/public.tsv", "text\n", .tooFewExamples, line: nil, says: "0 texts", withLevels: true),
        Broken(
            "a level with too few texts", "sensitivity/public.tsv", "text\nhello\n", .tooFewExamples, line: nil, says: "1 text;",
            withLevels: true),
        Broken(
            "a level with two columns", "sensitivity/public.tsv", "text\na\tb\n", .badColumnCount, line: 2, says: "one", withLevels: true),
        Broken(
            "a level with another header", "sensitivity/public.tsv", "text\tintent\na\tb\n", .badHeader, line: 1, says: "'text'",
            withLevels: true),
        Broken(
            "one text in two levels", "sensitivity/special-category.tsv", "text\nTell me about  WEATHER 0\n", .conflictingExample, line: 2,
            says: "'public'", withLevels: true),
        Broken("an article without a title", "knowledge/new.md", "Text\n", .badArticle, line: 1, says: "# ..."),
        Broken("an article id with capitals", "knowledge/New.md", "# T\nText\n", .badName, line: nil, says: "New"),
        Broken("knowledge without articles", "knowledge/jam.md", nil, .noArticles, line: 12, says: "printer"),
        Broken("a threshold above 1", "policy.toml", "default_threshold = 1.5\n", .badSetting, line: 1, says: "default_threshold"),
        Broken("a threshold below 0", "policy.toml", "default_threshold = -0.5\n", .badSetting, line: 1, says: "0 to 1"),
        Broken("a misspelt policy key", "policy.toml", "defalt_threshold = 0.5\n", .badSetting, line: 1, says: "default_threshold"),
        Broken("a policy for an unknown intent", "policy.toml", "[[intent]]\nname = \"fruad\"\n", .badSetting, line: 2, says: "'fraud'"),
        Broken(
            "two policies for an intent", "policy.toml", "[[intent]]\nname = \"fraud\"\n[[intent]]\nname = \"fraud\"\n", .badSetting,
            line: 4, says: "one table"),
    ])
    func refuses(_ broken: Broken) throws {
        var files = broken.withLevels ? WorkflowFolder.sensitivityFiles() : [:]
        files[broken.file] = broken.text
        let error = #expect(throws: WorkflowError.self) { try WorkflowFolder.workflow(files) }
        let problem = try #require(error?.problems.first { $0.code == broken.code }, "\(error?.description ?? "nothing thrown")")
        #expect(problem.line == broken.line, "\(problem)")
        #expect(problem.description.contains(broken.says), "\(problem)")
    }

    @Test func reportsAllProblemsAtOnce() throws {
        let changes = [
            "examples/all.tsv": "text\tintent\nhello\tnobody\n", "knowledge/jam.md": "no title", "policy.toml": "offline = \"maybe\"\n",
        ]
        let error = #expect(throws: WorkflowError.self) { try WorkflowFolder.workflow(changes) }
        let codes = Set(error?.problems.map(\.code) ?? [])
        #expect(codes.isSuperset(of: [.unknownIntent, .tooFewExamples, .badArticle, .badSetting]), "\(error?.description ?? "")")
    }

    @Test func leavesOutARepeatedExampleWithAWarning() throws {
        let workflow = try WorkflowFolder.workflow(["examples/more.tsv": "text\tintent\nCannot print\tprinter\n"])
        #expect(workflow.examples.count == 18)
        #expect(workflow.warnings.contains { $0.code == .repeatedExample && $0.line == 2 && $0.problem.contains("all.tsv:10") })
    }
}
