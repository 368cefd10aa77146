import Aggregation
import Contract
import Fleet
import SQLite

/// What one transaction did with a batch of messages, and what follows from it once it is committed.
struct BatchCommit: Sendable {
    var observations: [FleetRegistry.Observation] = []
    var metrics: FleetMetrics.Stored?
    /// To be told: these are in the database.
    var receipts: [ReceiptKey: [UInt64]] = [:]
    var toWorkOff: [RequestID] = []
    var toDeliver: [RequestID] = []
    var delivered: [RequestID] = []
    var reported: [(node: NodeID, state: ReportedState)] = []
    var returned: [NodeID] = []
    var duplicates = 0
    var outcomes: [IngestMetrics.Outcome] = []

    struct ReceiptKey: Hashable, Sendable {
        let node: NodeID
        let stream: Contract.Stream
        let boot: UInt64
    }

    /// Runs within a transaction. An escalation that cannot be worked off gets its answer here, so that it is never received and forgotten.
    static func store(_ batch: [Inbound], nowUnixMs: Int64, in connection: Connection) throws -> BatchCommit {
        var commit = BatchCommit()
        var seen: [NodeID: FleetRegistry.Observation] = [:]
        var windows: [(node: NodeID, report: MetricsReport)] = []
        for message in batch {
            var observation = seen[message.node] ?? FleetRegistry.Observation(node: message.node, seenUnixMs: nowUnixMs)
            switch message.body {
            case .escalation(let escalation, let payload, let refusal):
                try commit.take(
                    RequestID(node: message.node, id: escalation.id), escalation, payload, refusal: refusal, nowUnixMs: nowUnixMs,
                    connection)
            case .metrics(let report):
                windows.append((message.node, report))
                commit.receipts[ReceiptKey(node: message.node, stream: .metrics, boot: report.boot), default: []].append(report.sequence)
            case .reported(let state):
                observation.reported = state
                commit.reported.append((message.node, state))
            case .status(let status):
                observation.status = status.state
                if status.state == .ready { commit.returned.append(message.node) }
            case .answerReceipt(let requests):
                for request in requests { try EscalationStore.delivered(request, in: connection) }
                commit.delivered += requests
            }
            seen[message.node] = observation
        }
        commit.observations = Array(seen.values)
        try FleetRegistry.store(commit.observations, in: connection)
        if !windows.isEmpty { commit.metrics = try FleetMetrics.store(windows, nowUnixMs: nowUnixMs, in: connection) }
        return commit
    }

    private mutating func take(
        _ request: RequestID, _ escalation: Escalation, _ payload: [UInt8], refusal: String?, nowUnixMs: Int64, _ connection: Connection
    ) throws {
        // A refused one is stored without its content, which broke a rule; its answer must be there to be replayed all the same.
        let accepted = try EscalationStore.accept(
            request, payload: refusal == nil ? payload : [], deadlineUnixMs: max(0, escalation.deadlineUnixMs), nowUnixMs: nowUnixMs,
            in: connection)
        receipts[ReceiptKey(node: request.node, stream: .escalation, boot: request.boot), default: []].append(request.sequence)
        switch accepted {
        case .known: duplicates += 1
        case .answered:
            duplicates += 1
            toDeliver.append(request)
        case .new:
            if let refusal {
                try settle(request, .invalid, detail: "the plane could not accept this: \(refusal)", nowUnixMs: nowUnixMs, connection)
            } else if escalation.deadlineUnixMs > 0, escalation.deadlineUnixMs <= nowUnixMs {
                try settle(request, .expired, detail: "the deadline had passed when it arrived", nowUnixMs: nowUnixMs, connection)
            } else {
                toWorkOff.append(request)
            }
        }
    }

    private mutating func settle(
        _ request: RequestID, _ outcome: AnswerOutcome, detail: String, nowUnixMs: Int64, _ connection: Connection
    ) throws {
        let answer = AnswerWriter.withoutText(request, outcome, detail: detail)
        if try EscalationStore.answer(request, answer, bill: nil, nowUnixMs: nowUnixMs, in: connection) {
            toDeliver.append(request)
            outcomes.append(outcome == .invalid ? .invalid : .expired)
        }
    }
}
