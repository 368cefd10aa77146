package import Contract
package import Privacy
import SQLite
import SwiftProtobuf
import Telemetry

package struct OutboxSettings: Hashable, Sendable {
    /// Escalations without an answer that the outbox holds at most; past it, requests are refused rather than queued without end.
    package var openLimit: Int
    /// Metrics windows kept without a receipt; past it the oldest go, and with them some counts.
    package var reportLimit: Int
    /// How long after its deadline an escalation still waits for the plane to say so, before the node closes it by itself.
    package var deadlineGrace: Duration

    package init(openLimit: Int = 10_000, reportLimit: Int = 1_440, deadlineGrace: Duration = .seconds(30)) {
        self.openLimit = openLimit
        self.reportLimit = reportLimit
        self.deadlineGrace = deadlineGrace
    }
}

/// How far an escalation has come. Only ever goes forward, except that a late answer still closes an expired one: it was paid for.
package enum EscalationState: Int64, Hashable, Sendable {
    /// In the outbox, and sent again until a receipt comes.
    case queued = 0
    /// The plane has it in its database.
    case received = 1
    /// The answer is in this database.
    case answered = 2
    /// The deadline passed and no answer came.
    case expired = 3
}

/// The durable queue of everything that goes up: escalations until they are answered, metrics windows until they are received.
///
/// The database must be opened with `synchronous = FULL`: what `accept` returned for is there after a power cut.
package final class Outbox: Sendable {
    /// What was committed for one accepted escalation.
    package struct Accepted: Hashable, Sendable {
        package var id: EscalationID
        /// Exactly what is published.
        package var payload: [UInt8]
    }

    package struct Queued: Hashable, Sendable {
        package var sequence: UInt64
        package var payload: [UInt8]
    }

    package struct Entry: Sendable {
        package var sequence: UInt64
        package var state: EscalationState
        package var payload: [UInt8]
        /// Empty when it is lost: the answer then comes with its placeholders, which is better than no answer.
        package var map: RestoreMap
        package var mapLoss: MapLoss?
        package var acceptedUnixMs: Int64
        package var answer: Answer?
    }

    /// Why an escalation's map cannot restore its answer.
    package enum MapLoss: String, Hashable, Sendable {
        /// `forget` destroyed it.
        case forgotten
        /// Sealed with a key that is not here any more.
        case wrongKey = "wrong_key"
        /// Not what was stored.
        case damaged
    }

    package enum AnswerOutcomeHere: Hashable, Sendable {
        /// Written now, for the first time, so many milliseconds after the escalation was accepted.
        case stored(afterMs: Int64)
        /// Was there already; the first one stays.
        case duplicate
        /// Of another outbox (the file was lost), or cleared by retention. Nobody here can use it.
        case unknown
    }

    /// Drawn when the database was created; with a sequence it names an escalation for ever.
    package let boot: UInt64
    /// A token for each change that gives the uplink something to do; coalesced.
    package let pokes: AsyncStream<Void>
    package let desk = AnswerDesk()

    private let database: Database
    private let settings: OutboxSettings
    private let sealing: MapSealing
    private let now: @Sendable () -> Int64
    private let poke: AsyncStream<Void>.Continuation

    /// - Parameter wasClear: set when the file was there and held its maps in clear.
    private static func migrations(_ sealing: MapSealing, _ wasClear: Lock<Bool>) -> [Migration] {
        [
            Migration("outbox-1", schema),
            Migration("outbox-2") { (connection) throws(SQLiteError) in
                let found = try sealing.migrate(connection)
                wasClear.withLock { $0 = found }
            },
        ]
    }

    private static let schema = """
        CREATE TABLE identity (one INTEGER PRIMARY KEY CHECK (one = 1), boot INTEGER NOT NULL);
        CREATE TABLE streams (stream INTEGER PRIMARY KEY, next INTEGER NOT NULL);
        INSERT INTO streams VALUES (1, 1), (2, 1);
        CREATE TABLE escalations (
            sequence INTEGER PRIMARY KEY,
            decision TEXT NOT NULL UNIQUE,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
            payload BLOB NOT NULL,
            restore_map BLOB NOT NULL,
            accepted_ms INTEGER NOT NULL,
            deadline_ms INTEGER NOT NULL,
            answer BLOB,
            closed_ms INTEGER
        ) STRICT;
        CREATE INDEX escalations_open ON escalations (state, sequence) WHERE state < 2;
        CREATE INDEX escalations_closed ON escalations (closed_ms) WHERE closed_ms IS NOT NULL;
        CREATE TABLE reports (sequence INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT;
        """

    /// - Parameters:
    ///   - mapKey: seals the restore maps in the file. With another one than before, maps stored until then are lost.
    ///   - now: the wall clock in milliseconds since 1970.
    package init(
        path: String, mapKey: MapKey, settings: OutboxSettings = OutboxSettings(), now: @escaping @Sendable () -> Int64
    ) async throws(OutboxError) {
        self.settings = settings
        self.now = now
        let sealing = MapSealing(key: mapKey)
        self.sealing = sealing
        let wasClear = Lock(false)
        (pokes, poke) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        do throws(SQLiteError) {
            database = try Database(
                path: path, settings: .init(synchronous: .full), migrator: Migrator(Self.migrations(sealing, wasClear)))
            if wasClear.withLock({ $0 }) {
                try MapSealing.compact(path)
                try await database.checkpoint()
            }
            let drawn = Int64(bitPattern: UInt64.random(in: 1...UInt64.max))
            let kept = try await database.write { (connection) throws(SQLiteError) in
                try connection.execute("INSERT OR IGNORE INTO identity VALUES (1, ?)", [.integer(drawn)])
                return try connection.integer("SELECT boot FROM identity") ?? drawn
            }
            boot = UInt64(bitPattern: kept)
            try await database.write { (connection) throws(SQLiteError) in try MapSealing.overwriteWithZeros(connection) }
        } catch {
            throw OutboxError(error)
        }
    }

    /// Waits for running calls and closes the file. Blocks; meant for shutdown.
    package func close() throws(OutboxError) {
        poke.finish()
        do throws(SQLiteError) { try database.close() } catch { throw OutboxError(error) }
    }

    // MARK: Escalations

    /// Commits the escalation and the map that restores its answer. When this returns, the escalation survives a power cut.
    ///
    /// Throws `.full` when `openLimit` escalations have no answer yet.
    package func accept(_ permit: EgressPermit, decision: String, map: RestoreMap) async throws(OutboxError) -> Accepted {
        let escalation = permit.escalation
        let boot = boot
        let limit = settings.openLimit
        let accepted = now()
        let sealing = sealing
        let result: Result<Accepted, OutboxError> = try await write { (connection) throws(SQLiteError) in
            let open = try connection.integer("SELECT count(*) FROM escalations WHERE state < 2") ?? 0
            guard open < limit else { return .failure(OutboxError(code: .full, count: UInt64(open))) }
            let sequence = try Self.nextSequence(.escalation, connection)
            let id = EscalationID.with {
                $0.boot = boot
                $0.sequence = sequence
            }
            let payload = Self.bytes(escalation.message(id: id))
            let sealed: [UInt8]
            do throws(PrivacyError) { sealed = try sealing.sealed(map, boot: boot, sequence: sequence) } catch {
                throw SQLiteError(.corrupt, message: "\(error)")
            }
            try connection.execute(
                "INSERT INTO escalations (sequence, decision, state, payload, restore_map, accepted_ms, deadline_ms) VALUES (?, ?, 0, ?, ?, ?, ?)",
                [
                    .integer(Int64(sequence)), .text(decision), .blob(payload), .blob(sealed), .integer(accepted),
                    .integer(escalation.deadlineUnixMs),
                ])
            return .success(Accepted(id: id, payload: payload))
        }
        let outcome = try result.get()
        poke.yield()
        return outcome
    }

    /// The oldest escalations without a receipt, ascending.
    package func queued(limit: Int) async throws(OutboxError) -> [Queued] {
        try await read { (connection) throws(SQLiteError) in
            try connection.query(
                "SELECT sequence, payload FROM escalations WHERE state = 0 ORDER BY sequence LIMIT ?", [.integer(Int64(limit))]
            ) { (row) throws(SQLiteError) in Queued(sequence: UInt64(try row.integer(0)), payload: try row.blob(1)) }
        }
    }

    /// The plane says these are in its database. Unknown and further advanced ones are left as they are.
    package func received(_ sequences: [UInt64]) async throws(OutboxError) {
        try await write { (connection) throws(SQLiteError) in
            for sequence in sequences {
                try connection.execute(
                    "UPDATE escalations SET state = 1 WHERE sequence = ? AND state = 0", [.integer(Int64(clamping: sequence))])
            }
        }
        poke.yield()
    }

    /// Commits an answer, once, and wakes who waits for it. The caller receipts it to the plane whatever comes back.
    package func store(_ answer: Answer) async throws(OutboxError) -> AnswerOutcomeHere {
        guard answer.id.boot == boot else { return .unknown }
        let sequence = answer.id.sequence
        let bytes = Self.bytes(answer)
        let closed = now()
        let outcome: AnswerOutcomeHere = try await write { (connection) throws(SQLiteError) in
            let accepted = try connection.integer(
                "UPDATE escalations SET state = 2, answer = ?, closed_ms = ? WHERE sequence = ? AND answer IS NULL RETURNING accepted_ms",
                [.blob(bytes), .integer(closed), .integer(Int64(clamping: sequence))])
            if let accepted { return .stored(afterMs: max(0, closed - accepted)) }
            let known = try connection.integer("SELECT 1 FROM escalations WHERE sequence = ?", [.integer(Int64(clamping: sequence))])
            return known == nil ? .unknown : .duplicate
        }
        if case .stored = outcome { desk.deliver(answer, for: sequence) }
        poke.yield()
        return outcome
    }

    /// Closes what is past its deadline and grace; wakes who waits with an EXPIRED outcome. Returns how many.
    package func expire() async throws(OutboxError) -> Int {
        let time = now()
        let grace = settings.deadlineGrace.components.seconds * 1000
        let expired: [UInt64] = try await write { (connection) throws(SQLiteError) in
            try connection.query(
                """
                UPDATE escalations SET state = 3, closed_ms = ?1 WHERE state < 2 AND deadline_ms > 0 AND deadline_ms + ?2 <= ?1
                RETURNING sequence
                """, [.integer(time), .integer(grace)]
            ) { (row) throws(SQLiteError) in UInt64(try row.integer(0)) }
        }
        for sequence in expired { desk.deliver(expiredAnswer(sequence), for: sequence) }
        return expired.count
    }

    /// What is known of the escalation a decision led to; nil when there is none.
    package func entry(decision: String) async throws(OutboxError) -> Entry? {
        typealias Columns = (sequence: Int64, state: Int64, payload: [UInt8], map: [UInt8], accepted: Int64, answer: [UInt8]?)
        let columns: Columns? = try await read { (connection) throws(SQLiteError) in
            try connection.first(
                "SELECT sequence, state, payload, restore_map, accepted_ms, answer FROM escalations WHERE decision = ?", [.text(decision)]
            ) { (row) throws(SQLiteError) in
                (
                    try row.integer(0), try row.integer(1), try row.blob(2), try row.blob(3), try row.integer(4), try row.optionalBlob(5)
                )
            }
        }
        guard let columns else { return nil }
        let sequence = UInt64(columns.sequence)
        let damaged = OutboxError(code: .damaged, count: sequence)
        guard let state = EscalationState(rawValue: columns.state) else { throw damaged }
        var answer: Answer?
        do {
            if let bytes = columns.answer { answer = try Answer(serializedBytes: bytes) }
        } catch {
            throw damaged
        }
        if state == .expired, answer == nil { answer = expiredAnswer(sequence) }
        let (map, loss) = sealing.opened(columns.map, boot: boot, sequence: sequence)
        return Entry(
            sequence: sequence, state: state, payload: columns.payload, map: map, mapLoss: loss, acceptedUnixMs: columns.accepted,
            answer: answer)
    }

    /// Destroys the map of the escalation a decision led to, at the wish of whom it is about: its answer then keeps its placeholders. False when there is no such
    /// escalation, or its map is destroyed already.
    @discardableResult
    package func forget(decision: String) async throws(OutboxError) -> Bool {
        let isForgotten = try await write { (connection) throws(SQLiteError) in
            try connection.execute(
                "UPDATE escalations SET restore_map = x'' WHERE decision = ? AND restore_map != x''", [.text(decision)]) > 0
        }
        if isForgotten {
            // What is overwritten in the file still stands in its log until that is emptied. A reader that is at work puts it off to the next time.
            do throws(SQLiteError) { try await database.checkpoint() } catch { throw OutboxError(error) }
        }
        return isForgotten
    }

    /// Waits for the answer to an accepted escalation; nil when it does not come in time.
    package func answer(to id: EscalationID, decision: String, within timeout: Duration) async -> Answer? {
        await desk.wait(for: id.sequence, timeout: timeout) {
            // A database that cannot be read now is not an answer; the wait goes on and the caller can poll.
            (try? await self.entry(decision: decision))?.answer
        }
    }

    /// Escalations without an answer.
    package func depth() async throws(OutboxError) -> (queued: Int, received: Int) {
        try await read { (connection) throws(SQLiteError) in
            let queued = try connection.integer("SELECT count(*) FROM escalations WHERE state = 0") ?? 0
            let received = try connection.integer("SELECT count(*) FROM escalations WHERE state = 1") ?? 0
            return (Int(queued), Int(received))
        }
    }

    /// Clears closed escalations, and the personal data in their maps, older than `age`. Returns how many.
    @discardableResult
    package func clear(closedFor age: Duration) async throws(OutboxError) -> Int {
        let limit = now() - age.components.seconds * 1000
        return try await write { (connection) throws(SQLiteError) in
            try connection.execute("DELETE FROM escalations WHERE closed_ms IS NOT NULL AND closed_ms < ?", [.integer(limit)])
        }
    }

    /// The escalation as people read it: the contract's JSON mapping of exactly the bytes that are published.
    package static func json(escalation payload: [UInt8]) throws(OutboxError) -> String {
        do { return try Escalation(serializedBytes: payload).jsonString() } catch { throw OutboxError(code: .damaged) }
    }

    // MARK: Metrics windows

    /// Gives the report its place in the stream and commits it; the oldest beyond the limit go. Returns the report's sequence.
    @discardableResult
    package func enqueue(_ report: MetricsReport) async throws(OutboxError) -> UInt64 {
        let boot = boot
        let keep = Int64(settings.reportLimit)
        let sequence: UInt64 = try await write { (connection) throws(SQLiteError) in
            let sequence = try Self.nextSequence(.metrics, connection)
            var numbered = report
            numbered.boot = boot
            numbered.sequence = sequence
            try connection.execute("INSERT INTO reports VALUES (?, ?)", [.integer(Int64(sequence)), .blob(Self.bytes(numbered))])
            try connection.execute("DELETE FROM reports WHERE sequence <= ?", [.integer(Int64(sequence) - keep)])
            return sequence
        }
        poke.yield()
        return sequence
    }

    package func queuedReports(limit: Int) async throws(OutboxError) -> [Queued] {
        try await read { (connection) throws(SQLiteError) in
            try connection.query("SELECT sequence, payload FROM reports ORDER BY sequence LIMIT ?", [.integer(Int64(limit))]) {
                (row) throws(SQLiteError) in Queued(sequence: UInt64(try row.integer(0)), payload: try row.blob(1))
            }
        }
    }

    package func reportsReceived(_ sequences: [UInt64]) async throws(OutboxError) {
        try await write { (connection) throws(SQLiteError) in
            for sequence in sequences {
                try connection.execute("DELETE FROM reports WHERE sequence = ?", [.integer(Int64(clamping: sequence))])
            }
        }
        poke.yield()
    }

    // MARK: Inside

    private func expiredAnswer(_ sequence: UInt64) -> Answer {
        .with {
            $0.id.boot = boot
            $0.id.sequence = sequence
            $0.outcome = .expired
            $0.detail = "no answer came before the deadline"
        }
    }

    private static func nextSequence(_ stream: Contract.Stream, _ connection: Connection) throws(SQLiteError) -> UInt64 {
        let next = try connection.integer(
            "UPDATE streams SET next = next + 1 WHERE stream = ? RETURNING next - 1", [.integer(Int64(stream.rawValue))])
        guard let next else { throw SQLiteError(.corrupt, message: "stream \(stream.rawValue) is missing") }
        return UInt64(next)
    }

    /// Serialising to memory fails only for required fields and depth, neither of which the contract has.
    static func bytes(_ message: some Message) -> [UInt8] {
        do { return try message.serializedBytes() } catch { preconditionFailure("a contract message does not serialise: \(error)") }
    }

    private func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws(SQLiteError) -> T) async throws(OutboxError) -> T {
        do throws(SQLiteError) { return try await database.write(body) } catch { throw OutboxError(error) }
    }

    private func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws(SQLiteError) -> T) async throws(OutboxError) -> T {
        do throws(SQLiteError) { return try await database.read(body) } catch { throw OutboxError(error) }
    }
}
