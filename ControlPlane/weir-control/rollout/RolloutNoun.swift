import ArgumentParser
import Fleet
import PlaneAPI

struct RolloutNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollout", abstract: "Move nodes to a release.",
        subcommands: [RolloutStart.self, RolloutStatus.self, RolloutAbort.self, RolloutHistory.self])

    static func text(_ rollout: API.Rollout) -> String {
        var table = Table("ROLLOUT", "\(rollout.rollout)")
        table.add("release", rollout.release)
        table.add("state", rollout.state)
        if !rollout.labels.isEmpty {
            table.add("labels", rollout.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ","))
        }
        table.add("active", "\(active(rollout)) of \(rollout.nodes.count) nodes")
        var nodes = Table("NODE", "PROGRESS", "DETAIL")
        for node in rollout.nodes { nodes.add(node.node, node.progress, node.detail) }
        return table.text + "\n\n" + nodes.text
    }

    static func active(_ rollout: API.Rollout) -> Int { rollout.nodes.count { $0.progress == "active" } }

    /// Follows a rollout to its end.
    static func follow(_ client: PlaneClient, _ number: Int64, seconds: Int) async throws -> PlaneClient.Answer<API.Rollout> {
        let end = ContinuousClock.now.advanced(by: .seconds(seconds))
        while true {
            let answer = try await client.get("/api/v1/rollouts/\(number)", as: API.Rollout.self)
            let rollout = answer.value
            let isOver = ["complete", "failed", "aborted"].contains(rollout.state)
            Console.progress("\(rollout.state): \(active(rollout)) of \(rollout.nodes.count) nodes active", isLast: isOver)
            if isOver { return answer }
            guard ContinuousClock.now < end else {
                Console.complain("rollout \(number) is still \(rollout.state) after \(seconds) s")
                throw ExitCode.timedOut
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    static func show(_ answer: PlaneClient.Answer<API.Rollout>, _ output: OutputFormat) throws {
        if output == .json { Console.print(json: answer.json) } else { Console.print(text(answer.value)) }
        if ["failed", "aborted"].contains(answer.value.state) { throw ExitCode.halted }
    }
}
