import Contract
import TypedTOML

/// workflow.toml.
struct WorkflowSettings {
    struct Intent {
        let definition: IntentDefinition
        let line: Int?
    }

    enum RiskName: String, CaseIterable { case low, high }
    enum ActionName: String, CaseIterable { case template, knowledge, escalate }
    enum OfflineName: String, CaseIterable { case answer, wait, refuse }

    static let intentLimit = 2...4096
    static let maximumTokens = 1_000_000

    let path: String
    let name: String
    let description: String
    /// Of the table [tagger], as it stands there; nil without one.
    let taggerFile: String?
    let intents: [Intent]
    /// What is wrong with single intents; the file as a whole can be read.
    let problems: [WorkflowProblem]

    init(path: String) throws(WorkflowError) {
        self.path = path
        do throws(ConfigurationError) {
            let file = try ConfigurationFile(path: path, environmentPrefix: "WEIR_WORKFLOW")
            let head = try file.section("workflow")
            name = try head.requiredString("name")
            description = try head.string("description", default: "")
            taggerFile = try file.section("tagger").optionalString("file")
            var intents: [Intent] = []
            var problems: [WorkflowProblem] = []
            guard Self.isName(name) else { throw head.unusable("name", "must be of a-z, 0-9, '-' and '_', at most 64", found: "'\(name)'") }
            for section in try file.sections("intent") { intents.append(try Self.intent(section)) }
            try file.refuseUnknownKeys()
            var lines: [String: Int?] = [:]
            for intent in intents {
                if let before = lines.updateValue(intent.line, forKey: intent.definition.name) {
                    let place = before.map { " in line \($0)" } ?? ""
                    problems.append(
                        WorkflowProblem(
                            .duplicateIntent, file: path, line: intent.line,
                            problem: "intent '\(intent.definition.name)' was defined before\(place)", remedy: "give each intent one table"))
                }
                problems += Self.check(intent, path)
            }
            if !Self.intentLimit.contains(intents.count) {
                problems.append(
                    WorkflowProblem(
                        .noIntents, file: path, problem: "has \(intents.count) [[intent]] tables",
                        remedy: "\(Self.intentLimit.lowerBound) to \(Self.intentLimit.upperBound) are expected"))
            }
            self.intents = intents
            self.problems = problems
        } catch {
            throw WorkflowError(error)
        }
    }

    private static func intent(_ section: ConfigurationSection) throws(ConfigurationError) -> Intent {
        var definition = IntentDefinition()
        definition.name = try section.requiredString("name")
        guard isName(definition.name), definition.name != Workflow.outOfScopeLabel else {
            throw section.unusable(
                "name", "must be of a-z, 0-9, '-' and '_', at most 64, and not '\(Workflow.outOfScopeLabel)'", found: "'\(definition.name)'"
            )
        }
        definition.description_p = try section.string("description", default: "")
        definition.risk = try section.choice("risk", default: RiskName.low) == .high ? .high : .low
        definition.action =
            switch try section.choice("action", default: ActionName.escalate) {
            case .template: .template
            case .knowledge: .knowledge
            case .escalate: .escalate
            }
        definition.template = try section.string("template", default: "")
        if try section.optionalString("offline") != nil {
            definition.offline = try section.choice("offline", default: OfflineName.wait).contract
        }
        definition.maxTokens = UInt32(try section.integer("max_tokens", default: 0, in: 0...maximumTokens))
        // The line of the table, through the one thing that knows lines: an error about it.
        return Intent(definition: definition, line: section.unusable("name", "").line)
    }

    private static func check(_ intent: Intent, _ path: String) -> [WorkflowProblem] {
        let definition = intent.definition
        if definition.action == .template, definition.template.allSatisfy(\.isWhitespace) {
            return [
                WorkflowProblem(
                    .missingTemplate, file: path, line: intent.line,
                    problem: "intent '\(definition.name)' answers with a template and has none",
                    remedy: "write what the user is told into 'template'")
            ]
        }
        if definition.action != .template, !definition.template.isEmpty {
            return [
                WorkflowProblem(
                    .uselessTemplate, file: path, line: intent.line,
                    problem: "intent '\(definition.name)' has a template and another action",
                    remedy: "set action = \"template\" or remove it")
            ]
        }
        return []
    }

    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
    }
}

extension WorkflowSettings.OfflineName {
    var contract: OfflineContract {
        switch self {
        case .answer: .answer
        case .wait: .wait
        case .refuse: .refuse
        }
    }
}

extension WorkflowError {
    init(_ error: ConfigurationError) {
        let code: WorkflowProblem.Code
        let text = error.description
        switch error.code {
        case .unreadable: code = .unreadable
        default: code = .badSetting
        }
        // The description already begins with the place, which the problem says itself.
        let prefix = error.line.map { "\(error.file):\($0): " } ?? "\(error.file): "
        let problem = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        self.init(
            code, file: error.file, line: error.line, problem: problem,
            remedy: code == .unreadable ? "create it, or correct its permissions" : "firmware-config/README.md lists every key")
    }
}
