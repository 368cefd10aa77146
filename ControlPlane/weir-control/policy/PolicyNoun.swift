import ArgumentParser
import PlaneAPI

struct PolicyNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Thresholds and rules; they reach every node without a new release.",
        subcommands: [PolicyShow.self, PolicyDiff.self, PolicySet.self])

    static func text(_ policy: API.Policy) -> String {
        var table = Table("POLICY", "VERSION \(policy.version)")
        table.add("workflow", policy.workflow)
        table.add("default threshold", "\(policy.defaultThreshold)")
        table.add("out-of-scope threshold", "\(policy.outOfScopeThreshold)")
        table.add("passage threshold", "\(policy.passageThreshold)")
        table.add("max tokens", policy.maxTokens == 0 ? "the plane's" : "\(policy.maxTokens)")
        table.add("offline", policy.offline)
        table.add("answer deadline", policy.answerDeadlineSeconds == 0 ? "none" : "\(policy.answerDeadlineSeconds) s")
        if let nodes = policy.nodes, let applied = policy.appliedBy { table.add("applied by", "\(applied) of \(nodes) nodes") }
        var text = table.text
        if !policy.intents.isEmpty {
            var intents = Table("INTENT", "THRESHOLD#", "RISK", "OFFLINE", "MAX TOKENS#", "LOCAL ONLY")
            for intent in policy.intents {
                intents.add(
                    intent.intent, intent.threshold.map { "\($0)" } ?? "-", intent.risk ?? "-", intent.offline ?? "-",
                    intent.maxTokens.map { "\($0)" } ?? "-", intent.localOnly == true ? "yes" : "-")
            }
            text += "\n\n" + intents.text
        }
        return text + "\n\n" + PolicyText.toml(policy.privacy).joined(separator: "\n")
    }
}

struct PolicyShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "The policy in force, and how many nodes apply it.")

    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().get("/api/v1/policy", as: API.Policy.self)
        if options.output == .json { Console.print(json: answer.json) } else { Console.print(PolicyNoun.text(answer.value)) }
    }
}
