import Dispatch

/// A connection and the serial queue that alone touches it.
///
/// Safety: `connection` is read and written only inside blocks on `queue`, which runs one at a time.
final class DatabaseQueue: @unchecked Sendable {
    private let queue: DispatchQueue
    private var connection: Connection?
    private let makeConnection: @Sendable () throws(SQLiteError) -> Connection
    private var isClosed = false

    /// The connection is opened at first use and kept.
    init(label: String, _ makeConnection: @escaping @Sendable () throws(SQLiteError) -> Connection) {
        queue = DispatchQueue(label: label)
        self.makeConnection = makeConnection
    }

    /// Runs `body` on the queue. Blocks the caller; meant for start and close.
    func runBlocking<T: Sendable>(_ body: @Sendable (Connection) throws(SQLiteError) -> T) throws(SQLiteError) -> T {
        try queue.sync { self.perform(body) }.get()
    }

    /// Runs `body` on the queue's thread; the calling task is suspended, no pool thread is blocked.
    func run<T: Sendable>(_ body: @escaping @Sendable (Connection) throws(SQLiteError) -> T) async throws(SQLiteError) -> T {
        let result: Result<T, SQLiteError> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.perform(body)) }
        }
        return try result.get()
    }

    func close(_ last: @Sendable (Connection) throws(SQLiteError) -> Void) throws(SQLiteError) {
        let result: Result<Void, SQLiteError> = queue.sync {
            guard !self.isClosed else { return .success(()) }
            self.isClosed = true
            guard let connection = self.connection else { return .success(()) }
            self.connection = nil
            defer { connection.close() }
            do throws(SQLiteError) { return .success(try last(connection)) } catch { return .failure(error) }
        }
        try result.get()
    }

    private func perform<T>(_ body: (Connection) throws(SQLiteError) -> T) -> Result<T, SQLiteError> {
        do throws(SQLiteError) {
            guard !isClosed else { throw SQLiteError(.closed, message: "the database is closed") }
            if let connection { return .success(try body(connection)) }
            let new = try makeConnection()
            connection = new
            return .success(try body(new))
        } catch {
            return .failure(error)
        }
    }
}
