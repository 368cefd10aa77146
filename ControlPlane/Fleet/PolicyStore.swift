package import Contract
package import SQLite
import SwiftProtobuf

/// Every policy that was ever in force, by version. The highest is the one nodes are told.
package struct PolicyStore: Sendable {
    private let database: Database
    private let clock: WallClock

    package init(database: Database, clock: WallClock = .system) {
        self.database = database
        self.clock = clock
    }

    /// Nil until the first release was rolled out or a policy was set.
    package func current() async throws -> Policy? {
        let bytes = try await database.read { connection in
            try connection.first("SELECT payload FROM policies ORDER BY version DESC LIMIT 1", [], { try $0.blob(0) })
        }
        return try bytes.map { try Policy(serializedBytes: $0) }
    }

    package func history(limit: Int) async throws -> [(policy: Policy, createdUnixMs: Int64)] {
        let rows = try await database.read { connection in
            try connection.query(
                "SELECT payload, created_unix_ms FROM policies ORDER BY version DESC LIMIT ?", [.int(limit)],
                { (try $0.blob(0), try $0.integer(1)) })
        }
        return try rows.map { (try Policy(serializedBytes: $0.0), $0.1) }
    }

    /// Throws `.policyConflict` when another change took this version first.
    package func store(_ policy: Policy) async throws {
        let now = clock.nowUnixMs()
        let payload: [UInt8] = try policy.serializedBytes()
        let stored = try await database.write { connection in
            try connection.execute(
                """
                INSERT INTO policies (version, created_unix_ms, payload)
                SELECT ?1, ?2, ?3 WHERE ?1 > (SELECT coalesce(max(version), 0) FROM policies)
                """, [.integer(Int64(bitPattern: policy.version)), .integer(now), .blob(payload)])
        }
        guard stored == 1 else {
            throw FleetError(.policyConflict, "policy version \(policy.version) is not newer than the one in force; read it again")
        }
    }
}
