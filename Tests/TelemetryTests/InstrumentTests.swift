import Telemetry
import Testing

@Suite struct InstrumentTests {
    @Test func updatesFromManyTasksAllCount() async {
        let counter = Counter()
        let gauge = Gauge(10)
        let lock = Lock([Int]())
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counter.add(2)
                        gauge.add(0.5)
                        lock.withLock { $0.append(task) }
                    }
                }
            }
        }
        #expect(counter.value == 16_000)
        #expect(gauge.value == 4010)
        #expect(lock.withLock { $0.count } == 8000)
        gauge.set(-1)
        #expect(gauge.value == -1)
    }

    @Test func lockPassesTypedErrorsOnAndUnlocks() {
        struct Own: Error {}
        let lock = Lock(1)
        #expect(throws: Own.self) { try lock.withLock { _ throws(Own) in throw Own() } }
        #expect(lock.withLock { $0 } == 1)
    }

    @Test func registryGivesTheSameInstrumentForTheSameLabels() {
        let registry = MetricRegistry()
        let local = registry.counter("weir_node_requests_total", help: "Requests.", ["route": "local"])
        #expect(registry.counter("weir_node_requests_total", help: "Requests.", ["route": "local"]) === local)
        #expect(registry.counter("weir_node_requests_total", help: "Requests.", ["route": "held"]) !== local)
        local.add(3)
        registry.gauge("weir_node_outbox_depth", help: "Waiting.").set(2)
        registry.histogram("weir_node_request_seconds", help: "Time.", bounds: .init(lowest: -1, highest: 0)).record(0.5)
        var text = PrometheusText()
        registry.write(to: &text)
        #expect(
            text.text == """
                # HELP weir_node_requests_total Requests.
                # TYPE weir_node_requests_total counter
                weir_node_requests_total{route="local"} 3
                weir_node_requests_total{route="held"} 0
                # HELP weir_node_outbox_depth Waiting.
                # TYPE weir_node_outbox_depth gauge
                weir_node_outbox_depth 2
                # HELP weir_node_request_seconds Time.
                # TYPE weir_node_request_seconds histogram
                weir_node_request_seconds_bucket{le="0.5"} 1
                weir_node_request_seconds_bucket{le="1"} 1
                weir_node_request_seconds_bucket{le="+Inf"} 1
                weir_node_request_seconds_sum 0.5
                weir_node_request_seconds_count 1

                """)
    }
}
