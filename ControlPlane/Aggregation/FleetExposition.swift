import Contract
package import Telemetry

/// The fleet's sums as Prometheus series `weir_plane_fleet_...`: sums only, so the number of series does not grow with the fleet.
package enum FleetExposition {
    package static func write(_ totals: MetricTotals, to text: inout PrometheusText) {
        for (metric, entry) in MetricCatalogue.all {
            let name = "weir_plane_fleet_\(entry.name)"
            switch entry.kind {
            case .counter:
                text.counter(name, help: entry.help, samples(totals.counters, metric, entry))
            case .gauge:
                text.gauge(name, help: entry.help, samples(totals.gauges, metric, entry))
            case .histogram:
                let series = totals.histograms.filter { $0.key.metric == metric }
                    .map { (labels: labels($0.key.labels, entry), value: $0.value) }
                    .sorted { "\($0.labels.pairs)" < "\($1.labels.pairs)" }
                if !series.isEmpty { text.histogram(name, help: entry.help, bounds: .seconds, series) }
            }
        }
    }

    private static func samples(
        _ values: [MetricTotals.Key: UInt64], _ metric: Metric, _ entry: MetricCatalogue.Entry
    ) -> [(labels: MetricLabels, value: Double)] {
        let samples = values.filter { $0.key.metric == metric }.map { (labels: labels($0.key.labels, entry), value: Double($0.value)) }
            .sorted { "\($0.labels.pairs)" < "\($1.labels.pairs)" }
        // A series without labels exists from the start; one with labels appears with its first sample.
        return samples.isEmpty && entry.labels.isEmpty ? [([:], 0)] : samples
    }

    private static func labels(_ labels: SampleLabels, _ entry: MetricCatalogue.Entry) -> MetricLabels {
        MetricLabels(
            entry.labels.compactMap { label in
                guard case .known(let value) = MetricCatalogue.value(of: label, in: labels) else { return nil }
                return (MetricCatalogue.name(of: label), value)
            })
    }
}
