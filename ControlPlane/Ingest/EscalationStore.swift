package import Aggregation
import Approvals
package import Contract
package import SQLite
import SwiftProtobuf

/// Every escalation the plane ever accepted and has not forgotten, with its answer. One row a request, keyed by the request's own id, so that
/// redelivery of anything changes nothing.
package enum EscalationStore {
    package enum State: Int, Sendable, CaseIterable {
        /// The upstream has not answered yet.
        case waiting = 0
        /// A draft waits for a person.
        case held = 1
        /// The answer is stored; the node has not said that it has it.
        case answered = 2
        /// The node has it.
        case delivered = 3
    }

    package static let migrations = [
        Migration(
            "escalations-1",
            """
            CREATE TABLE escalations (
                node TEXT NOT NULL, boot INTEGER NOT NULL, sequence INTEGER NOT NULL, state INTEGER NOT NULL, received_unix_ms INTEGER NOT NULL,
                deadline_unix_ms INTEGER NOT NULL, answered_unix_ms INTEGER, outcome INTEGER, payload BLOB, answer BLOB,
                PRIMARY KEY (node, boot, sequence)
            ) WITHOUT ROWID;
            CREATE INDEX escalations_open ON escalations (state, received_unix_ms) WHERE state < 3;
            """)
    ]

    package enum Accepted: Sendable, Equatable {
        case new
        /// It is here already and not answered.
        case known(State)
        /// It is answered; the answer is to be sent again.
        case answered
    }

    package static func accept(
        _ request: RequestID, payload: [UInt8], deadlineUnixMs: Int64, nowUnixMs: Int64, in connection: Connection
    ) throws -> Accepted {
        let inserted = try connection.execute(
            """
            INSERT OR IGNORE INTO escalations (node, boot, sequence, state, received_unix_ms, deadline_unix_ms, payload)
            VALUES (?, ?, ?, 0, ?, ?, ?)
            """, key(request) + [.integer(nowUnixMs), .integer(deadlineUnixMs), .blob(payload)])
        if inserted == 1 { return .new }
        let state = try connection.first(
            "SELECT state FROM escalations WHERE node = ? AND boot = ? AND sequence = ?", key(request), { try $0.int(0) })
        switch State(rawValue: state ?? 0) ?? .waiting {
        // A node that asks again after its receipt has lost its database; the answer is still here.
        case .answered, .delivered: return .answered
        case let other: return .known(other)
        }
    }

    /// Nil when it is unknown, answered already or its payload was forgotten.
    package static func waiting(_ request: RequestID, in connection: Connection) throws -> Escalation? {
        let bytes = try connection.first(
            "SELECT payload FROM escalations WHERE node = ? AND boot = ? AND sequence = ? AND state = 0", key(request),
            { try $0.optionalBlob(0) })
        return try bytes.flatMap { try $0.map { try Escalation(serializedBytes: $0) } }
    }

    package static func receivedUnixMs(_ request: RequestID, in connection: Connection) throws -> Int64 {
        try connection.integer("SELECT received_unix_ms FROM escalations WHERE node = ? AND boot = ? AND sequence = ?", key(request)) ?? 0
    }

    /// Stores the answer unless there is one; the first stays for ever. The bill goes into the ledger in the same transaction, so a request is
    /// billed exactly when its first answer is stored. Returns whether this was the first.
    package static func answer(
        _ request: RequestID, _ answer: Answer, bill: CostLedger.Bill?, nowUnixMs: Int64, in connection: Connection
    ) throws -> Bool {
        let changed = try connection.execute(
            """
            UPDATE escalations SET state = 2, answer = ?, outcome = ?, answered_unix_ms = ?
            WHERE node = ? AND boot = ? AND sequence = ? AND state < 2
            """,
            [.blob(try answer.serializedBytes()), .int(answer.outcome.rawValue), .integer(nowUnixMs)] + key(request))
        guard changed == 1 else { return false }
        if let bill { try CostLedger.record(bill, nowUnixMs: nowUnixMs, in: connection) }
        return true
    }

    /// The draft of a HOLD: billed now, answered when a person has decided. Returns false when it was held or answered before.
    package static func hold(
        _ request: RequestID, _ escalation: Escalation, draft: Answer, bill: CostLedger.Bill, nowUnixMs: Int64, in connection: Connection
    ) throws -> Bool {
        let changed = try connection.execute(
            "UPDATE escalations SET state = 1 WHERE node = ? AND boot = ? AND sequence = ? AND state = 0", key(request))
        guard changed == 1 else { return false }
        try ApprovalQueue.add(request, escalation: escalation, draft: draft, nowUnixMs: nowUnixMs, in: connection)
        try CostLedger.record(bill, nowUnixMs: nowUnixMs, in: connection)
        return true
    }

    package static func storedAnswer(_ request: RequestID, in connection: Connection) throws -> [UInt8]? {
        try connection.first(
            "SELECT answer FROM escalations WHERE node = ? AND boot = ? AND sequence = ?", key(request), { try $0.optionalBlob(0) }) ?? nil
    }

    package static func delivered(_ request: RequestID, in connection: Connection) throws {
        try connection.execute(
            "UPDATE escalations SET state = 3 WHERE node = ? AND boot = ? AND sequence = ? AND state = 2", key(request))
    }

    /// In order of arrival.
    package static func requests(in state: State, limit: Int, _ connection: Connection) throws -> [RequestID] {
        try connection.query(
            "SELECT node, boot, sequence FROM escalations WHERE state = ? ORDER BY received_unix_ms LIMIT ?",
            [.int(state.rawValue), .int(limit)],
            { row in try Self.request(row) }
        ).compactMap(\.self)
    }

    /// Waiting ones whose deadline has passed.
    package static func expired(nowUnixMs: Int64, limit: Int, in connection: Connection) throws -> [RequestID] {
        try connection.query(
            """
            SELECT node, boot, sequence FROM escalations
            WHERE state = 0 AND deadline_unix_ms > 0 AND deadline_unix_ms <= ? LIMIT ?
            """, [.integer(nowUnixMs), .int(limit)], { row in try Self.request(row) }
        ).compactMap(\.self)
    }

    /// Forgets what was delivered, or answered and never fetched, before `unixMs`.
    package static func prune(answeredBefore unixMs: Int64, limit: Int, in connection: Connection) throws -> Int {
        try connection.execute(
            """
            DELETE FROM escalations WHERE (node, boot, sequence) IN (
                SELECT node, boot, sequence FROM escalations WHERE state >= 2 AND answered_unix_ms < ? LIMIT ?)
            """, [.integer(unixMs), .int(limit)])
    }

    package static func counts(in connection: Connection) throws -> [State: Int] {
        let rows = try connection.query(
            "SELECT state, count(*) FROM escalations GROUP BY state", [], { (try $0.int(0), try $0.int(1)) })
        return Dictionary(rows.compactMap { row in State(rawValue: row.0).map { ($0, row.1) } }, uniquingKeysWith: +)
    }

    package struct Entry: Sendable {
        package let request: RequestID
        package let state: State
        package let receivedUnixMs: Int64
        package let answeredUnixMs: Int64?
        package let escalation: Escalation?
        package let answer: Answer?
    }

    /// Newest first.
    package static func list(_ state: State?, limit: Int, in connection: Connection) throws -> [Entry] {
        try connection.query(
            """
            SELECT node, boot, sequence, state, received_unix_ms, answered_unix_ms, payload, answer FROM escalations
            WHERE ?1 IS NULL OR state = ?1 ORDER BY received_unix_ms DESC LIMIT ?2
            """, [.optional(state?.rawValue), .int(limit)],
            { row -> Entry? in
                guard let request = try Self.request(row) else { return nil }
                return Entry(
                    request: request, state: State(rawValue: try row.int(3)) ?? .waiting, receivedUnixMs: try row.integer(4),
                    answeredUnixMs: try row.optionalInteger(5),
                    escalation: try row.optionalBlob(6).map { try Escalation(serializedBytes: $0) },
                    answer: try row.optionalBlob(7).map { try Answer(serializedBytes: $0) })
            }
        ).compactMap(\.self)
    }

    private static func key(_ request: RequestID) -> [SQLiteValue] {
        [
            .text(request.node.rawValue), .integer(Int64(bitPattern: request.boot)), .integer(Int64(bitPattern: request.sequence)),
        ]
    }

    private static func request(_ row: borrowing Row) throws -> RequestID? {
        guard let node = NodeID(try row.text(0)) else { return nil }
        return RequestID(node: node, boot: UInt64(bitPattern: try row.integer(1)), sequence: UInt64(bitPattern: try row.integer(2)))
    }
}
