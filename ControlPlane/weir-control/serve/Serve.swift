import Aggregation
import Approvals
import ArgumentParser
import Contract
import Fleet
import Hummingbird
import Ingest
import LLM
import Logging
import Messaging
import PlaneAPI
import Releases
import Rollouts
import SQLite
import ServiceLifecycle
import SwiftProtobuf
import Telemetry
import Transfer
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the control plane.",
        discussion: """
            Takes in what nodes send over MQTT, has escalations answered by the configured large model, tells nodes which policy and release to \
            run, and serves the API, the page at / and metrics at /metrics. Ends cleanly on SIGTERM and SIGINT.
            """)

    @OptionGroup var configuration: ConfigurationOptions

    @concurrent func run() async throws {
        let settings = try configuration.load()
        WeirLogHandler.bootstrap(level: settings.logLevel)
        let logger = Logger(label: "plane")
        let lock = try DataDirectory(settings.dataDirectory)
        let token = try SecretFile.operatorToken(settings.operatorTokenFile)
        let director = try SigningKey(path: settings.directorPrivateKey)
        guard director.kind == .director else { throw Failure("\(settings.directorPrivateKey): not a director key") }
        let release = try VerificationKey(path: settings.releasePublicKey)
        guard release.kind == .release else { throw Failure("\(settings.releasePublicKey): not a release key") }
        let database = try Database(
            path: "\(settings.dataDirectory)/plane.sqlite",
            // A receipt is a promise: what it names survives a power cut.
            settings: Database.Settings(synchronous: .full, readers: 3),
            migrator: Migrator(FleetSchema.migrations + RolloutSchema.migrations + IngestService.migrations))
        defer { try? database.close() }
        try await serve(settings, token: token, director: director, release: release, database: database, logger: logger)
        // The folder is ours to the last write.
        withExtendedLifetime(lock) {}
    }

    private func serve(
        _ settings: PlaneConfiguration, token: String, director key: SigningKey, release: VerificationKey, database: Database,
        logger: Logger
    ) async throws {
        let epoch = UInt64.random(in: 1 ... .max)
        var broker = settings.broker
        broker.will = IngestService.will(epoch: epoch)
        let client = try MQTTClient(settings: broker, logger: Logger(label: "mqtt"))
        let registry = try await FleetRegistry(database: database)
        let fleetMetrics = try await FleetMetrics(database: database)
        let approvals = ApprovalQueue(database: database)
        let policies = PolicyStore(database: database)
        let releases = try await ReleaseStore(root: "\(settings.dataDirectory)/releases", database: database, key: release)
        let director = Director(
            database: database, registry: registry, policies: policies, releaseBaseURL: "\(settings.publicBaseURL)/releases", key: key,
            logger: Logger(label: "director")
        ) { node, document in
            try await client.publish(topic: Topic.desired(node).name, payload: document, retain: true)
        }
        let rollouts = RolloutEngine(
            database: database, registry: registry, releases: releases, policies: policies, director: director,
            logger: Logger(label: "rollouts"))
        let llm = LLMClient(
            settings: settings.llm,
            transfer: HTTPTransfer(settings: HTTPTransfer.Settings(maximumTransfers: max(16, settings.ingest.maxConcurrent))),
            logger: Logger(label: "llm"))
        let ingest = IngestService(
            settings: settings.ingest, database: database, client: client, registry: registry, fleetMetrics: fleetMetrics,
            approvals: approvals, llm: llm, prices: settings.prices,
            observers: IngestService.Observers(
                linked: { await director.publishAll() }, reported: { node, state in await rollouts.reported(node, state) },
                enrolled: { node in
                    do { try await director.refresh(node) } catch {
                        Logger(label: "director").error("desired state not composed", metadata: ["node": "\(node)", "error": "\(error)"])
                    }
                }), epoch: epoch, logger: Logger(label: "ingest"))
        try await rollouts.resume()

        let notifier = SystemdNotifier.fromEnvironment()
        let server = Server(
            settings: ServerSettings(
                host: settings.host, port: settings.port, operatorToken: token, pageIsPublic: settings.pageIsPublic),
            services: PlaneServices(
                name: settings.name, version: Version.current, upstreamModel: settings.llm.model, database: database, registry: registry,
                policies: policies,
                releases: releases,
                director: director, rollouts: rollouts, approvals: approvals, metrics: fleetMetrics, isLinked: { client.isConnected },
                sendCommand: { node, kind in
                    let payload: [UInt8] = try Command.with { $0.kind = kind }.serializedBytes()
                    try await client.publish(topic: Topic.command(node).name, payload: payload, expiry: .seconds(60))
                },
                writeMetrics: { text in
                    ingest.metrics.write(to: &text)
                    llm.metrics.write(to: &text)
                }), logger: Logger(label: "api"))
        let application = server.application { port in
            logger.info("listening", metadata: ["url": "http://\(settings.host):\(port)", "upstream": "\(settings.llm.baseURL)"])
            notifier.ready()
        }
        // Shut down in reverse: first no more calls from operators, then escalations to their grace, last the link.
        let services: [any Service] = [client, ingest, Watchdog(notifier: notifier, database: database), application]
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(logger)))
        try await group.run()
        logger.info("ended")
    }

    private func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}

/// Tells systemd that the plane lives, as long as its database answers; says goodbye when it ends.
private struct Watchdog: Service {
    let notifier: SystemdNotifier
    let database: Database

    func run() async throws {
        let interval = (notifier.watchdogInterval ?? .seconds(60)) / 2
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: interval)
                if (try? await database.read { try $0.integer("SELECT 1") }) == 1 { notifier.watchdog() }
            }
        }
        notifier.stopping()
    }
}
