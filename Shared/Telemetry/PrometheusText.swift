/// Writes metrics in Prometheus' text format, version 0.0.4, served as `text/plain; version=0.0.4; charset=utf-8`.
///
/// Names follow `weir_<part>_<what>_<unit>`; counters end in `_total`. Wrong names trap: they are literals.
package struct PrometheusText: Sendable {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What was written so far.
    package private(set) var text = ""
    private var names: Set<String> = []

    package init() {}

    package mutating func counter(_ name: String, help: String, _ samples: [(labels: MetricLabels, value: Double)]) {
        precondition(name.hasSuffix("_total"), "counter \(name) must end in _total")
        head(name, help, type: "counter")
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    package mutating func counter(_ name: String, help: String, _ value: UInt64) {
        counter(name, help: help, [(labels: MetricLabels([]), value: Double(value))])
    }

    package mutating func gauge(_ name: String, help: String, _ samples: [(labels: MetricLabels, value: Double)]) {
        head(name, help, type: "gauge")
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    package mutating func gauge(_ name: String, help: String, _ value: Double) {
        gauge(name, help: help, [(labels: MetricLabels([]), value: value)])
    }

    /// A classic histogram: cumulative counts at fixed powers of two, so the series stay the same from scrape to scrape while the scale of
    /// the exponential histogram moves. Every bound is a bucket border, so the counts are exact; a bound that a very coarse histogram does
    /// not have is left out.
    package mutating func histogram(
        _ name: String, help: String, bounds: HistogramBounds, _ samples: [(labels: MetricLabels, value: ExponentialHistogram)]
    ) {
        head(name, help, type: "histogram")
        for sample in samples {
            precondition(!sample.labels.pairs.contains { $0.name == "le" }, "le is the bucket's label")
            for step in bounds.steps {
                guard let count = sample.value.countAtMost(powerOfTwo: step, scale: bounds.scale) else { continue }
                line(name + "_bucket", sample.labels, Double(count), le: Self.number(bounds.value(step)))
            }
            line(name + "_bucket", sample.labels, Double(sample.value.count), le: "+Inf")
            line(name + "_sum", sample.labels, sample.value.sum)
            line(name + "_count", sample.labels, Double(sample.value.count))
        }
    }

    private mutating func head(_ name: String, _ help: String, type: String) {
        precondition(MetricLabels.isName(name), "bad metric name \(name)")
        precondition(names.insert(name).inserted, "metric \(name) written twice")
        text += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: MetricLabels, _ value: Double, le: String? = nil) {
        text += name
        if !labels.pairs.isEmpty || le != nil {
            var parts = labels.pairs.map { "\($0.name)=\"\(Self.escape($0.value, quotes: true))\"" }
            if let le { parts.append("le=\"\(le)\"") }
            text += "{\(parts.joined(separator: ","))}"
        }
        text += " \(Self.number(value))\n"
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let integer = Int64(exactly: value) { return "\(integer)" }
        return "\(value)"
    }
}

/// The `le` bounds of a classic histogram: powers of two, optionally with steps between.
package struct HistogramBounds: Sendable {
    /// 2^scale bounds per octave.
    let scale: Int
    let steps: ClosedRange<Int>

    /// From 2^lowest to 2^highest; `scale` 0 gives one bound per octave, 1 two.
    package init(lowest: Int, highest: Int, scale: Int = 0) {
        precondition((0...3).contains(scale) && lowest <= highest)
        self.scale = scale
        steps = (lowest << scale)...(highest << scale)
    }

    /// 15 µs to 64 s.
    package static let seconds = HistogramBounds(lowest: -16, highest: 6)
    /// 16 B to 64 MiB.
    package static let bytes = HistogramBounds(lowest: 4, highest: 26)

    func value(_ step: Int) -> Double {
        let octave = step >> scale
        let within = step - (octave << scale)
        let power = Double(sign: .plus, exponent: octave, significand: 1)
        return within == 0 ? power : power * Self.fraction(within, scale)
    }

    private static func fraction(_ within: Int, _ scale: Int) -> Double {
        // 2^(within / 2^scale) by repeated square roots, so that no math library is needed here.
        var factor = 2.0
        var result = 1.0
        for bit in stride(from: scale - 1, through: 0, by: -1) {
            factor = factor.squareRoot()
            if within & (1 << bit) != 0 { result *= factor }
        }
        return result
    }
}
