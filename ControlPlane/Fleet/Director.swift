package import Contract
package import Logging
package import Releases
package import SQLite
import SwiftProtobuf

/// Tells nodes what they should run: composes desired states, signs them, stores them, publishes them.
///
/// The stored document is the truth; the broker's retained copy is a cache that is written again on every connect. A document is signed and
/// stored before it is published, and its generation grows with every change of content, never otherwise.
package actor Director {
    package typealias Publish = @Sendable (NodeID, [UInt8]) async throws -> Void

    private let database: Database
    private let registry: FleetRegistry
    private let policies: PolicyStore
    /// Manifest at `<baseURL>/<release id>/manifest`.
    private let releaseBaseURL: String
    private let key: SigningKey
    private let publish: Publish
    private let clock: WallClock
    private let logger: Logger

    package init(
        database: Database, registry: FleetRegistry, policies: PolicyStore, releaseBaseURL: String, key: SigningKey,
        clock: WallClock = .system,
        logger: Logger, publish: @escaping Publish
    ) {
        self.database = database
        self.registry = registry
        self.policies = policies
        self.releaseBaseURL = releaseBaseURL
        self.clock = clock
        self.logger = logger
        self.key = key
        self.publish = publish
    }

    /// Points nodes at a release, nil at none, and gives back the generation each was told under.
    @discardableResult
    package func assign(_ release: ReleaseID?, to nodes: [NodeID]) async throws -> [NodeID: UInt64] {
        var generations: [NodeID: UInt64] = [:]
        for node in nodes {
            guard let record = registry.record(node), !record.isRevoked else { continue }
            generations[node] = try await tell(node, release: release)
        }
        return generations
    }

    /// Composes every node's state anew; those whose content changed are stored and published. After a change of policy.
    package func refreshAll() async throws {
        for record in registry.active() { _ = try await tell(record.node, release: record.release) }
    }

    package func refresh(_ node: NodeID) async throws {
        guard let record = registry.record(node), !record.isRevoked else { return }
        _ = try await tell(node, release: record.release)
    }

    /// Publishes all stored documents; after a (re)connect.
    package func publishAll() async {
        do {
            // What changed while nobody could be told, or while the plane was down, is composed first.
            try await refreshAll()
            let documents = try await database.read { connection in
                try connection.query(
                    "SELECT desired.node, document FROM desired JOIN nodes ON nodes.node = desired.node WHERE revoked = 0", [],
                    { (try $0.text(0), try $0.blob(1)) })
            }
            await withDiscardingTaskGroup { group in
                for (name, document) in documents {
                    guard let node = NodeID(name) else { continue }
                    group.addTask { await self.send(node, document) }
                }
            }
        } catch {
            logger.error("desired states not published", metadata: ["error": "\(error)"])
        }
    }

    /// Clears what the broker keeps for a node that is no longer ours.
    package func forget(_ node: NodeID) async { await send(node, []) }

    private func tell(_ node: NodeID, release: ReleaseID?) async throws -> UInt64 {
        let policy = try await policies.current()
        let stored = try await database.read { connection in
            try connection.first(
                "SELECT generation, content, document FROM desired WHERE node = ?", [.text(node.rawValue)],
                { (try $0.integer(0), try $0.blob(1), try $0.blob(2)) })
        }
        var state = DesiredState.with {
            $0.node = node.rawValue
            if let policy { $0.policy = policy }
            if let release {
                $0.release = ReleaseReference.with {
                    $0.releaseID = release.rawValue
                    $0.baseURL = releaseBaseURL
                }
            }
        }
        // Without generation and time: what makes one state differ from another. Deterministic for equal messages, as they have no maps.
        let content: [UInt8] = try state.serializedBytes()
        if let stored, stored.1 == content {
            if registry.record(node)?.release != release { registry.assigned(release, to: node) }
            return UInt64(clamping: stored.0)
        }
        let generation = UInt64(clamping: stored?.0 ?? 0) + 1
        state.generation = generation
        state.issuedUnixMs = clock.nowUnixMs()
        let document = try DesiredStateDocument.sign(state, with: key)
        try await database.write { connection in
            try connection.execute(
                "INSERT OR REPLACE INTO desired VALUES (?, ?, ?, ?)",
                [.text(node.rawValue), .integer(Int64(clamping: generation)), .blob(content), .blob(document)])
            try connection.execute(
                "UPDATE nodes SET release_id = ? WHERE node = ?", [.optional(release?.rawValue), .text(node.rawValue)])
        }
        registry.assigned(release, to: node)
        await send(node, document)
        return generation
    }

    private func send(_ node: NodeID, _ document: [UInt8]) async {
        do { try await publish(node, document) } catch {
            // Published again on the next connect.
            logger.info("desired state not published yet", metadata: ["node": "\(node)", "error": "\(error)"])
        }
    }
}
