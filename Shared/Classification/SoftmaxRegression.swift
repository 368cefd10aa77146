#if canImport(Glibc)
    import Glibc
#endif

/// The objective of multinomial logistic regression over `rows` vectors of `dimension` floats:
///
///     F(W, b) = 1/n * sum of -log softmax(W x + b)[label] + 1/(2 C n) * |W|^2
///
/// the same minimum as scikit-learn's `LogisticRegression(C:)`, whose intercept is not penalised either. Parameters are laid out as
/// `[classes, dimension]` row-major followed by `classes` intercepts.
final class SoftmaxRegression {
    let rows: Int
    let dimension: Int
    let classes: Int
    private let penalty: Double
    private let threads: Int
    private let labels: [Int32]
    /// `[rows/4 panels][dimension][4]`: left factor of the logits.
    private let vectorsByRow: PackedMatrix
    /// `[dimension/4 panels][rows][4]`: left factor of the gradient.
    private let vectorsByColumn: PackedMatrix
    /// `[classes/8 panels][dimension][8]`, refilled at each evaluation.
    private let weights: PackedMatrix
    /// `[classes/8 panels][rows][8]`: logits, then probability minus truth.
    private let residual: PackedMatrix
    private var rowLoss: [Double]

    var parameterCount: Int { classes * (dimension + 1) }

    /// - Parameters:
    ///   - vectors: `labels.count` rows, row-major.
    ///   - labels: 0..<classes.
    ///   - inverseRegularisation: C, above 0.
    init(
        vectors: UnsafeBufferPointer<Float>, labels: [Int32], dimension: Int, classes: Int, inverseRegularisation: Double, threads: Int
    ) {
        rows = labels.count
        precondition(vectors.count == rows * dimension && rows > 0 && classes > 1)
        self.dimension = dimension
        self.classes = classes
        self.labels = labels
        self.threads = threads
        penalty = 1 / (inverseRegularisation * Double(rows))
        let base = vectors.baseAddress.unsafelyUnwrapped
        vectorsByRow = PackedMatrix(transposing: base, rows: rows, columns: dimension, width: 4)
        vectorsByColumn = PackedMatrix(rowMajor: base, rows: rows, columns: dimension, width: 4)
        weights = PackedMatrix(rows: dimension, columns: classes, width: 8)
        residual = PackedMatrix(rows: rows, columns: classes, width: 8)
        rowLoss = [Double](repeating: 0, count: rows)
    }

    /// The objective at `parameters`; its gradient replaces `gradient`. The same input gives the same bits whatever `threads` is.
    func evaluate(_ parameters: [Float], gradient: inout [Float]) -> Double {
        for label in 0..<classes {
            for column in 0..<dimension { weights[column, label] = parameters[label * dimension + column] }
        }
        let intercepts = Array(parameters[(classes * dimension)...])
        fillResidual(intercepts)
        var loss = rowLoss.reduce(0, +) / Double(rows)
        var squares = 0.0
        for index in 0..<classes * dimension { squares += Double(parameters[index]) * Double(parameters[index]) }
        loss += 0.5 * penalty * squares
        fillGradient(parameters, &gradient)
        return loss
    }

    /// Logits, then softmax minus the one-hot truth, for all rows; and each row's loss.
    private func fillResidual(_ intercepts: [Float]) {
        rowLoss.withUnsafeMutableBufferPointer { losses in
            let losses = losses.baseAddress.unsafelyUnwrapped
            forEachPart(threads) { part in
                // Ranges of blocks of four rows, so that no tile is shared.
                let blocks = partRange(part, of: threads, count: (rows + 3) / 4)
                var scratch = [Float](repeating: 0, count: residual.panels * 8)
                for block in blocks {
                    let used = min(4, rows - block * 4)
                    for panel in 0..<residual.panels {
                        var tile = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
                        accumulateTile(
                            vectorsByRow.pointer(panel: block, row: 0), weights.pointer(panel: panel, row: 0), count: dimension, into: &tile
                        )
                        let out = UnsafeMutableRawPointer(residual.pointer(panel: panel, row: block * 4))
                        out.storeBytes(of: tile.0, as: SIMD8<Float>.self)
                        if used > 1 { out.storeBytes(of: tile.1, toByteOffset: 32, as: SIMD8<Float>.self) }
                        if used > 2 { out.storeBytes(of: tile.2, toByteOffset: 64, as: SIMD8<Float>.self) }
                        if used > 3 { out.storeBytes(of: tile.3, toByteOffset: 96, as: SIMD8<Float>.self) }
                    }
                    for row in block * 4..<block * 4 + used { losses[row] = softmaxMinusTruth(row, intercepts, &scratch) }
                }
            }
        }
    }

    private func softmaxMinusTruth(_ row: Int, _ intercepts: [Float], _ scratch: inout [Float]) -> Double {
        let label = Int(labels[row])
        let stride = rows * 8
        let base = residual.base + row * 8
        return scratch.withUnsafeMutableBufferPointer { logits in
            var largest = -Float.infinity
            for index in 0..<classes {
                let logit = base[(index >> 3) * stride + (index & 7)] + intercepts[index]
                logits[index] = logit
                largest = max(largest, logit)
            }
            let truth = logits[label]
            var sum: Float = 0
            for index in 0..<classes {
                let power = expf(logits[index] - largest)
                logits[index] = power
                sum += power
            }
            let scale = 1 / sum
            for index in 0..<classes { base[(index >> 3) * stride + (index & 7)] = logits[index] * scale }
            base[(label >> 3) * stride + (label & 7)] -= 1
            // Padding columns hold W = 0 logits; they must not enter the gradient.
            for index in classes..<residual.panels * 8 { base[(index >> 3) * stride + (index & 7)] = 0 }
            return Double(largest) + log(Double(sum)) - Double(truth)
        }
    }

    private func fillGradient(_ parameters: [Float], _ gradient: inout [Float]) {
        /// Rows of one sweep: 256 * 384 floats of `vectorsByColumn` stay in the second-level cache while all classes pass over them.
        let sweep = 256
        let columnBlocks = vectorsByColumn.panels
        let scale = 1 / Float(rows)
        gradient.withUnsafeMutableBufferPointer { gradient in
            let out = gradient.baseAddress.unsafelyUnwrapped
            forEachPart(min(threads, residual.panels)) { part in
                let parts = min(threads, residual.panels)
                let panels = partRange(part, of: parts, count: residual.panels)
                var sums = [SIMD8<Float>](repeating: .zero, count: panels.count * columnBlocks * 4)
                for start in stride(from: 0, to: rows, by: sweep) {
                    let count = min(sweep, rows - start)
                    for panel in panels {
                        let right = residual.pointer(panel: panel, row: start)
                        for block in 0..<columnBlocks {
                            let at = ((panel - panels.lowerBound) * columnBlocks + block) * 4
                            var tile = (sums[at], sums[at + 1], sums[at + 2], sums[at + 3])
                            accumulateTile(vectorsByColumn.pointer(panel: block, row: start), right, count: count, into: &tile)
                            (sums[at], sums[at + 1], sums[at + 2], sums[at + 3]) = tile
                        }
                    }
                }
                for panel in panels {
                    for label in panel * 8..<min(classes, panel * 8 + 8) {
                        for column in 0..<dimension {
                            let sum = sums[((panel - panels.lowerBound) * columnBlocks + column / 4) * 4 + column % 4][label & 7]
                            let index = label * dimension + column
                            out[index] = sum * scale + Float(penalty) * parameters[index]
                        }
                        var intercept = 0.0
                        let column = residual.pointer(panel: panel, row: 0) + (label & 7)
                        for row in 0..<rows { intercept += Double(column[row * 8]) }
                        out[classes * dimension + label] = Float(intercept) * scale
                    }
                }
            }
        }
    }
}
