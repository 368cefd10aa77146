/// One judged request: what was true, what the head said.
package struct Observation: Sendable, Equatable {
    /// Index of the right label; nil for a request that is out of scope.
    package let truth: Int?
    package let predicted: Int
    /// 0...1, calibrated.
    package let confidence: Float
    /// 0...1.
    package let outOfScope: Float

    package init(truth: Int?, predicted: Int, confidence: Float, outOfScope: Float) {
        self.truth = truth
        self.predicted = predicted
        self.confidence = confidence
        self.outOfScope = outOfScope
    }

    /// An out-of-scope request has no right label, so every local answer to it is wrong.
    package var isRight: Bool { truth == predicted }

    /// What a node does with it under these two thresholds.
    package func isKept(threshold: Float, outOfScopeThreshold: Float) -> Bool {
        confidence >= threshold && outOfScope <= outOfScopeThreshold
    }
}

extension Collection<Observation> {
    /// The weight that brings out-of-scope requests to `share` of the traffic when an in-scope request weighs 1; 1 when there are none of one kind.
    package func outOfScopeWeight(share: Double) -> Double {
        let outside = reduce(0) { $0 + ($1.truth == nil ? 1 : 0) }
        let inside = count - outside
        guard outside > 0, inside > 0, share > 0, share < 1 else { return 1 }
        return share / (1 - share) * Double(inside) / Double(outside)
    }
}
