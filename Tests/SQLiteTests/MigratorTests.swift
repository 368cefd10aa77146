import SQLite
import Testing

@Suite struct MigratorTests {
    let folder = TemporaryFolder()
    let first = Migration("outbox-1", "CREATE TABLE a (x INTEGER); CREATE TABLE b (x INTEGER)")
    let second = Migration("outbox-2") { (connection) throws(SQLiteError) in try connection.execute("ALTER TABLE a ADD COLUMN y TEXT") }
    let other = Migration("cache-1", "CREATE TABLE c (x INTEGER)")

    @Test func appliesWhatIsMissingInOrder() throws {
        let connection = try Connection(path: folder.file())
        #expect(try Migrator([first]).migrate(connection) == ["outbox-1"])
        #expect(try Migrator([first, other]).migrate(connection) == ["cache-1"])
        // Added in the middle of the concatenated list, applied now.
        #expect(try Migrator([first, second, other]).migrate(connection) == ["outbox-2"])
        #expect(try Migrator([first, second, other]).migrate(connection) == [])
        try connection.execute("INSERT INTO a (x, y) VALUES (1, 'y')")
    }

    @Test func refusesADatabaseOfANewerVersion() throws {
        let connection = try Connection(path: folder.file())
        try Migrator([first, second]).migrate(connection)
        let error = #expect(throws: SQLiteError.self) { try Migrator([first, other]).migrate(connection) }
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("\"outbox-2\"") == true)
        #expect(try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'c'") == 0)
    }

    @Test func failedMigrationLeavesNothingBehind() throws {
        let connection = try Connection(path: folder.file())
        let broken = Migration("broken", "CREATE TABLE d (x INTEGER); CREATE TABLE a (x INTEGER)")
        let error = #expect(throws: SQLiteError.self) { try Migrator([first, broken]).migrate(connection) }
        #expect(error?.code == .invalidSQL)
        #expect(try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name IN ('a', 'b', 'd')") == 0)
    }
}
