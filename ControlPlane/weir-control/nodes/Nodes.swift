import ArgumentParser

struct Nodes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes", abstract: "The fleet's nodes.",
        subcommands: [NodesList.self, NodesShow.self, NodesEnrol.self, NodesRevoke.self, NodesDrain.self])
}
