import FoundationEssentials
package import SQLite

/// The node's own record of what it decided, cleared by age and by count.
package final class DecisionStore: Sendable {
    package struct Retention: Hashable, Sendable {
        package var age: Duration
        package var count: Int

        package init(age: Duration = .seconds(7 * 86_400), count: Int = 100_000) {
            self.age = age
            self.count = count
        }
    }

    private let database: Database

    private static let migrations = [
        Migration(
            "decisions-1",
            """
            CREATE TABLE decisions (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                created_ms INTEGER NOT NULL,
                record BLOB NOT NULL
            ) STRICT;
            CREATE INDEX decisions_age ON decisions (created_ms);
            """)
    ]

    /// `synchronous = NORMAL`: a record lost in a power cut loses an explanation, never an answer.
    package init(path: String) throws(SQLiteError) {
        database = try Database(path: path, settings: .init(synchronous: .normal), migrator: Migrator(Self.migrations))
    }

    package func close() throws(SQLiteError) { try database.close() }

    package func insert(_ record: DecisionRecord) async throws(PipelineError) {
        let bytes: [UInt8]
        do { bytes = try Self.encode(record) } catch {
            // Only numbers that are not finite do not encode, and those were kept out of the record.
            throw PipelineError(.storage, detail: "the record does not encode")
        }
        try await inDatabase { () throws(SQLiteError) in
            try await self.database.write { (connection) throws(SQLiteError) in
                try connection.execute(
                    "INSERT INTO decisions (id, created_ms, record) VALUES (?, ?, ?)",
                    [.text(record.id), .integer(record.createdUnixMs), .blob(bytes)])
            }
        }
    }

    /// Writes an inserted record anew; where that fails the earlier one stays.
    package func update(_ record: DecisionRecord) async {
        guard let bytes = try? Self.encode(record) else { return }
        _ = try? await inDatabase { () throws(SQLiteError) in
            try await self.database.write { (connection) throws(SQLiteError) in
                try connection.execute("UPDATE decisions SET record = ? WHERE id = ?", [.blob(bytes), .text(record.id)])
            }
        }
    }

    /// Takes back the record of what came to nothing, where the database can.
    package func remove(id: String) async {
        _ = try? await inDatabase { () throws(SQLiteError) in
            try await self.database.write { (connection) throws(SQLiteError) in
                try connection.execute("DELETE FROM decisions WHERE id = ?", [.text(id)])
            }
        }
    }

    /// Writes down what was found in a decision's answer. True when nothing was written down before, so that it is counted once; true as well when the
    /// database cannot say.
    package func note(findings: [String: Int], of id: String) async -> Bool {
        do {
            return try await database.write { (connection) throws(SQLiteError) in
                let stored = try connection.first("SELECT record FROM decisions WHERE id = ?", [.text(id)]) { (row) throws(SQLiteError) in
                    try row.blob(0)
                }
                guard let stored, var record = try? Self.decode(stored) else { return true }
                guard record.answerFindings == nil else { return false }
                record.answerFindings = findings
                guard let bytes = try? Self.encode(record) else { return true }
                try connection.execute("UPDATE decisions SET record = ? WHERE id = ?", [.blob(bytes), .text(id)])
                return true
            }
        } catch {
            return true
        }
    }

    package func record(id: String) async throws(PipelineError) -> DecisionRecord? {
        let bytes: [UInt8]? = try await inDatabase { () throws(SQLiteError) in
            try await self.database.read { (connection) throws(SQLiteError) in
                try connection.first("SELECT record FROM decisions WHERE id = ?", [.text(id)]) { (row) throws(SQLiteError) in
                    try row.blob(0)
                }
            }
        }
        return try bytes.map { (bytes) throws(PipelineError) in try Self.decode(bytes) }
    }

    /// Newest first.
    package func latest(limit: Int) async throws(PipelineError) -> [DecisionRecord] {
        let rows: [[UInt8]] = try await inDatabase { () throws(SQLiteError) in
            try await self.database.read { (connection) throws(SQLiteError) in
                try connection.query("SELECT record FROM decisions ORDER BY number DESC LIMIT ?", [.integer(Int64(limit))]) {
                    (row) throws(SQLiteError) in try row.blob(0)
                }
            }
        }
        var records: [DecisionRecord] = []
        for row in rows { records.append(try Self.decode(row)) }
        return records
    }

    /// Returns how many were cleared.
    @discardableResult
    package func clear(_ retention: Retention, nowUnixMs: Int64) async throws(PipelineError) -> Int {
        let limit = nowUnixMs - retention.age.components.seconds * 1000
        let count = Int64(retention.count)
        return try await inDatabase { () throws(SQLiteError) in
            try await self.database.write { (connection) throws(SQLiteError) in
                let old = try connection.execute("DELETE FROM decisions WHERE created_ms < ?", [.integer(limit)])
                let many = try connection.execute(
                    "DELETE FROM decisions WHERE number <= (SELECT max(number) FROM decisions) - ?", [.integer(count)])
                return old + many
            }
        }
    }

    private static func encode(_ record: DecisionRecord) throws -> [UInt8] { [UInt8](try JSONEncoder().encode(record)) }

    private static func decode(_ bytes: [UInt8]) throws(PipelineError) -> DecisionRecord {
        do { return try JSONDecoder().decode(DecisionRecord.self, from: Data(bytes)) } catch {
            throw PipelineError(.storage, detail: "a stored record does not parse")
        }
    }

    @discardableResult
    private func inDatabase<T>(_ body: () async throws(SQLiteError) -> T) async throws(PipelineError) -> T {
        do throws(SQLiteError) { return try await body() } catch { throw PipelineError(.storage, detail: error.description) }
    }
}
