#if canImport(Glibc)
    import Glibc
#endif

/// One label of a ranking.
package struct RankedIntent: Sendable, Equatable {
    package let index: Int
    package let label: String
    /// 0...1, softmax at the calibrated temperature; all labels together sum to 1.
    package let probability: Float
}

/// What a head says about one sentence vector.
package struct IntentClassification: Sendable, Equatable {
    /// Position of the label in `IntentHead.labels`.
    package let index: Int
    package let label: String
    /// 0...1: how probable it is that the label is right. This is what thresholds compare with.
    package let confidence: Float
    /// 0...1: how far outside everything the head was taught; above the policy's threshold nothing is answered locally.
    package let outOfScope: Float
    /// Probability of the first label minus that of the second, 0...1.
    package let margin: Float
    /// At most five, the most probable first.
    package let ranked: [RankedIntent]
}

/// A calibrated linear classifier over frozen, unit-length sentence vectors, with an out-of-scope score that needs no training vectors.
/// Immutable, so any number of threads may classify at once.
package struct IntentHead: Sendable {
    package let labels: [String]
    /// Length of a sentence vector.
    package let dimension: Int
    package let calibration: Calibration
    /// `[classes, dimension]`.
    let weights: [Float]
    /// `[classes]`.
    let intercepts: [Float]
    let scope: ScopeModel
    /// The confidence below which a head that stands for itself has nothing to say, 0...1; nil for one whose thresholds a policy gives.
    package var threshold: Float?

    static let rankedCount = 5

    /// Throws `dimensionMismatch` when the vector has another length, `badVector` when it holds NaN or infinity.
    package func classify(_ sentence: [Float]) throws(ClassificationError) -> IntentClassification {
        try check(sentence)
        return sentence.withUnsafeBufferPointer { sentence in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: labels.count) { logits in
                let measured = measure(sentence.baseAddress.unsafelyUnwrapped, logits: logits)
                return classification(measured, logits)
            }
        }
    }

    func check(_ sentence: [Float]) throws(ClassificationError) {
        guard sentence.count == dimension else {
            throw ClassificationError(
                .dimensionMismatch, subject: "intent head", field: "sentence vector", expected: "\(dimension) numbers",
                found: "\(sentence.count)")
        }
        // The sum of finite squares of a unit vector is finite; NaN and infinity survive the sum.
        var sum: Float = 0
        for value in sentence { sum += value * value }
        guard sum.isFinite else {
            throw ClassificationError(
                .badVector, subject: "intent head", field: "sentence vector", expected: "finite numbers", found: "NaN or infinity")
        }
    }

    /// Logits of all classes into `logits`, and everything calibration needs.
    func measure(_ sentence: UnsafePointer<Float>, logits: UnsafeMutableBufferPointer<Float>) -> Measurements {
        var measured = Measurements()
        let classes = labels.count
        weights.withUnsafeBufferPointer { weights in
            let base = weights.baseAddress.unsafelyUnwrapped
            for label in 0..<classes { logits[label] = dot(base + label * dimension, sentence, dimension) + intercepts[label] }
        }
        for label in 1..<classes where logits[label] > logits[measured.top] { measured.top = label }
        let largest = logits[measured.top]
        var rest: Float = 0
        for label in 0..<classes where label != measured.top { rest += expf(logits[label] - largest) }
        // Of the softmax: top = 1 / (1 + rest), rest / (1 + rest).
        measured.logTop = -log1pf(rest)
        measured.logRest = logf(max(rest, .leastNormalMagnitude)) - log1pf(rest)
        measured.energy = largest + log1pf(rest)
        measured.centroid = -1
        scope.centroids.withUnsafeBufferPointer { rows in
            let base = rows.baseAddress.unsafelyUnwrapped
            for label in 0..<classes { measured.centroid = max(measured.centroid, dot(base + label * dimension, sentence, dimension)) }
        }
        var nearest = -Float.infinity
        scope.discriminants.withUnsafeBufferPointer { rows in
            let base = rows.baseAddress.unsafelyUnwrapped
            for label in 0..<classes {
                nearest = max(nearest, dot(base + label * dimension, sentence, dimension) - scope.offsets[label])
            }
        }
        var square: Float = 0
        scope.quadratic.withUnsafeBufferPointer { rows in
            let base = rows.baseAddress.unsafelyUnwrapped
            // The matrix is symmetric: each row from its diagonal on, the rest counted twice.
            for row in 0..<dimension {
                let tail = dot(base + row * dimension + row + 1, sentence + row + 1, dimension - row - 1)
                square += sentence[row] * (base[row * dimension + row] * sentence[row] + 2 * tail)
            }
        }
        measured.relativeDistance = nearest - square
        return measured
    }

    private func classification(_ measured: Measurements, _ logits: UnsafeMutableBufferPointer<Float>) -> IntentClassification {
        let sharpness = 1 / calibration.temperature
        let largest = logits[measured.top]
        var sum: Float = 0
        for logit in logits { sum += expf((logit - largest) * sharpness) }
        var best: [Int] = []
        best.reserveCapacity(Self.rankedCount + 1)
        for label in labels.indices {
            if best.count == Self.rankedCount, logits[label] <= logits[best[Self.rankedCount - 1]] { continue }
            var place = best.count
            while place > 0, logits[label] > logits[best[place - 1]] { place -= 1 }
            best.insert(label, at: place)
            if best.count > Self.rankedCount { best.removeLast() }
        }
        let ranked = best.map {
            RankedIntent(index: $0, label: labels[$0], probability: expf((logits[$0] - largest) * sharpness) / sum)
        }
        return IntentClassification(
            index: measured.top, label: labels[measured.top], confidence: calibration.confidence(measured),
            outOfScope: calibration.outOfScope(measured), margin: ranked[0].probability - ranked[1].probability, ranked: ranked)
    }
}
