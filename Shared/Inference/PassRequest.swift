import CKernels
import Synchronization

/// One text, or one window of a longer one: what goes into a pass and what comes out.
struct Window {
    /// Token ids, [CLS] and [SEP] included.
    let ids: [Int32]
    /// [dimension]: its share of the sentence vector. The length is settled when the vector is normalised.
    var sum: [Float] = []
    /// [ids - 2, dimension]: the last layer's states of the tokens between [CLS] and [SEP], if the request wants them.
    var states: [Float] = []
}

/// Windows of one caller that go through the same pass. A caller that waits may find the work done by another, see `PassGate`.
final class PassRequest {
    enum State: UInt8, AtomicRepresentable {
        case waiting
        /// The caller has the place and runs the pass.
        case leading
        case done
    }

    fileprivate(set) var windows: [Window]
    let rows: Int
    let wantsStates: Bool

    // The gate's, under its lock; only `state` is read without.
    let state = Atomic<State>(.waiting)
    let turn = Condition()
    var isCalled = false
    /// Whoever lent this request his place.
    var lender: PassRequest?
    var error: InferenceError?

    init(windows: [Window], wantsStates: Bool) {
        self.windows = windows
        self.wantsStates = wantsStates
        rows = windows.reduce(0) { $0 + $1.ids.count }
    }

    var isShort: Bool { rows <= PassGate.shortRows }
}

extension ForwardPass {
    func append(_ request: PassRequest) {
        for window in request.windows {
            ids.append(contentsOf: window.ids)
            offsets.append(ids.count)
        }
    }

    /// Takes the results of `request`, whose first window is text `text` of this pass.
    func collect(into request: PassRequest, text: Int) {
        let dimension = weights.configuration.dimension
        let stride = workspace.stride
        for index in request.windows.indices {
            let first = workspace.states + offsets[text + index] * stride
            let rows = request.windows[index].ids.count
            var sum = [Float](repeating: 0, count: dimension)
            switch weights.configuration.pooling {
            case .mean: kn_add_rows(first, stride, rows, dimension, &sum)
            case .firstToken:
                for channel in 0..<dimension { sum[channel] = first[channel] * Float(rows) }
            }
            request.windows[index].sum = sum
            guard request.wantsStates else { continue }
            var states: [Float] = []
            states.reserveCapacity((rows - 2) * dimension)
            for row in 1..<rows - 1 { states.append(contentsOf: UnsafeBufferPointer(start: first + row * stride, count: dimension)) }
            request.windows[index].states = states
        }
    }
}
