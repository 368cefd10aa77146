import ArgumentParser
import Logging
import Telemetry

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs the node until SIGTERM or SIGINT.",
        discussion: """
            Serves its HTTP API, keeps the link to the control plane, installs what both keys allow. Without a release it runs and says so in \
            /readyz; requests then escalate. A second instance on the same data_dir is refused.
            """)

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        ResidentMemory.limitAllocator()
        let (settings, _) = try options.load()
        WeirLogHandler.bootstrap(level: settings.logLevel.level)
        var logger = Logger(label: "weir.node")
        logger.logLevel = settings.logLevel.level
        try await NodeProcess(settings: settings, logger: logger).run()
    }
}
