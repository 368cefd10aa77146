import ArgumentParser
import Contract
import PlaneAPI
import Transfer
import Workflows

struct PolicySet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change the policy; the new version is signed and sent to all nodes at once.")

    @Option(name: .long, help: "Least confidence to stay local, 0 to 1; above 1 nothing stays local. With --intent: of that class.")
    var threshold: Double?
    @Option(name: .long, help: "Greatest out-of-scope score to stay local, 0 to 1.") var outOfScopeThreshold: Double?
    @Option(name: .long, help: "Least cosine for a passage to be an answer, -1 to 1.") var passageThreshold: Double?
    @Option(name: .long, help: "Cap on a completion's tokens. With --intent: of that class.") var maxTokens: Int?
    @Option(name: .long, help: "Seconds an escalation may take before it expires.") var answerDeadline: Int?
    @Option(name: .long, help: "answer, wait or refuse while the link is down. With --intent: of that class.") var offline: String?
    @Option(name: .long, help: "The class meant.") var intent: String?
    @Option(name: .long, help: "low or high; needs --intent.") var risk: String?
    @Flag(name: .long, help: "Take the class back to the defaults; needs --intent.") var reset = false
    @Option(name: .long, help: "true: nothing of any request leaves its device, masked or not. With --intent: of that class's requests.")
    var localOnly: Bool?
    @Option(name: .long, help: "Nor of requests of this level or above: public, internal, personal, special-category, or never.")
    var localOnlyFrom: String?
    @Option(name: .long, help: "Put the [privacy] section of this workflow folder's policy.toml in place of the one in force.")
    var privacyFrom: String?
    @Flag(name: .long, help: "Wait until every ready node applies it.") var wait = false
    @Option(name: .long, help: "Seconds to wait at most.") var timeout = 60
    @OptionGroup var options: PlaneOptions

    func validate() throws {
        if threshold == nil, outOfScopeThreshold == nil, passageThreshold == nil, maxTokens == nil, answerDeadline == nil, offline == nil,
            risk == nil, !reset, localOnly == nil, localOnlyFrom == nil, privacyFrom == nil
        {
            throw ValidationError("Say what to change, e.g. --threshold 0.9.")
        }
    }

    @concurrent func run() async throws {
        let client = try options.client()
        var patch = API.PolicyPatch()
        patch.threshold = threshold
        patch.outOfScopeThreshold = outOfScopeThreshold
        patch.passageThreshold = passageThreshold
        patch.maxTokens = maxTokens
        patch.answerDeadlineSeconds = answerDeadline
        patch.offline = offline
        patch.intent = intent
        patch.risk = risk
        patch.resetIntent = reset ? true : nil
        patch.localOnly = localOnly
        patch.localOnlyFrom = localOnlyFrom
        patch.privacy = try privacyFrom.map { API.PrivacyPolicy(try Workflow(folder: $0).policy.policy.privacy) }
        var answer: PlaneClient.Answer<API.Policy> = try await client.send(.patch, "/api/v1/policy", patch)
        if wait {
            let version = answer.value.version
            let end = ContinuousClock.now.advanced(by: .seconds(timeout))
            while true {
                let nodes = try await client.get("/api/v1/nodes", as: API.Nodes.self).value.nodes.filter {
                    $0.status == "ready" && !$0.revoked
                }
                let applied = nodes.count { $0.policyVersion >= version }
                Console.progress("applied by \(applied) of \(nodes.count) ready nodes", isLast: applied == nodes.count)
                if applied == nodes.count { break }
                guard ContinuousClock.now < end else {
                    Console.complain("not all nodes applied policy \(version) within \(timeout) s")
                    throw ExitCode.timedOut
                }
                try await Task.sleep(for: .milliseconds(200))
            }
            answer = try await client.get("/api/v1/policy")
        }
        if options.output == .json { Console.print(json: answer.json) } else { Console.print(PolicyNoun.text(answer.value)) }
    }
}
