import Aggregation
import Contract
import Fleet
import HTTPTypes
import Hummingbird
import Rollouts
import SwiftProtobuf

/// `/api/v1/nodes` and `/api/v1/policy`.
struct FleetRoutes: Sendable {
    let services: PlaneServices

    func respond(_ request: Request, _ parts: [String]) async throws -> Response {
        switch (request.method, parts[0], parts.count) {
        case (.get, "nodes", 1): return JSONOutput.response(API.Nodes(nodes: nodes()))
        case (.post, "nodes", 1): return try await enrol(try await JSONOutput.body(request))
        case (.get, "nodes", 2): return JSONOutput.response(node(try known(parts[1])))
        case (.delete, "nodes", 2): return try await revoke(try known(parts[1]).node)
        case (.put, "nodes", 3) where parts[2] == "labels":
            let record = try known(parts[1])
            try await services.registry.setLabels(record.node, try labels(try await JSONOutput.body(request)))
            return JSONOutput.response(node(try known(parts[1])))
        case (.post, "nodes", 3) where parts[2] == "commands":
            return try await command(try known(parts[1]).node, try await JSONOutput.body(request))
        case (.get, "policy", 1): return JSONOutput.response(try await policy())
        case (.patch, "policy", 1): return try await change(try await JSONOutput.body(request))
        default: throw PlaneError.notFound
        }
    }

    func nodes() -> [API.Node] { services.registry.all().map(node) }

    func policy() async throws -> API.Policy {
        guard let policy = try await services.policies.current() else {
            throw PlaneError(.notFound, "no_policy", "There is no policy yet; the first rollout brings its release's.")
        }
        var shown = API.Policy(policy)
        let active = services.registry.active()
        shown.nodes = active.count
        shown.appliedBy = active.count { $0.reported?.policyVersion == policy.version }
        return shown
    }

    private func node(_ record: NodeRecord) -> API.Node { API.Node(record, totals: services.metrics.node(record.node)) }

    private func known(_ name: String) throws -> NodeRecord {
        guard let node = NodeID(name), let record = services.registry.record(node) else {
            throw PlaneError(.notFound, "unknownNode", "No such node is enrolled.")
        }
        return record
    }

    private func enrol(_ enrolment: API.Enrolment) async throws -> Response {
        guard let node = NodeID(enrolment.node) else {
            throw PlaneError(
                .unprocessableContent, "invalidNodeName", "A node's name is 3 to 63 of a-z, 0-9 and '-', and not weir-control or weir-tap.")
        }
        try await services.registry.enrol(node, labels: try labels(enrolment.labels ?? [:]))
        try await services.director.refresh(node)
        return JSONOutput.response(API.Enrolled(node: node.rawValue, brokerPassword: BrokerPassword.generate()), status: .created)
    }

    private func labels(_ labels: [String: String]) throws -> [String: String] {
        guard labels.count <= 32, labels.allSatisfy({ (1...63).contains($0.key.utf8.count) && $0.value.utf8.count <= 200 }) else {
            throw PlaneError(.unprocessableContent, "invalid_labels", "At most 32 labels, names of 1 to 63 bytes, values of at most 200.")
        }
        return labels
    }

    private func revoke(_ node: NodeID) async throws -> Response {
        try await services.registry.revoke(node)
        await services.director.forget(node)
        await services.rollouts.revoked(node)
        return JSONOutput.response(self.node(try known(node.rawValue)))
    }

    private func command(_ node: NodeID, _ request: API.CommandRequest) async throws -> Response {
        let kinds: [String: CommandKind] = ["ping": .ping, "collect": .collect, "drain": .drain]
        guard let kind = kinds[request.command] else {
            throw PlaneError(
                .unprocessableContent, "unknown_command", "A command is one of \(kinds.keys.sorted().joined(separator: ", ")).")
        }
        do { try await services.sendCommand(node, kind) } catch {
            throw PlaneError(.serviceUnavailable, "not_connected", "The broker is not connected; nothing was sent.")
        }
        return JSONOutput.response(["sent": request.command], status: .accepted)
    }

    private func change(_ patch: API.PolicyPatch) async throws -> Response {
        guard let policy = try await services.policies.current() else {
            throw PlaneError(.conflict, "no_policy", "There is no policy yet; the first rollout brings its release's.")
        }
        var change = PolicyChange()
        change.threshold = patch.threshold
        change.outOfScopeThreshold = patch.outOfScopeThreshold
        change.passageThreshold = patch.passageThreshold
        change.maxTokens = patch.maxTokens
        change.answerDeadlineSeconds = patch.answerDeadlineSeconds
        change.intent = patch.intent
        change.resetIntent = patch.resetIntent ?? false
        change.offline = try Self.word(patch.offline, "offline", OfflineContract.allCases)
        change.risk = try Self.word(patch.risk, "risk", Risk.allCases)
        change.localOnly = patch.localOnly
        change.localOnlyFrom = try patch.localOnlyFrom.map { try API.PrivacyPolicy.level($0) }
        change.privacy = try patch.privacy?.contract()
        let changed = try change.apply(to: policy, intents: intents(of: policy.workflow))
        try await services.policies.store(changed)
        try await services.director.refreshAll()
        return JSONOutput.response(try await self.policy())
    }

    /// The classes of the newest complete release of the workflow.
    private func intents(of workflow: String) -> [String] {
        services.releases.all().first { $0.isComplete && $0.manifest.workflow == workflow }?.intents ?? []
    }

    private static func word<Value: SwiftProtobuf.Enum & CaseIterable & Sendable>(_ text: String?, _ field: String, _ cases: [Value]) throws
        -> Value?
    {
        guard let text else { return nil }
        let known = cases.filter { $0.rawValue != 0 }
        guard let value = known.first(where: { MetricCatalogue.word($0) == text }) else {
            let names = known.map { MetricCatalogue.word($0) }.joined(separator: ", ")
            throw PlaneError(.unprocessableContent, "invalid_\(field)", "'\(field)' is one of \(names).")
        }
        return value
    }
}
