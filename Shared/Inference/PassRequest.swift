import CKernels
import Synchronization

/// One text, or one window of a longer one: what goes into a pass and what comes out.
struct Window {
    /// Token ids, [CLS] and [SEP] included.
    let ids: [Int32]
    /// [ids - 2, tables]: rows of the tagger's feature tables for the tokens between [CLS] and [SEP]; empty without a tagger.
    var features: ArraySlice<UInt8> = []
    /// [dimension]: its share of the sentence vector. The length is settled when the vector is normalised.
    var sum: [Float] = []
    /// [ids - 2, dimension]: the last layer's states of the tokens between [CLS] and [SEP], if the request wants them.
    var states: [Float] = []
    /// [ids - 2, labels]: the tagger's scores of the same tokens.
    var labelScores: [Float] = []
    /// [ids - 2, dimension]: the last states of the tagger's branch, if the request wants them.
    var branchStates: [Float] = []
}

/// What a pass computes; requests of the same kind can share one.
struct PassKind {
    /// Whether the encoder's layers above the tap are wanted. True without a tagger.
    var hasUpperLayers = true
    var tagger: TaggerNetwork?

    func isSame(as other: PassKind) -> Bool { hasUpperLayers == other.hasUpperLayers && tagger === other.tagger }
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
    let kind: PassKind
    let wantsStates: Bool
    let wantsBranchStates: Bool

    // The gate's, under its lock; only `state` is read without.
    let state = Atomic<State>(.waiting)
    let turn = Condition()
    var isCalled = false
    /// Whoever lent this request his place.
    var lender: PassRequest?
    var error: InferenceError?

    init(windows: [Window], kind: PassKind = PassKind(), wantsStates: Bool = false, wantsBranchStates: Bool = false) {
        self.windows = windows
        self.kind = kind
        self.wantsStates = wantsStates
        self.wantsBranchStates = wantsBranchStates
        rows = windows.reduce(0) { $0 + $1.ids.count }
    }

    var isShort: Bool { rows <= PassGate.shortRows }
}

extension ForwardPass {
    func append(_ request: PassRequest) {
        for window in request.windows {
            ids.append(contentsOf: window.ids)
            offsets.append(ids.count)
            features.append(contentsOf: window.features)
        }
    }

    /// Takes the results of `request`, whose first window is text `text` of this pass.
    func collect(into request: PassRequest, text: Int) {
        let dimension = weights.configuration.dimension
        for index in request.windows.indices {
            let first = offsets[text + index]
            let rows = request.windows[index].ids.count
            if kind.hasUpperLayers { request.windows[index].sum = sum(of: first..<first + rows) }
            let tokens = first + 1..<first + rows - 1
            if request.wantsStates { request.windows[index].states = copy(tokens, of: workspace.states, workspace.stride, dimension) }
            guard let tagger = kind.tagger else { continue }
            request.windows[index].labelScores = copy(tokens, of: workspace.scores, workspace.scoreStride, tagger.labels)
            if request.wantsBranchStates {
                request.windows[index].branchStates = copy(tokens, of: branchStates, workspace.stride, dimension)
            }
        }
    }

    private func sum(of rows: Range<Int>) -> [Float] {
        let dimension = weights.configuration.dimension
        let first = workspace.states + rows.lowerBound * workspace.stride
        var sum = [Float](repeating: 0, count: dimension)
        switch weights.configuration.pooling {
        case .mean: kn_add_rows(first, workspace.stride, rows.count, dimension, &sum)
        case .firstToken:
            for channel in 0..<dimension { sum[channel] = first[channel] * Float(rows.count) }
        }
        return sum
    }

    /// The first `columns` of each of `rows`.
    private func copy(_ rows: Range<Int>, of matrix: UnsafeMutablePointer<Float>, _ stride: Int, _ columns: Int) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(rows.count * columns)
        for row in rows { values.append(contentsOf: UnsafeBufferPointer(start: matrix + row * stride, count: columns)) }
        return values
    }
}
