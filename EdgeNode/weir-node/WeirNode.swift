import ArgumentParser

#if canImport(Glibc)
    import Glibc
#endif

/// The command line. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.
struct WeirNode: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir-node",
        abstract: "Answers language work on this device and escalates the rest, masked.",
        discussion: """
            'run' is the daemon. 'status', 'ask' and 'doctor' talk to it or look at its surroundings. 'embed', 'tokenize', 'mask', 'restore' \
            and 'bench' need no node: they read standard input and print to standard output.

            Settings come from a TOML file, above it environment variables (WEIR_NODE_<SECTION>_<KEY>, e.g. WEIR_NODE_API_PORT), above them \
            --set section.key=value. 'config show' prints what is in force and where each value came from.
            """,
        version: AgentVersion.text,
        subcommands: [
            RunCommand.self, ConfigCommand.self, StatusCommand.self, AskCommand.self, DoctorCommand.self, EmbedCommand.self,
            TokenizeCommand.self, MaskCommand.self, RestoreCommand.self, BenchCommand.self,
        ])
}

enum AgentVersion {
    static let text = "0.1.0"
}

@main
enum Main {
    static func main() async {
        await start()
    }

    /// Off the main actor at once: every hop from there costs a change of threads.
    @concurrent
    private static func start() async {
        do {
            var command = try WeirNode.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as OutputError {
            error.end()
        } catch {
            let message = WeirNode.fullMessage(for: error)
            let code = WeirNode.exitCode(for: error)
            if code.isSuccess {
                Output.line(message)
                exit(0)
            }
            if !message.isEmpty { Output.error(message) }
            exit(error is UsageError || code == .validationFailure ? 2 : 1)
        }
    }
}

/// Something the caller has to put right before another try.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Something that went wrong while the command ran.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
