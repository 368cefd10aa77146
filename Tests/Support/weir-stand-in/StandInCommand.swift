import ArgumentParser
import FoundationEssentials
import Glibc
import Logging
import ServiceLifecycle
import StandIn
import UnixSignals

@main
struct StandInCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir-stand-in", abstract: "A large-model upstream for tests and demonstrations, labelled stand-in in every answer.",
        discussion: """
            Speaks OpenAI's chat protocol on loopback: POST /v1/chat/completions, GET /v1/models.
            GET /stats counts requests and billed completions; GET /received lists the request bodies; POST /control takes
            {"faults": [{"status": 429, "retry_after": 1}, {"reset": true}, {"half": true}, {"stall_ms": 5000}, {"garbage": true}],
             "latency_ms": 20, "reset": true}; each fault is used up by one chat request.
            """)

    @Option(help: "Port on 127.0.0.1; 0 takes a free one. The address is printed once it listens.")
    var port = 0

    @Option(help: "Silence before every answer, in milliseconds.")
    var latencyMs = 0

    @Option(help: "Ask for this key as a bearer token.")
    var apiKey: String?

    @Option(help: "A file with what POST /control takes, applied before the first request.")
    var script: String?

    func run() async throws {
        var logger = Logger(label: "weir-stand-in")
        logger.logLevel = .warning
        let settings = StandInUpstream.Settings(port: port, latencyMilliseconds: latencyMs, apiKey: apiKey)
        let upstream = StandInUpstream(settings: settings, logger: logger) { port in
            print("listening http://127.0.0.1:\(port)")
            // Output to a pipe is held back otherwise, and scripts wait for this line.
            fflush(nil)
        }
        if let script {
            upstream.apply(try JSONDecoder().decode(Control.self, from: Data(contentsOf: URL(fileURLWithPath: script))))
        }
        let group = ServiceGroup(
            configuration: .init(services: [upstream], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}
