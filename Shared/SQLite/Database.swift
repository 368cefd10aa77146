/// A database file in WAL mode: one writer on a serial queue of its own, a few readers beside it.
///
/// Queries run on the queues' threads, so a caller's task only suspends. A call once made runs to its end whether or not the task is
/// cancelled meanwhile: what was committed is never reported as not done.
package final class Database: Sendable {
    package struct Settings: Sendable {
        package enum Synchronous: String, Sendable {
            /// A commit survives a crash of the process; a power cut may lose the last commits, never the file.
            case normal = "NORMAL"
            /// A commit survives a power cut: one fsync each.
            case full = "FULL"
        }

        package var synchronous: Synchronous
        /// How long a statement waits for another process's lock before `.busy`.
        package var busyTimeout: Duration
        /// Connections that read beside the writer; at least 1. Each may take up to 2 MB of page cache.
        package var readers: Int
        /// The WAL file is cut back to this after a checkpoint.
        package var walLimitInBytes: Int
        /// Upper bound of the file; a write past it throws `.diskFull`. Nil: none.
        package var sizeLimitInBytes: Int?

        package init(
            synchronous: Synchronous = .normal, busyTimeout: Duration = .seconds(5), readers: Int = 2, walLimitInBytes: Int = 4 << 20,
            sizeLimitInBytes: Int? = nil
        ) {
            precondition(readers >= 1)
            self.synchronous = synchronous
            self.busyTimeout = busyTimeout
            self.readers = readers
            self.walLimitInBytes = walLimitInBytes
            self.sizeLimitInBytes = sizeLimitInBytes
        }
    }

    package let path: String
    private let writer: DatabaseQueue
    private let readers: ReaderPool

    /// Opens or creates the file and migrates it. Blocks for the time of the migration; meant for start-up.
    ///
    /// Throws `.newerSchema` for a file of a newer program, `.notADatabase` or `.corrupt` for a broken one.
    package init(path: String, settings: Settings = Settings(), migrator: Migrator = Migrator([])) throws(SQLiteError) {
        self.path = path
        writer = DatabaseQueue(label: "weir.sqlite.writer") { () throws(SQLiteError) in
            let connection = try Connection(path: path, busyTimeout: settings.busyTimeout)
            try Self.configure(connection, settings)
            return connection
        }
        readers = ReaderPool(
            (0..<settings.readers).map { index in
                DatabaseQueue(label: "weir.sqlite.reader.\(index)") { () throws(SQLiteError) in
                    try Connection(path: path, access: .readOnly, busyTimeout: settings.busyTimeout)
                }
            })
        try writer.runBlocking { (connection) throws(SQLiteError) in
            _ = try migrator.migrate(connection)
        }
    }

    private static func configure(_ connection: Connection, _ settings: Settings) throws(SQLiteError) {
        let mode = try connection.first("PRAGMA journal_mode = WAL") { (row) throws(SQLiteError) in try row.text(0) }
        guard mode == "wal" else {
            throw SQLiteError(
                .cannotOpen, message: "\(connection.path): WAL mode is not available here, journal mode is \(mode ?? "unknown")")
        }
        try connection.execute("PRAGMA synchronous = \(settings.synchronous.rawValue)")
        try connection.execute("PRAGMA journal_size_limit = \(settings.walLimitInBytes)")
        if let limit = settings.sizeLimitInBytes, let pageSize = try connection.integer("PRAGMA page_size"), pageSize > 0 {
            try connection.execute("PRAGMA max_page_count = \(max(1, limit / Int(pageSize)))")
        }
    }

    /// Runs `body` in an IMMEDIATE transaction; an error rolls it back. Writes run one after another in order of arrival.
    @discardableResult
    package func write<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(SQLiteError) -> T
    ) async throws(SQLiteError) -> T {
        try await writer.run { (connection) throws(SQLiteError) in try connection.transaction(.immediate, body) }
    }

    /// Runs `body` on a read-only connection in one snapshot: it sees every write that returned before, and none that comes meanwhile.
    package func read<T: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(SQLiteError) -> T
    ) async throws(SQLiteError) -> T {
        let reader = await readers.take()
        do throws(SQLiteError) {
            let result = try await reader.run { (connection) throws(SQLiteError) in try connection.transaction(.deferred, body) }
            await readers.give(reader)
            return result
        } catch {
            await readers.give(reader)
            throw error
        }
    }

    /// Moves the WAL into the file and cuts it to nothing, as far as readers allow.
    package func checkpoint() async throws(SQLiteError) {
        try await writer.run { (connection) throws(SQLiteError) in try Self.checkpoint(connection) }
    }

    /// Waits for running calls, checkpoints and closes the file. Later calls throw `.closed`. Closing twice is allowed. Blocks.
    package func close() throws(SQLiteError) {
        try readers.close()
        try writer.close { (connection) throws(SQLiteError) in try Self.checkpoint(connection) }
    }

    private static func checkpoint(_ connection: Connection) throws(SQLiteError) {
        _ = try connection.query("PRAGMA wal_checkpoint(TRUNCATE)") { (row) throws(SQLiteError) in try row.integer(0) }
    }
}

// For closure literals, which throw `any Error` unless they say `throws(SQLiteError)`, and for bodies with errors of their own.
extension Database {
    /// As `write` with typed throws; any error of `body` rolls back and is passed on.
    @_disfavoredOverload
    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await writer.run { (connection) throws(SQLiteError) in
            Result { try connection.transaction(.immediate, body) }
        }.get()
    }

    /// As `read` with typed throws; also passes on what `body` throws.
    @_disfavoredOverload
    package func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await read { (connection) throws(SQLiteError) in Result { try body(connection) } }.get()
    }
}
