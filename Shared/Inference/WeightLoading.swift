import CKernels
import GGUF

/// Checks and repacks the matrices of a model on all threads of a pool: each piece is independent of the others.
final class WeightLoading: ParallelWork {
    /// Columns of a packed matrix, and the tensors they come from.
    struct Piece {
        let matrix: PackedMatrix
        let name: String
        var first = 0
        let columns: Int
        var factor: Float = 1
    }

    private let file: GGUFFile
    private let kernels: KernelTable
    private let tokens: StoredMatrix?
    private let pieces: [Piece]
    /// Floats of one row and once more for its bytes, for each worker.
    private let scratchSize: Int
    // Safety: each worker uses its own part; freed with this object, which outlives the regions it is given to.
    private let scratch: UnsafeMutablePointer<Float>
    private let lock = Lock()
    /// The first piece, in order, that could not be loaded.
    private var failure: (piece: Int, error: InferenceError)?

    /// - Parameter tokens: the token table, which stays in the file and is only checked; nil for weights without one.
    init(file: GGUFFile, tokens: StoredMatrix?, pieces: [Piece], longestRow: Int, kernels: KernelTable, workers: Int) {
        self.file = file
        self.tokens = tokens
        self.pieces = pieces
        self.kernels = kernels
        scratchSize = 2 * longestRow
        scratch = .allocate(capacity: workers * scratchSize)
    }

    deinit { scratch.deallocate() }

    /// Throws what is wrong with the first bad piece.
    func run(on pool: WorkerPool) throws(InferenceError) {
        // The token table is the longest piece, so it goes first.
        pool.run(self, stage: 0, chunks: pieces.count + 1)
        if let failure { throw failure.error }
    }

    override func run(stage: Int, chunk: Int, worker: Int) {
        do throws(InferenceError) {
            try load(chunk, TensorReader(file: file, scratch: scratch + worker * scratchSize))
        } catch {
            lock.lock()
            if chunk < failure?.piece ?? Int.max { failure = (chunk, error) }
            lock.unlock()
        }
    }

    private func load(_ chunk: Int, _ reader: TensorReader) throws(InferenceError) {
        guard chunk > 0 else {
            guard let tokens else { return }
            guard try !tokens.check(scratch: reader.scratch, kernels: kernels) else { throw .allZero(tokens.tensor.name) }
            return
        }
        let piece = pieces[chunk - 1]
        try piece.matrix.load(
            reader, name: piece.name, first: piece.first, columns: piece.columns, factor: piece.factor, kernels: kernels)
    }
}
