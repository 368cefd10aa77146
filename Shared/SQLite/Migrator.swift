/// One named step of a schema. Never edited once it has shipped; a change is a new migration.
package struct Migration: Sendable {
    package let name: String
    let apply: @Sendable (Connection) throws(SQLiteError) -> Void

    /// A step made of SQL text, which may hold several statements.
    package init(_ name: String, _ script: String) {
        self.name = name
        apply = { (connection) throws(SQLiteError) in try connection.executeScript(script) }
    }

    package init(_ name: String, _ apply: @escaping @Sendable (Connection) throws(SQLiteError) -> Void) {
        self.name = name
        self.apply = apply
    }
}

/// Brings a database to the schema this program knows, or refuses it.
///
/// The names of applied migrations are kept in the table `weir_migrations`. Several modules may share a file by concatenating their lists:
/// what is missing is applied in list order, whatever else was applied before.
package struct Migrator: Sendable {
    package let migrations: [Migration]

    package init(_ migrations: [Migration]) {
        precondition(Set(migrations.map(\.name)).count == migrations.count, "migration names must differ")
        self.migrations = migrations
    }

    /// Applies what is missing, all in one transaction, and returns the names applied.
    ///
    /// Throws `.newerSchema`, having changed nothing, when the database has a migration that is not in the list.
    @discardableResult
    package func migrate(_ connection: Connection) throws(SQLiteError) -> [String] {
        try connection.transaction { (connection) throws(SQLiteError) in
            try connection.execute(
                """
                CREATE TABLE IF NOT EXISTS weir_migrations (
                    position INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, applied_at TEXT NOT NULL)
                """)
            let applied = try connection.query("SELECT name FROM weir_migrations ORDER BY position") { (row) throws(SQLiteError) in
                try row.text(0)
            }
            let known = Set(migrations.map(\.name))
            if let unknown = applied.first(where: { !known.contains($0) }) {
                throw SQLiteError(
                    .newerSchema,
                    message: "\(connection.path) was written by a newer version: it has migration \"\(unknown)\", unknown to this one")
            }
            let done = Set(applied)
            var new: [String] = []
            for migration in migrations where !done.contains(migration.name) {
                try migration.apply(connection)
                try connection.execute(
                    "INSERT INTO weir_migrations (name, applied_at) VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
                    [.text(migration.name)])
                new.append(migration.name)
            }
            return new
        }
    }
}
