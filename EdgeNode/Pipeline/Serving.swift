package import Contract
package import Routing
import Telemetry

/// What requests are served with: one immutable snapshot, so that a request never sees half of a change.
package struct ActiveRelease: Sendable {
    /// Nil until the first release is installed.
    package var release: LoadedRelease?
    /// Resolved against the release's intents.
    package var policy: RoutingPolicy
}

/// Holds the present snapshot and makes the next one when the release or the policy changes. Nothing restarts.
package final class Serving: Sendable {
    private struct State {
        var active = ActiveRelease(release: nil, policy: .beforeAnyPolicy)
        /// The plane's, as it came; resolved anew with each release.
        var planePolicy: Policy?
    }

    private let state: Lock<State>

    package init() { state = Lock(State()) }

    package var current: ActiveRelease { state.withLock { $0.active } }

    /// Puts the plane's policy in force. Throws, and changes nothing, when it cannot be one.
    package func apply(_ policy: Policy) throws(RoutingError) {
        try change { (state) throws(RoutingError) in
            state.active.policy = try Self.resolve(policy, state.active.release)
            state.planePolicy = policy
        }
    }

    /// Serves with this release from the next request on; nil: with none.
    package func install(_ release: LoadedRelease?) throws(RoutingError) {
        try change { (state) throws(RoutingError) in
            let policy = try Self.resolve(state.planePolicy, release)
            state.active = ActiveRelease(release: release, policy: policy)
        }
    }

    private func change(_ body: (inout State) throws(RoutingError) -> Void) throws(RoutingError) {
        let result: Result<Void, RoutingError> = state.withLock { state in
            do throws(RoutingError) { return .success(try body(&state)) } catch { return .failure(error) }
        }
        try result.get()
    }

    /// A policy made for another workflow rules nothing here: until the plane sends one that fits, the release's own default does.
    private static func resolve(_ policy: Policy?, _ release: LoadedRelease?) throws(RoutingError) -> RoutingPolicy {
        guard let release else {
            guard let policy else { return .beforeAnyPolicy }
            return try RoutingPolicy(policy: policy, intents: [])
        }
        let fits = policy.map { $0.workflow.isEmpty || $0.workflow == release.manifest.workflow } ?? false
        return try RoutingPolicy(policy: fits ? policy ?? Policy() : release.manifest.defaultPolicy, intents: release.bundle.intents)
    }
}
