import Glibc
import Testing

@testable import SQLite

@Suite struct DatabaseTests {
    let folder = TemporaryFolder()
    static let schema = Migrator([Migration("1", "CREATE TABLE item (id INTEGER PRIMARY KEY, body BLOB)")])

    func database(_ settings: Database.Settings = .init()) throws -> Database {
        try Database(path: folder.file(), settings: settings, migrator: Self.schema)
    }

    @Test(arguments: [Database.Settings.Synchronous.normal, .full])
    func opensInWALWithTheSettingsAsked(_ synchronous: Database.Settings.Synchronous) async throws {
        let database = try database(.init(synchronous: synchronous, busyTimeout: .milliseconds(1234), walLimitInBytes: 1 << 16))
        // The writer's own connection; PRAGMA values are per connection.
        let values = try await database.write { connection in
            try ["journal_size_limit", "foreign_keys", "synchronous", "busy_timeout"].map { try connection.integer("PRAGMA \($0)") }
        }
        #expect(values == [1 << 16, 1, synchronous == .full ? 2 : 1, 1234])
        #expect(try await database.read { try $0.first("PRAGMA journal_mode") { try $0.text(0) } } == "wal")
        try database.close()
    }

    @Test func writeIsAtomicAndReadsSeeWhatReturnedBefore() async throws {
        struct Own: Error {}
        let database = try database()
        try await database.write { connection in try connection.execute("INSERT INTO item (id) VALUES (?)", [1]) }
        await #expect(throws: Own.self) {
            try await database.write { connection in
                try connection.execute("INSERT INTO item (id) VALUES (?)", [2])
                throw Own()
            }
        }
        #expect(try await database.read { try $0.query("SELECT id FROM item") { try $0.int(0) } } == [1])
        let refused = await #expect(throws: SQLiteError.self) { try await database.read { try $0.execute("DELETE FROM item") } }
        #expect(refused?.code == .readOnly)
    }

    @Test func typedThrowsSurviveACaller() async throws {
        func count(_ database: Database) async throws(SQLiteError) -> Int64 {
            try await database.read { (connection) throws(SQLiteError) in try connection.integer("SELECT count(*) FROM item") ?? 0 }
        }
        #expect(try await count(database()) == 0)
    }

    @Test func manyTasksWriteAndReadAtOnce() async throws {
        let database = try database(.init(readers: 3))
        try await withThrowingTaskGroup { group in
            for id in 0..<200 {
                group.addTask {
                    try await database.write { try $0.execute("INSERT INTO item (id) VALUES (?)", [.int(id)]) }
                    #expect(try await database.read { try $0.integer("SELECT count(*) FROM item WHERE id = ?", [.int(id)]) } == 1)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await database.read { try $0.integer("SELECT count(*) FROM item") } == 200)
    }

    @Test func readersSeeOneSnapshotWhileTheWriterGoesOn() async throws {
        let database = try database()
        let (entered, enter) = AsyncStream<Void>.makeStream()
        let gate = Gate()
        async let seen = database.read { connection in
            let before = try connection.integer("SELECT count(*) FROM item")
            enter.finish()
            gate.wait()
            return [before, try connection.integer("SELECT count(*) FROM item")]
        }
        for await _ in entered {}
        try await database.write { try $0.execute("INSERT INTO item (id) VALUES (1)") }
        gate.open()
        #expect(try await seen == [0, 0])
    }

    @Test func fullDiskIsItsOwnError() async throws {
        let database = try database(.init(sizeLimitInBytes: 64 << 10))
        let error = await #expect(throws: SQLiteError.self) {
            try await database.write { try $0.execute("INSERT INTO item (body) VALUES (zeroblob(1000000))") }
        }
        #expect(error?.code == .diskFull)
        #expect(error?.extendedCode == 13)
        // The transaction is gone and the database goes on.
        try await database.write { try $0.execute("INSERT INTO item (id) VALUES (5)") }
        #expect(try await database.read { try $0.query("SELECT id FROM item") { try $0.int(0) } } == [5])
    }

    @Test func fileThatIsNoDatabaseIsRefused() throws {
        try write(Array("this is a text file, long enough to be taken for a header\n".utf8) + [UInt8](repeating: 65, count: 8192), at: 0)
        let error = #expect(throws: SQLiteError.self) { _ = try database() }
        #expect(error?.code == .notADatabase)
    }

    @Test func corruptPageIsReported() async throws {
        let first = try database()
        try await first.write { connection in
            for _ in 0..<200 { try connection.execute("INSERT INTO item (body) VALUES (zeroblob(500))") }
        }
        try first.close()
        try write([UInt8](repeating: 0xa5, count: 4096 * 4), at: 4096 * 3)
        let second = try database()
        let error = await #expect(throws: SQLiteError.self) {
            _ = try await second.read { try $0.query("SELECT body FROM item") { try $0.blob(0) } }
        }
        #expect(error?.code == .corrupt)
        let problems = try? await second.read { try $0.problems() }
        #expect(problems?.isEmpty != true)
    }

    @Test func closeCheckpointsAndRefusesFurtherCalls() async throws {
        let database = try database()
        try await database.write { try $0.execute("INSERT INTO item (id) VALUES (1)") }
        #expect(size(folder.file("test.db-wal")) ?? 0 > 0)
        try database.close()
        try database.close()
        #expect(size(folder.file("test.db-wal")) ?? 0 == 0)
        for call in [database.read, database.write]
            as [(@escaping @Sendable (Connection) throws(SQLiteError) -> Int) async throws(SQLiteError) -> Int]
        {
            let error = await #expect(throws: SQLiteError.self) { _ = try await call { (_) throws(SQLiteError) in 1 } }
            #expect(error?.code == .closed)
        }
        #expect(try await self.database().read { try $0.integer("SELECT count(*) FROM item") } == 1)
    }

    @Test func walIsCutBackAfterACheckpoint() async throws {
        let database = try database(.init(walLimitInBytes: 1 << 16))
        try await database.write { connection in
            for _ in 0..<400 { try connection.execute("INSERT INTO item (body) VALUES (zeroblob(4000))") }
        }
        #expect(size(folder.file("test.db-wal")) ?? 0 > 1 << 20)
        try await database.checkpoint()
        #expect(size(folder.file("test.db-wal")) == 0)
    }

    @Test func openingInAMissingFolderNamesThePath() {
        let error = #expect(throws: SQLiteError.self) { _ = try Database(path: folder.file("none/test.db")) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.contains("none/test.db") == true)
    }

    private func size(_ path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_size : nil
    }

    private func write(_ bytes: [UInt8], at offset: Int) throws {
        let file = open(folder.file(), O_WRONLY | O_CREAT, 0o600)
        try #require(file >= 0)
        defer { Glibc.close(file) }
        #expect(pwrite(file, bytes, bytes.count, offset) == bytes.count)
    }
}

/// Blocks a database thread until opened; never used on a task's thread.
final class Gate: Sendable {
    private let pipe: (read: Int32, write: Int32)
    init() {
        var ends: [Int32] = [0, 0]
        Glibc.pipe(&ends)
        pipe = (ends[0], ends[1])
    }
    func wait() { withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { _ = read(pipe.read, $0.baseAddress, 1) } }
    func open() { Glibc.close(pipe.write) }
}
