import CKernels
import GGUF

/// Tensors of one model file, each checked for the shape the model needs before a byte of it is read.
struct TensorReader {
    let file: GGUFFile
    /// Room for one row as floats, and once more for its bytes.
    let scratch: UnsafeMutablePointer<Float>

    /// The matrix `name`, `rows` by `columns` with `columns` consecutive (GGML order: shape is [columns, rows]).
    func matrix(_ name: String, rows: Int, columns: Int) throws(InferenceError) -> StoredMatrix {
        let tensor = try reading { () throws(GGUFError) in try file.tensor(name) }
        guard tensor.shape == [columns, rows] else {
            throw InferenceError(.badShape, subject: name, expected: "[\(columns), \(rows)]", found: "\(tensor.shape)")
        }
        return try StoredMatrix(tensor: tensor, columns: columns)
    }

    func vector(_ name: String, count: Int, into output: UnsafeMutablePointer<Float>) throws(InferenceError) {
        let tensor = try reading { () throws(GGUFError) in try file.tensor(name) }
        guard tensor.elementCount == count else {
            throw InferenceError(.badShape, subject: name, expected: "[\(count)]", found: "\(tensor.shape)")
        }
        let values = try reading { () throws(GGUFError) in try file.floats(of: tensor) }
        values.withUnsafeBufferPointer { if let base = $0.baseAddress { output.update(from: base, count: count) } }
        guard kn_all_finite(output, count) else {
            throw .notFinite(name)
        }
    }
}

/// A matrix as it lies in the mapped file; rows are turned into floats one at a time.
struct StoredMatrix: Sendable {
    let tensor: GGUFTensor
    let columns: Int
    let rowBytes: Int
    /// What the kernels call this type, if they decode it faster than the file reader does.
    private let storage: kn_storage?

    init(tensor: GGUFTensor, columns: Int) throws(InferenceError) {
        guard tensor.type.isReadable else {
            throw InferenceError(
                .unsupportedTensorType, subject: tensor.name, expected: TensorType.readableNames, found: tensor.type.name)
        }
        storage =
            switch tensor.type {
            case .f32: KN_F32
            case .f16: KN_F16
            case .bf16: KN_BF16
            case .q8_0: KN_Q8_0
            default: nil
            }
        self.tensor = tensor
        self.columns = columns
        rowBytes = columns / tensor.type.blockSize * tensor.type.bytesPerBlock
    }

    private func decode(_ source: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>, kernels: KernelTable) {
        if let storage {
            kernels.entries.pointee.dequantize(storage, source, columns, output)
        } else {
            dequantize(
                UnsafeRawBufferPointer(start: source, count: rowBytes), type: tensor.type,
                into: UnsafeMutableBufferPointer(start: output, count: columns))
        }
    }

    /// Row `index` as floats, whatever they are.
    func readRow(_ index: Int, into output: UnsafeMutablePointer<Float>, kernels: KernelTable) {
        guard let base = tensor.bytes.baseAddress else { return }
        decode(base + index * rowBytes, into: output, kernels: kernels)
    }

    /// Row `index` as floats. Throws `notFinite`.
    func row(_ index: Int, into output: UnsafeMutablePointer<Float>, kernels: KernelTable) throws(InferenceError) {
        readRow(index, into: output, kernels: kernels)
        guard kn_all_finite(output, columns) else { throw .notFinite(tensor.name, row: index) }
    }

    /// The same for a row that was checked before, and one of a few among many: the matrix does not become resident. `bytes` has room
    /// for the stored row, which no type makes longer than its floats.
    func copyRow(
        _ index: Int, through bytes: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>, kernels: KernelTable
    ) {
        tensor.copy(index * rowBytes..<(index + 1) * rowBytes, to: UnsafeMutableRawPointer(bytes))
        decode(UnsafeMutableRawPointer(bytes), into: output, kernels: kernels)
    }

    /// Checks every row, a few megabytes resident at a time; gives back whether all are zero. Throws `notFinite`.
    func check(scratch: UnsafeMutablePointer<Float>, kernels: KernelTable) throws(InferenceError) -> Bool {
        var isZero = true
        for index in 0..<tensor.rowCount {
            // Of an 8-bit block only the scale can be no number: the rows need no decoding for that.
            if isZero || tensor.type != .q8_0 {
                try row(index, into: scratch, kernels: kernels)
                if isZero { isZero = UnsafeBufferPointer(start: scratch, count: columns).allSatisfy { $0 == 0 } }
            } else if !scalesAreFinite(index) {
                throw .notFinite(tensor.name, row: index)
            }
            if index & 2047 == 2047 { releasePages() }
        }
        releasePages()
        return isZero
    }

    /// Whether the half before each block of row `index` is neither infinite nor NaN.
    private func scalesAreFinite(_ index: Int) -> Bool {
        let row = UnsafeRawBufferPointer(rebasing: tensor.bytes[index * rowBytes..<(index + 1) * rowBytes])
        var block = 0
        while block < rowBytes {
            if row.loadUnaligned(fromByteOffset: block, as: UInt16.self) & 0x7c00 == 0x7c00 { return false }
            block += tensor.type.bytesPerBlock
        }
        return true
    }

    /// The file's pages under this matrix will not be read again soon.
    func releasePages() { tensor.releasePages() }
}
