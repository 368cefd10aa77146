import CKernels
import GGUF

/// A weight matrix [columns, depth] as the kernels want it: bytes in panels, a scale, a correction and a bias per output channel.
struct PackedMatrix {
    // Safety: points into the arena of the weights that own this matrix; written only while they load.
    var entries: kn_matrix
    /// Whether activations are rotated before they meet this matrix.
    let rotated: Bool
    private let packed: UnsafeMutablePointer<Int8>
    private let scale: UnsafeMutablePointer<Float>
    private let sum: UnsafeMutablePointer<Float>
    private let bias: UnsafeMutablePointer<Float>

    static func paddedColumns(_ columns: Int) -> Int { (columns + Int(KN_PANEL) - 1) / Int(KN_PANEL) * Int(KN_PANEL) }

    static func size(columns: Int, depth: Int) -> Int {
        let padded = paddedColumns(columns)
        return Arena.size(padded * depth, of: Int8.self) + 3 * Arena.size(padded, of: Float.self)
    }

    init(columns: Int, depth: Int, rotated: Bool, arena: Arena) {
        let padded = Self.paddedColumns(columns)
        packed = arena.take(padded * depth, of: Int8.self)
        scale = arena.take(padded, of: Float.self)
        sum = arena.take(padded, of: Float.self)
        bias = arena.take(padded, of: Float.self)
        entries = kn_matrix(packed: packed, scale: scale, sum: sum, bias: bias, columns: padded, depth: depth)
        self.rotated = rotated && depth.isMultiple(of: Int(KN_ROTATION_SPAN))
    }

    var panels: Int { entries.columns / Int(KN_PANEL) }

    /// Fills columns `first...` from the tensors `name.weight` and `name.bias`; `factor` multiplies both.
    func load(
        _ reader: TensorReader, name: String, first: Int, columns: Int, factor: Float = 1, kernels: KernelTable
    ) throws(InferenceError) {
        let depth = entries.depth
        let weight = try reader.matrix(name + ".weight", rows: columns, columns: depth)
        try reader.vector(name + ".bias", count: columns, into: bias + first)
        func overflow(_ row: Int) -> InferenceError { .notFinite(weight.tensor.name, row: row, found: "an infinite sum") }
        let scratch = reader.scratch
        let quantized = UnsafeMutableRawPointer(scratch + depth).bindMemory(to: Int8.self, capacity: depth)
        var isZero = true
        for row in 0..<columns {
            weight.readRow(row, into: scratch, kernels: kernels)
            if rotated { kn_rotate_row(scratch, depth) }
            // One look suffices: mixing cannot make a bad number good, only finite ones near the end of the range infinite.
            guard kn_all_finite(scratch, depth) else {
                try weight.row(row, into: scratch, kernels: kernels)
                throw overflow(row)
            }
            let column = first + row
            kernels.entries.pointee.quantize_channel(scratch, depth, quantized, scale + column, sum + column)
            if scale[column] != 0 { isZero = false }
            kn_pack_channel(quantized, depth, kernels.entries.pointee.depth_group, column, packed)
            scale[column] *= factor
            sum[column] *= factor
            bias[column] *= factor
            guard scale[column].isFinite, sum[column].isFinite, bias[column].isFinite else { throw overflow(row) }
        }
        weight.releasePages()
        guard !isZero else { throw .allZero(weight.tensor.name) }
    }
}
