import Glibc
import SQLite
import Testing

/// A process that writes, killed at a random moment: what it was told is committed must be there, and nothing half-done.
@Suite struct PowerLossTests {
    static let schema = Migrator([Migration("1", "CREATE TABLE item (batch INTEGER NOT NULL, part INTEGER NOT NULL, body BLOB NOT NULL)")])
    static let partsPerBatch: Int64 = 20

    @Test(arguments: 1...5)
    func committedRowsSurviveAKill(_ round: Int) async throws {
        let folder = TemporaryFolder()
        let database = folder.file()
        let witness = folder.file("witness")
        let killAfter = 7 * round + Int.random(in: 0...3)
        // The child finishes a batch in one transaction, then notes its number with write(2), which survives the kill. SIGKILL comes from
        // another thread, which waits for a number of batches to pass and so falls at an arbitrary point of a later one.
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [database = database as String, witness = witness as String, killAfter = killAfter as Int] in
            let store = try Database(path: database, settings: .init(synchronous: synchronous(killAfter)), migrator: Self.schema)
            let note = open(witness, O_WRONLY | O_CREAT, 0o600)
            for batch in Int64(1)...100_000 {
                try await store.write { connection in
                    for part in 0..<Self.partsPerBatch {
                        try connection.execute("INSERT INTO item VALUES (?, ?, zeroblob(3000))", [.integer(batch), .integer(part)])
                    }
                }
                var committed = batch
                pwrite(note, &committed, 8, 0)
                if batch == killAfter { startKiller() }
            }
        }
        var committed: Int64 = 0
        let note = open(witness, O_RDONLY)
        #expect(pread(note, &committed, 8, 0) == 8)
        close(note)
        #expect(committed >= killAfter)

        let store = try Database(path: database, migrator: Self.schema)
        let batches = try await store.read { connection in
            #expect(try connection.problems() == [])
            return try connection.query("SELECT batch, count(*) FROM item GROUP BY batch ORDER BY batch") { row in
                (try row.integer(0), try row.integer(1))
            }
        }
        // The last batch may be committed and not yet noted.
        #expect(batches.count == Int(committed) || batches.count == Int(committed) + 1)
        #expect(batches.map(\.0) == Array(1...Int64(batches.count)))
        #expect(batches.allSatisfy { $0.1 == Self.partsPerBatch })
    }
}

private func synchronous(_ number: Int) -> Database.Settings.Synchronous { number.isMultiple(of: 2) ? .normal : .full }

private func startKiller() {
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { _ in
            usleep(UInt32.random(in: 0...20_000))
            kill(getpid(), SIGKILL)
            return nil
        }, nil)
}
