import Contract
import Releases
package import SQLite

/// Keeps the last desired state the node accepted, as it was signed.
package struct DesiredStore: Sendable {
    private let database: Database

    /// To be among the migrations of the database handed to `init`.
    package static let migrations = [
        Migration(
            "desired-1",
            """
            CREATE TABLE desired (
                one INTEGER PRIMARY KEY CHECK (one = 1),
                generation INTEGER NOT NULL,
                digest BLOB NOT NULL,
                document BLOB NOT NULL
            ) STRICT;
            """)
    ]

    /// The database must be opened with `synchronous = FULL`.
    package init(database: Database) { self.database = database }

    struct Row: Sendable {
        var accepted: DesiredStateDocument.Accepted
        var document: [UInt8]
    }

    func load() async throws(SQLiteError) -> Row? {
        try await database.read { (connection) throws(SQLiteError) in
            try connection.first("SELECT generation, digest, document FROM desired") { (row) throws(SQLiteError) in
                Row(
                    accepted: .init(generation: UInt64(bitPattern: try row.integer(0)), digest: try row.blob(1)), document: try row.blob(2))
            }
        }
    }

    func save(_ row: Row) async throws(SQLiteError) {
        try await database.write { (connection) throws(SQLiteError) in
            try connection.execute(
                "INSERT OR REPLACE INTO desired VALUES (1, ?, ?, ?)",
                [.integer(Int64(bitPattern: row.accepted.generation)), .blob(row.accepted.digest), .blob(row.document)])
        }
    }
}
