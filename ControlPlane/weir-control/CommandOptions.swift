import ArgumentParser
import FoundationEssentials
import PlaneAPI
import Transfer

/// An error told to a person; the process ends with 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension ExitCode {
    /// A rollout that failed or was aborted.
    static let halted = ExitCode(3)
    static let timedOut = ExitCode(4)
}

struct ConfigurationOptions: ParsableArguments {
    @Option(name: .long, help: "The plane's TOML file. Environment WEIR_CONTROL_<SECTION>_<KEY> and --set rank above it.")
    var config: String?

    @Option(name: .long, help: ArgumentHelp("Set one key, e.g. --set api.port=8701. May be given again.", valueName: "section.key=value"))
    var set: [String] = []

    func load() throws -> PlaneConfiguration {
        var overrides: [String: String] = [:]
        for entry in set {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { throw ValidationError("--set takes section.key=value") }
            overrides[String(parts[0])] = String(parts[1])
        }
        return try PlaneConfiguration(path: config ?? ProcessInfo.processInfo.environment["WEIR_CONTROL_CONFIG"], overrides: overrides)
    }
}

enum OutputFormat: String, CaseIterable, ExpressibleByArgument { case table, json }

/// How a verb reaches the running plane.
struct PlaneOptions: ParsableArguments {
    @Option(name: .long, help: "URL of the running plane. Default: WEIR_PLANE, or http://127.0.0.1:8700.")
    var plane: String?

    @Option(name: .long, help: "File with the operator's token. Default: WEIR_TOKEN_FILE.")
    var tokenFile: String?

    @Option(name: .long, help: "table for people, json for scripts.")
    var output: OutputFormat = .table

    func client() throws -> PlaneClient {
        let environment = ProcessInfo.processInfo.environment
        let path = tokenFile ?? environment["WEIR_TOKEN_FILE"] ?? "/var/lib/weir-control/operator.token"
        return PlaneClient(
            baseURL: plane ?? environment["WEIR_PLANE"] ?? "http://127.0.0.1:8700", token: try SecretFile.read(path))
    }
}
