internal import Telemetry

/// Between the loop's thread, which appends, and one reader, which awaits: a bounded queue of pieces.
final class BodyBuffer: Sendable {
    /// Past this many unread bytes the transfer is paused; at half of it, resumed.
    static let limitInBytes = 256 << 10

    private struct State {
        var pieces: [[UInt8]] = []
        var next = 0
        var unread = 0
        var isPaused = false
        var end: Result<Void, TransferError>?
        var reader: CheckedContinuation<Result<[UInt8]?, TransferError>, Never>?
    }

    private let state = Lock(State())

    /// False when there is no room: the caller pauses the transfer and will be told by `next`'s `resume` when to go on.
    func append(_ piece: UnsafeRawBufferPointer) -> Bool {
        let copy = [UInt8](piece)
        let (taken, reader) = state.withLock { state -> (Bool, CheckedContinuation<Result<[UInt8]?, TransferError>, Never>?) in
            guard state.unread < Self.limitInBytes else {
                state.isPaused = true
                return (false, nil)
            }
            if let reader = state.reader {
                state.reader = nil
                return (true, reader)
            }
            state.pieces.append(copy)
            state.unread += copy.count
            return (true, nil)
        }
        reader?.resume(returning: .success(copy))
        return taken
    }

    /// No more pieces; what is unread can still be read, except after a cancellation.
    func finish(_ end: Result<Void, TransferError>) {
        let reader = state.withLock { state in
            if state.end == nil { state.end = end }
            if case .failure(let error) = end, error.code == .cancelled {
                state.pieces = []
                state.next = 0
            }
            let reader = state.reader
            state.reader = nil
            return reader
        }
        reader?.resume(returning: end.map { nil })
    }

    /// The next piece, nil at the end. `resume` is called when a paused transfer has room again.
    func next(resume: () -> Void) async throws(TransferError) -> [UInt8]? {
        let result: Result<[UInt8]?, TransferError> = await withCheckedContinuation { continuation in
            let (result, wasPaused) = state.withLock { state -> (Result<[UInt8]?, TransferError>?, Bool) in
                if state.next < state.pieces.count {
                    let piece = state.pieces[state.next]
                    state.next += 1
                    state.unread -= piece.count
                    if state.next == state.pieces.count {
                        state.pieces.removeAll(keepingCapacity: true)
                        state.next = 0
                    }
                    let resumes = state.isPaused && state.unread <= Self.limitInBytes / 2
                    if resumes { state.isPaused = false }
                    return (.success(piece), resumes)
                }
                if let end = state.end { return (end.map { nil }, false) }
                precondition(state.reader == nil, "a body has one reader")
                state.reader = continuation
                return (nil, false)
            }
            if wasPaused { resume() }
            if let result { continuation.resume(returning: result) }
        }
        return try result.get()
    }
}
