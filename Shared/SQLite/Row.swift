/// The current row of a running query; lives only inside the closure it is handed to.
///
/// Each accessor throws `SQLiteError.Code.column` when the column does not exist or holds another storage class.
/// Columns are named by position from 0 or by name; positions are faster.
package struct Row: ~Copyable {
    let statement: Statement

    /// Not inlined: swiftc 6.3.1 -O aborts ("Cannot initialize a nonCopyable type with a guaranteed value") when it specialises `query` with the
    /// memberwise initialiser inside.
    @inline(never)
    init(statement: Statement) { self.statement = statement }

    package var columnCount: Int { statement.columnCount }

    package func value(_ index: Int) throws(SQLiteError) -> SQLiteValue { try statement.value(index) }
    package func isNull(_ index: Int) throws(SQLiteError) -> Bool { try statement.isNull(index) }

    package func integer(_ index: Int) throws(SQLiteError) -> Int64 { try statement.integer(index) }
    package func int(_ index: Int) throws(SQLiteError) -> Int { Int(try statement.integer(index)) }
    package func bool(_ index: Int) throws(SQLiteError) -> Bool { try statement.integer(index) != 0 }
    package func real(_ index: Int) throws(SQLiteError) -> Double { try statement.real(index) }
    package func text(_ index: Int) throws(SQLiteError) -> String { try statement.text(index) }
    package func blob(_ index: Int) throws(SQLiteError) -> [UInt8] { try statement.blob(index) }

    package func optionalInteger(_ index: Int) throws(SQLiteError) -> Int64? {
        try isNull(index) ? nil : try statement.integer(index)
    }
    package func optionalInt(_ index: Int) throws(SQLiteError) -> Int? { try optionalInteger(index).map { Int($0) } }
    package func optionalReal(_ index: Int) throws(SQLiteError) -> Double? { try isNull(index) ? nil : try statement.real(index) }
    package func optionalText(_ index: Int) throws(SQLiteError) -> String? { try isNull(index) ? nil : try statement.text(index) }
    package func optionalBlob(_ index: Int) throws(SQLiteError) -> [UInt8]? { try isNull(index) ? nil : try statement.blob(index) }
}

extension Row {
    package func value(_ name: String) throws(SQLiteError) -> SQLiteValue { try value(try statement.columnIndex(name)) }
    package func isNull(_ name: String) throws(SQLiteError) -> Bool { try isNull(try statement.columnIndex(name)) }

    package func integer(_ name: String) throws(SQLiteError) -> Int64 { try integer(try statement.columnIndex(name)) }
    package func int(_ name: String) throws(SQLiteError) -> Int { try int(try statement.columnIndex(name)) }
    package func bool(_ name: String) throws(SQLiteError) -> Bool { try bool(try statement.columnIndex(name)) }
    package func real(_ name: String) throws(SQLiteError) -> Double { try real(try statement.columnIndex(name)) }
    package func text(_ name: String) throws(SQLiteError) -> String { try text(try statement.columnIndex(name)) }
    package func blob(_ name: String) throws(SQLiteError) -> [UInt8] { try blob(try statement.columnIndex(name)) }

    package func optionalInteger(_ name: String) throws(SQLiteError) -> Int64? {
        try optionalInteger(try statement.columnIndex(name))
    }
    package func optionalInt(_ name: String) throws(SQLiteError) -> Int? { try optionalInt(try statement.columnIndex(name)) }
    package func optionalReal(_ name: String) throws(SQLiteError) -> Double? { try optionalReal(try statement.columnIndex(name)) }
    package func optionalText(_ name: String) throws(SQLiteError) -> String? { try optionalText(try statement.columnIndex(name)) }
    package func optionalBlob(_ name: String) throws(SQLiteError) -> [UInt8]? { try optionalBlob(try statement.columnIndex(name)) }
}
