import Testing

@testable import SQLite

@Suite struct ConnectionTests {
    let folder = TemporaryFolder()

    func connection() throws -> Connection {
        let connection = try Connection(path: folder.file())
        try connection.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, weight REAL, body BLOB)")
        return connection
    }

    @Test(
        arguments: [
            .null, .integer(.min), .integer(.max), .integer(0), .real(-0.5), .real(.greatestFiniteMagnitude), .text(""), .text("a\u{0}b"),
            .text("ünï 🏔"), .blob([]), .blob([0, 255, 0]),
        ] as [SQLiteValue])
    func valueComesBackAsItWasBound(_ value: SQLiteValue) throws {
        let connection = try connection()
        let found = try connection.first("SELECT ?", [value]) { row in try row.value(0) }
        #expect(found == value)
    }

    @Test func executeCountsOnlyItsOwnChanges() throws {
        let connection = try connection()
        #expect(try connection.execute("INSERT INTO item (name) VALUES (?), (?)", ["a", "b"]) == 2)
        #expect(try connection.execute("UPDATE item SET weight = 1 WHERE name = ?", ["none"]) == 0)
        #expect(try connection.execute("DELETE FROM item") == 2)
        #expect(connection.lastInsertedRowID == 2)
    }

    @Test func columnsAreReadByPositionAndName() throws {
        let connection = try connection()
        try connection.execute("INSERT INTO item VALUES (?, ?, ?, ?)", [7, "seven", 0.5, .blob([1, 2])])
        let row = try connection.first("SELECT id, name, weight, body, NULL AS missing FROM item") { row in
            #expect(row.columnCount == 5)
            #expect(try row.isNull("missing"))
            #expect(try row.optionalText(4) == nil)
            #expect(try row.optionalBlob("body") == [1, 2])
            #expect(try row.bool("id"))
            return (try row.int("id"), try row.text(1), try row.real("weight"), try row.blob(3))
        }
        #expect(row?.0 == 7 && row?.1 == "seven" && row?.2 == 0.5 && row?.3 == [1, 2])
        #expect(try connection.first("SELECT 1 WHERE 0") { row in try row.integer(0) } == nil)
        #expect(try connection.integer("SELECT count(*) FROM item WHERE id = ?", [7]) == 1)
    }

    struct Misread: Sendable, CustomTestStringConvertible {
        let name: String
        let read: @Sendable (borrowing Row) throws -> Void
        let message: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        Misread(name: "text as integer", read: { _ = try $0.integer(0) }, message: "column 0 (t): expected INTEGER, found TEXT"),
        Misread(name: "integer as text", read: { _ = try $0.text("i") }, message: "column 1 (i): expected TEXT, found INTEGER"),
        Misread(name: "null as text", read: { _ = try $0.text(2) }, message: "column 2 (n): expected TEXT, found NULL"),
        Misread(name: "text as blob", read: { _ = try $0.blob(0) }, message: "column 0 (t): expected BLOB, found TEXT"),
        Misread(name: "text as real", read: { _ = try $0.real(0) }, message: "column 0 (t): expected REAL, found TEXT"),
        Misread(name: "past the end", read: { _ = try $0.value(5) }, message: "column 5 of 4"),
        Misread(name: "before the start", read: { _ = try $0.value(-1) }, message: "column -1 of 4"),
        Misread(name: "unknown name", read: { _ = try $0.value("x") }, message: "no column named x"),
        Misread(name: "text that is not UTF-8", read: { _ = try $0.text(3) }, message: "column 3: text is not UTF-8"),
    ])
    func misreadColumnThrows(_ misread: Misread) throws {
        let connection = try connection()
        let error = #expect(throws: SQLiteError.self) {
            _ = try connection.first("SELECT 'x' AS t, 1 AS i, NULL AS n, CAST(x'ff' AS TEXT) AS broken") { row in try misread.read(row) }
        }
        #expect(error?.code == .column)
        #expect(error?.message == misread.message)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let sql: String
        var arguments: [SQLiteValue] = []
        let code: SQLiteError.Code
        var testDescription: String { sql }
    }

    @Test(arguments: [
        Refusal(sql: "SELEC 1", code: .invalidSQL),
        Refusal(sql: "", code: .invalidSQL),
        Refusal(sql: "  -- only a comment", code: .invalidSQL),
        Refusal(sql: "SELECT 1; SELECT 2", code: .invalidSQL),
        Refusal(sql: "SELECT missing FROM item", code: .invalidSQL),
        Refusal(sql: "SELECT \"not a column\"", code: .invalidSQL),
        Refusal(sql: "SELECT ?", code: .arguments),
        Refusal(sql: "SELECT 1", arguments: [1], code: .arguments),
        Refusal(sql: "INSERT INTO item (name) VALUES (?)", arguments: ["first"], code: .uniqueViolation),
        Refusal(sql: "INSERT INTO item (id, name) VALUES (1, ?)", arguments: ["other"], code: .uniqueViolation),
        Refusal(sql: "INSERT INTO item (name) VALUES (?)", arguments: [nil], code: .notNullViolation),
        Refusal(sql: "INSERT INTO part VALUES (99)", code: .foreignKeyViolation),
        Refusal(sql: "INSERT INTO small VALUES (11)", code: .checkViolation),
    ])
    func refusedStatementSaysWhy(_ refusal: Refusal) throws {
        let connection = try connection()
        try connection.executeScript(
            """
            CREATE TABLE part (item INTEGER NOT NULL REFERENCES item (id));
            CREATE TABLE small (value INTEGER CHECK (value < 10));
            INSERT INTO item (id, name) VALUES (1, 'first');
            """)
        let error = #expect(throws: SQLiteError.self) { try connection.execute(refusal.sql, refusal.arguments) }
        #expect(error?.code == refusal.code)
        #expect(error?.sql == refusal.sql)
    }

    @Test func errorNeverHoldsArguments() throws {
        let connection = try connection()
        let insert = "INSERT INTO item (name) VALUES (?)"
        try connection.execute(insert, ["canary-4711"])
        let error = #expect(throws: SQLiteError.self) { try connection.execute(insert, ["canary-4711"]) }
        #expect(error.map { "\($0)".contains("canary") } == false)
    }

    @Test func queryNestedInItselfGetsAStatementOfItsOwn() throws {
        let connection = try connection()
        let sql = "SELECT value FROM (SELECT 1 AS value UNION SELECT 2) ORDER BY value"
        let pairs = try connection.query(sql) { outer in
            let first = try outer.integer(0)
            return try connection.query(sql) { inner in [first, try inner.integer(0)] }
        }
        #expect(pairs == [[[1, 1], [1, 2]], [[2, 1], [2, 2]]])
    }

    @Test func errorOfTheRowClosureEndsTheQuery() throws {
        struct Own: Error {}
        let connection = try connection()
        var seen = 0
        #expect(throws: Own.self) {
            _ = try connection.query("SELECT 1 UNION SELECT 2") { _ in
                seen += 1
                throw Own()
            }
        }
        #expect(seen == 1)
        // The statement was reset: nothing holds the table.
        try connection.execute("DROP TABLE item")
    }

    @Test func transactionRollsBackExactlyWhatFailed() throws {
        struct Own: Error {}
        let connection = try connection()
        let insert = "INSERT INTO item (name) VALUES (?)"
        try connection.transaction { connection in
            try connection.execute(insert, ["kept"])
            #expect(throws: Own.self) {
                try connection.transaction { connection in
                    try connection.execute(insert, ["dropped"])
                    throw Own()
                }
            }
            try connection.transaction { connection in try connection.execute(insert, ["inner"]) }
        }
        #expect(throws: SQLiteError.self) {
            try connection.transaction { connection in
                try connection.execute(insert, ["late"])
                try connection.execute(insert, ["kept"])
            }
        }
        #expect(!connection.isInTransaction)
        #expect(try connection.query("SELECT name FROM item ORDER BY id") { row in try row.text(0) } == ["kept", "inner"])
    }

    @Test func commitThatFailsRollsBack() throws {
        let connection = try connection()
        try connection.execute("CREATE TABLE part (item INTEGER REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)")
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction { connection in try connection.execute("INSERT INTO part VALUES (99)") }
        }
        #expect(error?.code == .foreignKeyViolation)
        #expect(!connection.isInTransaction)
        #expect(try connection.integer("SELECT count(*) FROM part") == 0)
    }

    @Test func closedConnectionThrowsClosed() throws {
        let connection = try connection()
        let held = try connection.prepare("SELECT 1")
        connection.close()
        connection.close()
        #expect(connection.isClosed)
        #expect(throws: SQLiteError.self) { try connection.execute("SELECT 1") }
        // A statement that is still held keeps the file open and usable instead of pointing at freed memory.
        #expect(try held.step())
    }

    @Test func secondWriterIsBusy() throws {
        let first = try connection()
        let second = try Connection(path: folder.file(), busyTimeout: .milliseconds(10))
        try first.transaction { _ in
            let error = #expect(throws: SQLiteError.self) { try second.transaction { _ in } }
            #expect(error?.code == .busy)
        }
        try second.transaction { _ in }
    }

    @Test func readOnlyConnectionRefusesToWrite() throws {
        _ = try connection()
        let reader = try Connection(path: folder.file(), access: .readOnly)
        let error = #expect(throws: SQLiteError.self) { try reader.execute("DELETE FROM item") }
        #expect(error?.code == .readOnly)
        let missing = #expect(throws: SQLiteError.self) { _ = try Connection(path: folder.file("missing.db"), access: .readOnly) }
        #expect(missing?.code == .cannotOpen)
    }

    @Test func cacheStartsAfreshPastItsLimit() throws {
        let connection = try connection()
        for number in 0..<600 { #expect(try connection.integer("SELECT \(number)") == Int64(number)) }
    }
}
