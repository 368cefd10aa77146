/// A few read-only connections, each opened at first need. A read takes a free one, or waits its turn in order of arrival.
actor ReaderPool {
    private var idle: [DatabaseQueue]
    private let all: [DatabaseQueue]
    private var waiting: [CheckedContinuation<DatabaseQueue, Never>] = []

    init(_ readers: [DatabaseQueue]) {
        precondition(!readers.isEmpty)
        idle = readers.reversed()
        all = readers
    }

    /// Every `take` is paired with one `give`.
    func take() async -> DatabaseQueue {
        // Last in, first out: a warm connection is used again before another is opened.
        if let reader = idle.popLast() { return reader }
        return await withCheckedContinuation { waiting.append($0) }
    }

    func give(_ reader: DatabaseQueue) {
        if waiting.isEmpty { idle.append(reader) } else { waiting.removeFirst().resume(returning: reader) }
    }

    /// Waits for each reader's running query. Those that were never opened stay so.
    nonisolated func close() throws(SQLiteError) {
        for reader in all { try reader.close { (_) throws(SQLiteError) in } }
    }
}
