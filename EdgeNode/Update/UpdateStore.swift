import Contract
package import SQLite

/// Keeps the machine's state in the node's database.
package struct UpdateStore: Sendable {
    private let database: Database

    /// To be among the migrations of the database handed to `init`.
    package static let migrations = [
        Migration(
            "update-1",
            """
            CREATE TABLE update_state (
                one INTEGER PRIMARY KEY CHECK (one = 1),
                phase TEXT NOT NULL,
                release TEXT,
                base_url TEXT,
                slot TEXT,
                trial_starts INTEGER NOT NULL,
                refused TEXT,
                refused_detail TEXT NOT NULL
            ) STRICT;
            """)
    ]

    /// The database must be opened with `synchronous = FULL`.
    package init(database: Database) { self.database = database }

    package func load() async throws(UpdateError) -> UpdateState {
        typealias Columns = (phase: String, release: String?, url: String?, slot: String?, starts: Int, refused: String?, detail: String)
        let columns: Columns?
        do throws(SQLiteError) {
            columns = try await database.read { (connection) throws(SQLiteError) in
                try connection.first("SELECT phase, release, base_url, slot, trial_starts, refused, refused_detail FROM update_state") {
                    (row) throws(SQLiteError) in
                    (
                        try row.text(0), try row.optionalText(1), try row.optionalText(2), try row.optionalText(3), try row.int(4),
                        try row.optionalText(5), try row.text(6)
                    )
                }
            }
        } catch {
            throw UpdateError(.disk, detail: error.description)
        }
        guard let columns else { return UpdateState() }
        var state = UpdateState()
        guard let phase = UpdatePhase(rawValue: columns.phase) else {
            throw UpdateError(.disk, detail: "the stored update phase is unknown")
        }
        state.phase = phase
        if let release = columns.release.flatMap({ ReleaseID($0) }), let url = columns.url {
            state.target = UpdateTarget(release: release, baseURL: url)
        }
        state.slot = columns.slot.flatMap { Slot(rawValue: $0) }
        state.trialStarts = columns.starts
        state.refused = columns.refused.flatMap { ReleaseID($0) }
        state.refusedDetail = columns.detail
        return state
    }

    package func save(_ state: UpdateState) async throws(UpdateError) {
        do throws(SQLiteError) {
            try await database.write { (connection) throws(SQLiteError) in
                try connection.execute(
                    "INSERT OR REPLACE INTO update_state VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        .text(state.phase.rawValue), state.target.map { .text($0.release.rawValue) } ?? .null,
                        state.target.map { .text($0.baseURL) } ?? .null, state.slot.map { .text($0.rawValue) } ?? .null,
                        .integer(Int64(state.trialStarts)), state.refused.map { .text($0.rawValue) } ?? .null, .text(state.refusedDetail),
                    ])
            }
        } catch {
            throw UpdateError(.disk, detail: error.description)
        }
    }
}
