package import Contract
package import SQLite
import Telemetry
import SwiftProtobuf

/// Every node's windows added up, per node and for the fleet, in SQLite and in memory. A window is counted once, however often it arrives.
package final class FleetMetrics: Sendable {
    package static let migrations = [
        Migration(
            "metrics-1",
            """
            CREATE TABLE metric_totals (node TEXT PRIMARY KEY, totals BLOB NOT NULL, updated_unix_ms INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE metric_streams (
                node TEXT NOT NULL, boot INTEGER NOT NULL, window BLOB NOT NULL, updated_unix_ms INTEGER NOT NULL, PRIMARY KEY (node, boot)
            ) WITHOUT ROWID;
            """)
    ]

    /// Boots per node whose windows are told apart; the oldest beyond are forgotten.
    private static let bootsKept = 8

    private let totals: Lock<[NodeID: MetricTotals]>

    package init(database: Database) async throws {
        let rows = try await database.read { connection in
            try connection.query("SELECT node, totals FROM metric_totals", [], { (try $0.text(0), try $0.blob(1)) })
        }
        var totals: [NodeID: MetricTotals] = [:]
        for (name, bytes) in rows {
            guard let node = NodeID(name) else { continue }
            var sums = MetricTotals()
            sums.add(try MetricsReport(serializedBytes: bytes))
            totals[node] = sums
        }
        self.totals = Lock(totals)
    }

    package struct Stored: Sendable {
        fileprivate let changed: [NodeID: MetricTotals]
        /// Windows that had been counted before.
        package let duplicates: Int
        /// Samples that break the contract.
        package let refusedSamples: Int
    }

    /// Counts a batch within the caller's transaction; `apply` shows it after the commit.
    package static func store(
        _ reports: [(node: NodeID, report: MetricsReport)], nowUnixMs: Int64, in connection: Connection
    ) throws -> Stored {
        var changed: [NodeID: MetricTotals] = [:]
        var duplicates = 0
        var refused = 0
        for (node, report) in reports {
            guard try isNew(report, of: node, nowUnixMs: nowUnixMs, in: connection) else {
                duplicates += 1
                continue
            }
            var sums = try changed[node] ?? read(node, in: connection)
            refused += sums.add(report)
            changed[node] = sums
        }
        for (node, sums) in changed {
            try connection.execute(
                "INSERT OR REPLACE INTO metric_totals VALUES (?, ?, ?)",
                [.text(node.rawValue), .blob(try sums.report.serializedBytes()), .integer(nowUnixMs)])
        }
        return Stored(changed: changed, duplicates: duplicates, refusedSamples: refused)
    }

    package func apply(_ stored: Stored) {
        totals.withLock { totals in totals.merge(stored.changed) { _, new in new } }
    }

    package func node(_ node: NodeID) -> MetricTotals { totals.withLock { $0[node] } ?? MetricTotals() }

    package func fleet() -> MetricTotals {
        // The sums are copied out first: merging a large fleet under the lock would hold up ingest.
        let each = totals.withLock { Array($0.values) }
        return each.reduce(into: MetricTotals()) { $0.merge($1) }
    }

    private static func read(_ node: NodeID, in connection: Connection) throws -> MetricTotals {
        var sums = MetricTotals()
        let bytes = try connection.first("SELECT totals FROM metric_totals WHERE node = ?", [.text(node.rawValue)], { try $0.blob(0) })
        if let bytes { sums.add(try MetricsReport(serializedBytes: bytes)) }
        return sums
    }

    private static func isNew(
        _ report: MetricsReport, of node: NodeID, nowUnixMs: Int64, in connection: Connection
    ) throws -> Bool {
        let key: [SQLiteValue] = [.text(node.rawValue), .integer(Int64(bitPattern: report.boot))]
        let stored = try connection.first("SELECT window FROM metric_streams WHERE node = ? AND boot = ?", key, { try $0.blob(0) })
        var window = stored.flatMap { SequenceWindow(encoded: $0) } ?? SequenceWindow()
        guard window.insert(report.sequence) else { return false }
        try connection.execute(
            "INSERT OR REPLACE INTO metric_streams VALUES (?, ?, ?, ?)", key + [.blob(window.encoded()), .integer(nowUnixMs)])
        if stored == nil {
            try connection.execute(
                """
                DELETE FROM metric_streams WHERE node = ?1 AND boot NOT IN (
                    SELECT boot FROM metric_streams WHERE node = ?1 ORDER BY updated_unix_ms DESC LIMIT ?2)
                """, [.text(node.rawValue), .int(bootsKept)])
        }
        return true
    }
}
