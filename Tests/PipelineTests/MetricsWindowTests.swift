import Contract
import Metering
import SwiftProtobuf
import Testing

/// What the metrics of a node may weigh: 300 bytes a minute when little happens.
@Suite struct MetricsWindowTests {
    /// Counters of one window, without the histograms of stage times.
    private func bytes(_ meter: NodeMeter) throws -> Int {
        var report = meter.closeWindow(nowUnixMs: 1_800_000_060_000, releaseCounter: 7)
        report.boot = .max
        report.sequence = 1_000_000
        report.histograms = []
        return (try report.serializedBytes() as [UInt8]).count
    }

    @Test func countsOfAQuietMinuteWithAFewTypesStayWithinTheBudget() throws {
        let meter = NodeMeter(nowUnixMs: 1_800_000_000_000)
        meter.count(.requests(.local, .confident), by: 40)
        meter.count(.requests(.escalate, .belowThreshold), by: 5)
        meter.count(.intents(number: 3, .local), by: 40)
        meter.count(.intents(number: 4, .escalate), by: 5)
        for entity in [Entity.emailAddress, .person, .salary, .ukNhs] { meter.count(.maskedEntities(entity), by: 12) }
        meter.count(.answerFindings(.emailAddress))
        meter.count(.uplinkBytes(.escalation), by: 2_000)
        meter.count(.uplinkBytes(.metrics), by: 300)
        meter.count(.baselineBytes, by: 20_000)
        meter.count(.encodedTokens, by: 3_000)
        meter.count(.answers(.answered), by: 5)
        #expect(try bytes(meter) <= 300)
    }

    @Test func aCountOfAnyTypeIsOfOneSize() throws {
        func size(_ entity: Entity) throws -> Int {
            let meter = NodeMeter(nowUnixMs: 1_800_000_000_000)
            meter.count(.maskedEntities(entity))
            return try bytes(meter)
        }
        let sizes = try Entity.allCases.filter { $0 != .unspecified }.map(size)
        #expect(Set(sizes).count == 1)
    }

    @Test func findingsInAnswersAreShownByType() {
        let meter = NodeMeter(nowUnixMs: 0)
        meter.count(.answerFindings(.deIDCard), by: 2)
        #expect(meter.prometheusText(.init()).contains(#"weir_node_answer_findings_total{entity="DE_ID_CARD"} 2"#))
    }
}
