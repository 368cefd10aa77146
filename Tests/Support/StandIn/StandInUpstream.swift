import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle
import Telemetry

/// A large-model upstream for tests and demonstrations: OpenAI's chat protocol over a real socket, with failures on request.
///
/// Its model is `stand-in` and every completion says so. `POST /v1/chat/completions` (streamed or not) and `GET /v1/models` are the protocol;
/// `GET /stats`, `GET /received` and `POST /control` (see `Control`) are for whoever runs it. A completion is a function of the prompt alone, and
/// the same `Idempotency-Key` gives the stored completion and is billed once. Test equipment: nothing in the product knows of it.
package final class StandInUpstream: Service {
    package static let model = "stand-in"

    package struct Settings: Sendable {
        package var host: String
        /// 0 takes any free port.
        package var port: Int
        package var latencyMilliseconds: Int
        /// Asked for as `Authorization: Bearer` on the protocol's endpoints; nil lets everybody in.
        package var apiKey: String?

        package init(host: String = "127.0.0.1", port: Int = 0, latencyMilliseconds: Int = 0, apiKey: String? = nil) {
            self.host = host
            self.port = port
            self.latencyMilliseconds = latencyMilliseconds
            self.apiKey = apiKey
        }
    }

    private let settings: Settings
    private let logger: Logger
    private let state: Lock<StandInState>
    private let onListening: @Sendable (Int) async -> Void

    /// `onListening` gets the port.
    package init(settings: Settings = Settings(), logger: Logger, onListening: @escaping @Sendable (Int) async -> Void = { _ in }) {
        self.settings = settings
        self.logger = logger
        self.onListening = onListening
        state = Lock(StandInState(latencyMilliseconds: settings.latencyMilliseconds))
    }

    /// Serves until cancelled or shut down gracefully.
    package func run() async throws {
        let routes = StandInRoutes(state: state, apiKey: settings.apiKey)
        let application = Application(
            router: routes.router(), configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: "stand-in"),
            onServerRunning: { [onListening] channel in await onListening(channel.localAddress?.port ?? 0) }, logger: logger)
        try await application.run()
    }

    package var statistics: Statistics { state.withLock { $0.statistics } }

    /// Bodies of the chat requests received, oldest first; the last 5,000.
    package var receivedBodies: [String] { state.withLock { $0.bodies } }

    package func apply(_ control: Control) { state.withLock { $0.apply(control) } }

    /// Starts a stand-in on a free port, gives its base URL (`http://127.0.0.1:PORT/v1`) to `body`, and ends it when that returns or throws.
    package static func withRunning<Result: Sendable>(
        _ settings: Settings = Settings(), _ body: @Sendable (StandInUpstream, _ baseURL: String) async throws -> Result
    ) async throws -> Result {
        var logger = Logger(label: "stand-in")
        // Connections still open at the end are reported as errors.
        logger.logLevel = .critical
        let (ports, port) = AsyncStream<Int>.makeStream()
        let upstream = StandInUpstream(settings: settings, logger: logger) { number in
            port.yield(number)
            port.finish()
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await upstream.run()
            }
            guard let number = await ports.first(where: { _ in true }) else {
                try await group.waitForAll()
                throw CancellationError()
            }
            let result = try await body(upstream, "http://\(settings.host):\(number)/v1")
            group.cancelAll()
            return result
        }
    }
}
