import ArgumentParser
import PlaneAPI
import Transfer

struct RolloutStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Move all matching nodes to a release at once.",
        discussion: "A node's refusal fails the rollout; nodes that have not switched stay with what they run.")

    @Argument(help: "The release's name, or a prefix of at least four digits.") var release: String
    @Option(name: .long, help: ArgumentHelp("Only nodes with this label. May be given again.", valueName: "name=value")) var label:
        [String] = []
    @Option(name: .long, help: "At most so many nodes, in order of name.") var limit: Int?
    @Flag(name: .long, help: "Wait for its end.") var wait = false
    @Option(name: .long, help: "Seconds to wait at most.") var timeout = 300
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let client = try options.client()
        let labels = try Labels.parse(label)
        var answer: PlaneClient.Answer<API.Rollout> = try await client.send(
            .post, "/api/v1/rollouts", API.RolloutStart(release: release, labels: labels.isEmpty ? nil : labels, limit: limit))
        if wait { answer = try await RolloutNoun.follow(client, answer.value.rollout, seconds: timeout) }
        try RolloutNoun.show(answer, options.output)
    }
}
