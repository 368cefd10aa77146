import Contract
import Foundation
import Releases
import SQLite
import SwiftProtobuf
import Testing

@testable import Fleet

func temporaryFolder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("weir-fleet-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path
}

func fleetDatabase() throws -> Database {
    try Database(path: "\(try temporaryFolder())/plane.sqlite", migrator: Migrator(FleetSchema.migrations))
}

@Suite struct FleetRegistryTests {
    private let node = NodeID("node-1")!

    @Test func remembersNodesAcrossARestart() async throws {
        let database = try fleetDatabase()
        let registry = try await FleetRegistry(database: database, clock: WallClock { 5 })
        try await registry.enrol(node, labels: ["site": "lab"])
        try await registry.enrol(NodeID("node-2")!, labels: [:])
        try await registry.revoke(NodeID("node-2")!)
        let observation = FleetRegistry.Observation(
            node: node, seenUnixMs: 9, reported: .with { $0.labels = ["site": "own", "board": "x86"] }, status: .ready)
        try await database.write { try FleetRegistry.store([observation], in: $0) }
        registry.apply([observation])
        for known in [registry, try await FleetRegistry(database: database)] {
            let record = try #require(known.record(node))
            #expect(record.enrolledUnixMs == 5 && record.lastSeenUnixMs == 9 && record.status == .ready)
            #expect(record.labels == ["site": "lab", "board": "x86"])
            #expect(record.matches(["board": "x86"]) && !record.matches(["site": "own"]))
            #expect(known.active().map(\.node) == [node])
        }
    }

    @Test func refusesANameTwiceEvenWhenRevoked() async throws {
        let registry = try await FleetRegistry(database: try fleetDatabase())
        try await registry.enrol(node, labels: [:])
        await #expect(throws: FleetError.self) { try await registry.enrol(node, labels: [:]) }
        try await registry.revoke(node)
        await #expect(throws: FleetError.self) { try await registry.enrol(node, labels: [:]) }
        await #expect(throws: FleetError.self) { try await registry.revoke(NodeID("nobody")!) }
    }

    @Test func makesPasswordsOfFullLength() {
        let passwords = Set((0..<50).map { _ in BrokerPassword.generate() })
        #expect(passwords.count == 50)
        #expect(passwords.allSatisfy { $0.utf8.count == 32 })
    }
}

@Suite struct PolicyChangeTests {
    private let policy = Policy.with {
        $0.version = 4
        $0.defaultThreshold = 0.7
        $0.intents = [
            .with {
                $0.intent = "wifi"; $0.threshold = 0.8; $0.maxTokens = 90
            }
        ]
    }

    private func apply(_ change: (inout PolicyChange) -> Void) throws -> Policy {
        var made = PolicyChange()
        change(&made)
        return try made.apply(to: policy, intents: ["wifi", "vpn_connection"])
    }

    @Test func changesWhatIsNamedAndNothingElse() throws {
        let changed = try apply { $0.threshold = 0.9 }
        #expect(changed.version == 5 && changed.defaultThreshold == 0.9 && changed.intents == policy.intents)
        let intent = try apply {
            $0.intent = "vpn_connection"
            $0.threshold = 0.95
        }
        #expect(intent.defaultThreshold == 0.7 && intent.intents.map(\.intent) == ["vpn_connection", "wifi"])
        let reset = try apply {
            $0.intent = "wifi"
            $0.resetIntent = true
        }
        #expect(reset.intents.isEmpty)
    }

    @Test func keepsRequestsOnTheDevice() throws {
        let all = try apply { $0.localOnly = true }
        #expect(all.privacy.localOnly && all.intents == policy.intents && all.version == 5)
        let intent = try apply {
            $0.intent = "vpn_connection"
            $0.localOnly = true
        }
        #expect(!intent.privacy.localOnly && intent.intents.map(\.localOnly) == [true, false])
        var made = PolicyChange()
        made.intent = "vpn_connection"
        made.localOnly = false
        #expect(try made.apply(to: intent, intents: ["wifi", "vpn_connection"]).intents == policy.intents)
        let section = try apply {
            $0.privacy = .with {
                $0.allow = ["Contoso"]
                $0.localOnlyFrom = .personal
            }
            $0.localOnlyFrom = .unspecified
        }
        #expect(section.privacy == .with { $0.allow = ["Contoso"] })
    }

    private static let broken: [(String, @Sendable (inout PolicyChange) -> Void)] = [
        ("nothing to change", { _ in }),
        ("default_threshold", { $0.threshold = 2.5 }),
        ("passage_threshold", { $0.passageThreshold = -1.5 }),
        (
            "no intent 'wify'; the nearest is 'wifi'",
            {
                $0.intent = "wify"; $0.threshold = 0.5
            }
        ),
        ("max_tokens", { $0.maxTokens = 0 }),
        ("answer_deadline_seconds", { $0.answerDeadlineSeconds = 700_000 }),
        ("name it", { $0.risk = .high }),
        ("privacy.entity.name", { $0.privacy = .with { $0.entities = [.with { $0.threshold = 0.5 }] } }),
    ]

    @Test(arguments: broken.indices)
    func saysWhatIsWrong(index: Int) throws {
        let (words, change) = Self.broken[index]
        let error = try #require(throws: FleetError.self) { try apply(change) }
        #expect(error.description.contains(words), "\(error)")
    }

    @Test func aPolicyVersionIsStoredOnce() async throws {
        let store = PolicyStore(database: try fleetDatabase())
        try await store.store(policy)
        await #expect(throws: FleetError.self) { try await store.store(policy) }
        #expect(try await store.current() == policy)
    }
}
