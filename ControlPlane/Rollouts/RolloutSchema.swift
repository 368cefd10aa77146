package import SQLite

package enum RolloutSchema {
    package static let migrations = [
        Migration(
            "rollouts-1",
            """
            CREATE TABLE rollouts (
                id INTEGER PRIMARY KEY AUTOINCREMENT, release_id TEXT NOT NULL, state TEXT NOT NULL, selector TEXT NOT NULL, node_limit INTEGER,
                created_unix_ms INTEGER NOT NULL, updated_unix_ms INTEGER NOT NULL
            );
            CREATE TABLE rollout_nodes (
                rollout INTEGER NOT NULL REFERENCES rollouts(id) ON DELETE CASCADE, node TEXT NOT NULL, progress TEXT NOT NULL, previous TEXT,
                generation INTEGER NOT NULL, detail TEXT NOT NULL, stale_detail TEXT, PRIMARY KEY (rollout, node)
            ) WITHOUT ROWID;
            """)
    ]
}
