package import Contract
package import Privacy
import Releases
package import Routing
import Telemetry

/// What requests are served with: one immutable snapshot, so that a request never sees half of a change.
package struct ActiveRelease: Sendable {
    /// Nil until the first release is installed.
    package var release: LoadedRelease?
    /// Resolved against the release's intents.
    package var policy: RoutingPolicy
    /// Masks as the policy says.
    package var anonymizer: Anonymizer
    /// Personal data found in an answer is taken out of it, and not only counted.
    package var masksAnswers: Bool
    /// Of this release.
    package var tags: TagCache
}

/// Holds the present snapshot and makes the next one when the release or the policy changes. Nothing restarts.
package final class Serving: Sendable {
    private struct State {
        var active = ActiveRelease(
            release: nil, policy: .beforeAnyPolicy, anonymizer: Anonymizer(), masksAnswers: false, tags: TagCache())
        /// The plane's, as it came; resolved anew with each release.
        var planePolicy: Policy?
    }

    private let state: Lock<State>
    private let hashKey: [UInt8]

    /// - Parameter hashKey: of the operator `hash`: digests of one value are equal under every policy as long as it is the same. Nil: drawn for this process.
    package init(hashKey: [UInt8]? = nil) {
        state = Lock(State())
        self.hashKey = hashKey ?? (0..<32).map { _ in UInt8.random(in: 0...255) }
    }

    package var current: ActiveRelease { state.withLock { $0.active } }

    /// Puts the plane's policy in force. Throws, and changes nothing, when it cannot be one.
    package func apply(_ policy: Policy) throws(RoutingError) {
        try change { (state) throws(RoutingError) in
            state.active = try resolve(policy, state.active.release, state.active.tags)
            state.planePolicy = policy
        }
    }

    /// Serves with this release from the next request on; nil: with none.
    package func install(_ release: LoadedRelease?) throws(RoutingError) {
        try change { (state) throws(RoutingError) in
            state.active = try resolve(state.planePolicy, release, TagCache())
        }
    }

    private func change(_ body: (inout State) throws(RoutingError) -> Void) throws(RoutingError) {
        let result: Result<Void, RoutingError> = state.withLock { state in
            do throws(RoutingError) { return .success(try body(&state)) } catch { return .failure(error) }
        }
        try result.get()
    }

    private func resolve(_ plane: Policy?, _ release: LoadedRelease?, _ tags: TagCache) throws(RoutingError) -> ActiveRelease {
        let policy = Self.effective(plane, release)
        let rules = try policy.map { (policy) throws(RoutingError) in
            try RoutingPolicy(policy: policy, intents: release?.bundle.intents ?? [])
        }
        let privacy = policy?.privacy ?? PrivacyPolicy()
        return ActiveRelease(
            release: release, policy: rules ?? .beforeAnyPolicy, anonymizer: Anonymizer(AnonymizerSettings(privacy, hashKey: hashKey)),
            masksAnswers: privacy.answerFindings == .mask, tags: tags)
    }

    /// A policy made for another workflow rules nothing here: until the plane sends one that fits, the release's own default does. But what the plane keeps on
    /// its devices it keeps, whatever release runs there.
    private static func effective(_ plane: Policy?, _ release: LoadedRelease?) -> Policy? {
        guard let release else { return plane }
        guard let plane else { return release.manifest.defaultPolicy }
        if plane.workflow.isEmpty || plane.workflow == release.manifest.workflow { return plane }
        var policy = release.manifest.defaultPolicy
        if plane.privacy.localOnly { policy.privacy.localOnly = true }
        let (ours, theirs) = (policy.privacy.localOnlyFrom, plane.privacy.localOnlyFrom)
        if theirs != .unspecified, ours == .unspecified || theirs.rawValue < ours.rawValue { policy.privacy.localOnlyFrom = theirs }
        policy.privacy.deny += plane.privacy.deny
        return policy
    }
}
