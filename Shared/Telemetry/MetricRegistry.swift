/// The metrics of one process: each made once by name and labels, then kept by whoever updates it, and written in the order they were made.
package final class MetricRegistry: Sendable {
    private enum Instrument: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case histogram(Histogram)
    }

    private struct Family: Sendable {
        let name: String
        let help: String
        let bounds: HistogramBounds?
        var series: [(labels: MetricLabels, instrument: Instrument)] = []
    }

    private let families = Lock<[Family]>([])

    package init() {}

    /// The counter of that name and labels. Asking again returns the same one; asking with another kind or help text traps.
    package func counter(_ name: String, help: String, _ labels: MetricLabels = [:]) -> Counter {
        let found = instrument(name, help, labels, nil) { .counter(Counter()) }
        guard case .counter(let counter) = found else { preconditionFailure("\(name) is not a counter") }
        return counter
    }

    package func gauge(_ name: String, help: String, _ labels: MetricLabels = [:]) -> Gauge {
        let found = instrument(name, help, labels, nil) { .gauge(Gauge()) }
        guard case .gauge(let gauge) = found else { preconditionFailure("\(name) is not a gauge") }
        return gauge
    }

    package func histogram(_ name: String, help: String, bounds: HistogramBounds, _ labels: MetricLabels = [:]) -> Histogram {
        let found = instrument(name, help, labels, bounds) { .histogram(Histogram()) }
        guard case .histogram(let histogram) = found else { preconditionFailure("\(name) is not a histogram") }
        return histogram
    }

    /// Writes the present values.
    package func write(to text: inout PrometheusText) {
        for family in families.withLock({ $0 }) {
            if let bounds = family.bounds {
                let samples = family.series.compactMap { series -> (labels: MetricLabels, value: ExponentialHistogram)? in
                    guard case .histogram(let histogram) = series.instrument else { return nil }
                    return (series.labels, histogram.snapshot)
                }
                text.histogram(family.name, help: family.help, bounds: bounds, samples)
                continue
            }
            let samples = family.series.map { series -> (labels: MetricLabels, value: Double) in
                switch series.instrument {
                case .counter(let counter): (series.labels, Double(counter.value))
                case .gauge(let gauge): (series.labels, gauge.value)
                case .histogram(let histogram): (series.labels, Double(histogram.snapshot.count))
                }
            }
            if case .counter = family.series.first?.instrument {
                text.counter(family.name, help: family.help, samples)
            } else {
                text.gauge(family.name, help: family.help, samples)
            }
        }
    }

    private func instrument(
        _ name: String, _ help: String, _ labels: MetricLabels, _ bounds: HistogramBounds?, _ make: () -> Instrument
    ) -> Instrument {
        families.withLock { families in
            let position: Int
            if let known = families.firstIndex(where: { $0.name == name }) {
                precondition(families[known].help == help, "\(name) has two help texts")
                position = known
            } else {
                families.append(Family(name: name, help: help, bounds: bounds))
                position = families.count - 1
            }
            if let known = families[position].series.first(where: { $0.labels == labels }) { return known.instrument }
            let new = make()
            families[position].series.append((labels, new))
            return new
        }
    }
}
