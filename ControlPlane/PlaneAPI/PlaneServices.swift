package import Aggregation
package import Approvals
package import Contract
package import Fleet
package import Rollouts
package import SQLite
package import Telemetry

/// What the API stands on.
package struct PlaneServices: Sendable {
    package let name: String
    package let version: String
    /// The configured model of the upstream.
    package let upstreamModel: String
    package let database: Database
    package let registry: FleetRegistry
    package let policies: PolicyStore
    package let releases: ReleaseStore
    package let director: Director
    package let rollouts: RolloutEngine
    package let approvals: ApprovalQueue
    package let metrics: FleetMetrics
    package let clock: WallClock
    package let isLinked: @Sendable () -> Bool
    package let sendCommand: @Sendable (NodeID, CommandKind) async throws -> Void
    /// Series of the modules the API does not know.
    package let writeMetrics: @Sendable (inout PrometheusText) -> Void

    package init(
        name: String, version: String, upstreamModel: String, database: Database, registry: FleetRegistry, policies: PolicyStore,
        releases: ReleaseStore,
        director: Director, rollouts: RolloutEngine, approvals: ApprovalQueue, metrics: FleetMetrics, clock: WallClock = .system,
        isLinked: @escaping @Sendable () -> Bool, sendCommand: @escaping @Sendable (NodeID, CommandKind) async throws -> Void,
        writeMetrics: @escaping @Sendable (inout PrometheusText) -> Void
    ) {
        self.name = name
        self.version = version
        self.upstreamModel = upstreamModel
        self.database = database
        self.registry = registry
        self.policies = policies
        self.releases = releases
        self.director = director
        self.rollouts = rollouts
        self.approvals = approvals
        self.metrics = metrics
        self.clock = clock
        self.isLinked = isLinked
        self.sendCommand = sendCommand
        self.writeMetrics = writeMetrics
    }
}
