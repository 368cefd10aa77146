import Aggregation
import Approvals
import Contract
import Fleet
import HTTPTypes
import Hummingbird
import Ingest
import Rollouts
import SQLite
import Telemetry

/// The figures: `/api/v1/summary` for the page and `metrics top`, `/api/v1/escalations`, `/metrics`.
struct SummaryRoutes: Sendable {
    let services: PlaneServices
    /// The page shows a fleet at a glance; `/api/v1/nodes` has all of it.
    private static let nodesShown = 200

    init(services: PlaneServices) { self.services = services }

    func respond(_ request: Request, _ parts: [String]) async throws -> Response {
        guard request.method == .get, parts.count == 1 else { throw PlaneError.notFound }
        let figures = FleetSummary(services.metrics.fleet())
        let (costs, counts) = try await services.database.read { connection in
            (try CostLedger.totals(in: connection), try EscalationStore.counts(in: connection))
        }
        let pending = try await services.approvals.list(.pending, limit: 50)
        let rollouts = try await services.rollouts.history(limit: 5)
        let policy = try? await FleetRoutes(services: services).policy()
        let nodes = services.registry.all().prefix(Self.nodesShown).map { API.Node($0, totals: services.metrics.node($0.node)) }
        return JSONOutput.response(
            API.Summary(
                plane: services.name, version: services.version, upstreamModel: services.upstreamModel,
                nowUnixMs: services.clock.nowUnixMs(), linked: services.isLinked(),
                requests: figures.requests, shareLocal: figures.shareLocal,
                routes: figures.routes.map { .init(route: $0.route, requests: $0.requests, p50Seconds: $0.p50, p99Seconds: $0.p99) },
                reasons: figures.reasons, maskedEntities: figures.maskedEntities, answers: figures.answers,
                uplinkBytes: figures.uplinkBytes,
                baselineBytes: figures.baselineBytes, promptTokens: costs.reduce(0) { $0 + $1.promptTokens },
                completionTokens: costs.reduce(0) { $0 + $1.completionTokens }, costMicroUsd: costs.reduce(0) { $0 + $1.costMicroUSD },
                costs: costs.map {
                    .init(
                        model: $0.model, completions: $0.completions, unpriced: $0.unpriced, promptTokens: $0.promptTokens,
                        completionTokens: $0.completionTokens, costMicroUsd: $0.costMicroUSD)
                }, outboxDepth: figures.outboxDepth,
                escalations: Dictionary(counts.map { (Self.word($0.key), $0.value) }, uniquingKeysWith: +),
                pendingApprovals: pending.map { API.Approval($0, withTexts: false) }, nodes: Array(nodes),
                rollouts: rollouts.map { API.Rollout($0) }, policy: policy))
    }

    func escalations(_ request: Request, _ parts: [String]) async throws -> Response {
        guard request.method == .get, parts.count == 1 else { throw PlaneError.notFound }
        let limit = min(1000, max(1, request.uri.queryParameters.get("limit").flatMap { Int($0) } ?? 50))
        var state: EscalationStore.State?
        if let text = request.uri.queryParameters.get("state") {
            state = EscalationStore.State.allCases.first { Self.word($0) == text }
            if state == nil {
                let names = EscalationStore.State.allCases.map(Self.word).joined(separator: ", ")
                throw PlaneError(.unprocessableContent, "invalid_state", "'state' is one of \(names).")
            }
        }
        let asked = state
        let entries = try await services.database.read { try EscalationStore.list(asked, limit: limit, in: $0) }
        return JSONOutput.response(
            API.Escalations(
                escalations: entries.map { entry in
                    API.Escalation(
                        request: "\(entry.request)", node: entry.request.node.rawValue, state: Self.word(entry.state),
                        intent: entry.escalation?.intent ?? "", reason: entry.escalation.map { MetricCatalogue.word($0.reason) } ?? "",
                        receivedUnixMs: entry.receivedUnixMs, answeredUnixMs: entry.answeredUnixMs,
                        outcome: entry.answer.map { MetricCatalogue.word($0.outcome) }, model: entry.answer?.model,
                        promptTokens: entry.answer?.promptTokens, completionTokens: entry.answer?.completionTokens,
                        costMicroUsd: entry.answer?.costMicroUsd, upstreamMs: entry.answer?.upstreamMs)
                }))
    }

    func metrics() async throws -> Response {
        var text = PrometheusText()
        let states = Dictionary(grouping: services.registry.active(), by: \.status).mapValues(\.count)
        text.gauge(
            "weir_plane_nodes", help: "Enrolled nodes, by the state they last said.",
            [NodeState.unspecified, .ready, .draining, .lost].map { state in
                (["state": state == .unspecified ? "unknown" : MetricCatalogue.word(state)], Double(states[state] ?? 0))
            })
        text.gauge("weir_plane_link_up", help: "1 while the broker is connected.", services.isLinked() ? 1 : 0)
        let (counts, costs) = try await services.database.read { connection in
            (try EscalationStore.counts(in: connection), try CostLedger.totals(in: connection))
        }
        text.gauge(
            "weir_plane_escalations", help: "Escalations kept, by state.",
            EscalationStore.State.allCases.map { (["state": Self.word($0)], Double(counts[$0] ?? 0)) })
        text.gauge(
            "weir_plane_approvals_pending", help: "Drafts that wait for a person.", Double(try await services.approvals.count(.pending)))
        text.counter("weir_plane_completions_total", help: "Completions billed.", costs.reduce(0) { $0 + $1.completions })
        text.counter(
            "weir_plane_unpriced_completions_total", help: "Completions of models without a price.", costs.reduce(0) { $0 + $1.unpriced })
        text.counter(
            "weir_plane_billed_tokens_total", help: "Tokens billed, by kind.",
            [
                (["token_kind": "prompt"], Double(costs.reduce(0) { $0 + $1.promptTokens })),
                (["token_kind": "completion"], Double(costs.reduce(0) { $0 + $1.completionTokens })),
            ])
        text.counter(
            "weir_plane_billed_micro_usd_total", help: "Money billed, in millionths of a dollar.", costs.reduce(0) { $0 + $1.costMicroUSD })
        text.gauge("weir_plane_resident_bytes", help: "Resident memory of the plane.", Double(ResidentMemory.current()?.total ?? 0))
        services.writeMetrics(&text)
        FleetExposition.write(services.metrics.fleet(), to: &text)
        var headers: HTTPFields = [:]
        headers[.contentType] = PrometheusText.contentType
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text.text)))
    }

    private static func word(_ state: EscalationStore.State) -> String {
        switch state {
        case .waiting: "waiting"
        case .held: "held"
        case .answered: "answered"
        case .delivered: "delivered"
        }
    }
}
