import Foundation
import Testing

@testable import Telemetry

@Suite struct PrometheusTextTests {
    static let promtool = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first { FileManager.default.isExecutableFile(atPath: $0) }

    static func sample() -> String {
        var text = PrometheusText()
        text.counter(
            "weir_plane_tokens_total", help: "Tokens.\nSecond \\ line", [(["kind": "in\\put\n\"x\""], 12), (["kind": "output"], 1e15)])
        text.gauge("weir_plane_ratio", help: "A share.", [([:], 0.125)])
        text.gauge("weir_plane_odd_ratio", help: "Odd numbers.", [(["n": "a"], .nan), (["n": "b"], .infinity), (["n": "c"], -.infinity)])
        let values = ExponentialHistogramTests.histogram(ExponentialHistogramTests.values(1000, seed: 5) + [0])
        text.histogram(
            "weir_plane_request_seconds", help: "Time.", bounds: .seconds, [(["route": "local"], values), (["route": "held"], .init())])
        text.histogram("weir_plane_body_bytes", help: "Size.", bounds: .init(lowest: 4, highest: 26, scale: 2), [([:], values)])
        return text.text
    }

    @Test func escapesLabelsAndHelp() {
        #expect(
            Self.sample().hasPrefix(
                """
                # HELP weir_plane_tokens_total Tokens.\\nSecond \\\\ line
                # TYPE weir_plane_tokens_total counter
                weir_plane_tokens_total{kind="in\\\\put\\n\\"x\\""} 12
                weir_plane_tokens_total{kind="output"} 1000000000000000
                # HELP weir_plane_ratio A share.
                # TYPE weir_plane_ratio gauge
                weir_plane_ratio 0.125
                # HELP weir_plane_odd_ratio Odd numbers.
                # TYPE weir_plane_odd_ratio gauge
                weir_plane_odd_ratio{n="a"} NaN
                weir_plane_odd_ratio{n="b"} +Inf
                weir_plane_odd_ratio{n="c"} -Inf

                """))
    }

    @Test func histogramIsCumulativeAndEndsAtInfinity() {
        let values = ExponentialHistogramTests.values(1000, seed: 5) + [0]
        var text = PrometheusText()
        text.histogram("weir_x_seconds", help: "x", bounds: .seconds, [([:], ExponentialHistogramTests.histogram(values))])
        var previous = 0.0
        var bounds = 0
        for line in text.text.split(separator: "\n") where line.hasPrefix("weir_x_seconds_bucket") {
            let parts = line.split(separator: "\"")
            let bound = parts[1] == "+Inf" ? Double.infinity : Double(parts[1])!
            let count = Double(parts[2].dropFirst(2))!
            #expect(count == Double(values.count { $0 <= bound }))
            #expect(count >= previous)
            previous = count
            bounds += 1
        }
        #expect(bounds == 24)
        #expect(text.text.contains("weir_x_seconds_count 1001\n"))
    }

    @Test func boundsBetweenOctavesAreRootsOfTwo() {
        let bounds = HistogramBounds(lowest: -1, highest: 1, scale: 2)
        #expect(bounds.steps == -4...4)
        for step in bounds.steps { #expect(abs(bounds.value(step) - pow(2, Double(step) / 4)) < 1e-15) }
    }

    @Test(.enabled(if: promtool != nil, "promtool (Debian package prometheus) is not installed"))
    func promtoolAcceptsTheOutput() throws {
        let path = "/tmp/weir-metrics-\(UUID().uuidString)"
        try Data(Self.sample().utf8).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        // popen, because Foundation's Process leaks under LeakSanitizer.
        let promtool = try #require(Self.promtool)
        let pipe = try #require(popen("\(promtool) check metrics < \(path) 2>&1", "r"))
        var said = [UInt8](repeating: 0, count: 4096)
        said.removeLast(said.count - fread(&said, 1, said.count, pipe))
        #expect(pclose(pipe) == 0)
        #expect(said.isEmpty, "\(String(decoding: said, as: UTF8.self))")
    }
}
