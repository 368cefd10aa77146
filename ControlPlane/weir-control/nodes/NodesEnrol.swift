import ArgumentParser
import PlaneAPI
import Transfer

struct NodesEnrol: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol", abstract: "Add a node and make its broker password, which is shown once.",
        discussion: """
            The password goes to --password-file (0600), or to standard output without it. Give it to the broker (mosquitto_passwd) and to the \
            node's mqtt password file.
            """)

    @Argument(help: "3 to 63 of a-z, 0-9 and '-'; also its broker user name.") var node: String
    @Option(name: .long, help: ArgumentHelp("A label, e.g. --label site=lab. May be given again.", valueName: "name=value")) var label:
        [String] = []
    @Option(name: .long, help: "Write the password here instead of showing it. Must not exist.") var passwordFile: String?
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let answer: PlaneClient.Answer<API.Enrolled> = try await options.client().send(
            .post, "/api/v1/nodes", API.Enrolment(node: node, labels: try Labels.parse(label)))
        if let passwordFile {
            guard try SecretFile.create(passwordFile, answer.value.brokerPassword) else {
                throw Failure("\(node) is enrolled, but \(passwordFile) exists already; its password was not written")
            }
            Console.print("\(answer.value.node) enrolled; its broker password is in \(passwordFile)")
        } else if options.output == .json {
            Console.print(json: answer.json)
        } else {
            Console.print("\(answer.value.node) enrolled; its broker password, shown once:\n\(answer.value.brokerPassword)")
        }
    }
}

enum Labels {
    static func parse(_ entries: [String]) throws -> [String: String] {
        var labels: [String: String] = [:]
        for entry in entries {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { throw ValidationError("a label is name=value, found '\(entry)'") }
            labels[String(parts[0])] = String(parts[1])
        }
        return labels
    }
}
