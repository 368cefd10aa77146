package import Contract
package import Telemetry
import SwiftProtobuf

/// Sums of windows: of one node, or of the fleet.
package struct MetricTotals: Sendable, Equatable {
    package struct Key: Hashable, Sendable {
        package let metric: Metric
        package let labels: SampleLabels

        package init(_ metric: Metric, _ labels: SampleLabels = SampleLabels()) {
            self.metric = metric
            self.labels = labels
        }
    }

    package private(set) var counters: [Key: UInt64] = [:]
    package private(set) var gauges: [Key: UInt64] = [:]
    package private(set) var histograms: [Key: ExponentialHistogram] = [:]
    /// The newest release whose class numbers `METRIC_INTENTS` is counted by.
    package private(set) var releaseCounter: UInt64 = 0

    package init() {}

    /// Series of one report; a report with more is cut there.
    package static let largestReport = 4096

    /// Adds one window. Samples that break the catalogue are left out; their number is returned.
    @discardableResult
    package mutating func add(_ report: MetricsReport) -> Int {
        var refused = 0
        let countsIntents = meet(releaseCounter: report.releaseCounter)
        for sample in report.counters.prefix(Self.largestReport) {
            guard let entry = MetricCatalogue.entry(sample.metric), entry.kind != .histogram,
                MetricCatalogue.accepts(sample.labels, for: entry)
            else {
                refused += 1
                continue
            }
            let key = Key(sample.metric, sample.labels)
            if entry.kind == .gauge {
                gauges[key] = sample.value
            } else if sample.metric != .intents || countsIntents {
                counters[key] = Self.sum(counters[key] ?? 0, sample.value)
            }
        }
        for sample in report.histograms.prefix(Self.largestReport) {
            guard let entry = MetricCatalogue.entry(sample.metric), entry.kind == .histogram,
                MetricCatalogue.accepts(sample.labels, for: entry), let histogram = Self.histogram(sample)
            else {
                refused += 1
                continue
            }
            histograms[Key(sample.metric, sample.labels), default: ExponentialHistogram()].merge(histogram)
        }
        return refused
    }

    /// Adds another sum: counters and histograms add up, and so do gauges, for a fleet's depth is the sum of its nodes'.
    package mutating func merge(_ other: MetricTotals) {
        let countsIntents = meet(releaseCounter: other.releaseCounter)
        for (key, value) in other.counters where key.metric != .intents || countsIntents {
            counters[key] = Self.sum(counters[key] ?? 0, value)
        }
        for (key, value) in other.gauges { gauges[key] = Self.sum(gauges[key] ?? 0, value) }
        for (key, value) in other.histograms { histograms[key, default: ExponentialHistogram()].merge(value) }
    }

    /// The sums in the contract's own form, for storage.
    package var report: MetricsReport {
        MetricsReport.with { report in
            report.releaseCounter = releaseCounter
            report.counters = (counters.map { ($0.key, $0.value) } + gauges.map { ($0.key, $0.value) }).map { key, value in
                CounterSample.with {
                    $0.metric = key.metric
                    $0.labels = key.labels
                    $0.value = value
                }
            }
            report.histograms = histograms.map { key, value in
                HistogramSample.with {
                    $0.metric = key.metric
                    $0.labels = key.labels
                    $0.scale = Int32(value.scale)
                    $0.offset = Int32(value.offset)
                    $0.bucketCounts = value.bucketCounts
                    $0.zeroCount = value.zeroCount
                    $0.count = value.count
                    $0.sum = value.sum
                    $0.min = value.minimum
                    $0.max = value.maximum
                }
            }
        }
    }

    package func counter(_ metric: Metric, _ matches: (SampleLabels) -> Bool = { _ in true }) -> UInt64 {
        counters.reduce(0) { $1.key.metric == metric && matches($1.key.labels) ? Self.sum($0, $1.value) : $0 }
    }

    /// Numbers of classes mean something within one release only: a newer one starts the counts afresh, an older one's are left out.
    private mutating func meet(releaseCounter other: UInt64) -> Bool {
        guard other >= releaseCounter else { return false }
        if other > releaseCounter {
            counters = counters.filter { $0.key.metric != .intents }
            releaseCounter = other
        }
        return true
    }

    private static func histogram(_ sample: HistogramSample) -> ExponentialHistogram? {
        try? ExponentialHistogram(
            scale: Int(sample.scale), offset: Int(sample.offset), bucketCounts: sample.bucketCounts, zeroCount: sample.zeroCount,
            count: sample.count, sum: sample.sum, minimum: sample.min, maximum: sample.max)
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
