/// A dense symmetric matrix in double precision, row-major and complete: covariances of the scope model.
struct SymmetricMatrix {
    let size: Int
    var values: [Double]

    init(size: Int) {
        self.size = size
        values = [Double](repeating: 0, count: size * size)
    }

    /// Second moments: the sum over rows of x x', divided by their number. `vectors` is row-major, `size` floats a row.
    init(secondMomentsOf vectors: UnsafeBufferPointer<Float>, size: Int, threads: Int) {
        self.init(size: size)
        let rows = vectors.count / size
        guard rows > 0 else { return }
        let base = vectors.baseAddress.unsafelyUnwrapped
        let left = PackedMatrix(rowMajor: base, rows: rows, columns: size, width: 4)
        let right = PackedMatrix(rowMajor: base, rows: rows, columns: size, width: 8)
        let sweep = 512
        values.withUnsafeMutableBufferPointer { values in
            let out = values.baseAddress.unsafelyUnwrapped
            forEachPart(threads) { part in
                for panel in partRange(part, of: threads, count: right.panels) {
                    for block in 0..<left.panels {
                        var sums = [Double](repeating: 0, count: 32)
                        // Sums of one sweep in single precision, of the sweeps in double.
                        for start in stride(from: 0, to: rows, by: sweep) {
                            var tile = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
                            accumulateTile(
                                left.pointer(panel: block, row: start), right.pointer(panel: panel, row: start),
                                count: min(sweep, rows - start), into: &tile)
                            for lane in 0..<8 {
                                sums[lane] += Double(tile.0[lane])
                                sums[8 + lane] += Double(tile.1[lane])
                                sums[16 + lane] += Double(tile.2[lane])
                                sums[24 + lane] += Double(tile.3[lane])
                            }
                        }
                        for row in block * 4..<min(size, block * 4 + 4) {
                            for column in panel * 8..<min(size, panel * 8 + 8) {
                                out[row * size + column] = sums[(row & 3) * 8 + (column & 7)] / Double(rows)
                            }
                        }
                    }
                }
            }
        }
    }

    var trace: Double { (0..<size).reduce(0) { $0 + values[$1 * size + $1] } }

    /// values += factor * vector vector'
    mutating func addOuterProduct(_ vector: [Double], times factor: Double) {
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<size {
                let scaled = factor * vector[row]
                for column in 0..<size { values[row * size + column] += scaled * vector[column] }
            }
        }
    }

    /// The inverse of this matrix plus `ridge` on its diagonal, through its Cholesky factor; nil when that is not positive definite.
    func inverse(ridge: Double) -> SymmetricMatrix? {
        guard var factor = cholesky(ridge: ridge) else { return nil }
        let size = size
        // L^-1 in place of L, row by row: row i of the inverse needs the rows above it.
        factor.values.withUnsafeMutableBufferPointer { low in
            for row in 0..<size {
                let pivot = 1 / low[row * size + row]
                var sums = [Double](repeating: 0, count: row)
                for inner in 0..<row {
                    let scale = low[row * size + inner]
                    for column in 0...inner { sums[column] += scale * low[inner * size + column] }
                }
                for column in 0..<row { low[row * size + column] = -pivot * sums[column] }
                low[row * size + row] = pivot
            }
        }
        // (L L')^-1 = L^-T L^-1
        var result = SymmetricMatrix(size: size)
        result.values.withUnsafeMutableBufferPointer { out in
            factor.values.withUnsafeBufferPointer { low in
                for inner in 0..<size {
                    for row in 0...inner {
                        let scale = low[inner * size + row]
                        for column in 0...inner { out[row * size + column] += scale * low[inner * size + column] }
                    }
                }
            }
        }
        return result
    }

    /// The lower Cholesky factor of this matrix plus `ridge` on its diagonal; what stands above the diagonal is zero.
    private func cholesky(ridge: Double) -> SymmetricMatrix? {
        var factor = SymmetricMatrix(size: size)
        let definite = factor.values.withUnsafeMutableBufferPointer { low in
            for row in 0..<size {
                for column in 0...row {
                    var sum = values[row * size + column] + (row == column ? ridge : 0)
                    for inner in 0..<column { sum -= low[row * size + inner] * low[column * size + inner] }
                    if row == column {
                        guard sum > 0 else { return false }
                        low[row * size + row] = sum.squareRoot()
                    } else {
                        low[row * size + column] = sum / low[column * size + column]
                    }
                }
            }
            return true
        }
        return definite ? factor : nil
    }

    /// This matrix times `vector`.
    func times(_ vector: [Double]) -> [Double] {
        values.withUnsafeBufferPointer { values in
            (0..<size).map { row in
                var sum = 0.0
                for column in 0..<size { sum += values[row * size + column] * vector[column] }
                return sum
            }
        }
    }
}
