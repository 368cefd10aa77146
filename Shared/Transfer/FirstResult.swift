internal import Telemetry

/// A result that one side gives and one side awaits, in either order. Only the first given counts.
final class FirstResult<Value: Sendable>: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Result<Value, TransferError>, Never>)
        case given(Result<Value, TransferError>)
    }

    private let state = Lock(State.open)

    func resolve(_ result: Result<Value, TransferError>) {
        let reader = state.withLock { state -> CheckedContinuation<Result<Value, TransferError>, Never>? in
            switch state {
            case .given: return nil
            case .open:
                state = .given(result)
                return nil
            case .awaited(let reader):
                state = .given(result)
                return reader
            }
        }
        reader?.resume(returning: result)
    }

    var value: Result<Value, TransferError> {
        get async {
            await withCheckedContinuation { continuation in
                let given = state.withLock { state -> Result<Value, TransferError>? in
                    if case .given(let result) = state { return result }
                    state = .awaited(continuation)
                    return nil
                }
                if let given { continuation.resume(returning: given) }
            }
        }
    }
}
