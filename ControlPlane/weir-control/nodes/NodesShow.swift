import ArgumentParser
import Fleet
import PlaneAPI

struct NodesShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One node: what it should run, what it runs, what it says.")

    @Argument(help: "The node's name.") var node: String
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().get("/api/v1/nodes/\(PlaneClient.escape(node))", as: API.Node.self)
        if options.output == .json { return Console.print(json: answer.json) }
        let node = answer.value
        let now = WallClock.system.nowUnixMs()
        var table = Table("NODE", node.node)
        table.add("state", node.revoked ? "revoked" : node.status)
        table.add("seen", Figure.ago(node.lastSeenUnixMs, now: now) + (node.lastSeenUnixMs > 0 ? " ago" : ""))
        table.add("desired release", node.desiredRelease ?? "-")
        table.add("active release", node.release.map { "\($0), counter \(node.releaseCounter)" } ?? "-")
        table.add("previous release", node.previousRelease ?? "-")
        table.add("policy", "\(node.policyVersion)")
        table.add("generation", "\(node.generationApplied) applied of \(node.generationSeen) seen")
        for condition in node.conditions {
            table.add(condition.condition, condition.state + (condition.detail.isEmpty ? "" : ": \(condition.detail)"))
        }
        table.add("agent", node.agentVersion)
        table.add("kernels", node.kernelTable)
        table.add("memory", Figure.bytes(node.residentBytes))
        table.add("requests", "\(node.requests), kept local \(Figure.share(node.shareLocal))")
        for (name, value) in node.labels.sorted(by: { $0.key < $1.key }) { table.add("label \(name)", value) }
        Console.print(table.text)
    }
}
