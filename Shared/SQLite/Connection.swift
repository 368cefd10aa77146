import CSQLite

/// One connection to a database file, used by one thread at a time (`Database` gives each its own serial queue).
///
/// Compiled statements are cached by their text. Every statement takes its values as arguments; SQL text is never built from values.
package final class Connection {
    package enum Access: Sendable, Equatable {
        /// Creates the file when it is absent.
        case readWrite
        /// Writes fail with `.readOnly`. The file must exist.
        case readOnly
    }

    package let path: String
    private var handle: OpaquePointer?
    private var cached: [String: Statement] = [:]
    /// Distinct statements kept compiled; past this the cache starts afresh. A program's statements are literals, some dozens.
    private static let cacheLimit = 256

    /// Opens `path` with foreign keys on, defensive mode, and double-quoted string literals refused.
    ///
    /// Throws `.cannotOpen`, and `.notADatabase` or `.corrupt` when the header says so.
    package init(path: String, access: Access = .readWrite, busyTimeout: Duration = .seconds(5)) throws(SQLiteError) {
        self.path = path
        let mode = access == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READWRITE
        var opened: OpaquePointer?
        let result = sqlite3_open_v2(path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard result == SQLITE_OK, let opened else {
            let error = SQLiteError(connection: opened, result: result)
            sqlite3_close_v2(opened)
            throw SQLiteError(error.code, extendedCode: error.extendedCode, message: "\(path): \(error.message)")
        }
        handle = opened
        sqlite3_busy_timeout(opened, Int32(clamping: busyTimeout.milliseconds))
        for (flag, on) in [(SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DQS_DML, 0)] as [(Int32, Int32)] {
            _ = weir_sqlite3_db_config(opened, flag, on)
        }
        try execute("PRAGMA foreign_keys = ON")
        try execute("PRAGMA trusted_schema = OFF")
        // Read-only by pragma rather than by open flag: a reader of a WAL database must be able to map and grow the -shm file.
        if access == .readOnly { try execute("PRAGMA query_only = ON") }
    }

    deinit { close() }

    /// Finalises the cached statements and closes the file; further calls throw `.closed`. Closing twice is allowed.
    package func close() {
        cached.removeAll()
        // _v2 tolerates a Statement that is still held elsewhere: the file closes when that one goes.
        sqlite3_close_v2(handle)
        handle = nil
    }

    package var isClosed: Bool { handle == nil }

    // MARK: Statements

    /// Compiles a statement outside the cache. Throws `.invalidSQL`.
    package func prepare(_ sql: String) throws(SQLiteError) -> Statement { try Statement(connection: open(), sql: sql) }

    /// Runs one statement to its end and returns the number of rows it inserted, updated or deleted.
    @discardableResult
    package func execute(_ sql: String, _ arguments: [SQLiteValue] = []) throws(SQLiteError) -> Int {
        let connection = try open()
        let before = sqlite3_total_changes64(connection)
        try run(sql, arguments) { (statement: Statement) throws(SQLiteError) in
            while try statement.step() {}
        }
        return Int(sqlite3_total_changes64(connection) - before)
    }

    /// All rows, each turned into a value by `row`.
    package func query<T>(
        _ sql: String, _ arguments: [SQLiteValue] = [], _ row: (borrowing Row) throws(SQLiteError) -> T
    ) throws(SQLiteError) -> [T] {
        var rows: [T] = []
        try run(sql, arguments) { (statement: Statement) throws(SQLiteError) in
            while try statement.step() { rows.append(try row(Row(statement: statement))) }
        }
        return rows
    }

    /// The first row, nil when there is none.
    package func first<T>(
        _ sql: String, _ arguments: [SQLiteValue] = [], _ row: (borrowing Row) throws(SQLiteError) -> T
    ) throws(SQLiteError) -> T? {
        var first: T?
        try run(sql, arguments) { (statement: Statement) throws(SQLiteError) in
            if try statement.step() { first = try row(Row(statement: statement)) }
        }
        return first
    }

    /// The first column of the first row as an integer, e.g. of a `count(*)`; nil when there is no row or it is NULL.
    package func integer(_ sql: String, _ arguments: [SQLiteValue] = []) throws(SQLiteError) -> Int64? {
        try first(sql, arguments) { (row) throws(SQLiteError) in try row.optionalInteger(0) } ?? nil
    }

    /// Runs several statements without arguments, separated by semicolons. Meant for schemas.
    package func executeScript(_ sql: String) throws(SQLiteError) {
        let connection = try open()
        let result = sqlite3_exec(connection, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw SQLiteError(connection: connection, result: result, sql: sql) }
    }

    package var lastInsertedRowID: Int64 { handle.map { sqlite3_last_insert_rowid($0) } ?? 0 }

    /// What `PRAGMA quick_check` finds wrong with the file; empty when it is sound. Reads the whole file.
    package func problems() throws(SQLiteError) -> [String] {
        let found = try query("PRAGMA quick_check(20)") { (row) throws(SQLiteError) in try row.text(0) }
        return found == ["ok"] ? [] : found
    }

    private func run(
        _ sql: String, _ arguments: [SQLiteValue], _ body: (Statement) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        let statement = try cachedStatement(sql)
        statement.isInUse = true
        defer {
            statement.reset()
            // Not held between uses: arguments may be large, and they are user data.
            if !arguments.isEmpty { statement.clearBindings() }
            statement.isInUse = false
        }
        try statement.bind(arguments)
        try body(statement)
    }

    private func cachedStatement(_ sql: String) throws(SQLiteError) -> Statement {
        let connection = try open()
        if let statement = cached[sql] {
            // In use: this is a query nested in itself.
            return statement.isInUse ? try Statement(connection: connection, sql: sql) : statement
        }
        let statement = try Statement(connection: connection, sql: sql)
        if cached.count >= Self.cacheLimit { cached = cached.filter { $0.value.isInUse } }
        cached[sql] = statement
        return statement
    }

    private func open() throws(SQLiteError) -> OpaquePointer {
        guard let handle else { throw SQLiteError(.closed, message: "the connection is closed") }
        return handle
    }

    // MARK: Transactions

    /// Whether a transaction is open. SQLite ends one by itself after some errors (disk full, I/O).
    package var isInTransaction: Bool { handle.map { sqlite3_get_autocommit($0) == 0 } ?? false }

    /// Runs `body` in a transaction, or in a savepoint of the open one. An error rolls back exactly what `body` did.
    @discardableResult
    package func transaction<T>(
        _ kind: Transaction.Kind = .immediate, _ body: (Connection) throws(SQLiteError) -> T
    ) throws(SQLiteError) -> T {
        let transaction = try Transaction(self, kind)
        do {
            let result = try body(self)
            try transaction.commit()
            return result
        } catch {
            transaction.rollback()
            throw error
        }
    }
}

// Closure literals are taken to throw `any Error` unless they say `throws(SQLiteError)`; these overloads take them as they are written, and
// bodies that throw errors of their own besides.
extension Connection {
    /// As `query` with typed throws; also passes on what `row` throws.
    @_disfavoredOverload
    package func query<T>(
        _ sql: String, _ arguments: [SQLiteValue] = [], _ row: (borrowing Row) throws -> T
    ) throws -> [T] {
        var rows: [T] = []
        var failure: (any Error)?
        try run(sql, arguments) { (statement: Statement) throws(SQLiteError) in
            while failure == nil, try statement.step() {
                do { rows.append(try row(Row(statement: statement))) } catch { failure = error }
            }
        }
        if let failure { throw failure }
        return rows
    }

    /// As `first` with typed throws; also passes on what `row` throws.
    @_disfavoredOverload
    package func first<T>(
        _ sql: String, _ arguments: [SQLiteValue] = [], _ row: (borrowing Row) throws -> T
    ) throws -> T? {
        try first(sql, arguments) { (current) throws(SQLiteError) in Result { try row(current) } }?.get()
    }

    /// As `transaction` with typed throws; any error of `body` rolls back and is passed on.
    @_disfavoredOverload
    @discardableResult
    package func transaction<T>(_ kind: Transaction.Kind = .immediate, _ body: (Connection) throws -> T) throws -> T {
        let transaction = try Transaction(self, kind)
        do {
            let result = try body(self)
            try transaction.commit()
            return result
        } catch {
            transaction.rollback()
            throw error
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
