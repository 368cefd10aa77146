import ArgumentParser
import PlaneAPI
import Transfer

struct NodesRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Refuse a node from now on. Remove its broker account as well (mosquitto_passwd -D).")

    @Argument(help: "The node's name.") var node: String
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().send(.delete, "/api/v1/nodes/\(PlaneClient.escape(node))", as: API.Node.self)
        if options.output == .json { Console.print(json: answer.json) } else { Console.print("\(answer.value.node) revoked") }
    }
}
