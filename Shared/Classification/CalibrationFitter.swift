#if canImport(Glibc)
    import Glibc
#endif

/// Rows a head has not seen, as it measures them.
struct HeldOutRows {
    let classes: Int
    /// Nil: out of scope.
    private(set) var truths: [Int?] = []
    private(set) var measured: [Measurements] = []
    /// `[truths.count, classes]`.
    private(set) var logits: [Float] = []

    init(classes: Int) { self.classes = classes }

    var count: Int { truths.count }

    mutating func append(_ examples: ExampleSet, measuredBy head: IntentHead) {
        var scratch = [Float](repeating: 0, count: classes)
        for (row, label) in examples.labels.enumerated() {
            let found = examples.vectors.withUnsafeBufferPointer { vectors in
                scratch.withUnsafeMutableBufferPointer { logits in
                    head.measure(vectors.baseAddress.unsafelyUnwrapped + row * examples.dimension, logits: logits)
                }
            }
            truths.append(label)
            measured.append(found)
            logits += scratch
        }
    }
}

/// Fits a `Calibration` to held-out rows.
struct CalibrationFitter {
    /// Parts of the cross-fit: a row's confidence is judged by weights fitted without its part.
    static let parts = 5

    let rows: HeldOutRows
    let settings: HeadTrainer.Settings

    private var usesOutOfScope: Bool {
        settings.outOfScopeShare > 0 && rows.truths.filter { $0 == nil }.count >= HeadTrainer.leastOutOfScopeExamples
            && rows.truths.contains { $0 != nil }
    }

    /// Fitted to all rows.
    func calibration() -> Calibration { calibration(on: Array(0..<rows.count)) }

    /// Every row as judged by a calibration fitted to the other parts.
    func crossFittedObservations() -> [Observation] {
        var observations = [Observation?](repeating: nil, count: rows.count)
        for part in 0..<Self.parts {
            let fitted = calibration(on: (0..<rows.count).filter { $0 % Self.parts != part }, withTemperature: false)
            for row in stride(from: part, to: rows.count, by: Self.parts) {
                observations[row] = Observation(
                    truth: rows.truths[row], predicted: rows.measured[row].top, confidence: fitted.confidence(rows.measured[row]),
                    outOfScope: fitted.outOfScope(rows.measured[row]))
            }
        }
        return observations.compactMap { $0 }
    }

    private func calibration(on indices: [Int], withTemperature: Bool = true) -> Calibration {
        var calibration = Calibration.none
        if withTemperature { calibration.temperature = temperature(indices) }
        calibration.scopeIsFitted = usesOutOfScope
        (calibration.scopeWeights, calibration.scopeIntercept) = scopeWeights(indices)
        calibration.scopeExponent = usesOutOfScope ? Calibration.fittedScopeExponent : 0
        (calibration.slope, calibration.intercept) = confidenceLine(indices, exponent: Double(calibration.scopeExponent))
        return calibration
    }

    private func rowWeights(_ indices: [Int]) -> [Double] {
        let outside = indices.filter { rows.truths[$0] == nil }.count
        let inside = indices.count - outside
        let share = settings.outOfScopeShare
        let weight = usesOutOfScope && outside > 0 ? share / (1 - share) * Double(inside) / Double(outside) : 0
        return indices.map { rows.truths[$0] == nil ? weight : 1 }
    }

    // MARK: out of scope

    /// Weights, in units of each measure's standard deviation, that hold without out-of-scope examples and towards which fitted ones are drawn.
    private static let priorWeights = [0, 0.8, 1.2, 1.2]

    private static func measures(_ measured: Measurements) -> [Double] {
        [Double(measured.logTop), Double(measured.energy), Double(measured.centroid), Double(measured.relativeDistance)]
    }

    private func scopeWeights(_ indices: [Int]) -> (weights: [Float], intercept: Float) {
        let count = Self.priorWeights.count
        let used = usesOutOfScope ? indices : indices.filter { rows.truths[$0] != nil }
        let weights = rowWeights(used)
        var features: [Double] = []
        features.reserveCapacity(used.count * count)
        for row in used { features += Self.measures(rows.measured[row]) }
        let total = max(weights.reduce(0, +), 1e-12)
        var means = [Double](repeating: 0, count: count)
        var deviations = means
        for (place, weight) in weights.enumerated() {
            for index in 0..<count { means[index] += weight * features[place * count + index] / total }
        }
        for (place, weight) in weights.enumerated() {
            for index in 0..<count {
                let distance = features[place * count + index] - means[index]
                deviations[index] += weight * distance * distance / total
            }
        }
        deviations = deviations.map { max($0.squareRoot(), 1e-6) }
        for place in used.indices {
            for index in 0..<count {
                features[place * count + index] = (features[place * count + index] - means[index]) / deviations[index]
            }
        }
        let solution: [Double]
        if usesOutOfScope {
            solution = LogisticFit.fit(
                features: features, targets: used.map { rows.truths[$0] != nil }, weights: weights, prior: Self.priorWeights, precision: 1)
        } else {
            // Half-way between "in" and "out" stands where the wanted share of in-scope rows passes.
            let scores = used.indices.map { place in
                (0..<count).reduce(0) { $0 + Self.priorWeights[$1] * features[place * count + $1] }
            }.sorted()
            let cut = scores.isEmpty ? 0 : scores[min(scores.count - 1, Int((1 - settings.unfittedPassShare) * Double(scores.count)))]
            solution = Self.priorWeights + [-cut]
        }
        let raw = (0..<count).map { solution[$0] / deviations[$0] }
        let intercept = (0..<count).reduce(solution[count]) { $0 - raw[$1] * means[$1] }
        return (raw.map { Float($0) }, Float(intercept))
    }

    // MARK: confidence

    /// Slope and intercept of log-odds of "right" over the evidence, whose scope scores are cross-fitted so that they are as wrong here as they
    /// will be on new traffic.
    private func confidenceLine(_ indices: [Int], exponent: Double) -> (slope: Float, intercept: Float) {
        var scores = [Double](repeating: 0, count: indices.count)
        if exponent > 0 {
            for part in 0..<Self.parts {
                var fitted = Calibration.none
                (fitted.scopeWeights, fitted.scopeIntercept) = scopeWeights(
                    indices.enumerated().filter { $0.offset % Self.parts != part }.map(\.element))
                for place in stride(from: part, to: indices.count, by: Self.parts) {
                    scores[place] = fitted.scopeScore(rows.measured[indices[place]])
                }
            }
        }
        let evidence = indices.enumerated().map {
            Calibration.evidence(rows.measured[$0.element], scopeScore: scores[$0.offset], exponent: exponent)
        }
        let solution = LogisticFit.fit(
            features: evidence, targets: indices.map { rows.truths[$0] == rows.measured[$0].top }, weights: rowWeights(indices), prior: [1],
            precision: 1, interceptPrior: 0)
        // A slope that is not positive would turn the order round; only a head that is wrong everywhere has one.
        return (Float(max(solution[0], 0.01)), Float(solution[1]))
    }

    /// The temperature at which the softmax of in-scope rows has the highest likelihood, by golden-section search over its logarithm.
    private func temperature(_ indices: [Int]) -> Float {
        let inside = indices.compactMap { row in rows.truths[row].map { (row: row, truth: $0) } }
        guard !inside.isEmpty else { return 1 }
        func loss(_ logarithm: Double) -> Double {
            let sharpness = Float(exp(-logarithm))
            return rows.logits.withUnsafeBufferPointer { logits in
                var sum = 0.0
                for (row, truth) in inside {
                    let base = row * rows.classes
                    let largest = logits[base + rows.measured[row].top]
                    var powers: Float = 0
                    for label in 0..<rows.classes { powers += expf((logits[base + label] - largest) * sharpness) }
                    sum += Double(logf(powers)) - Double((logits[base + truth] - largest) * sharpness)
                }
                return sum
            }
        }
        let golden = (5.0.squareRoot() - 1) / 2
        var low = log(0.05)
        var high = log(5.0)
        var left = high - golden * (high - low)
        var right = low + golden * (high - low)
        var leftLoss = loss(left)
        var rightLoss = loss(right)
        while high - low > 1e-3 {
            if leftLoss <= rightLoss {
                (high, right, rightLoss) = (right, left, leftLoss)
                left = high - golden * (high - low)
                leftLoss = loss(left)
            } else {
                (low, left, leftLoss) = (left, right, rightLoss)
                right = low + golden * (high - low)
                rightLoss = loss(right)
            }
        }
        return Float(exp((low + high) / 2))
    }
}

extension Calibration {
    /// Before anything is fitted.
    static let none = Calibration(
        temperature: 1, slope: 1, intercept: 0, scopeExponent: 0, scopeWeights: [0, 0, 0, 0], scopeIntercept: 0, scopeIsFitted: false)
}
