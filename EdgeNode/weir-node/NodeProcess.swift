import Contract
import Hummingbird
import Inference
import Logging
import Messaging
import Metering
import NodeAPI
import Outbox
import Pipeline
import Privacy
import Releases
import Routing
import SQLite
import ServiceLifecycle
import SwiftProtobuf
import Telemetry
import Transfer
import UnixSignals
import Update
import Uplink

/// Builds the node from its configuration and runs it to its end. Wiring alone: what happens is in the modules.
struct NodeProcess {
    let settings: NodeConfiguration
    let logger: Logger

    private struct Stores {
        let state: Database
        let decisions: DecisionStore
        let outbox: Outbox
    }

    private func openStores(_ directory: String, _ mapKey: MapKey) async throws -> Stores {
        Stores(
            state: try Database(
                path: "\(directory)/state.db", settings: .init(synchronous: .full, readers: 1),
                migrator: Migrator(UpdateStore.migrations + DesiredStore.migrations)),
            decisions: try DecisionStore(path: "\(directory)/decisions.db"),
            outbox: try await Outbox(
                path: "\(directory)/outbox.db", mapKey: mapKey, settings: settings.outbox,
                now: WallClock.nowUnixMs))
    }

    func run() async throws {
        let notifier = SystemdNotifier.fromEnvironment()
        let directory = try DataDirectory(settings.dataDirectory)
        let releaseKey = try key(settings.releaseKeyFile, .release, "keys.release_public")
        let directorKey = try key(settings.directorKeyFile, .director, "keys.director_public")
        guard let version = SemanticVersion(AgentVersion.text) else { preconditionFailure("the agent's version is none") }
        let token = try settings.tokenFile.map { try NodeConfiguration.secret($0, key: "api.token_file") }
        let mapKey = try MapKeyFile.open("\(directory.path)/map.key")
        let stores = try await openStores(directory.path, mapKey)
        let serving = Serving(hashKey: mapKey.derived(for: "hash"))
        let anonymizer = Anonymizer()
        let meter = NodeMeter(nowUnixMs: WallClock.nowUnixMs())
        let draining = Draining()

        let slots = try SlotStore(root: "\(directory.path)/releases")
        let transfer = HTTPTransfer(settings: .init(maximumTransfers: 2, certificateAuthorityFile: settings.authorityFile))
        let update = UpdateEngine(
            settings: .init(trial: settings.trial), slots: slots, store: UpdateStore(database: stores.state),
            fetcher: ReleaseFetcher(slots: slots, transfer: transfer, logger: log("update")),
            verifier: ReleaseVerifier(keys: [releaseKey], agentVersion: version),
            hooks: releaseHooks(serving, anonymizer),
            now: WallClock.nowUnixMs, logger: log("update"))

        let will =
            try NodeStatus.with {
                $0.state = .lost
                $0.boot = stores.outbox.boot
            }.serializedBytes() as [UInt8]
        let client = try MQTTClient(settings: settings.mqttSettings(will: will), logger: log("mqtt"))
        let uplink = UplinkService(
            settings: .init(
                node: settings.node, labels: settings.labels, agentVersion: AgentVersion.text, directorKeys: [directorKey],
                metricsWindow: settings.metricsWindow, retry: settings.retry),
            client: client, outbox: stores.outbox, desired: DesiredStore(database: stores.state), update: update, meter: meter,
            hooks: uplinkHooks(serving, draining), now: WallClock.nowUnixMs, logger: log("uplink"))
        try await uplink.restore()
        try await update.start()

        // Three lanes more than threads compute: the encoder's gate lets short texts pass long ones, if the long ones leave them a lane.
        let pipeline = RequestPipeline(
            settings: .init(textLimitInBytes: settings.textLimitInBytes, lanes: settings.threads + 3, laneLimit: settings.queueLimit),
            serving: serving, outbox: stores.outbox, decisions: stores.decisions, meter: meter,
            linkIsUp: { uplink.isUp }, isDraining: { draining.isOn }, now: WallClock.nowUnixMs)
        let api = NodeAPI(
            settings: .init(
                host: settings.apiHost, port: settings.apiPort, token: token, answerWait: settings.answerWait,
                models: ModelList(upstreams: settings.upstreamModels), conversationLife: settings.conversationLife),
            pipeline: pipeline,
            facts: NodeFacts(node: settings.node.rawValue, version: AgentVersion.text, link: { uplink.linkDescription }), logger: log("api")
        )
        let (host, logger) = (settings.apiHost, logger)
        let application = api.application { port in
            logger.info("listening", metadata: ["url": "http://\(host):\(port)/", "node": "\(settings.node)"])
            notifier.ready()
        }

        // Shut down from the last to the first: drain, then the API finishes what is under way, then the uplink and the connection go.
        let services: [any Service] = [
            HousekeepingService(
                outbox: stores.outbox, decisions: stores.decisions, retention: settings.decisions,
                answerRetention: settings.answerRetention, clearConversations: { api.clear() },
                notifier: notifier, logger: log("housekeeping")),
            UpdateService(engine: update), client, uplink, application,
            DrainService(draining: draining, uplink: uplink, outbox: stores.outbox, notifier: notifier),
        ]
        // It prints whole services at debug level.
        var quiet = log("services")
        quiet.logLevel = max(quiet.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(15)
        let outcome: Result<Void, any Error>
        do {
            try await ServiceGroup(configuration: configuration).run()
            outcome = .success(())
        } catch { outcome = .failure(error) }
        await uplink.closeWindow()
        transfer.shutdown()
        try stores.outbox.close()
        try stores.decisions.close()
        try stores.state.close()
        withExtendedLifetime(directory) {}
        logger.info("ended")
        try outcome.get()
    }

    private func log(_ part: String) -> Logger {
        var part = Logger(label: "weir.\(part)")
        part.logLevel = settings.logLevel.level
        return part
    }

    private func key(_ path: String, _ kind: KeyKind, _ name: String) throws -> VerificationKey {
        let key: VerificationKey
        do throws(ReleaseRefusal) { key = try VerificationKey(path: path) } catch { throw UsageError("\(name): \(error)") }
        guard key.kind == kind else {
            throw UsageError("\(name): \(path): expected a \(kind.rawValue) key, found a \(key.kind.rawValue) key")
        }
        return key
    }

    private func releaseHooks(_ serving: Serving, _ anonymizer: Anonymizer) -> ReleaseHooks {
        let options = LoadedRelease.Settings(threads: settings.threads, kernels: settings.kernels.table)
        let logger = log("release")
        return ReleaseHooks(
            load: { (verified, directory, selfTest) throws(UpdateError) in
                let release: LoadedRelease
                do throws(ReleaseLoadError) {
                    release = try LoadedRelease(id: verified.id, manifest: verified.manifest, directory: directory, settings: options)
                    if selfTest { try release.selfTest(anonymizer) }
                } catch {
                    throw UpdateError(.selfTest, file: error.file, detail: error.detail)
                }
                return { () throws(UpdateError) in
                    do throws(RoutingError) { try serving.install(release) } catch {
                        throw UpdateError(.unusable, detail: "its default policy: \(error)")
                    }
                    // Fetching, checking and loading leave as much freed memory behind as the release itself takes.
                    ResidentMemory.trim()
                    logger.info(
                        "in service",
                        metadata: [
                            "release": "\(release.id.short)", "workflow": "\(release.manifest.workflow)",
                            "counter": "\(release.manifest.counter)",
                            "kernels": "\(release.encoder.kernelTableName)",
                        ])
                }
            },
            serveNone: {
                do throws(RoutingError) { try serving.install(nil) } catch {
                    logger.error("policy without a release", metadata: ["cause": "\(error)"])
                }
            })
    }

    private func uplinkHooks(_ serving: Serving, _ draining: Draining) -> UplinkHooks {
        UplinkHooks(
            apply: { policy in
                do throws(RoutingError) {
                    try serving.apply(policy)
                    return .applied(unknownIntents: serving.current.release == nil ? [] : serving.current.policy.unknownIntents)
                } catch {
                    return .refused(detail: error.description)
                }
            },
            facts: {
                let active = serving.current
                var facts = UplinkHooks.Facts()
                facts.policyVersion = active.policy.version
                facts.kernelTable = active.release?.encoder.kernelTableName ?? ""
                facts.encoderSHA256 = active.release?.encoderSHA256 ?? ""
                return facts
            },
            drain: { draining.begin() })
    }
}
