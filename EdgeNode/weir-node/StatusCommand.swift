import ArgumentParser
import FoundationEssentials
import Transfer

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What the running node says of itself.",
        discussion: "Exit code 0 when it is ready, 1 when it is not.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print the node's own JSON.")
    var json = false

    private struct Ready: Decodable {
        var ready: Bool
        var reason: String?
        var node: String
        var version: String
        var link: String
        var release: String?
        var workflow: String?
        var policy_version: UInt64
        var kernel_table: String?
    }

    func run() async throws {
        let (settings, _) = try options.load()
        let api = LocalAPI(settings)
        defer { api.close() }
        let response = try await api.send(.get, "/readyz")
        guard let ready = try? JSONDecoder().decode(Ready.self, from: Data(response.body)) else {
            throw CommandError("\(api.base) does not answer like a weir-node")
        }
        if json {
            Output.line(String(decoding: response.body, as: UTF8.self))
        } else {
            Output.line("node     \(ready.node) \(ready.version) at \(api.base)")
            Output.line("ready    \(ready.ready ? "yes" : "no: \(ready.reason ?? "")")")
            Output.line("link     \(ready.link)")
            Output.line("release  \(ready.release.map { "\(ready.workflow ?? "") \($0.prefix(12))" } ?? "none")")
            Output.line("policy   \(ready.policy_version)")
            Output.line("kernels  \(ready.kernel_table ?? "-")")
        }
        if !ready.ready { throw ExitCode(1) }
    }
}
