import CSQLite

/// What a database call refused to do. Holds the SQL text but never its arguments, so no user text can leak through a log line.
package struct SQLiteError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, Equatable {
        /// Another connection held the lock for longer than the busy time-out.
        case busy
        case uniqueViolation, foreignKeyViolation, notNullViolation, checkViolation, otherConstraint
        /// No space on the device, or the configured page limit is reached (SQLITE_FULL).
        case diskFull
        case readOnly, corrupt, notADatabase, cannotOpen, inputOutput, permission, noMemory, tooBig, interrupted
        /// The SQL does not compile: syntax, unknown table or column.
        case invalidSQL
        /// The database was written by a newer version of the program: it has migrations this one does not know.
        case newerSchema
        /// A column was asked for as a type it does not hold, or does not exist.
        case column
        /// The number of arguments differs from the number of parameters in the SQL.
        case arguments
        /// The database or connection has been closed.
        case closed
        case other
    }

    package let code: Code
    /// SQLite's extended result code; 0 where the refusal is ours (`newerSchema`, `column`, `arguments`, `closed`).
    package let extendedCode: Int32
    /// The statement's text with its placeholders; nil outside a statement.
    package let sql: String?
    /// SQLite's message or ours.
    package let message: String

    package init(_ code: Code, extendedCode: Int32 = 0, sql: String? = nil, message: String) {
        self.code = code
        self.extendedCode = extendedCode
        self.sql = sql
        self.message = message
    }

    /// From a failed call on `connection`; `result` is used where the connection has no better code.
    init(connection: OpaquePointer?, result: Int32, sql: String? = nil) {
        var extended = result
        if let connection {
            let reported = sqlite3_extended_errcode(connection)
            if reported & 0xff == result & 0xff { extended = reported }
        }
        let text = connection.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(result)
        self.init(
            Code(extendedCode: extended), extendedCode: extended, sql: sql, message: text.map { String(cString: $0) } ?? "code \(result)")
    }

    package var description: String {
        let statement = sql.map { ", in: \($0)" } ?? ""
        let number = extendedCode == 0 ? "" : " (\(extendedCode))"
        return "SQLite \(code.rawValue)\(number): \(message)\(statement)"
    }
}

extension SQLiteError.Code {
    init(extendedCode: Int32) {
        // The constraint's kind is in the extended code: SQLITE_CONSTRAINT | (kind << 8), sqlite.org/rescode.html.
        switch extendedCode {
        case SQLITE_CONSTRAINT | (8 << 8), SQLITE_CONSTRAINT | (6 << 8), SQLITE_CONSTRAINT | (10 << 8): self = .uniqueViolation
        case SQLITE_CONSTRAINT | (3 << 8): self = .foreignKeyViolation
        case SQLITE_CONSTRAINT | (5 << 8): self = .notNullViolation
        case SQLITE_CONSTRAINT | (1 << 8): self = .checkViolation
        default:
            switch extendedCode & 0xff {
            case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
            case SQLITE_CONSTRAINT: self = .otherConstraint
            case SQLITE_FULL: self = .diskFull
            case SQLITE_READONLY: self = .readOnly
            case SQLITE_CORRUPT: self = .corrupt
            case SQLITE_NOTADB: self = .notADatabase
            case SQLITE_CANTOPEN: self = .cannotOpen
            case SQLITE_IOERR: self = .inputOutput
            case SQLITE_PERM, SQLITE_AUTH: self = .permission
            case SQLITE_NOMEM: self = .noMemory
            case SQLITE_TOOBIG: self = .tooBig
            case SQLITE_INTERRUPT: self = .interrupted
            case SQLITE_ERROR: self = .invalidSQL
            default: self = .other
            }
        }
    }
}
