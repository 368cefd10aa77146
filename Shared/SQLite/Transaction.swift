/// An open transaction or, inside another one, a savepoint. Ends with `commit` or `rollback`; `Connection.transaction` sees to both.
package struct Transaction {
    package enum Kind: String, Sendable {
        /// Takes the write lock at once, so that the transaction cannot fail half-way for want of it.
        case immediate = "BEGIN IMMEDIATE"
        /// A consistent snapshot for reading.
        case deferred = "BEGIN DEFERRED"
    }

    private let connection: Connection
    private let isSavepoint: Bool

    /// Throws `.busy` when another connection holds the write lock for longer than the busy time-out.
    init(_ connection: Connection, _ kind: Kind) throws(SQLiteError) {
        self.connection = connection
        isSavepoint = connection.isInTransaction
        // One name is enough: RELEASE and ROLLBACK TO mean the innermost savepoint of that name.
        try connection.execute(isSavepoint ? "SAVEPOINT weir" : kind.rawValue)
    }

    func commit() throws(SQLiteError) { try connection.execute(isSavepoint ? "RELEASE weir" : "COMMIT") }

    /// Without error by design: the error that led here is the one to report, and SQLite may have rolled back by itself already.
    func rollback() {
        guard connection.isInTransaction else { return }
        if isSavepoint {
            _ = try? connection.execute("ROLLBACK TO weir")
            _ = try? connection.execute("RELEASE weir")
        } else {
            _ = try? connection.execute("ROLLBACK")
        }
    }
}
