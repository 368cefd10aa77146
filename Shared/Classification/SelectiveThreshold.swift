#if canImport(Glibc)
    import Glibc
#endif

/// The lowest confidence at which a wanted accuracy is reached on judged requests.
package struct SelectiveThreshold: Sendable {
    /// Share of what stays local that must be right, 0...1.
    package var target: Double
    /// What share of the traffic is assumed to be out of scope; judged requests are weighted to it.
    package var outOfScopeShare: Double
    /// Requests that score above it are not kept at any confidence.
    package var outOfScopeThreshold: Float
    /// Nil: the observed accuracy must reach the target. 0.95: so must its lower Clopper-Pearson bound at 95 % confidence, which costs 1.5 to 7
    /// points of coverage on CLINC150 and is missed far less often.
    package var confidence: Double?

    /// A threshold nothing reaches: the target cannot be met on these requests.
    package static let unreachable: Float = 2

    package init(target: Double, outOfScopeShare: Double, outOfScopeThreshold: Float = 1, confidence: Double? = nil) {
        self.target = target
        self.outOfScopeShare = outOfScopeShare
        self.outOfScopeThreshold = outOfScopeThreshold
        self.confidence = confidence
    }

    /// The threshold, 0...1, or `unreachable`. 0 when the target holds without a threshold.
    package func fit(_ observations: [Observation]) -> Float {
        let outside = observations.outOfScopeWeight(share: outOfScopeShare)
        let ordered = observations.filter { $0.outOfScope <= outOfScopeThreshold }.sorted { $0.confidence > $1.confidence }
        var best = Self.unreachable
        var weight = 0.0
        var squares = 0.0
        var right = 0.0
        for (index, observation) in ordered.enumerated() {
            let share = observation.truth == nil ? outside : 1
            weight += share
            squares += share * share
            if observation.isRight { right += share }
            // Equal confidences are kept or left together.
            if index + 1 < ordered.count, ordered[index + 1].confidence == observation.confidence { continue }
            if reached(right: right, weight: weight, squares: squares) { best = index + 1 == ordered.count ? 0 : observation.confidence }
        }
        return best
    }

    private func reached(right: Double, weight: Double, squares: Double) -> Bool {
        guard right >= target * weight else { return false }
        guard let confidence else { return true }
        // Kish's effective size: how many equally weighted requests these are worth.
        let trials = weight * weight / squares
        return BinomialBound.lower(successes: right / weight * trials, trials: trials, confidence: confidence) >= target
    }
}

/// The exact (Clopper-Pearson) one-sided bound on a success rate.
package enum BinomialBound {
    /// The p at which seeing `successes` or more of `trials` has probability 1 - confidence: with that confidence the true rate is above it.
    /// Counts may be fractional (effective sizes). 0 when there were no successes.
    package static func lower(successes: Double, trials: Double, confidence: Double) -> Double {
        precondition(successes >= 0 && successes <= trials + 1e-9 && confidence > 0 && confidence < 1)
        if successes <= 0 { return 0 }
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if incompleteBeta(middle, successes, max(trials - successes, 0) + 1) < 1 - confidence { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The regularised incomplete beta function I_x(a, b), by its continued fraction (Abramowitz and Stegun 26.5.8, Lentz's method).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        var sign: Int32 = 0
        let front = exp(lgamma_r(a + b, &sign) - lgamma_r(a, &sign) - lgamma_r(b, &sign) + a * log(x) + b * log1p(-x)) / a
        let tiny = 1e-300
        var c = 1.0
        var d = 1 / clamp(1 - (a + b) * x / (a + 1), tiny)
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / clamp(1 + even * d, tiny)
            c = clamp(1 + even / c, tiny)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / clamp(1 + odd * d, tiny)
            c = clamp(1 + odd / c, tiny)
            result *= d * c
            if abs(d * c - 1) < 1e-14 { break }
        }
        return front * result
    }

    private static func clamp(_ value: Double, _ tiny: Double) -> Double { abs(value) < tiny ? tiny : value }
}
