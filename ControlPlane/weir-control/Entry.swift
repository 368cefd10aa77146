import ArgumentParser

/// Exit codes: 0 done, 1 error, 2 usage, 3 halted or failed rollout, 4 timed out.
@main
struct Entry {
    @concurrent static func main() async {
        do {
            var command = try WeirControl.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            WeirControl.exit(withError: code)
        } catch {
            let code = WeirControl.exitCode(for: error)
            // Help and version are asked for by errors too.
            if code.isSuccess { WeirControl.exit(withError: error) }
            Console.complain(WeirControl.fullMessage(for: error))
            // ArgumentParser's code for wrong usage is 64, sysexits' EX_USAGE; ours is 2.
            WeirControl.exit(withError: ExitCode(code == .validationFailure ? 2 : 1))
        }
    }
}

struct WeirControl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir-control", abstract: "The control plane of Weir, and every operator's verb.",
        discussion: """
            Verbs that speak to a running plane take its URL from --plane or WEIR_PLANE and the operator's token from --token-file or \
            WEIR_TOKEN_FILE. --output json is for scripts. Exit codes: 0 done, 1 error, 2 usage, 3 halted or failed rollout, 4 timed out.
            """, version: Version.current,
        subcommands: [
            Serve.self, Keys.self, Nodes.self, WorkflowNoun.self, ReleaseNoun.self, RolloutNoun.self, PolicyNoun.self, ApprovalsNoun.self,
            ModelNoun.self, TaggerNoun.self, MetricsNoun.self, Tap.self, ConfigNoun.self,
        ])
}
