package import Contract
package import SQLite
import SwiftProtobuf

package enum ApprovalSchema {
    package static let migrations = [
        Migration(
            "approvals-1",
            """
            CREATE TABLE approvals (
                id INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT NOT NULL, boot INTEGER NOT NULL, sequence INTEGER NOT NULL,
                state TEXT NOT NULL, settled INTEGER NOT NULL DEFAULT 0, created_unix_ms INTEGER NOT NULL, deadline_unix_ms INTEGER NOT NULL,
                escalation BLOB NOT NULL, draft BLOB NOT NULL, edited_text TEXT, decided_by TEXT, decided_unix_ms INTEGER, reason TEXT,
                UNIQUE (node, boot, sequence)
            );
            CREATE INDEX approvals_open ON approvals (state, settled);
            """)
    ]
}

/// Drafts of high-risk classes, waiting for a person. A decision is stored here first; whoever delivers answers takes it from `unsettled`
/// and marks it settled in the transaction that stores the answer, so a crash between the two repeats nothing and loses nothing.
package struct ApprovalQueue: Sendable {
    /// Yields after every decision; a wake-up, not a record.
    package let decisions: AsyncStream<Void>
    private let decided: AsyncStream<Void>.Continuation
    private let database: Database

    package static let longestEditInBytes = 64 << 10

    package init(database: Database) {
        self.database = database
        (decisions, decided) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Adds a draft within the caller's transaction; does nothing when the request has one already.
    package static func add(
        _ request: RequestID, escalation: Escalation, draft: Answer, nowUnixMs: Int64, in connection: Connection
    ) throws {
        try connection.execute(
            """
            INSERT OR IGNORE INTO approvals (node, boot, sequence, state, created_unix_ms, deadline_unix_ms, escalation, draft)
            VALUES (?, ?, ?, 'pending', ?, ?, ?, ?)
            """,
            [
                .text(request.node.rawValue), .integer(Int64(bitPattern: request.boot)), .integer(Int64(bitPattern: request.sequence)),
                .integer(nowUnixMs), .integer(escalation.deadlineUnixMs), .blob(try escalation.serializedBytes()),
                .blob(try draft.serializedBytes()),
            ])
    }

    /// Newest first. Nil: every state.
    package func list(_ state: Approval.State?, limit: Int) async throws -> [Approval] {
        try await database.read { connection in
            try connection.query(
                "SELECT \(Self.columns) FROM approvals WHERE ?1 IS NULL OR state = ?1 ORDER BY id DESC LIMIT ?2",
                [.optional(state?.rawValue), .int(limit)], { row in try Self.approval(row) })
        }
    }

    package func approval(_ id: Int64) async throws -> Approval {
        let found = try await database.read { connection in
            try connection.first("SELECT \(Self.columns) FROM approvals WHERE id = ?", [.integer(id)], { row in try Self.approval(row) })
        }
        guard let found else { throw ApprovalError(.unknown, "no approval \(id)") }
        return found
    }

    package func count(_ state: Approval.State) async throws -> Int {
        try await database.read { connection in
            Int(try connection.integer("SELECT count(*) FROM approvals WHERE state = ?", [.text(state.rawValue)]) ?? 0)
        }
    }

    /// Throws `.alreadyDecided` when someone, or the deadline, was first.
    @discardableResult
    package func decide(_ id: Int64, _ decision: Approval.Decision, by person: String, nowUnixMs: Int64) async throws -> Approval {
        var edited: String?
        var reason: String?
        let state: Approval.State
        switch decision {
        case .approve(let text):
            if let text, text.isEmpty || text.utf8.count > Self.longestEditInBytes {
                throw ApprovalError(.invalidEdit, "an edited answer has 1 to \(Self.longestEditInBytes) bytes, found \(text.utf8.count)")
            }
            edited = text
            state = .approved
        case .reject(let why):
            reason = String(why.prefix(1000))
            state = .rejected
        }
        let arguments: [SQLiteValue] = [
            .text(state.rawValue), .optional(edited), .text(person), .integer(nowUnixMs), .optional(reason), .integer(id),
        ]
        let changed = try await database.write { connection in
            try connection.execute(
                """
                UPDATE approvals SET state = ?, edited_text = ?, decided_by = ?, decided_unix_ms = ?, reason = ?
                WHERE id = ? AND state = 'pending'
                """, arguments)
        }
        let approval = try await approval(id)
        guard changed == 1 else { throw ApprovalError(.alreadyDecided, "approval \(id) is already \(approval.state.rawValue)") }
        decided.yield()
        return approval
    }

    /// Ends what nobody decided in time. Returns how many.
    @discardableResult
    package func expire(nowUnixMs: Int64) async throws -> Int {
        let count = try await database.write { connection in
            try connection.execute(
                """
                UPDATE approvals SET state = 'expired', decided_unix_ms = ?1
                WHERE state = 'pending' AND deadline_unix_ms > 0 AND deadline_unix_ms <= ?1
                """, [.integer(nowUnixMs)])
        }
        if count > 0 { decided.yield() }
        return count
    }

    /// Decided, and the answer not stored yet.
    package func unsettled(limit: Int) async throws -> [Approval] {
        try await database.read { connection in
            try connection.query(
                "SELECT \(Self.columns) FROM approvals WHERE settled = 0 AND state <> 'pending' ORDER BY id LIMIT ?", [.int(limit)],
                { row in try Self.approval(row) })
        }
    }

    package static func markSettled(_ id: Int64, in connection: Connection) throws {
        try connection.execute("UPDATE approvals SET settled = 1 WHERE id = ?", [.integer(id)])
    }

    /// Forgets the texts of what was settled before `unixMs`.
    package static func prune(settledBefore unixMs: Int64, in connection: Connection) throws {
        try connection.execute("DELETE FROM approvals WHERE settled = 1 AND decided_unix_ms < ?", [.integer(unixMs)])
    }

    private static let columns =
        """
        id, node, boot, sequence, state, created_unix_ms, deadline_unix_ms, escalation, draft, edited_text, decided_by, decided_unix_ms, reason
        """

    private static func approval(_ row: borrowing Row) throws -> Approval {
        guard let node = NodeID(try row.text(1)), let state = Approval.State(rawValue: try row.text(4)) else {
            throw ApprovalError(.unknown, "approval \(try row.integer(0)) is not readable")
        }
        return Approval(
            id: try row.integer(0),
            request: RequestID(
                node: node, boot: UInt64(bitPattern: try row.integer(2)), sequence: UInt64(bitPattern: try row.integer(3))),
            state: state, createdUnixMs: try row.integer(5), deadlineUnixMs: try row.integer(6),
            escalation: try Escalation(serializedBytes: try row.blob(7)), draft: try Answer(serializedBytes: try row.blob(8)),
            editedText: try row.optionalText(9), decidedBy: try row.optionalText(10), decidedUnixMs: try row.optionalInteger(11),
            reason: try row.optionalText(12))
    }
}
