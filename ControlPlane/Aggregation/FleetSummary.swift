import Contract
import SwiftProtobuf
import Telemetry

/// What the page and `metrics top` show, computed from sums.
package struct FleetSummary: Sendable, Equatable {
    package struct RouteFigures: Sendable, Equatable {
        package let route: String
        package let requests: UInt64
        /// Seconds; nil without a sample.
        package let p50: Double?
        package let p99: Double?
    }

    package let requests: UInt64
    /// Share of decided requests that were answered on the node, 0...1; nil without a request.
    package let shareLocal: Double?
    package let routes: [RouteFigures]
    package let reasons: [String: UInt64]
    package let maskedEntities: [String: UInt64]
    package let answers: [String: UInt64]
    /// Payload bytes by stream.
    package let uplinkBytes: [String: UInt64]
    package let baselineBytes: UInt64
    package let promptTokens: UInt64
    package let completionTokens: UInt64
    package let costMicroUSD: UInt64
    package let rejectedRequests: UInt64
    package let linkLosses: UInt64
    package let outboxDepth: UInt64

    package init(_ totals: MetricTotals) {
        requests = totals.counter(.requests)
        let local = totals.counter(.requests) { $0.route == .local }
        shareLocal = requests == 0 ? nil : Double(local) / Double(requests)
        routes = Route.allCases.filter { $0 != .unspecified }.compactMap { route in
            let count = totals.counter(.requests) { $0.route == route }
            let histogram = totals.histograms.reduce(into: ExponentialHistogram()) { sum, series in
                if series.key.metric == .requestSeconds, series.key.labels.route == route { sum.merge(series.value) }
            }
            guard count > 0 || histogram.count > 0 else { return nil }
            return RouteFigures(
                route: MetricCatalogue.word(route), requests: count, p50: histogram.quantile(0.5), p99: histogram.quantile(0.99))
        }
        reasons = Self.byWord(totals, .requests) { $0.reason }
        maskedEntities = Dictionary(
            Self.byWord(totals, .maskedEntities) { $0.entity }.map { ($0.key.uppercased(), $0.value) }, uniquingKeysWith: +)
        answers = Self.byWord(totals, .answers) { $0.outcome }
        uplinkBytes = Self.byWord(totals, .uplinkBytes) { $0.stream }
        baselineBytes = totals.counter(.baselineBytes)
        promptTokens = totals.counter(.upstreamTokens) { $0.tokenKind == .prompt }
        completionTokens = totals.counter(.upstreamTokens) { $0.tokenKind == .completion }
        costMicroUSD = totals.counter(.upstreamCostMicroUsd)
        rejectedRequests = totals.counter(.rejectedRequests)
        linkLosses = totals.counter(.linkLosses)
        outboxDepth = totals.gauges.filter { $0.key.metric == .outboxDepth }.values.reduce(0, &+)
    }

    private static func byWord<Value: SwiftProtobuf.Enum & CaseIterable>(
        _ totals: MetricTotals, _ metric: Metric, _ value: (SampleLabels) -> Value
    ) -> [String: UInt64] {
        var sums: [String: UInt64] = [:]
        for (key, count) in totals.counters where key.metric == metric {
            let value = value(key.labels)
            if value.rawValue != 0 { sums[MetricCatalogue.word(value), default: 0] += count }
        }
        return sums
    }
}
