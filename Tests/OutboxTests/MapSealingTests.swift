import Contract
import Foundation
import Privacy
import SQLite
import Testing

@testable import Outbox

/// Restore maps in the outbox's file.
@Suite struct MapSealingTests {
    let folder: Folder
    let clock = SetClock()
    let key = MapKey()

    init() throws { folder = try Folder() }

    private func open(_ folder: Folder, key: MapKey? = nil) async throws -> Outbox {
        try await Outbox(path: folder.database, mapKey: key ?? self.key) { [clock] in clock.now }
    }

    private func accept(_ outbox: Outbox, _ decision: String, _ text: String = "reset the password of ada@example.org") async throws
        -> EscalationID
    {
        var map = RestoreMap()
        let outgoing = escalation(text, map: &map)
        return try await outbox.accept(try permit(outgoing), decision: decision, map: map).id
    }

    private func sql(_ folder: Folder, _ statement: String) throws {
        let connection = try Connection(path: folder.database)
        defer { connection.close() }
        try connection.executeScript(statement)
    }

    private func bytes(_ folder: Folder) throws -> Data {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).reduce(into: Data()) { all, name in
            all += try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
        }
    }

    @Test func noFileHoldsAValue() async throws {
        let outbox = try await open(folder)
        _ = try await accept(outbox, "d1")
        #expect(try bytes(folder).range(of: Data("ada@example".utf8)) == nil)
        #expect(try await outbox.entry(decision: "d1")?.map.restore("[[EMAIL_1]]") == "ada@example.org")
        try outbox.close()
        #expect(try bytes(folder).range(of: Data("ada@example".utf8)) == nil)
    }

    @Test func anotherKeyLosesTheMapAndNothingElse() async throws {
        let outbox = try await open(folder)
        let id = try await accept(outbox, "d1")
        try outbox.close()
        let after = try await open(folder, key: MapKey())
        _ = try await after.store(answer(id, "ask [[EMAIL_1]]"))
        let entry = try #require(await after.entry(decision: "d1"))
        #expect(entry.mapLoss == .wrongKey && entry.answer?.maskedText == "ask [[EMAIL_1]]")
        #expect(entry.map.restore("ask [[EMAIL_1]]") == "ask [[EMAIL_1]]")
        // What comes after is kept with the new key.
        _ = try await accept(after, "d2")
        #expect(try await after.entry(decision: "d2")?.mapLoss == nil)
        try after.close()
        let again = try await open(folder)
        #expect(try await again.entry(decision: "d1")?.mapLoss == nil)
        #expect(try await again.entry(decision: "d2")?.mapLoss == .wrongKey)
    }

    @Test func forgetsAtOnce() async throws {
        let outbox = try await open(folder)
        let id = try await accept(outbox, "d1")
        #expect(try await outbox.forget(decision: "d1"))
        #expect(try await !outbox.forget(decision: "d1"))
        #expect(try await !outbox.forget(decision: "d2"))
        _ = try await outbox.store(answer(id, "ask [[EMAIL_1]]"))
        let entry = try #require(await outbox.entry(decision: "d1"))
        #expect(entry.mapLoss == .forgotten && entry.map.isEmpty && entry.state == .answered)
    }

    @Test(arguments: [
        (
            "a byte",
            "UPDATE escalations SET restore_map = CAST(substr(restore_map, 1, 40) || x'00' || substr(restore_map, 42) AS BLOB) WHERE sequence = 1"
        ),
        ("cut", "UPDATE escalations SET restore_map = substr(restore_map, 1, 30) WHERE sequence = 1"),
        (
            "another row's",
            "UPDATE escalations SET restore_map = (SELECT restore_map FROM escalations WHERE sequence = 2) WHERE sequence = 1"
        ),
        ("of another outbox", "UPDATE identity SET boot = boot + 1"),
        ("not a map", "UPDATE escalations SET restore_map = x'0102' WHERE sequence = 1"),
        ("text", "UPDATE escalations SET restore_map = CAST('WRX1' AS BLOB) WHERE sequence = 1"),
    ])
    func aDamagedMapIsLostAlone(_ name: String, _ statement: String) async throws {
        let outbox = try await open(folder)
        _ = try await accept(outbox, "d1")
        _ = try await accept(outbox, "d2", "mail eve@example.org")
        try outbox.close()
        try sql(folder, statement)
        let after = try await open(folder)
        #expect(try await after.entry(decision: "d1")?.mapLoss == .damaged, "\(name)")
        if !statement.contains("boot") { #expect(try await after.entry(decision: "d2")?.map.restore("[[EMAIL_1]]") == "eve@example.org") }
    }

    // MARK: Files of older versions

    /// Brings a file back to what version 1 wrote: maps in clear, and one migration.
    private func makeOld(_ maps: [Int: RestoreMap]) throws {
        var statements = "DELETE FROM weir_migrations WHERE name = 'outbox-2';"
        for (sequence, map) in maps {
            let hex = map.encoded().map { String(format: "%02x", $0) }.joined()
            statements += "UPDATE escalations SET restore_map = x'\(hex)' WHERE sequence = \(sequence);"
        }
        // A map in clear on a page that is not used any more.
        statements += "CREATE TABLE gone (text TEXT); INSERT INTO gone VALUES ('left by bob@example.org'); DROP TABLE gone;"
        try sql(folder, statements)
    }

    @Test func sealsTheMapsOfAnOlderFile() async throws {
        let outbox = try await open(folder)
        _ = try await accept(outbox, "d1")
        _ = try await accept(outbox, "d2", "mail eve@example.org")
        try outbox.close()
        var old: [Int: RestoreMap] = [1: RestoreMap(), 2: RestoreMap()]
        _ = Anonymizer().mask("ada@example.org", into: &old[1, default: RestoreMap()])
        _ = Anonymizer().mask("eve@example.org", into: &old[2, default: RestoreMap()])
        try makeOld(old)
        #expect(try bytes(folder).range(of: Data("ada@example".utf8)) != nil)
        let after = try await open(folder)
        #expect(try await after.entry(decision: "d1")?.map == old[1])
        #expect(try await after.entry(decision: "d2")?.map == old[2])
        for value in ["ada@example", "eve@example", "bob@example"] {
            #expect(try bytes(folder).range(of: Data(value.utf8)) == nil, "\(value)")
        }
        #expect(try await after.queued(limit: 9).map(\.sequence) == [1, 2])
        try after.close()
        let again = try await open(folder)
        #expect(try await again.entry(decision: "d1")?.map == old[1])
    }

    @Test func anOlderFileWithAMapThatIsNoneOpensAllTheSame() async throws {
        let outbox = try await open(folder)
        _ = try await accept(outbox, "d1")
        try outbox.close()
        try makeOld([:])
        try sql(folder, "UPDATE escalations SET restore_map = x'57524d3100' WHERE sequence = 1")
        let after = try await open(folder)
        #expect(try await after.entry(decision: "d1")?.mapLoss == .damaged)
    }
}

@Suite struct MapKeyFileTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    private var path: String { "\(folder.path)/map.key" }

    private func write(_ text: String, mode: Int = 0o600) throws {
        #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
    }

    private func code() -> MapKeyFileError.Code? {
        do throws(MapKeyFileError) {
            _ = try MapKeyFile.open(path)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func makesAKeyOnceForItsOwnerAlone() throws {
        let key = try MapKeyFile.open(path)
        #expect(try MapKeyFile.open(path).bytes == key.bytes)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["map.key"])
        let other = try Folder()
        #expect(try MapKeyFile.open("\(other.path)/map.key").bytes != key.bytes)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("weir-map-key-v1\n") && text.utf8.count == 81)
    }

    private static let digits = String(repeating: "0123456789abcdef", count: 4)

    @Test(arguments: [
        "", "weir-map-key-v1\n", "weir-map-key-v1\n\(digits)", "weir-map-key-v2\n\(digits)\n", "weir-map-key-v1\n\(digits)\n\n",
        "weir-map-key-v1\n\(digits.dropLast())\n",
        "weir-map-key-v1\n\(digits)0\n", "weir-map-key-v1\n\(digits.dropLast())g\n", "weir-map-key-v1\r\n\(digits)\r\n", "\(digits)\n",
        String(repeating: "x", count: 100_000),
    ])
    func refusesWhatIsNoKey(_ text: String) throws {
        try write(text)
        #expect(code() == .malformed)
        // And leaves it as it is.
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o602]) func refusesAKeyOthersCanReach(_ mode: Int) throws {
        try write("weir-map-key-v1\n\(Self.digits)\n", mode: 0o600)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(code() == .exposed)
    }

    @Test func refusesALinkAndAFolder() throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(folder.path)/elsewhere")
        #expect(code() == .exposed)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(code() == .malformed || code() == .exposed)
    }

    @Test func saysWhatItCannotWrite() {
        let error = #expect(throws: MapKeyFileError.self) { try MapKeyFile.open("\(folder.path)/none/map.key") }
        #expect(error?.code == .unwritable && error?.description.contains("No such file") == true)
    }

    @Test func namesTheWayOutWithoutNamingTheKey() throws {
        try write("weir-map-key-v1\n\(Self.digits)0\n")
        let error = #expect(throws: MapKeyFileError.self) { try MapKeyFile.open(path) }
        #expect(error?.description.contains("remove it") == true && error?.description.contains("0123") == false)
    }
}
