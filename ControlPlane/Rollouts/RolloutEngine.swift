package import Contract
package import Fleet
package import Logging
package import SQLite

/// Performs what `RolloutMachine` decides. One rollout is open at a time, so that no two pull at the same node.
package actor RolloutEngine {
    private let database: Database
    private let registry: FleetRegistry
    private let releases: ReleaseStore
    private let policies: PolicyStore
    private let director: Director
    private let clock: WallClock
    private let logger: Logger
    private var open: RolloutStore.Record?
    /// Steps run one after another: an actor alone would interleave them at every await.
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(
        database: Database, registry: FleetRegistry, releases: ReleaseStore, policies: PolicyStore, director: Director,
        clock: WallClock = .system, logger: Logger
    ) {
        self.database = database
        self.registry = registry
        self.releases = releases
        self.policies = policies
        self.director = director
        self.clock = clock
        self.logger = logger
    }

    /// Takes up what the last run left: an open rollout, or an end whose assignments were not all stored.
    package func resume() async throws {
        try await exclusively {
            let latest = try await database.read { try RolloutStore.list(limit: 1, in: $0) }.first
            guard let latest else { return }
            open = latest
            try await step(.resumed)
            // What nodes reported while nobody listened.
            for record in registry.active() {
                if let reported = record.reported { try await step(.reported(record.node, reported)) }
            }
            if open?.machine.state.isFinal == true { open = nil }
        }
    }

    package func start(_ plan: RolloutPlan) async throws -> RolloutStore.Record {
        try await exclusively {
            if let open {
                throw RolloutError(.anotherIsOpen, "rollout \(open.id) is \(open.machine.state.rawValue); abort it or let it end")
            }
            let release = try releases.record(plan.release)
            guard release.isComplete else { throw RolloutError(.releaseNotComplete, "release \(plan.release.short) is not complete") }
            var nodes = registry.active().filter { $0.matches(plan.selector) }
            if let limit = plan.limit { nodes = Array(nodes.prefix(limit)) }
            guard !nodes.isEmpty else { throw RolloutError(.noNodeMatches, "no enrolled node matches") }
            try await adoptPolicy(of: release)
            let now = clock.nowUnixMs()
            let before = try await database.read { try RolloutStore.list(limit: 1, in: $0) }.first
            let machine = RolloutMachine(
                release: plan.release,
                nodes: Dictionary(
                    nodes.map { ($0.node, Self.entry($0, plan.release, before: before)) }, uniquingKeysWith: { first, _ in first }))
            let id = try await database.write { try RolloutStore.insert(plan, machine, nowUnixMs: now, in: $0) }
            open = RolloutStore.Record(id: id, plan: plan, createdUnixMs: now, updatedUnixMs: now, machine: machine)
            logger.info("rollout started", metadata: ["rollout": "\(id)", "release": "\(plan.release.short)", "nodes": "\(nodes.count)"])
            try await step(.start)
            for record in nodes {
                if let reported = record.reported { try await step(.reported(record.node, reported)) }
            }
            return try await current(id)
        }
    }

    package func abort(_ id: Int64) async throws -> RolloutStore.Record {
        try await exclusively {
            guard let record = open, record.id == id else {
                let state = try await current(id).machine.state
                throw RolloutError(.alreadyEnded, "rollout \(id) is \(state.rawValue)")
            }
            try await step(.abort)
            return try await current(id)
        }
    }

    package func record(_ id: Int64) async throws -> RolloutStore.Record { try await current(id) }

    package func history(limit: Int) async throws -> [RolloutStore.Record] {
        try await database.read { try RolloutStore.list(limit: limit, in: $0) }
    }

    package func reported(_ node: NodeID, _ state: ReportedState) async {
        guard open?.machine.nodes[node] != nil else { return }
        await tolerating { try await self.step(.reported(node, state)) }
    }

    package func revoked(_ node: NodeID) async {
        guard open != nil else { return }
        await tolerating { try await self.step(.revoked(node)) }
    }

    // MARK: steps

    private func tolerating(_ body: @Sendable () async throws -> Void) async {
        do { try await exclusively { try await body() } } catch {
            logger.error("rollout step failed", metadata: ["error": "\(error)"])
        }
    }

    private func step(_ event: RolloutMachine.Event) async throws {
        guard var record = open else { return }
        let before = record.machine
        let actions = record.machine.handle(event)
        guard record.machine != before || !actions.isEmpty else { return }
        try await store(&record)
        for action in actions {
            switch action {
            case .assign(let release, let nodes):
                let generations = try await director.assign(release, to: nodes)
                if release == record.machine.release {
                    _ = record.machine.handle(.told(generations))
                    try await store(&record)
                }
            case .ended(let state):
                logger.info("rollout ended", metadata: ["rollout": "\(record.id)", "state": "\(state.rawValue)"])
            }
        }
        if record.machine.state.isFinal { open = nil }
    }

    private func store(_ record: inout RolloutStore.Record) async throws {
        let (id, machine, now) = (record.id, record.machine, clock.nowUnixMs())
        try await database.write { try RolloutStore.update(id, machine, nowUnixMs: now, in: $0) }
        record.updatedUnixMs = now
        open = record
    }

    private func current(_ id: Int64) async throws -> RolloutStore.Record {
        guard let record = try await database.read({ try RolloutStore.record(id, in: $0) }) else {
            throw RolloutError(.unknown, "no rollout \(id)")
        }
        return record
    }

    /// The first rollout of a workflow brings its own policy; after that the operator's stands, less the classes the release no longer has.
    private func adoptPolicy(of release: ReleaseStore.Record) async throws {
        let current = try await policies.current()
        var policy: Policy
        if let current, current.workflow == release.manifest.workflow {
            policy = current
            policy.intents.removeAll { !release.intents.contains($0.intent) }
            if policy.intents == current.intents { return }
        } else {
            policy = release.manifest.defaultPolicy
            policy.workflow = release.manifest.workflow
        }
        policy.version = (current?.version ?? 0) + 1
        try await policies.store(policy)
        logger.info("policy adopted from a release", metadata: ["version": "\(policy.version)", "release": "\(release.id.short)"])
    }

    private static func entry(_ record: NodeRecord, _ release: ReleaseID, before: RolloutStore.Record?) -> RolloutMachine.Node {
        // What a node runs by its own word, or else what it was last told.
        let previous = record.reported.flatMap { ReleaseID($0.releaseID) } ?? record.release
        // A node does not try again what it has refused: then its old word is about this very release.
        let hasRefusedIt = before?.plan.release == release && before?.machine.nodes[record.node]?.progress == .refused
        let failed = record.reported?.conditions.first { $0.state == .failed && $0.condition != .policyApplied }
        return RolloutMachine.Node(progress: .waiting, previous: previous, staleDetail: hasRefusedIt ? nil : failed?.detail)
    }

    private func exclusively<T>(_ body: () async throws -> T) async throws -> T {
        if isBusy { await withCheckedContinuation { waiting.append($0) } }
        isBusy = true
        defer {
            if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
        }
        return try await body()
    }
}
