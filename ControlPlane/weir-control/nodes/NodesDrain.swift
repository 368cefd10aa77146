import ArgumentParser
import PlaneAPI
import Transfer

struct NodesDrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Ask a node to take no more requests. It must be connected.")

    @Argument(help: "The node's name.") var node: String
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer = try await options.client().send(
            .post, "/api/v1/nodes/\(PlaneClient.escape(node))/commands", API.CommandRequest(command: "drain"), as: [String: String].self)
        if options.output == .json { Console.print(json: answer.json) } else { Console.print("asked \(node) to drain") }
    }
}
