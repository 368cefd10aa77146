import Privacy
import SQLite
import Telemetry

/// Restore maps in the outbox's file: sealed with the node's key, each bound to its escalation, so that neither the file alone nor a map moved to another row
/// gives anything back.
struct MapSealing: Sendable {
    let key: MapKey

    /// The escalation a map belongs to: boot and sequence, 8 bytes each, little endian.
    static func context(boot: UInt64, sequence: UInt64) -> [UInt8] {
        [boot, sequence].flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    }

    func sealed(_ map: RestoreMap, boot: UInt64, sequence: UInt64) throws(PrivacyError) -> [UInt8] {
        try key.seal(map, for: Self.context(boot: boot, sequence: sequence))
    }

    /// What a row holds; an empty map and the reason where it is lost.
    func opened(_ bytes: [UInt8], boot: UInt64, sequence: UInt64) -> (map: RestoreMap, loss: Outbox.MapLoss?) {
        if bytes.isEmpty { return (RestoreMap(), .forgotten) }
        do throws(PrivacyError) {
            return (try key.open(bytes, for: Self.context(boot: boot, sequence: sequence)), nil)
        } catch {
            return (RestoreMap(), error.code == .wrongKey ? .wrongKey : .damaged)
        }
    }

    /// Seals the maps a file of an older version holds in clear. What it holds in their place and is no map stays as it is, and is lost. True when the file was
    /// there before: pages it does not use any more may hold maps in clear.
    func migrate(_ connection: Connection) throws(SQLiteError) -> Bool {
        guard let number = try connection.integer("SELECT boot FROM identity") else { return false }
        let boot = UInt64(bitPattern: number)
        try Self.overwriteWithZeros(connection)
        let rows = try connection.query("SELECT sequence, restore_map FROM escalations") { (row) throws(SQLiteError) in
            (sequence: try row.integer(0), map: try row.blob(1))
        }
        for row in rows {
            guard let map = try? RestoreMap(encoded: row.map),
                let sealed = try? sealed(map, boot: boot, sequence: UInt64(bitPattern: row.sequence))
            else { continue }
            try connection.execute(
                "UPDATE escalations SET restore_map = ? WHERE sequence = ?", [.blob(sealed), .integer(row.sequence)])
        }
        return true
    }

    /// From now on what this connection deletes is overwritten with zeros, not only unlinked.
    static func overwriteWithZeros(_ connection: Connection) throws(SQLiteError) {
        _ = try connection.query("PRAGMA secure_delete = ON") { (row) throws(SQLiteError) in try row.integer(0) }
    }

    /// Rewrites the file without its unused pages; what they held stands in its log until that is emptied.
    static func compact(_ path: String) throws(SQLiteError) {
        let connection = try Connection(path: path)
        defer { connection.close() }
        try connection.execute("VACUUM")
    }
}
