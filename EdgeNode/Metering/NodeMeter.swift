package import Contract
import Telemetry

/// Counts everything the node reports: for ever for its own `/metrics`, and per window for the plane.
package final class NodeMeter: Sendable {
    private struct State {
        var counters: [Series: UInt64] = [:]
        var timings: [TimedSeries: ExponentialHistogram] = [:]
        var windowCounters: [Series: UInt64] = [:]
        var windowTimings: [TimedSeries: ExponentialHistogram] = [:]
        var windowStartUnixMs: Int64
        var outboxDepth: UInt64 = 0
    }

    private let state: Lock<State>

    package init(nowUnixMs: Int64) { state = Lock(State(windowStartUnixMs: nowUnixMs)) }

    package func count(_ series: Series, by amount: UInt64 = 1) {
        guard amount > 0 else { return }
        state.withLock { state in
            state.counters[series, default: 0] &+= amount
            state.windowCounters[series, default: 0] &+= amount
        }
    }

    package func time(_ series: TimedSeries, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let value = Double(seconds) + Double(attoseconds) * 1e-18
        state.withLock { state in
            state.timings[series, default: ExponentialHistogram()].record(value)
            state.windowTimings[series, default: ExponentialHistogram()].record(value)
        }
    }

    package func setOutboxDepth(_ depth: Int) { state.withLock { $0.outboxDepth = UInt64(max(0, depth)) } }

    package func value(_ series: Series) -> UInt64 { state.withLock { $0.counters[series] ?? 0 } }

    /// Ends the window and begins the next. Series that did not move are left out. Boot and sequence are the outbox's to give.
    package func closeWindow(nowUnixMs: Int64, releaseCounter: UInt64) -> MetricsReport {
        let resident = ResidentMemory.current()?.total
        return state.withLock { state in
            var report = MetricsReport()
            report.windowStartUnixMs = state.windowStartUnixMs
            report.windowEndUnixMs = nowUnixMs
            report.releaseCounter = releaseCounter
            report.counters = state.windowCounters.map { Self.sample($0.key.metric, $0.key.labels, $0.value) }
            report.counters.append(Self.sample(.outboxDepth, SampleLabels(), state.outboxDepth))
            if let resident { report.counters.append(Self.sample(.residentBytes, SampleLabels(), UInt64(resident))) }
            report.histograms = state.windowTimings.map { Self.sample($0.key.metric, $0.key.labels, $0.value) }
            state.windowCounters.removeAll(keepingCapacity: true)
            state.windowTimings.removeAll(keepingCapacity: true)
            state.windowStartUnixMs = nowUnixMs
            return report
        }
    }

    private static func sample(_ metric: Metric, _ labels: SampleLabels, _ value: UInt64) -> CounterSample {
        var sample = CounterSample()
        sample.metric = metric
        sample.labels = labels
        sample.value = value
        return sample
    }

    private static func sample(_ metric: Metric, _ labels: SampleLabels, _ histogram: ExponentialHistogram) -> HistogramSample {
        var sample = HistogramSample()
        sample.metric = metric
        sample.labels = labels
        sample.scale = Int32(histogram.scale)
        sample.offset = Int32(histogram.offset)
        sample.bucketCounts = histogram.bucketCounts
        sample.zeroCount = histogram.zeroCount
        sample.count = histogram.count
        sample.sum = histogram.sum
        sample.min = histogram.minimum
        sample.max = histogram.maximum
        return sample
    }

    // MARK: Prometheus

    package static let contentType = PrometheusText.contentType

    /// What is known beside the counts when the node is scraped.
    package struct Facts: Sendable {
        package var version = ""
        package var kernelTable = ""
        package var linkIsUp = false
        package var policyVersion: UInt64 = 0
        package var releaseCounter: UInt64 = 0
        /// Labels of the release's intents, in their order.
        package var intents: [String] = []

        package init() {}
    }

    /// The text for `/metrics`.
    package func prometheusText(_ facts: Facts) -> String {
        let (counters, timings, depth) = state.withLock { ($0.counters, $0.timings, $0.outboxDepth) }
        var text = PrometheusText()
        func samples(_ labels: (Series) -> [(String, String)]?) -> [(labels: MetricLabels, value: Double)] {
            counters.compactMap { series, value in labels(series).map { (MetricLabels($0), Double(value)) } }
                .sorted { Self.key($0.labels) < Self.key($1.labels) }
        }
        func counter(_ name: String, _ help: String, _ labels: (Series) -> [(String, String)]?) {
            let found = samples(labels)
            if !found.isEmpty { text.counter(name, help: help, found) }
        }
        counter("weir_node_requests_total", "Requests by route and reason.") {
            if case .requests(let route, let reason) = $0 { [("route", route.label), ("reason", reason.label)] } else { nil }
        }
        counter("weir_node_intents_total", "Requests by recognised intent of the active release and route.") {
            guard case .intents(let number, let route) = $0, number >= 1, Int(number) <= facts.intents.count else { return nil }
            return [("intent", facts.intents[Int(number) - 1]), ("route", route.label)]
        }
        counter("weir_node_masked_entities_total", "Spans of personal data masked, by type.") {
            if case .maskedEntities(let entity) = $0 { [("entity", entity.label)] } else { nil }
        }
        counter("weir_node_answer_findings_total", "Personal data found in answers before they were restored, by type.") {
            if case .answerFindings(let entity) = $0 { [("entity", entity.label)] } else { nil }
        }
        counter("weir_node_uplink_bytes_total", "Payload bytes published, resends included, by stream.") {
            if case .uplinkBytes(let stream) = $0 { [("stream", stream.label)] } else { nil }
        }
        counter("weir_node_answers_total", "Answers of the plane, by outcome.") {
            if case .answers(let outcome) = $0 { [("outcome", outcome.label)] } else { nil }
        }
        counter("weir_node_upstream_tokens_total", "Tokens the large model counted for this node's escalations.") {
            if case .upstreamTokens(let kind) = $0 { [("kind", kind.label)] } else { nil }
        }
        text.counter(
            "weir_node_baseline_bytes_total", help: "Payload bytes if every request had been escalated.", counters[.baselineBytes] ?? 0)
        text.counter(
            "weir_node_upstream_cost_usd_total", help: "What the large model cost, in US dollars.",
            [([:], Double(counters[.upstreamCostMicroUSD] ?? 0) / 1e6)])
        text.counter("weir_node_rejected_requests_total", help: "Requests refused at intake.", counters[.rejectedRequests] ?? 0)
        text.counter("weir_node_link_losses_total", help: "Times the proven link was lost.", counters[.linkLosses] ?? 0)
        text.counter("weir_node_encoded_tokens_total", help: "Tokens through the encoder.", counters[.encodedTokens] ?? 0)
        let requests = timings.compactMap { series, value -> (labels: MetricLabels, value: ExponentialHistogram)? in
            if case .request(let route) = series { (["route": route.label], value) } else { nil }
        }
        let stages = timings.compactMap { series, value -> (labels: MetricLabels, value: ExponentialHistogram)? in
            if case .stage(let stage) = series { (["stage": stage.label], value) } else { nil }
        }
        if !requests.isEmpty {
            text.histogram(
                "weir_node_request_seconds", help: "Request to response, by route.", bounds: .seconds,
                requests.sorted { Self.key($0.labels) < Self.key($1.labels) })
        }
        if !stages.isEmpty {
            text.histogram(
                "weir_node_stage_seconds", help: "Time of each stage of a request.", bounds: .seconds,
                stages.sorted { Self.key($0.labels) < Self.key($1.labels) })
        }
        text.gauge("weir_node_outbox_depth", help: "Escalations without an answer.", Double(depth))
        text.gauge("weir_node_link_up", help: "1 when the link is proven and the plane is online.", facts.linkIsUp ? 1 : 0)
        text.gauge("weir_node_policy_version", help: "Version of the policy in force.", Double(facts.policyVersion))
        text.gauge(
            "weir_node_release_number", help: "The counter in the manifest of the active release; 0: none.", Double(facts.releaseCounter))
        if let memory = ResidentMemory.current() {
            text.gauge("weir_node_resident_bytes", help: "Resident memory.", Double(memory.total))
            text.gauge("weir_node_resident_anonymous_bytes", help: "Resident memory not backed by files.", Double(memory.anonymous))
        }
        text.gauge(
            "weir_node_info", help: "Always 1; labels name the program.",
            [(["version": facts.version, "kernel_table": facts.kernelTable], 1)])
        return text.text
    }

    private static func key(_ labels: MetricLabels) -> String { labels.pairs.map(\.value).joined(separator: "\u{0}") }
}
