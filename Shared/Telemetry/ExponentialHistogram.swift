import Glibc

/// A histogram whose buckets grow by a constant factor and widen by themselves: OpenTelemetry's base-2 exponential histogram.
///
/// Bucket `i` counts values in (base^i, base^(i+1)] with base = 2^(2^-scale); zeros have a bucket of their own. When the values recorded span
/// more than `maximumBuckets` buckets the scale drops, each step joining buckets in pairs, so no count is ever moved to a wrong bucket and
/// histograms of different scales merge exactly. Values are durations in seconds, sizes in bytes and the like: zero or positive.
/// Source: opentelemetry.io/docs/specs/otel/metrics/data-model, ExponentialHistogram.
package struct ExponentialHistogram: Sendable, Equatable {
    package static let maximumBuckets = 160
    package static let scales = -10...20

    package private(set) var scale: Int
    /// Index of the first of `bucketCounts`; without meaning while that is empty.
    package private(set) var offset: Int
    package private(set) var bucketCounts: [UInt64]
    package private(set) var zeroCount: UInt64
    package private(set) var count: UInt64
    package private(set) var sum: Double
    /// Smallest and largest value recorded; 0 while empty.
    package private(set) var minimum: Double
    package private(set) var maximum: Double

    /// Empty, at the finest scale.
    package init() {
        scale = Self.scales.upperBound
        offset = 0
        bucketCounts = []
        zeroCount = 0
        count = 0
        sum = 0
        minimum = 0
        maximum = 0
    }

    /// From numbers of another process. Throws where they contradict each other.
    package init(
        scale: Int, offset: Int, bucketCounts: [UInt64], zeroCount: UInt64, count: UInt64, sum: Double, minimum: Double, maximum: Double
    ) throws(HistogramError) {
        guard Self.scales.contains(scale) else { throw HistogramError(.scale) }
        guard bucketCounts.count <= Self.maximumBuckets else { throw HistogramError(.tooManyBuckets) }
        if !bucketCounts.isEmpty {
            // The indices of the smallest and largest positive Double.
            let lowest = Self.index(.leastNonzeroMagnitude, scale: scale)
            let highest = Self.index(.greatestFiniteMagnitude, scale: scale)
            guard offset >= lowest, offset <= highest - (bucketCounts.count - 1) else { throw HistogramError(.offset) }
        }
        var total = zeroCount
        for bucket in bucketCounts {
            let (sum, overflow) = total.addingReportingOverflow(bucket)
            guard !overflow else { throw HistogramError(.count) }
            total = sum
        }
        guard total == count else { throw HistogramError(.count) }
        guard sum.isFinite, minimum.isFinite, maximum.isFinite, sum >= 0, minimum >= 0, minimum <= maximum else {
            throw HistogramError(.range)
        }
        self.scale = scale
        self.offset = bucketCounts.isEmpty ? 0 : offset
        self.bucketCounts = bucketCounts
        self.zeroCount = zeroCount
        self.count = count
        self.sum = sum
        self.minimum = minimum
        self.maximum = maximum
    }

    // MARK: Recording

    /// Adds one value. Negative, infinite and not-a-number values are not recorded; returns whether it was.
    @discardableResult
    package mutating func record(_ value: Double) -> Bool {
        guard value.isFinite, value >= 0 else { return false }
        if value == 0 {
            zeroCount += 1
        } else {
            var index = Self.index(value, scale: scale)
            let (first, last) = bucketCounts.isEmpty ? (index, index) : (min(offset, index), max(offset + bucketCounts.count - 1, index))
            let steps = Self.stepsToFit(first, last)
            if steps > 0 {
                downscale(by: steps)
                index >>= steps
            }
            makeRoom(index, index)
            bucketCounts[index - offset] += 1
        }
        minimum = count == 0 ? value : min(minimum, value)
        maximum = max(maximum, value)
        count += 1
        sum += value
        return true
    }

    /// Adds everything `other` counted. The result has the coarser of both scales, or a coarser one still if both do not fit together.
    package mutating func merge(_ other: ExponentialHistogram) {
        guard other.count > 0 else { return }
        var other = other
        let common = min(scale, other.scale)
        downscale(by: scale - common)
        other.downscale(by: other.scale - common)
        if !other.bucketCounts.isEmpty {
            let otherLast = other.offset + other.bucketCounts.count - 1
            if !bucketCounts.isEmpty {
                let steps = Self.stepsToFit(min(offset, other.offset), max(offset + bucketCounts.count - 1, otherLast))
                downscale(by: steps)
                other.downscale(by: steps)
            }
            makeRoom(other.offset, other.offset + other.bucketCounts.count - 1)
            for (position, bucket) in other.bucketCounts.enumerated() {
                bucketCounts[other.offset - offset + position] = Self.sum(bucketCounts[other.offset - offset + position], bucket)
            }
        }
        minimum = count == 0 ? other.minimum : min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
        zeroCount = Self.sum(zeroCount, other.zeroCount)
        count = Self.sum(count, other.count)
        sum += other.sum
    }

    /// Joins buckets in groups of 2^steps. Index i of the finer scale falls into i >> steps of the coarser.
    package mutating func downscale(by steps: Int) {
        guard steps > 0 else { return }
        scale -= steps
        guard !bucketCounts.isEmpty else { return }
        let first = offset >> steps
        let last = (offset + bucketCounts.count - 1) >> steps
        var joined = [UInt64](repeating: 0, count: last - first + 1)
        for (position, bucket) in bucketCounts.enumerated() { joined[((offset + position) >> steps) - first] += bucket }
        offset = first
        bucketCounts = joined
    }

    // MARK: Reading

    /// Ratio between the bounds of a bucket.
    package var base: Double { exp2(exp2(Double(-scale))) }

    /// Largest relative error of `quantile`: (base - 1) / (base + 1). With 160 buckets it is 4.4 % for values that span five
    /// decades (scale 3) and 8.7 % for six (scale 2).
    package var relativeErrorBound: Double { (base - 1) / (base + 1) }

    /// The value below or at which a share `q` (0...1) of all values lies, nil while empty.
    ///
    /// The rank is exact (the value of rank ⌈q·count⌉); the value is the point of that rank's bucket with the least worst-case relative
    /// error, `relativeErrorBound`, kept within minimum and maximum.
    package func quantile(_ q: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = UInt64(max(1, (min(max(q, 0), 1) * Double(count)).rounded(.up)))
        if rank <= zeroCount { return 0 }
        if rank >= count { return maximum }
        var seen = zeroCount
        for (position, bucket) in bucketCounts.enumerated() {
            seen = Self.sum(seen, bucket)
            guard seen >= rank else { continue }
            let lower = exp2(Double(offset + position) * exp2(Double(-scale)))
            // 2·lower·upper / (lower + upper), the harmonic mean of the bounds.
            return min(max(2 * lower * base / (1 + base), minimum), maximum)
        }
        return maximum
    }

    package var mean: Double? { count == 0 ? nil : sum / Double(count) }

    /// How many values are at most 2^(numerator / 2^exponentScale); exact. Nil where the scale is coarser than that bound.
    package func countAtMost(powerOfTwo numerator: Int, scale boundScale: Int) -> UInt64? {
        guard let bound = Self.rescale(numerator, from: boundScale, to: scale) else { return nil }
        let buckets = bucketCounts.prefix(max(0, bound - offset))
        return buckets.reduce(zeroCount) { Self.sum($0, $1) }
    }

    // MARK: Indices

    /// The bucket of a positive finite value.
    static func index(_ value: Double, scale: Int) -> Int {
        let exponent = Int(value.exponent)
        let significand = value.significand
        // A power of two is the upper bound of its bucket and belongs below it.
        if scale <= 0 { return (significand == 1 ? exponent - 1 : exponent) >> -scale }
        let perOctave = 1 << scale
        if significand == 1 { return exponent * perOctave - 1 }
        let within = Int((log2(significand) * Double(perOctave)).rounded(.up)) - 1
        return exponent * perOctave + min(max(within, 0), perOctave - 1)
    }

    /// A bound's index at another scale; nil where it falls inside a bucket there.
    private static func rescale(_ index: Int, from: Int, to: Int) -> Int? {
        if to >= from { return index << (to - from) }
        let steps = from - to
        return index & ((1 << steps) - 1) == 0 ? index >> steps : nil
    }

    private static func stepsToFit(_ first: Int, _ last: Int) -> Int {
        var steps = 0
        while (last >> steps) - (first >> steps) >= maximumBuckets { steps += 1 }
        return steps
    }

    private mutating func makeRoom(_ first: Int, _ last: Int) {
        if bucketCounts.isEmpty {
            offset = first
            bucketCounts = [UInt64](repeating: 0, count: last - first + 1)
            return
        }
        if first < offset {
            bucketCounts.insert(contentsOf: repeatElement(0, count: offset - first), at: 0)
            offset = first
        }
        let end = offset + bucketCounts.count
        if last >= end { bucketCounts.append(contentsOf: repeatElement(0, count: last - end + 1)) }
    }

    /// Saturating: counts of other processes are not ours to trap on.
    private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? .max : sum
    }
}

/// Why numbers from another process are no histogram.
package struct HistogramError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable { case scale, tooManyBuckets, offset, count, range }
    package let code: Code

    init(_ code: Code) { self.code = code }

    package var description: String {
        switch code {
        case .scale: "histogram scale outside \(ExponentialHistogram.scales)"
        case .tooManyBuckets: "histogram with more than \(ExponentialHistogram.maximumBuckets) buckets"
        case .offset: "histogram bucket index outside the range of numbers"
        case .count: "histogram count differs from the sum of its buckets"
        case .range: "histogram sum, minimum or maximum is negative, not finite or out of order"
        }
    }
}
