package import SQLite

package struct OutboxError: Error, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// As many escalations are open as the outbox may hold.
        case full
        case storage
        /// Bytes in the database do not parse: the file was damaged or written by something else.
        case damaged
    }

    package let code: Code
    /// Open escalations, or the sequence of the damaged row.
    package let count: UInt64
    package let underlying: SQLiteError?

    package init(code: Code, count: UInt64 = 0, underlying: SQLiteError? = nil) {
        self.code = code
        self.count = count
        self.underlying = underlying
    }

    init(_ error: SQLiteError) { self.init(code: .storage, underlying: error) }

    package var description: String {
        switch code {
        case .full: "the outbox is full: \(count) escalations are open"
        case .storage: "the outbox cannot be read or written: \(underlying?.description ?? "unknown cause")"
        case .damaged: "the outbox row \(count) does not parse"
        }
    }
}
