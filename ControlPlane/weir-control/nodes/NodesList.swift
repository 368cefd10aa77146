import ArgumentParser
import Fleet
import PlaneAPI

struct NodesList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All nodes: state, release, policy, share kept local.")

    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().get("/api/v1/nodes", as: API.Nodes.self)
        if options.output == .json { return Console.print(json: answer.json) }
        let now = WallClock.system.nowUnixMs()
        var table = Table("NODE", "STATE", "RELEASE", "POLICY#", "REQUESTS#", "LOCAL#", "SEEN#", "LABELS")
        for node in answer.value.nodes {
            table.add(
                node.node, node.revoked ? "revoked" : node.status, node.release.map { String($0.prefix(12)) } ?? "-",
                "\(node.policyVersion)",
                "\(node.requests)", Figure.share(node.shareLocal), Figure.ago(node.lastSeenUnixMs, now: now),
                node.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ","))
        }
        Console.print(table.text)
    }
}
