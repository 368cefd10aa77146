import Contract
import SQLite
import SwiftProtobuf
import Telemetry
import Testing

@testable import Aggregation

@Suite struct FleetMetricsTests {
    private let node = NodeID("node-1")!
    private let other = NodeID("node-2")!

    private func database() throws -> Database {
        try Database(path: temporaryPath(), migrator: Migrator(FleetMetrics.migrations + CostLedger.migrations))
    }

    private func report(_ sequence: UInt64, boot: UInt64 = 1, seconds: [Double] = [0.01], route: Route = .local) -> MetricsReport {
        var histogram = ExponentialHistogram()
        for value in seconds { histogram.record(value) }
        var totals = MetricTotals()
        totals.add(
            .with {
                $0.counters = [
                    .with {
                        $0.metric = .requests
                        $0.labels.route = route
                        $0.labels.reason = .confident
                        $0.value = UInt64(seconds.count)
                    },
                    .with {
                        $0.metric = .outboxDepth
                        $0.value = sequence
                    },
                ]
                $0.histograms = [
                    .with {
                        $0.metric = .requestSeconds
                        $0.labels.route = route
                        $0.scale = Int32(histogram.scale)
                        $0.offset = Int32(histogram.offset)
                        $0.bucketCounts = histogram.bucketCounts
                        $0.count = histogram.count
                        $0.sum = histogram.sum
                        $0.min = histogram.minimum
                        $0.max = histogram.maximum
                    }
                ]
            })
        var report = totals.report
        report.boot = boot
        report.sequence = sequence
        return report
    }

    @discardableResult
    private func add(_ reports: [(NodeID, MetricsReport)], to metrics: FleetMetrics, _ database: Database) async throws
        -> FleetMetrics.Stored
    {
        let stored = try await database.write { connection in
            try FleetMetrics.store(reports.map { (node: $0.0, report: $0.1) }, nowUnixMs: 1, in: connection)
        }
        metrics.apply(stored)
        return stored
    }

    @Test func countsAWindowOnceHoweverOftenItArrives() async throws {
        let database = try database()
        let metrics = try await FleetMetrics(database: database)
        let stored = try await add([(node, report(1)), (node, report(1)), (node, report(2)), (other, report(1))], to: metrics, database)
        #expect(stored.duplicates == 1)
        #expect(try await add([(node, report(2))], to: metrics, database).duplicates == 1)
        #expect(metrics.fleet().counter(.requests) == 3)
        #expect(metrics.node(node).counter(.requests) == 2)
        #expect(try await add([(node, report(1, boot: 2))], to: metrics, database).duplicates == 0)
    }

    @Test func sumsSurviveARestart() async throws {
        let database = try database()
        let metrics = try await FleetMetrics(database: database)
        try await add([(node, report(1, seconds: [0.001, 0.002, 0.5])), (other, report(9))], to: metrics, database)
        let again = try await FleetMetrics(database: database)
        #expect(again.fleet() == metrics.fleet())
        #expect(again.fleet().gauges.values.reduce(0, +) == 10)
    }

    @Test func leavesOutSamplesThatBreakTheContract() {
        var totals = MetricTotals()
        let refused = totals.add(
            .with {
                $0.counters = [
                    .with { $0.metric = .unspecified },
                    .with {
                        $0.metric = .UNRECOGNIZED(77); $0.value = 1
                    },
                    .with {
                        $0.metric = .requestSeconds; $0.value = 1
                    },
                    .with {
                        $0.metric = .requests; $0.labels.stage = .mask; $0.value = 1
                    },
                    .with {
                        $0.metric = .requests; $0.labels.route = .UNRECOGNIZED(99); $0.value = 1
                    },
                    .with {
                        $0.metric = .intents; $0.labels.intentNumber = 10_001; $0.value = 1
                    },
                ]
                $0.histograms = [
                    .with {
                        $0.metric = .requestSeconds; $0.count = 4
                    }
                ]
            })
        #expect(refused == 7)
        #expect(totals.counters.isEmpty && totals.histograms.isEmpty)
    }

    @Test func startsClassCountsAfreshWithANewRelease() {
        func intents(_ release: UInt64) -> MetricsReport {
            .with {
                $0.releaseCounter = release
                $0.counters = [
                    .with {
                        $0.metric = .intents; $0.labels.intentNumber = 1; $0.labels.route = .local; $0.value = 5
                    }
                ]
            }
        }
        var totals = MetricTotals()
        totals.add(intents(1))
        totals.add(intents(2))
        totals.add(intents(1))
        #expect(totals.counter(.intents) == 5)
        #expect(totals.releaseCounter == 2)
    }

    @Test func summarisesRoutesAndShare() {
        var totals = MetricTotals()
        totals.add(report(1, seconds: [0.01, 0.01, 0.01]))
        totals.add(report(2, seconds: [1.5], route: .escalate))
        let summary = FleetSummary(totals)
        #expect(summary.shareLocal == 0.75)
        #expect(summary.routes.map(\.route) == ["local", "escalate"])
        let p99 = summary.routes[1].p99 ?? 0
        #expect(abs(p99 - 1.5) < 0.01)
    }

    @Test func writesNamesFromTheContractOnly() {
        var totals = MetricTotals()
        totals.add(report(1))
        var text = PrometheusText()
        FleetExposition.write(totals, to: &text)
        #expect(text.text.contains("weir_plane_fleet_requests_total{reason=\"confident\",route=\"local\"} 1\n"))
        #expect(text.text.contains("weir_plane_fleet_request_seconds_count{route=\"local\"} 1\n"))
        #expect(text.text.contains("weir_plane_fleet_baseline_bytes_total 0\n"))
    }

    @Test func addsBillsByDayAndModel() async throws {
        let database = try database()
        let totals = try await database.write { connection in
            for (day, model) in [(Int64(1), "a"), (1, "a"), (2, "a"), (2, "b")] {
                try CostLedger.record(
                    .init(model: model, promptTokens: 10, completionTokens: 5, costMicroUSD: 7, isUnpriced: model == "b", attempts: 2),
                    nowUnixMs: day * 86_400_000, in: connection)
            }
            return (try CostLedger.totals(in: connection), try CostLedger.totals(sinceUnixMs: 2 * 86_400_000 + 5, in: connection))
        }
        #expect(totals.0.map(\.completions) == [3, 1])
        #expect(totals.0[0].costMicroUSD == 21)
        #expect(totals.0[1].unpriced == 1)
        #expect(totals.1.map(\.completions) == [1, 1])
    }
}
