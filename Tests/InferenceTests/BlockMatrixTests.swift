import CKernels
import GGUF
import Inference
import Testing

/// The packing of weights with block scales, and the product with them, against the file reader's own decoding.
@Suite struct BlockMatrixTests {
    /// A stored type, and what packing may do to its weights.
    struct Stored: CustomTestStringConvertible, Sendable {
        let type: TensorType
        let storage: UInt32
        /// Where a block holds halves.
        let halves: [Int]
        var testDescription: String { type.name }
    }

    static let types = [
        Stored(type: .f32, storage: KN_BLOCKS_F32.rawValue, halves: []),
        Stored(type: .q4_0, storage: KN_BLOCKS_Q4_0.rawValue, halves: [0]),
        Stored(type: .q8_0, storage: KN_BLOCKS_Q8_0.rawValue, halves: [0]),
        Stored(type: .q4_K, storage: KN_BLOCKS_Q4_K.rawValue, halves: [0, 2]),
        Stored(type: .q5_K, storage: KN_BLOCKS_Q5_K.rawValue, halves: [0, 2]),
        Stored(type: .q6_K, storage: KN_BLOCKS_Q6_K.rawValue, halves: [208]),
    ]

    private let depth = 256
    private let columns = 66
    private var padded: Int { (columns + Int(KN_PANEL) - 1) / Int(KN_PANEL) * Int(KN_PANEL) }
    private var random = SplitMix(seed: 3)

    @Test(arguments: types) mutating func everyWeightIsPackedWithinTheStatedError(_ stored: Stored) throws {
        let rows = (0..<columns).map { _ in randomRow(stored) }
        for table in tables {
            let (matrix, packed) = try pack(rows, stored, table)
            defer { packed.deallocate() }
            // Each row of activations is a single one, so an output is a weight.
            var activations = [Int8](repeating: 0, count: depth * depth)
            var blocks = [kn_block](repeating: kn_block(scale: 0, sum: 0), count: depth * depth / 32)
            for index in 0..<depth {
                activations[index * depth + index] = 1
                blocks[(index * depth + index) / 32] = kn_block(scale: 1, sum: 1)
            }
            let found = multiply(table, matrix, activations, blocks, rows: depth)
            for column in 0..<padded {
                let expected = column < columns ? weights(rows[column], stored) : [Float](repeating: 0, count: depth)
                let errors = column < columns ? allowedErrors(rows[column], stored, expected) : expected
                let wrong = (0..<depth).first { !(abs(found[$0 * padded + column] - expected[$0]) <= errors[$0]) }
                #expect(wrong == nil, "\(table.pointee.name.map(String.init(cString:)) ?? ""), column \(column)")
            }
        }
    }

    @Test(arguments: types) mutating func theProductAgreesWithIndependentlyDecodedWeights(_ stored: Stored) throws {
        let rows = (0..<columns).map { _ in randomRow(stored) }
        let decoded = rows.map { weights($0, stored) }
        let errors = zip(rows, decoded).map { allowedErrors($0, stored, $1) }
        for table in tables {
            let (matrix, packed) = try pack(rows, stored, table)
            defer { packed.deallocate() }
            for count in [1, 7] {
                let x = (0..<count * depth).map { _ in random.uniform() * 3 }
                var activations = [Int8](repeating: 0, count: count * depth)
                var blocks = [kn_block](repeating: kn_block(scale: 0, sum: 0), count: count * depth / 32)
                table.pointee.quantize_blocks(x, depth, count, depth, &activations, depth, &blocks, depth / 32)
                // Within half a step of what was quantised.
                let far = x.indices.first {
                    let step = blocks[$0 / 32].scale
                    return !(abs(x[$0] - step * Float(activations[$0])) <= 0.5001 * step)
                }
                #expect(far == nil)
                let found = multiply(table, matrix, activations, blocks, rows: count)
                for column in 0..<columns {
                    let (decoded, errors) = (decoded[column], errors[column])
                    let tops = stride(from: 0, to: depth, by: 32).map { largest(decoded[$0..<$0 + 32]) }
                    for row in 0..<count {
                        var expected = 0.0
                        var bound = 0.0
                        var size = 0.0
                        for index in 0..<depth {
                            let step = blocks[(row * depth + index) / 32].scale
                            let value = Double(step) * Double(activations[row * depth + index])
                            expected += value * Double(decoded[index])
                            bound += abs(value) * Double(errors[index])
                            size += abs(value) * Double(tops[index / 32])
                        }
                        // Beside it, sums of blocks in floats. A table may multiply a bias of up to 128 with each step of a weight: of a
                        // random block, less than 256 times its largest.
                        bound += size * 256 * Double(Float.ulpOfOne) * Double(depth / 32 + 4)
                        #expect(abs(Double(found[row * padded + column]) - expected) <= bound, "\(stored.type.name) \(row) \(column)")
                    }
                }
            }
        }
    }

    @Test(arguments: types) mutating func scalesThatAreNotFiniteAreRefused(_ stored: Stored) throws {
        let table = try #require(tables.first)
        for bad in [0x7C00, 0x7E00, 0xFC00] as [UInt16] where !stored.halves.isEmpty {
            for offset in stored.halves {
                var row = randomRow(stored)
                let last = row.count - stored.type.bytesPerBlock
                row[last + offset] = UInt8(bad & 0xFF)
                row[last + offset + 1] = UInt8(bad >> 8)
                #expect(throws: NotFinite.self) { try pack([row], stored, table).packed.deallocate() }
            }
        }
        if stored.type == .f32 {
            for bad in [Float.nan, .infinity, .greatestFiniteMagnitude] {
                var row = randomRow(stored)
                withUnsafeBytes(of: bad) { row.replaceSubrange(132..<136, with: $0) }
                #expect(throws: NotFinite.self) { try pack([row], stored, table).packed.deallocate() }
            }
        }
    }

    // MARK: Rows

    private struct NotFinite: Error {}

    /// Random bytes under halves of ordinary size. Half of the pairs of scales that share a block of Q6_K are equal.
    private mutating func randomRow(_ stored: Stored) -> [UInt8] {
        if stored.type == .f32 { return (0..<depth).flatMap { _ in withUnsafeBytes(of: random.uniform()) { Array($0) } } }
        let size = stored.type.bytesPerBlock
        var row = (0..<depth / stored.type.blockSize * size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        for block in stride(from: 0, to: row.count, by: size) {
            for offset in stored.halves {
                let half = UInt16(truncatingIfNeeded: random.next()) & 0x83FF | UInt16(5 + random.next() % 4) << 10
                row[block + offset] = UInt8(half & 0xFF)
                row[block + offset + 1] = UInt8(half >> 8)
            }
            if stored.type == .q6_K {
                for pair in stride(from: block + 192, to: block + 208, by: 4) { row[pair + 1] = row[pair] }
            }
        }
        return row
    }

    private func weights(_ row: [UInt8], _ stored: Stored) -> [Float] {
        row.withUnsafeBytes { dequantize($0, type: stored.type, count: depth) }
    }

    private func largest(_ block: ArraySlice<Float>) -> Float { block.reduce(0) { max($0, abs($1)) } }

    /// What kernels.h allows for each weight, and the rounding of a single product.
    private func allowedErrors(_ row: [UInt8], _ stored: Stored, _ decoded: [Float]) -> [Float] {
        let size = stored.type.bytesPerBlock
        func half(_ index: Int, _ offset: Int) -> Float {
            let at = index / stored.type.blockSize * size + offset
            return abs(floatFromHalf(UInt16(row[at]) | UInt16(row[at + 1]) << 8))
        }
        let tops = stride(from: 0, to: depth, by: 32).map { largest(decoded[$0..<$0 + 32]) }
        return decoded.indices.map { index in
            let top = tops[index / 32]
            switch stored.type {
            case .q4_0, .q8_0: return 0
            case .q4_K, .q5_K:
                // Six-bit factors: the scaled value is at most 63 * 31 of one half, the minimum 63 of the other.
                let (scaled, minimum) = (63 * 31 * half(index, 0), 63 * half(index, 2))
                return (0x1p-11 + 2 * .ulpOfOne) * (min(scaled, abs(decoded[index]) + minimum) + minimum) + 31 * 0x1p-25
            case .q6_K where row[index / 256 * size + 192 + index % 256 / 32 * 2] == row[index / 256 * size + 193 + index % 256 / 32 * 2]:
                return 0x1p-11 * abs(decoded[index]) + 32 * 0x1p-25
            default: return top / 254 * (1 + 0x1p-9) + 127 * 0x1p-25
            }
        }
    }

    private func pack(
        _ rows: [[UInt8]], _ stored: Stored, _ table: UnsafePointer<kn_table>
    ) throws -> (matrix: kn_block_matrix, packed: UnsafeMutablePointer<UInt8>) {
        let storage = kn_block_storage(rawValue: stored.storage)
        var matrix = kn_block_matrix_of(storage, padded, depth)
        let count = padded / Int(KN_PANEL) * (depth / Int(KN_BLOCK)) * kn_block_record(matrix.bits, matrix.has_minimum)
        let packed = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
        packed.initialize(repeating: 0, count: count)
        for (column, row) in rows.enumerated() where !kn_pack_block_row(table, storage, row, &matrix, column, packed) {
            packed.deallocate()
            throw NotFinite()
        }
        matrix.packed = UnsafePointer(packed)
        return (matrix, packed)
    }

    private func multiply(
        _ table: UnsafePointer<kn_table>, _ matrix: kn_block_matrix, _ activations: [Int8], _ blocks: [kn_block], rows: Int
    ) -> [Float] {
        var matrix = matrix
        var y = [Float](repeating: .nan, count: rows * padded)
        table.pointee.linear_blocks(
            &matrix, 0, padded / Int(KN_PANEL), activations, depth, blocks, depth / Int(KN_BLOCK), rows, &y, padded)
        return y
    }

    private var tables: [UnsafePointer<kn_table>] { KernelTable.Level.allCases.compactMap { kn_exact($0.code) } }
}

/// The generator of the same name: 64 bits of state.
private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// In -1..<1.
    mutating func uniform() -> Float { Float(Int64(bitPattern: next()) >> 40) * 0x1p-23 }
}
