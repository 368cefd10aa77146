import Foundation
import Testing

@testable import Telemetry

@Suite struct ExponentialHistogramTests {
    /// Log-uniform over six decades, the way latencies are.
    static func values(_ count: Int, seed: UInt64, decades: Double = 6) -> [Double] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return pow(10, Double(state >> 11) / Double(1 << 53) * decades - 4)
        }
    }

    static func histogram(_ values: [Double]) -> ExponentialHistogram {
        var histogram = ExponentialHistogram()
        for value in values { histogram.record(value) }
        return histogram
    }

    @Test(arguments: [
        // value, scale, bucket: bucket i is (base^i, base^(i+1)]
        (1.0, 0, -1), (1.5, 0, 0), (2.0, 0, 0), (2.000001, 0, 1), (4.0, 0, 1), (0.5, 0, -2), (0.75, 0, -1),
        (4.0, -1, 0), (4.1, -1, 1), (1.0, -1, -1), (16.0, -2, 0), (1.0, -10, -1), (2.0, -10, 0),
        (1.4142, 1, 0), (1.4143, 1, 1), (2.0, 1, 1), (8.0, 3, 23), (1.0, 20, -1), (2.0, 20, (1 << 20) - 1),
        (Double.leastNonzeroMagnitude, 0, -1075), (Double.greatestFiniteMagnitude, 0, 1023),
    ])
    func valueFallsIntoItsBucket(_ value: Double, _ scale: Int, _ bucket: Int) {
        #expect(ExponentialHistogram.index(value, scale: scale) == bucket)
    }

    @Test func finerBucketsNestInCoarserOnes() {
        for value in Self.values(2000, seed: 1) + [1, 2, 0.5, 1e12] {
            for scale in -10..<20 {
                #expect(ExponentialHistogram.index(value, scale: scale + 1) >> 1 == ExponentialHistogram.index(value, scale: scale))
            }
        }
    }

    @Test func totalsAreExact() {
        let values = [0, 0.25, 0, 3, 0.001, 1e9]
        let histogram = Self.histogram(values)
        #expect(histogram.count == 6)
        #expect(histogram.zeroCount == 2)
        #expect(histogram.sum == values.reduce(0, +))
        #expect(histogram.minimum == 0 && histogram.maximum == 1e9)
        #expect(histogram.bucketCounts.reduce(0, +) == 4)
        #expect(histogram.bucketCounts.count <= ExponentialHistogram.maximumBuckets)
    }

    @Test(arguments: [-1, -.infinity, .infinity, .nan, -.leastNonzeroMagnitude] as [Double])
    func valueThatIsNoMeasureIsNotRecorded(_ value: Double) {
        var histogram = ExponentialHistogram()
        let recorded = histogram.record(value)
        #expect(!recorded && histogram == ExponentialHistogram())
    }

    @Test func negativeZeroIsZero() {
        #expect(Self.histogram([-0.0]).zeroCount == 1)
    }

    @Test func wholeRangeOfNumbersFits() {
        let histogram = Self.histogram([.leastNonzeroMagnitude, 1, .greatestFiniteMagnitude])
        #expect(histogram.bucketCounts.count <= ExponentialHistogram.maximumBuckets)
        #expect(histogram.bucketCounts.reduce(0, +) == 3)
        #expect(histogram.scale == -4)
    }

    @Test func quantileStaysWithinTheStatedError() throws {
        for decades in [1.0, 3, 6, 12] {
            let values = Self.values(5000, seed: 7, decades: decades).sorted()
            let histogram = Self.histogram(values)
            for q in [0, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1] {
                let exact = values[max(0, Int((q * 5000).rounded(.up)) - 1)]
                let estimate = try #require(histogram.quantile(q))
                #expect(abs(estimate - exact) <= exact * (histogram.relativeErrorBound + 1e-9), "decades \(decades), q \(q)")
            }
        }
        // The figures in the documentation of relativeErrorBound.
        #expect(Self.histogram(Self.values(5000, seed: 7, decades: 5)).relativeErrorBound < 0.0434)
        #expect(Self.histogram(Self.values(5000, seed: 7, decades: 6)).relativeErrorBound < 0.0865)
        #expect(ExponentialHistogram().quantile(0.5) == nil)
        #expect(Self.histogram([0, 0, 5]).quantile(0.5) == 0)
    }

    @Test func mergingGivesWhatRecordingTogetherGives() {
        for (first, second) in [(1.0, 6.0), (6, 1), (2, 2), (0.1, 14)] {
            let a = Self.values(400, seed: 3, decades: first) + [0]
            let b = Self.values(300, seed: 4, decades: second)
            var merged = Self.histogram(a)
            merged.merge(Self.histogram(b))
            let together = Self.histogram(a + b)
            #expect(merged.scale == together.scale)
            #expect(merged.count == together.count && merged.zeroCount == together.zeroCount)
            #expect(merged.minimum == together.minimum && merged.maximum == together.maximum)
            #expect(abs(merged.sum - together.sum) <= together.sum * 1e-12)
            for index in ExponentialHistogram.index(
                together.minimum == 0 ? 1e-5 : together.minimum, scale: together.scale)...(together.offset + 200)
            {
                #expect(Self.count(merged, index) == Self.count(together, index))
            }
        }
    }

    static func count(_ histogram: ExponentialHistogram, _ index: Int) -> UInt64 {
        let position = index - histogram.offset
        return histogram.bucketCounts.indices.contains(position) ? histogram.bucketCounts[position] : 0
    }

    @Test func mergingWithNothingChangesNothing() {
        let some = Self.histogram([0.5, 2])
        var merged = some
        merged.merge(ExponentialHistogram())
        #expect(merged == some)
        var empty = ExponentialHistogram()
        empty.merge(some)
        #expect(empty == some)
        var zeros = Self.histogram([0, 0])
        zeros.merge(some)
        #expect(zeros.count == 4 && zeros.zeroCount == 2 && zeros.maximum == 2 && zeros.minimum == 0)
    }

    @Test func countAtMostIsExactAtBucketBorders() {
        let values = Self.values(3000, seed: 9) + [1, 2, 4, 0.25]
        let histogram = Self.histogram(values)
        for power in -20...20 {
            let bound = pow(2, Double(power))
            #expect(histogram.countAtMost(powerOfTwo: power, scale: 0) == UInt64(values.count { $0 <= bound }))
        }
        let coarse = Self.histogram([1e-300, 1e300])
        #expect(coarse.scale < 0)
        #expect(coarse.countAtMost(powerOfTwo: 1, scale: 0) == nil)
        #expect(coarse.countAtMost(powerOfTwo: 0, scale: 0) == 1)
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let make: @Sendable () throws -> ExponentialHistogram
        let code: HistogramError.Code
        var testDescription: String { name }
    }

    static func make(
        scale: Int = 3, offset: Int = 0, buckets: [UInt64] = [1, 2], zeros: UInt64 = 1, count: UInt64 = 4, sum: Double = 5, min: Double = 0,
        max: Double = 2
    ) throws -> ExponentialHistogram {
        try ExponentialHistogram(
            scale: scale, offset: offset, bucketCounts: buckets, zeroCount: zeros, count: count, sum: sum, minimum: min, maximum: max)
    }

    @Test(arguments: [
        Broken(name: "scale too fine", make: { try make(scale: 21) }, code: .scale),
        Broken(name: "scale too coarse", make: { try make(scale: -11) }, code: .scale),
        Broken(name: "too many buckets", make: { try make(buckets: .init(repeating: 0, count: 161), zeros: 4) }, code: .tooManyBuckets),
        Broken(name: "offset below all numbers", make: { try make(offset: -9000) }, code: .offset),
        Broken(name: "offset past all numbers", make: { try make(offset: 8191) }, code: .offset),
        Broken(name: "offset that overflows", make: { try make(offset: .max) }, code: .offset),
        Broken(name: "count too low", make: { try make(count: 3) }, code: .count),
        Broken(name: "counts that overflow", make: { try make(buckets: [.max, 2], zeros: 0, count: 1) }, code: .count),
        Broken(name: "sum not a number", make: { try make(sum: .nan) }, code: .range),
        Broken(name: "negative sum", make: { try make(sum: -1) }, code: .range),
        Broken(name: "infinite maximum", make: { try make(max: .infinity) }, code: .range),
        Broken(name: "minimum above maximum", make: { try make(min: 3) }, code: .range),
    ])
    func contradictingNumbersAreRefused(_ broken: Broken) throws {
        let error = #expect(throws: HistogramError.self) { _ = try broken.make() }
        #expect(error?.code == broken.code)
        #expect(try Self.make().count == 4)
    }

    @Test func drainingStartsAnEmptyWindow() async {
        let histogram = Histogram()
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<500 { histogram.record(.milliseconds(3)) } } }
        }
        let window = histogram.drain()
        #expect(window.count == 4000 && abs(window.sum - 12) < 1e-9)
        #expect(histogram.snapshot.count == 0)
    }
}
