import Aggregation
import Approvals
import BrokerSupport
import Contract
import Fleet
import Foundation
import LLM
import Logging
import Messaging
import SQLite
import ServiceLifecycle
import StandIn
import SwiftProtobuf
import Synchronization
import Transfer

@testable import Ingest

/// An ingest with all it needs, over a real broker; the upstream is whoever listens at `upstreamURL`.
struct Plane: Sendable {
    let database: Database
    let registry: FleetRegistry
    let metrics: FleetMetrics
    let approvals: ApprovalQueue
    let ingest: IngestService
    let client: MQTTClient
    let group: ServiceGroup

    static func databasePath() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("weir-ingest-\(UUID().uuidString).sqlite").path
    }

    static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    init(path: String, brokerPort: Int, upstreamURL: String, openEnrolment: Bool = true) async throws {
        database = try Database(path: path, migrator: Migrator(FleetSchema.migrations + IngestService.migrations))
        registry = try await FleetRegistry(database: database)
        metrics = try await FleetMetrics(database: database)
        approvals = ApprovalQueue(database: database)
        var mqtt = MQTTSettings(host: "127.0.0.1", port: brokerPort, clientID: "weir-control")
        mqtt.backOff = .init(first: .milliseconds(20), maximum: .milliseconds(100))
        mqtt.will = IngestService.will(epoch: 1)
        client = try MQTTClient(settings: mqtt, logger: Self.quiet)
        var settings = IngestSettings()
        settings.openEnrolment = openEnrolment
        settings.firstResend = .milliseconds(200)
        settings.shutdownGrace = .seconds(2)
        var llm = LLMSettings(baseURL: upstreamURL, model: StandInUpstream.model)
        llm.retry = RetrySchedule(attempts: 3, base: .milliseconds(5), ceiling: .milliseconds(20), longestRetryAfter: .seconds(1))
        ingest = IngestService(
            settings: settings, database: database, client: client, registry: registry, fleetMetrics: metrics, approvals: approvals,
            llm: LLMClient(settings: llm, transfer: HTTPTransfer(), logger: Self.quiet),
            prices: PriceTable([Price(model: "*", promptMicroUSDPerMillion: 1_000_000, completionMicroUSDPerMillion: 2_000_000)]),
            observers: .init(linked: {}, reported: { _, _ in }, enrolled: { _ in }), epoch: 1, logger: Self.quiet)
        let services: [any Service] = [client, ingest]
        group = ServiceGroup(configuration: .init(services: services.map { .init(service: $0) }, logger: Self.quiet))
    }

    /// Runs the plane while `body` runs; ends it gracefully, or as a crash would: by cancellation.
    func running<T: Sendable>(crash: Bool = false, _ body: @Sendable () async throws -> T) async throws -> T {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [group] in try? await group.run() }
            let result: T
            do { result = try await body() } catch {
                tasks.cancelAll()
                throw error
            }
            if crash { tasks.cancelAll() } else { await group.triggerGracefulShutdown() }
            try await tasks.waitForAll()
            return result
        }
    }
}

/// A node as far as the wire goes.
final class WireNode: Sendable {
    let node: NodeID
    let client: MQTTClient
    private let inbox = Mutex<(answers: [Answer], receipts: [Receipt], isOnline: Bool)>(([], [], false))

    init(_ name: String, brokerPort: Int) throws {
        node = NodeID(name)!
        var settings = MQTTSettings(host: "127.0.0.1", port: brokerPort, clientID: name)
        settings.backOff = .init(first: .milliseconds(20), maximum: .milliseconds(100))
        client = try MQTTClient(settings: settings, logger: Plane.quiet)
        try client.setSubscriptions(Topic.nodeFilters(node))
    }

    func running<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [client] in await client.run() }
            tasks.addTask { [self] in
                for await message in client.messages { receive(message) }
            }
            defer { tasks.cancelAll() }
            return try await body()
        }
    }

    private func receive(_ message: MQTTMessage) {
        inbox.withLock { inbox in
            switch Topic(message.topic) {
            case .answer: if let answer = try? Answer(serializedBytes: message.payload) { inbox.answers.append(answer) }
            case .receipt: if let receipt = try? Receipt(serializedBytes: message.payload) { inbox.receipts.append(receipt) }
            case .planeState: inbox.isOnline = (try? PlaneState(serializedBytes: message.payload))?.online ?? false
            default: break
            }
        }
    }

    var answers: [Answer] { inbox.withLock { $0.answers } }
    var isOnline: Bool { inbox.withLock { $0.isOnline } }
    func receipted(_ stream: Contract.Stream) -> Set<UInt64> {
        inbox.withLock { Set($0.receipts.filter { $0.stream == stream }.flatMap(\.sequences)) }
    }

    func publish(_ topic: Topic, _ message: some SwiftProtobuf.Message) async throws {
        try await client.publish(topic: topic.name, payload: try message.serializedBytes())
    }

    func acknowledge(_ answers: [Answer]) async throws {
        try await publish(.answerReceipt(node), AnswerReceipt.with { $0.ids = answers.map(\.id) })
    }

    static func escalation(_ sequence: UInt64, route: Route = .escalate, text: String = "I am [[PERSON_1]], help") -> Escalation {
        .with {
            $0.id = .with {
                $0.boot = 5
                $0.sequence = sequence
            }
            $0.turns = [
                .with {
                    $0.role = .user
                    $0.maskedText = text
                }
            ]
            $0.route = route
            $0.reason = .belowThreshold
        }
    }
}

struct TookTooLong: Error {}

/// Awaits a condition that another process brings about; polls, as there is nothing to await across processes.
func eventually(_ condition: @Sendable () async throws -> Bool) async throws {
    // Only a hang ends it: on a machine with other work a step may take long.
    let end = ContinuousClock.now.advanced(by: .seconds(120))
    while try await !condition() {
        guard ContinuousClock.now < end else { throw TookTooLong() }
        try await Task.sleep(for: .milliseconds(10))
    }
}
