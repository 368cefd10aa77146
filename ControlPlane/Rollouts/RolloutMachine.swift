package import Contract

/// One rollout, decided. Pure: events in, actions out; the engine stores the machine with every step, so that it can be taken up again
/// after a crash at any point.
///
/// pending -(start)-> pushing -(every node active)-> complete
///                    pushing -(a node refused)----> failed     nodes not yet active go back to what they ran
///            pending|pushing -(abort)-------------> aborted    likewise
package struct RolloutMachine: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case pending, pushing, complete, failed, aborted

        package var isFinal: Bool { self != .pending && self != .pushing }
    }

    package enum Progress: String, Sendable, CaseIterable {
        /// Not told yet.
        case waiting
        /// Being told, or told and nothing heard.
        case assigned
        case downloaded
        case verified
        case active
        /// The node refused, or its self-test failed.
        case refused
        /// Told to go back, because the rollout ended before the node had switched.
        case returned
        /// Revoked while the rollout ran: it counts no more.
        case dropped
    }

    package struct Node: Sendable, Equatable {
        package var progress: Progress
        /// What it ran when the rollout began; nil: nothing.
        package let previous: ReleaseID?
        /// Generation of the desired state that told it; 0: not told yet. What a node reports before it has seen this one is about another
        /// release.
        package var generation: UInt64
        /// Why it refused, as the node says: file, field, expected, found.
        package var detail: String
        /// What a node that had failed an earlier release said of it when the rollout began. It may repeat it in its first report under the new
        /// generation, before its updater has woken; it is no word on this release until something else was heard.
        package var staleDetail: String?

        package init(progress: Progress, previous: ReleaseID?, generation: UInt64 = 0, detail: String = "", staleDetail: String? = nil) {
            self.progress = progress
            self.previous = previous
            self.generation = generation
            self.detail = detail
            self.staleDetail = staleDetail
        }
    }

    package enum Event: Sendable {
        case start
        /// An assignment of `release` is stored under these generations.
        case told([NodeID: UInt64])
        /// The node's own word on what it runs.
        case reported(NodeID, ReportedState)
        case revoked(NodeID)
        case abort
        /// The plane has been started anew: what was under way is done again. Assignments are idempotent.
        case resumed
    }

    package enum Action: Sendable, Equatable {
        case assign(ReleaseID?, to: [NodeID])
        case ended(State)
    }

    package let release: ReleaseID
    package private(set) var state: State
    package private(set) var nodes: [NodeID: Node]

    /// A new one, or one as stored.
    package init(release: ReleaseID, state: State = .pending, nodes: [NodeID: Node]) {
        self.release = release
        self.state = state
        self.nodes = nodes
    }

    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .start:
            guard state == .pending else { return [] }
            state = .pushing
            return push() + settle()
        case .resumed:
            switch state {
            case .pushing: return push() + settle()
            // The end was stored, its assignments perhaps not published: say them again.
            case .failed, .aborted: return giveBack()
            case .pending, .complete: return []
            }
        case .told(let generations):
            for (node, generation) in generations where nodes[node]?.progress == .assigned { nodes[node]?.generation = generation }
            return []
        case .reported(let node, let reported):
            guard state == .pushing, let entry = nodes[node], entry.progress != .dropped else { return [] }
            nodes[node] = heard(reported, from: entry)
            return settle()
        case .revoked(let node):
            guard !state.isFinal, nodes[node] != nil else { return [] }
            nodes[node]?.progress = .dropped
            return settle()
        case .abort:
            guard !state.isFinal else { return [] }
            state = .aborted
            return giveBack() + [.ended(.aborted)]
        }
    }

    private mutating func push() -> [Action] {
        for (name, node) in nodes where node.progress == .waiting { nodes[name]?.progress = .assigned }
        let told = nodes.filter { $0.value.progress != .dropped && $0.value.progress != .returned }.keys.sorted()
        return told.isEmpty ? [] : [.assign(release, to: told)]
    }

    private func heard(_ reported: ReportedState, from entry: Node) -> Node {
        var entry = entry
        if reported.releaseID == release.rawValue {
            entry.progress = .active
            entry.detail = ""
            return entry
        }
        guard entry.generation > 0, reported.generationSeen >= entry.generation else { return entry }
        let steps: [Condition] = [.releaseDownloaded, .releaseVerified, .releaseActive]
        let reports = steps.compactMap { step in reported.conditions.first { $0.condition == step } }
        let failure = reports.first { $0.state == .failed }
        if failure?.detail != entry.staleDetail { entry.staleDetail = nil }
        if let failure, entry.staleDetail == nil {
            entry.progress = .refused
            entry.detail = String(failure.detail.prefix(500))
            return entry
        }
        let met = Set(reports.filter { $0.state == .met }.map(\.condition))
        // Active under another id: the conditions still speak of the release before.
        if met.contains(.releaseActive) { return entry }
        if met.contains(.releaseVerified) {
            entry.progress = .verified
        } else if met.contains(.releaseDownloaded) {
            entry.progress = .downloaded
        }
        entry.detail = String((reports.first { $0.state == .pending && !$0.detail.isEmpty }?.detail ?? "").prefix(500))
        return entry
    }

    private mutating func settle() -> [Action] {
        guard state == .pushing else { return [] }
        let counting = nodes.values.filter { $0.progress != .dropped }
        if counting.contains(where: { $0.progress == .refused }) {
            state = .failed
            return giveBack() + [.ended(.failed)]
        }
        guard counting.allSatisfy({ $0.progress == .active }) else { return [] }
        state = .complete
        return [.ended(.complete)]
    }

    /// Nodes that have not switched are told to stay with what they run. One that has is left there: it may not go to a lower counter.
    private mutating func giveBack() -> [Action] {
        var byRelease: [ReleaseID?: [NodeID]] = [:]
        for (name, node) in nodes {
            switch node.progress {
            case .assigned, .downloaded, .verified, .returned:
                nodes[name]?.progress = .returned
                byRelease[node.previous, default: []].append(name)
            case .refused: byRelease[node.previous, default: []].append(name)
            case .waiting, .active, .dropped: break
            }
        }
        return byRelease.map { Action.assign($0.key, to: $0.value.sorted()) }
            .sorted { Self.order($0) < Self.order($1) }
    }

    private static func order(_ action: Action) -> String {
        if case .assign(let release, _) = action { return release?.rawValue ?? "" }
        return ""
    }
}
