import CSQLite

/// A compiled statement. Belongs to the connection that made it and to that connection's thread.
///
/// `Connection.execute` and `query` cover ordinary use; a `Statement` in hand is for loops that bind and step many times.
package final class Statement {
    package let sql: String
    /// Number of `?` placeholders.
    package let parameterCount: Int
    package let columnCount: Int

    /// Set while `Connection` runs it, so that a nested use of the same SQL gets a statement of its own.
    var isInUse = false
    private let handle: OpaquePointer
    private let connection: OpaquePointer
    private var columnIndexes: [String: Int]?
    private var hasRow = false

    /// Throws `.invalidSQL` when `sql` does not compile, is empty, or holds more than one statement.
    init(connection: OpaquePointer, sql: String) throws(SQLiteError) {
        var handle: OpaquePointer?
        var trailing = 0
        var text = sql
        let result = text.withUTF8 { utf8 in
            // A zero-length buffer may have no base address; SQLite then yields no statement, which is refused below.
            guard let start = utf8.baseAddress else { return SQLITE_OK }
            return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) { characters in
                var tail: UnsafePointer<CChar>?
                let result = sqlite3_prepare_v3(
                    connection, characters, Int32(utf8.count), UInt32(SQLITE_PREPARE_PERSISTENT), &handle, &tail)
                if let tail {
                    let rest = UnsafeBufferPointer(start: tail, count: utf8.count - (tail - characters))
                    trailing = rest.count { !Self.isBlank($0) }
                }
                return result
            }
        }
        guard result == SQLITE_OK else { throw SQLiteError(connection: connection, result: result, sql: sql) }
        guard let handle else { throw SQLiteError(.invalidSQL, sql: sql, message: "no statement in the text") }
        guard trailing == 0 else {
            sqlite3_finalize(handle)
            throw SQLiteError(.invalidSQL, sql: sql, message: "text after the first statement; use executeScript")
        }
        self.handle = handle
        self.connection = connection
        self.sql = sql
        parameterCount = Int(sqlite3_bind_parameter_count(handle))
        columnCount = Int(sqlite3_column_count(handle))
    }

    deinit { sqlite3_finalize(handle) }

    private static func isBlank(_ character: CChar) -> Bool {
        switch UInt8(bitPattern: character) {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"), 0: true
        default: false
        }
    }

    // MARK: Binding

    /// Binds all parameters in order. Throws `.arguments` when their number differs.
    package func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
        guard values.count == parameterCount else {
            throw SQLiteError(.arguments, sql: sql, message: "\(parameterCount) parameters, \(values.count) arguments")
        }
        for (index, value) in values.enumerated() { try bind(value, at: index) }
    }

    /// Binds one parameter, counted from 0. Text and bytes are copied.
    package func bind(_ value: SQLiteValue, at index: Int) throws(SQLiteError) {
        guard index >= 0, index < parameterCount else {
            throw SQLiteError(.arguments, sql: sql, message: "parameter \(index) of \(parameterCount)")
        }
        let position = Int32(index + 1)
        let result: Int32
        switch value {
        case .null: result = sqlite3_bind_null(handle, position)
        case .integer(let value): result = sqlite3_bind_int64(handle, position, value)
        case .real(let value): result = sqlite3_bind_double(handle, position, value)
        case .text(var value):
            result = value.withUTF8 { utf8 in
                guard let start = utf8.baseAddress else { return weir_sqlite3_bind_text(handle, position, "", 0) }
                return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
                    weir_sqlite3_bind_text(handle, position, $0, UInt64(utf8.count))
                }
            }
        case .blob(let bytes):
            // A null pointer would bind NULL; an empty array is an empty blob.
            result =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, position, 0)
                : bytes.withUnsafeBytes { weir_sqlite3_bind_blob(handle, position, $0.baseAddress, UInt64($0.count)) }
        }
        guard result == SQLITE_OK else { throw SQLiteError(connection: connection, result: result, sql: sql) }
    }

    // MARK: Running

    /// Runs to the next row; false when there is none left, and the statement is reset then.
    package func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW:
            hasRow = true
            return true
        case SQLITE_DONE:
            reset()
            return false
        case let result:
            let error = SQLiteError(connection: connection, result: result, sql: sql)
            reset()
            throw error
        }
    }

    /// Ready to be bound and stepped again. Argument values are kept until bound anew.
    package func reset() {
        hasRow = false
        sqlite3_reset(handle)
    }

    /// Releases the copies of bound text and bytes.
    package func clearBindings() { sqlite3_clear_bindings(handle) }

    // MARK: Columns of the current row, counted from 0

    package func columnName(_ index: Int) -> String? {
        guard index >= 0, index < columnCount, let name = sqlite3_column_name(handle, Int32(index)) else { return nil }
        return String(cString: name)
    }

    /// Throws `.column` when there is no column of that name.
    package func columnIndex(_ name: String) throws(SQLiteError) -> Int {
        let indexes = columnIndexes ?? makeColumnIndexes()
        columnIndexes = indexes
        guard let index = indexes[name] else { throw SQLiteError(.column, sql: sql, message: "no column named \(name)") }
        return index
    }

    private func makeColumnIndexes() -> [String: Int] {
        var indexes: [String: Int] = [:]
        for index in 0..<columnCount {
            if let name = columnName(index), indexes[name] == nil { indexes[name] = index }
        }
        return indexes
    }

    package func value(_ index: Int) throws(SQLiteError) -> SQLiteValue {
        switch try storageClass(index) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, Int32(index)))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, Int32(index)))
        case SQLITE_TEXT: .text(try text(index))
        case SQLITE_BLOB: .blob(try blob(index))
        default: .null
        }
    }

    package func isNull(_ index: Int) throws(SQLiteError) -> Bool { try storageClass(index) == SQLITE_NULL }

    package func integer(_ index: Int) throws(SQLiteError) -> Int64 {
        try require(SQLITE_INTEGER, index)
        return sqlite3_column_int64(handle, Int32(index))
    }

    /// An INTEGER column counts as a number too: SQLite stores 1.0 as 1 where the column's affinity says so.
    package func real(_ index: Int) throws(SQLiteError) -> Double {
        if try storageClass(index) != SQLITE_INTEGER { try require(SQLITE_FLOAT, index) }
        return sqlite3_column_double(handle, Int32(index))
    }

    /// Throws `.column` also when the stored bytes are not UTF-8.
    package func text(_ index: Int) throws(SQLiteError) -> String {
        try require(SQLITE_TEXT, index)
        guard let start = sqlite3_column_text(handle, Int32(index)) else { return "" }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(index))))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SQLiteError(.column, sql: sql, message: "column \(index): text is not UTF-8")
        }
        return text
    }

    package func blob(_ index: Int) throws(SQLiteError) -> [UInt8] {
        try require(SQLITE_BLOB, index)
        guard let start = sqlite3_column_blob(handle, Int32(index)) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, Int32(index)))))
    }

    private func storageClass(_ index: Int) throws(SQLiteError) -> Int32 {
        guard hasRow else { throw SQLiteError(.column, sql: sql, message: "no current row") }
        guard index >= 0, index < columnCount else {
            throw SQLiteError(.column, sql: sql, message: "column \(index) of \(columnCount)")
        }
        return sqlite3_column_type(handle, Int32(index))
    }

    private func require(_ expected: Int32, _ index: Int) throws(SQLiteError) {
        let found = try storageClass(index)
        guard found == expected else {
            let name = columnName(index) ?? "?"
            throw SQLiteError(
                .column, sql: sql, message: "column \(index) (\(name)): expected \(Self.name(expected)), found \(Self.name(found))")
        }
    }

    private static func name(_ storageClass: Int32) -> String {
        switch storageClass {
        case SQLITE_INTEGER: "INTEGER"
        case SQLITE_FLOAT: "REAL"
        case SQLITE_TEXT: "TEXT"
        case SQLITE_BLOB: "BLOB"
        default: "NULL"
        }
    }
}
