import Testing

@testable import Classification

private func row(_ truth: Int?, _ predicted: Int, _ confidence: Float, _ outOfScope: Float = 0) -> Observation {
    Observation(truth: truth, predicted: predicted, confidence: confidence, outOfScope: outOfScope)
}

@Suite struct EvaluationTests {
    @Test func accuracyCountsInScopeRowsOnly() {
        #expect(Evaluation.accuracy([row(0, 0, 1), row(1, 0, 1), row(nil, 0, 1), row(2, 2, 1)]) == 2.0 / 3)
        #expect(Evaluation.accuracy([row(nil, 0, 1)]) == 0)
    }

    /// Class 0: 2 right, 3 predicted, 2 actual: F1 4/5. Class 1: 0 right, 0 predicted, 1 actual: 0. Class 2: 1, 1, 1: 1. Class 3 never occurs.
    @Test func macroF1IsTheMeanOverClassesThatOccur() {
        let rows = [row(0, 0, 1), row(0, 0, 1), row(1, 0, 1), row(2, 2, 1), row(nil, 2, 1)]
        #expect(abs(Evaluation.macroF1(rows, classes: 4) - 0.6) < 1e-12)
    }

    /// Two bins of two: confidences .8 and .6 with one right (|.7 - .5| * 2), .2 and .4 with none (|.3 - 0| * 2), over four rows: 1/4.
    @Test func calibrationErrorEqualsTheHandComputedOne() {
        let rows = [row(0, 0, 0.8), row(0, 1, 0.6), row(0, 1, 0.2), row(nil, 1, 0.4)]
        #expect(abs(Evaluation.calibrationError(rows, bins: 2) - 0.25) < 1e-6)
        // The out-of-scope row three times: the lower bin has mean confidence 1.4/4 at weight 4; (.2 * 2 + .35 * 4) / 6.
        #expect(abs(Evaluation.calibrationError(rows, bins: 2, outOfScopeWeight: 3) - 0.3) < 1e-6)
        #expect(Evaluation.calibrationError([]) == 0)
    }

    @Test(arguments: [
        ([0.1, 0.2], [0.8, 0.9], 1.0), ([0.8, 0.9], [0.1, 0.2], 0.0), ([0.5], [0.5], 0.5),
        // Pairs: .3 above .1, not above .4; .4 ties .4, above .1.
        ([0.1, 0.4], [0.3, 0.4], 0.625),
    ])
    func areaUnderTheCurveCountsPairs(inside: [Double], outside: [Double], expected: Double) throws {
        let rows = inside.map { row(0, 0, 1, Float($0)) } + outside.map { row(nil, 0, 1, Float($0)) }
        #expect(try #require(Evaluation.outOfScopeAUROC(rows)) == expected)
    }

    @Test func areaNeedsBothKinds() {
        #expect(Evaluation.outOfScopeAUROC([row(0, 0, 1)]) == nil)
        #expect(Evaluation.outOfScopeAUROC([row(nil, 0, 1)]) == nil)
    }

    @Test func coverageCountsKeptOutOfScopeRowsAsErrors() {
        let rows = [row(0, 0, 0.9), row(1, 0, 0.9), row(0, 0, 0.3), row(nil, 0, 0.9), row(nil, 0, 0.9, 0.8)]
        let coverage = Evaluation.coverage(rows, threshold: 0.5, outOfScopeThreshold: 0.5)
        #expect(coverage.share == 3.0 / 5)
        #expect(coverage.accuracy == 1.0 / 3)
        #expect(coverage.inScopeShare == 2.0 / 3)
        #expect(coverage.inScopeAccuracy == 0.5)
        #expect(coverage.outOfScopeShare == 0.5)
        #expect(Evaluation.coverage(rows, threshold: 0.95, outOfScopeThreshold: 0.5).accuracy == nil)
    }
}

@Suite struct SelectiveThresholdTests {
    private let rows = [
        row(0, 0, 0.9), row(0, 0, 0.8), row(0, 1, 0.7), row(0, 0, 0.6), row(0, 0, 0.6), row(0, 1, 0.5),
    ]

    /// Right so far, from the highest confidence down: 1/1, 2/2, 2/3, then both rows at 0.6: 4/5, 4/6.
    @Test(arguments: [(1.0, Float(0.8)), (0.8, 0.6), (0.7, 0.6), (0.66, 0)])
    func takesTheLowestConfidenceThatReachesTheTarget(target: Double, expected: Float) {
        #expect(SelectiveThreshold(target: target, outOfScopeShare: 0).fit(rows) == expected)
    }

    @Test func saysWhenNothingReachesTheTarget() {
        let wrong = [row(0, 1, 0.9), row(0, 0, 0.5)]
        #expect(SelectiveThreshold(target: 0.9, outOfScopeShare: 0).fit(wrong) == SelectiveThreshold.unreachable)
        #expect(SelectiveThreshold(target: 0.9, outOfScopeShare: 0).fit([]) == SelectiveThreshold.unreachable)
    }

    /// One out-of-scope row among four in-scope ones, weighted to half of the traffic, counts four times.
    @Test func weighsOutOfScopeRowsToTheAssumedShare() {
        let rows = [row(0, 0, 0.9), row(0, 0, 0.8), row(nil, 0, 0.7), row(0, 0, 0.6), row(0, 0, 0.5)]
        #expect(SelectiveThreshold(target: 0.8, outOfScopeShare: 0.2).fit(rows) == 0)
        #expect(SelectiveThreshold(target: 0.8, outOfScopeShare: 0.5).fit(rows) == 0.8)
    }

    @Test func ignoresRowsThatTheOutOfScopeGateStops() {
        let rows = [row(0, 0, 0.9), row(nil, 0, 0.8, 0.9), row(0, 0, 0.7)]
        #expect(SelectiveThreshold(target: 1, outOfScopeShare: 0.5, outOfScopeThreshold: 0.5).fit(rows) == 0)
    }

    @Test func boundedThresholdIsNeverLower() {
        let rows = (0..<300).map { row(0, $0 % 20 == 19 ? 1 : 0, Float(300 - $0) / 300) }
        let plain = SelectiveThreshold(target: 0.95, outOfScopeShare: 0).fit(rows)
        let bounded = SelectiveThreshold(target: 0.95, outOfScopeShare: 0, confidence: 0.95).fit(rows)
        #expect(plain < 0.1)
        #expect(bounded > plain)
    }

    /// scipy 1.16: beta.ppf(1 - confidence, successes, trials - successes + 1).
    @Test(arguments: [
        (8.0, 10.0, 0.95, 0.4930986989367976), (59, 59, 0.95, 0.950492390111773), (970, 1000, 0.95, 0.9595277627191338),
        (97.5, 100, 0.99, 0.9106837502065185), (0, 10, 0.95, 0),
    ])
    func binomialBoundEqualsTheBetaQuantile(successes: Double, trials: Double, confidence: Double, expected: Double) {
        #expect(abs(BinomialBound.lower(successes: successes, trials: trials, confidence: confidence) - expected) < 1e-9)
    }
}
