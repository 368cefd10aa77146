/// Row-major vectors re-laid in panels: panel p holds columns p*width ..< (p+1)*width of every row, rows running slowest, the last panel padded
/// with zeros. A product of two such matrices then reads memory strictly forward (`accumulateTile`), which makes plain Swift run at a good
/// part of the machine's SSE speed; the trainer needs no kernels of its own.
final class PackedMatrix {
    /// Columns of one panel: 4 for the left factor of a tile, 8 for the right.
    let width: Int
    let rows: Int
    let panels: Int
    let base: UnsafeMutablePointer<Float>
    private let count: Int

    init(rows: Int, columns: Int, width: Int) {
        self.width = width
        self.rows = rows
        panels = (columns + width - 1) / width
        count = panels * rows * width
        // 64: a cache line, so that no vector load straddles two.
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
        base = bytes.bindMemory(to: Float.self, capacity: max(count, 1))
        base.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }

    /// First element of row `row` in panel `panel`; `width` floats long, the next row follows directly.
    func pointer(panel: Int, row: Int) -> UnsafeMutablePointer<Float> { base + (panel * rows + row) * width }

    /// Packs `rows` rows of `columns` floats taken from `source` (row-major).
    convenience init(rowMajor source: UnsafePointer<Float>, rows: Int, columns: Int, width: Int) {
        self.init(rows: rows, columns: columns, width: width)
        for row in 0..<rows {
            for column in 0..<columns { self[row, column] = source[row * columns + column] }
        }
    }

    /// Packs the transpose: the result has `columns` rows, one for each column of `source`.
    convenience init(transposing source: UnsafePointer<Float>, rows: Int, columns: Int, width: Int) {
        self.init(rows: columns, columns: rows, width: width)
        for row in 0..<rows {
            for column in 0..<columns { self[column, row] = source[row * columns + column] }
        }
    }

    subscript(row: Int, column: Int) -> Float {
        get { base[((column / width) * rows + row) * width + column % width] }
        set { base[((column / width) * rows + row) * width + column % width] = newValue }
    }
}

/// tile[r] += sum over t of left[t][r] * right[t], for r in 0..<4: `left` is `count` rows of 4, `right` `count` rows of 8, `tile` 4 rows of 8.
/// Four rows of eight keep all sums in registers with SSE2, the least every x86-64 has.
@inline(__always)
func accumulateTile(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int,
    into tile: inout (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>)
) {
    var (sum0, sum1, sum2, sum3) = tile
    let left = UnsafeRawPointer(left)
    let right = UnsafeRawPointer(right)
    for step in 0..<count {
        let column = left.load(fromByteOffset: step &* 16, as: SIMD4<Float>.self)
        let row = right.load(fromByteOffset: step &* 32, as: SIMD8<Float>.self)
        sum0 += row * column[0]
        sum1 += row * column[1]
        sum2 += row * column[2]
        sum3 += row * column[3]
    }
    tile = (sum0, sum1, sum2, sum3)
}
