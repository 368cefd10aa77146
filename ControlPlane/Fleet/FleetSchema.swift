package import SQLite

/// The tables of this module. `boot` and other 64-bit unsigned numbers are stored bit for bit as signed integers.
package enum FleetSchema {
    package static let migrations = [
        Migration(
            "fleet-1",
            """
            CREATE TABLE nodes (
                node TEXT PRIMARY KEY, enrolled_unix_ms INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0,
                self_registered INTEGER NOT NULL, status INTEGER NOT NULL DEFAULT 0, last_seen_unix_ms INTEGER NOT NULL DEFAULT 0,
                reported BLOB, reported_unix_ms INTEGER NOT NULL DEFAULT 0, release_id TEXT
            ) WITHOUT ROWID;
            CREATE TABLE node_labels (
                node TEXT NOT NULL REFERENCES nodes(node) ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (node, name)
            ) WITHOUT ROWID;
            CREATE TABLE desired (
                node TEXT PRIMARY KEY REFERENCES nodes(node) ON DELETE CASCADE, generation INTEGER NOT NULL, content BLOB NOT NULL,
                document BLOB NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE policies (version INTEGER PRIMARY KEY, created_unix_ms INTEGER NOT NULL, payload BLOB NOT NULL);
            CREATE TABLE releases (
                release_id TEXT PRIMARY KEY, workflow TEXT NOT NULL, counter INTEGER NOT NULL, created_unix_ms INTEGER NOT NULL,
                uploaded_unix_ms INTEGER NOT NULL, complete INTEGER NOT NULL, size_in_bytes INTEGER NOT NULL, document BLOB NOT NULL,
                intents BLOB
            ) WITHOUT ROWID;
            """)
    ]
}
