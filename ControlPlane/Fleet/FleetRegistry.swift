package import Contract
package import SQLite
import SwiftProtobuf
import Telemetry

/// All nodes, in memory and in the database; the database is the truth and is written first.
package final class FleetRegistry: Sendable {
    private let database: Database
    private let clock: WallClock
    private let nodes: Lock<[NodeID: NodeRecord]>

    /// Reads every record. A node's reported state that no longer decodes is dropped: the node will report again.
    package init(database: Database, clock: WallClock = .system) async throws {
        self.database = database
        self.clock = clock
        let records = try await database.read { connection in
            var labels: [String: [String: String]] = [:]
            for (node, name, value) in try connection.query(
                "SELECT node, name, value FROM node_labels", [], { (try $0.text(0), try $0.text(1), try $0.text(2)) })
            {
                labels[node, default: [:]][name] = value
            }
            return try connection.query(
                """
                SELECT node, enrolled_unix_ms, revoked, self_registered, status, last_seen_unix_ms, reported, reported_unix_ms, release_id
                FROM nodes
                """, []
            ) { row -> NodeRecord? in
                let name = try row.text(0)
                guard let node = NodeID(name) else { return nil }
                let reported = try row.optionalBlob(6)
                return NodeRecord(
                    node: node, enrolledUnixMs: try row.integer(1), selfRegistered: try row.bool(3), isRevoked: try row.bool(2),
                    status: NodeState(rawValue: try row.int(4)) ?? .unspecified, lastSeenUnixMs: try row.integer(5),
                    reported: reported.flatMap { try? ReportedState(serializedBytes: $0) }, reportedUnixMs: try row.integer(7),
                    release: try row.optionalText(8).flatMap { ReleaseID($0) }, operatorLabels: labels[name] ?? [:])
            }
        }
        nodes = Lock(
            Dictionary(records.compactMap(\.self).map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    package func record(_ node: NodeID) -> NodeRecord? { nodes.withLock { $0[node] } }

    package var count: Int { nodes.withLock { $0.count } }

    /// Sorted by name.
    package func all() -> [NodeRecord] { nodes.withLock { $0.values.sorted { $0.node < $1.node } } }

    package func active() -> [NodeRecord] { all().filter { !$0.isRevoked } }

    /// Adds a node. Throws `.alreadyEnrolled`, also for a revoked one: its name is not given to another device by accident.
    @discardableResult
    package func enrol(_ node: NodeID, labels: [String: String], selfRegistered: Bool = false) async throws -> NodeRecord {
        let now = clock.nowUnixMs()
        if let known = record(node) {
            throw FleetError(.alreadyEnrolled, "node '\(node)' is already enrolled\(known.isRevoked ? " and revoked" : "")")
        }
        try await database.write { connection in
            try connection.execute(
                "INSERT OR IGNORE INTO nodes (node, enrolled_unix_ms, self_registered) VALUES (?, ?, ?)",
                [.text(node.rawValue), .integer(now), .bool(selfRegistered)])
            try Self.writeLabels(connection, node, labels)
        }
        let record = NodeRecord(
            node: node, enrolledUnixMs: now, selfRegistered: selfRegistered, isRevoked: false, status: .unspecified, lastSeenUnixMs: 0,
            reported: nil, reportedUnixMs: 0, release: nil, operatorLabels: labels)
        return nodes.withLock { nodes in
            nodes[node] = nodes[node] ?? record
            return record
        }
    }

    /// Replaces the operator's labels.
    package func setLabels(_ node: NodeID, _ labels: [String: String]) async throws {
        try require(node)
        try await database.write { connection in try Self.writeLabels(connection, node, labels) }
        update(node) { $0.operatorLabels = labels }
    }

    /// From now on the node's messages are refused and it is told nothing more. The broker's account is the operator's to remove.
    package func revoke(_ node: NodeID) async throws {
        try require(node)
        try await database.write { connection in
            try connection.execute("UPDATE nodes SET revoked = 1 WHERE node = ?", [.text(node.rawValue)])
        }
        update(node) { $0.isRevoked = true }
    }

    /// What ingest learnt from one batch: written by `store` within its transaction, shown by `apply` after the commit.
    package struct Observation: Sendable {
        package let node: NodeID
        package let seenUnixMs: Int64
        package var reported: ReportedState?
        package var status: NodeState?

        package init(node: NodeID, seenUnixMs: Int64, reported: ReportedState? = nil, status: NodeState? = nil) {
            self.node = node
            self.seenUnixMs = seenUnixMs
            self.reported = reported
            self.status = status
        }
    }

    package static func store(_ observations: [Observation], in connection: Connection) throws {
        for observation in observations {
            let name = SQLiteValue.text(observation.node.rawValue)
            try connection.execute(
                "UPDATE nodes SET last_seen_unix_ms = max(last_seen_unix_ms, ?) WHERE node = ?", [.integer(observation.seenUnixMs), name])
            if let status = observation.status {
                try connection.execute("UPDATE nodes SET status = ? WHERE node = ?", [.int(status.rawValue), name])
            }
            if let reported = observation.reported {
                try connection.execute(
                    "UPDATE nodes SET reported = ?, reported_unix_ms = ? WHERE node = ?",
                    [.blob(try reported.serializedBytes()), .integer(observation.seenUnixMs), name])
            }
        }
    }

    package func apply(_ observations: [Observation]) {
        nodes.withLock { nodes in
            for observation in observations {
                guard var record = nodes[observation.node] else { continue }
                record.lastSeenUnixMs = max(record.lastSeenUnixMs, observation.seenUnixMs)
                if let status = observation.status { record.status = status }
                if let reported = observation.reported {
                    record.reported = reported
                    record.reportedUnixMs = observation.seenUnixMs
                }
                nodes[observation.node] = record
            }
        }
    }

    /// Called by the director after it has stored the assignment.
    func assigned(_ release: ReleaseID?, to node: NodeID) { update(node) { $0.release = release } }

    private func require(_ node: NodeID) throws(FleetError) {
        guard record(node) != nil else { throw FleetError(.unknownNode, "no node '\(node)' is enrolled") }
    }

    private func update(_ node: NodeID, _ change: (inout NodeRecord) -> Void) {
        nodes.withLock { nodes in
            if var record = nodes[node] {
                change(&record)
                nodes[node] = record
            }
        }
    }

    private static func writeLabels(_ connection: Connection, _ node: NodeID, _ labels: [String: String]) throws {
        try connection.execute("DELETE FROM node_labels WHERE node = ?", [.text(node.rawValue)])
        for (name, value) in labels {
            try connection.execute("INSERT INTO node_labels VALUES (?, ?, ?)", [.text(node.rawValue), .text(name), .text(value)])
        }
    }
}
