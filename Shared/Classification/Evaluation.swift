/// Figures over judged requests.
package enum Evaluation {
    /// Share of in-scope requests with the right label, without any threshold; 0 when there are none.
    package static func accuracy(_ observations: [Observation]) -> Double {
        let inside = observations.filter { $0.truth != nil }
        return inside.isEmpty ? 0 : Double(inside.filter(\.isRight).count) / Double(inside.count)
    }

    /// Mean over classes of the harmonic mean of precision and recall, among in-scope requests without any threshold. A class that neither
    /// occurs nor is predicted does not count.
    package static func macroF1(_ observations: [Observation], classes: Int) -> Double {
        var right = [Int](repeating: 0, count: classes)
        var predicted = right
        var actual = right
        for observation in observations {
            guard let truth = observation.truth else { continue }
            actual[truth] += 1
            predicted[observation.predicted] += 1
            if observation.isRight { right[truth] += 1 }
        }
        var sum = 0.0
        var counted = 0
        for label in 0..<classes where actual[label] + predicted[label] > 0 {
            sum += 2 * Double(right[label]) / Double(actual[label] + predicted[label])
            counted += 1
        }
        return counted == 0 ? 0 : sum / Double(counted)
    }

    /// Expected calibration error (Naeini et al. 2015): over equal bins of confidence, the mean distance between mean confidence and the share
    /// that was right, weighted by the bin's share. Out-of-scope requests count as wrong, with the given weight.
    package static func calibrationError(_ observations: [Observation], bins: Int = 15, outOfScopeWeight: Double = 1) -> Double {
        var weight = [Double](repeating: 0, count: bins)
        var confidence = weight
        var right = weight
        for observation in observations {
            let share = observation.truth == nil ? outOfScopeWeight : 1
            let bin = min(max(Int(Double(observation.confidence) * Double(bins)), 0), bins - 1)
            weight[bin] += share
            confidence[bin] += share * Double(observation.confidence)
            if observation.isRight { right[bin] += share }
        }
        let total = weight.reduce(0, +)
        return total == 0 ? 0 : (0..<bins).reduce(0) { $0 + abs(confidence[$1] - right[$1]) } / total
    }

    /// Area under the receiver operating curve of the out-of-scope score: the probability that an out-of-scope request scores above an in-scope
    /// one, ties counting half. Nil when either kind is missing.
    package static func outOfScopeAUROC(_ observations: [Observation]) -> Double? {
        let ordered = observations.sorted { $0.outOfScope < $1.outOfScope }
        var inside = 0.0
        var outside = 0.0
        var area = 0.0
        var index = 0
        while index < ordered.count {
            var tiedInside = 0.0
            var tiedOutside = 0.0
            let score = ordered[index].outOfScope
            while index < ordered.count, ordered[index].outOfScope == score {
                if ordered[index].truth == nil { tiedOutside += 1 } else { tiedInside += 1 }
                index += 1
            }
            area += tiedOutside * (inside + tiedInside / 2)
            inside += tiedInside
            outside += tiedOutside
        }
        return inside > 0 && outside > 0 ? area / (inside * outside) : nil
    }

    /// What two thresholds do to these requests.
    package static func coverage(
        _ observations: [Observation], threshold: Float, outOfScopeThreshold: Float, outOfScopeWeight: Double = 1
    ) -> Coverage {
        var coverage = Coverage()
        for observation in observations {
            let kept = observation.isKept(threshold: threshold, outOfScopeThreshold: outOfScopeThreshold)
            if observation.truth == nil {
                coverage.outside += outOfScopeWeight
                if kept { coverage.outsideKept += outOfScopeWeight }
            } else {
                coverage.inside += 1
                if kept { coverage.insideKept += 1 }
                if kept, observation.isRight { coverage.right += 1 }
            }
        }
        return coverage
    }
}

/// Counts (or weights) of requests kept local.
package struct Coverage: Sendable, Equatable {
    var inside = 0.0
    var outside = 0.0
    var insideKept = 0.0
    var outsideKept = 0.0
    var right = 0.0

    /// Share of all requests that stays local, 0...1.
    package var share: Double { Self.ratio(insideKept + outsideKept, inside + outside) }
    /// Share of what stays local that is answered rightly; nil when nothing stays.
    package var accuracy: Double? { insideKept + outsideKept > 0 ? right / (insideKept + outsideKept) : nil }
    /// Share of the in-scope requests that stays local.
    package var inScopeShare: Double { Self.ratio(insideKept, inside) }
    /// Share right of the in-scope requests that stay local; nil when none does.
    package var inScopeAccuracy: Double? { insideKept > 0 ? right / insideKept : nil }
    /// Share of the out-of-scope requests that stays local, each of them wrongly.
    package var outOfScopeShare: Double { Self.ratio(outsideKept, outside) }

    static func + (left: Coverage, right: Coverage) -> Coverage {
        Coverage(
            inside: left.inside + right.inside, outside: left.outside + right.outside, insideKept: left.insideKept + right.insideKept,
            outsideKept: left.outsideKept + right.outsideKept, right: left.right + right.right)
    }

    private static func ratio(_ part: Double, _ whole: Double) -> Double { whole > 0 ? part / whole : 0 }
}
