import Approvals
import Contract
import Fleet
import HTTPTypes
import Hummingbird

/// `/api/v1/approvals`: drafts of high-risk classes. A reviewer sees placeholders, never who stands behind them.
struct ApprovalRoutes: Sendable {
    let services: PlaneServices

    func respond(_ request: Request, _ parts: [String]) async throws -> Response {
        switch (request.method, parts.count) {
        case (.get, 1):
            let state = try state(request.uri.queryParameters.get("state"))
            let limit = min(500, max(1, request.uri.queryParameters.get("limit").flatMap { Int($0) } ?? 100))
            let approvals = try await services.approvals.list(state, limit: limit)
            return JSONOutput.response(API.Approvals(approvals: approvals.map { API.Approval($0, withTexts: false) }))
        case (.get, 2):
            return JSONOutput.response(API.Approval(try await services.approvals.approval(try number(parts[1])), withTexts: true))
        case (.post, 3) where parts[2] == "approve":
            let body: API.Approve = try await JSONOutput.body(request)
            return try await decide(try number(parts[1]), .approve(editedText: body.text), by: body.by)
        case (.post, 3) where parts[2] == "reject":
            let body: API.Reject = try await JSONOutput.body(request)
            return try await decide(try number(parts[1]), .reject(reason: body.reason ?? ""), by: body.by)
        default: throw PlaneError.notFound
        }
    }

    private func decide(_ id: Int64, _ decision: Approvals.Approval.Decision, by person: String?) async throws -> Response {
        let name = String((person ?? "operator").prefix(64))
        let approval = try await services.approvals.decide(id, decision, by: name, nowUnixMs: services.clock.nowUnixMs())
        return JSONOutput.response(API.Approval(approval, withTexts: true))
    }

    private func number(_ text: String) throws -> Int64 {
        guard let number = Int64(text), number > 0 else { throw PlaneError.notFound }
        return number
    }

    private func state(_ text: String?) throws -> Approvals.Approval.State? {
        guard let text, text != "all" else { return text == nil ? .pending : nil }
        guard let state = Approvals.Approval.State(rawValue: text) else {
            let names = Approvals.Approval.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw PlaneError(.unprocessableContent, "invalid_state", "'state' is one of \(names), all.")
        }
        return state
    }
}
