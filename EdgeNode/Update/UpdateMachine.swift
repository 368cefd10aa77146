package import Contract

/// One of the two places a release lives in.
package enum Slot: String, Hashable, Sendable, CaseIterable {
    case a
    case b

    package var other: Slot { self == .a ? .b : .a }
}

/// What is asked for: a release and where its bytes are.
package struct UpdateTarget: Hashable, Sendable {
    package var release: ReleaseID
    package var baseURL: String

    package init(release: ReleaseID, baseURL: String) {
        self.release = release
        self.baseURL = baseURL
    }
}

/// The steps of an update. Each is written down before its action starts, so that after a power cut the machine knows what may be half done.
package enum UpdatePhase: String, Hashable, Sendable, CaseIterable {
    /// Nothing to do.
    case idle
    /// Bytes come into the spare slot. Half files stay and are gone on with.
    case fetching
    /// The spare slot is whole; its digests and its answers to the golden inputs are checked.
    case checking
    /// `current` is about to point to the spare slot, or does already.
    case switching
    /// The new release serves; the old slot is kept until it has run clean.
    case trial
}

/// What survives a restart.
package struct UpdateState: Hashable, Sendable {
    package var phase: UpdatePhase = .idle
    /// Set in every phase but idle.
    package var target: UpdateTarget?
    /// The slot the target goes to; set in every phase but idle.
    package var slot: Slot?
    /// Starts of the process in this trial.
    package var trialStarts = 0
    /// Will not be tried again until something else is asked for.
    package var refused: ReleaseID?
    package var refusedDetail = ""

    package init() {}
}

/// What happens to an update, decided without touching anything. The engine performs the actions in order and feeds back events.
///
/// ```
/// idle ── desired ──► fetching ── fetched ──► checking ── checked ──► switching ── switched ──► trial ── ranClean ──► idle
///                       │  ▲ retry               │ failed                │ failed                  │ failed, or too many starts
///                       └──┘                     ▼                       ▼                         ▼
///                                        idle, refused           idle, refused          rolled back, idle, refused
/// ```
package struct UpdateMachine: Sendable {
    package enum Event: Hashable, Sendable {
        /// The process started and found this slot behind `current`, holding this release.
        case started(active: Slot?, release: ReleaseID?)
        case desired(UpdateTarget)
        case fetched
        /// The network's fault, or the disk's: worth another try.
        case fetchFailed(detail: String)
        /// The bytes' fault: not what was signed, too old, not for this agent.
        case refused(detail: String)
        case retryDue
        case checked
        case switched
        case activated
        case activationFailed(detail: String)
        case ranClean
    }

    package enum Action: Hashable, Sendable {
        case fetch(UpdateTarget, into: Slot)
        case check(UpdateTarget, in: Slot)
        /// Point `current` to the slot, durably.
        case switchTo(Slot)
        /// Load what is in the slot and serve with it.
        case activate(Slot)
        /// Point `current` back and serve with the old release.
        case rollBack(to: Slot)
        /// Stop whatever runs for an earlier target.
        case cancel
        /// Ask again after a while; `attempt` counts from 1.
        case retry(attempt: Int)
        /// Start the clock of the trial.
        case watch
    }

    package private(set) var state: UpdateState
    /// What `current` points to.
    package private(set) var active: Slot?
    package private(set) var activeRelease: ReleaseID?
    private var attempts = 0
    /// Starts a trial may take. A release that takes the process down is given up after these.
    package let trialStartLimit: Int

    package init(state: UpdateState = UpdateState(), trialStartLimit: Int = 3) {
        self.state = state
        self.trialStartLimit = trialStartLimit
    }

    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .started(let active, let release): started(active, release)
        case .desired(let target): desired(target)
        case .fetched: fetched()
        case .fetchFailed: fetchFailed()
        case .refused(let detail): refused(detail)
        case .retryDue: retryDue()
        case .checked: checked()
        case .switched: switched()
        case .activated: activated()
        case .activationFailed(let detail): activationFailed(detail)
        case .ranClean: ranClean()
        }
    }

    private mutating func started(_ active: Slot?, _ release: ReleaseID?) -> [Action] {
        self.active = active
        activeRelease = release
        guard let target = state.target, let slot = state.slot else { return active.map { [.activate($0)] } ?? [] }
        let serve: [Action] = active.map { [.activate($0)] } ?? []
        switch state.phase {
        case .idle: return serve
        case .fetching: return serve + [.fetch(target, into: slot)]
        case .checking: return serve + [.check(target, in: slot)]
        case .switching:
            // The cut came around the rename: it has happened or it has not, and the link says which.
            if active == slot {
                state.phase = .trial
                state.trialStarts = 1
                return [.activate(slot)]
            }
            state.phase = .checking
            return serve + [.check(target, in: slot)]
        case .trial:
            state.trialStarts += 1
            guard state.trialStarts > trialStartLimit else { return serve }
            return giveUp("the process ended \(trialStartLimit) times before the release had run clean")
        }
    }

    private mutating func desired(_ target: UpdateTarget) -> [Action] {
        if target.release == state.refused { return [] }
        if state.phase == .trial {
            // Decided by the trial's own end; the plane repeats what it wants with every document.
            return []
        }
        if target == state.target { return [] }
        let stop: [Action] = state.phase == .idle ? [] : [.cancel]
        if target.release == activeRelease {
            state = UpdateState()
            return stop
        }
        state = UpdateState()
        attempts = 0
        let slot = active?.other ?? .a
        state.phase = .fetching
        state.target = target
        state.slot = slot
        return stop + [.fetch(target, into: slot)]
    }

    private mutating func fetched() -> [Action] {
        guard state.phase == .fetching, let target = state.target, let slot = state.slot else { return [] }
        state.phase = .checking
        return [.check(target, in: slot)]
    }

    private mutating func fetchFailed() -> [Action] {
        guard state.phase == .fetching else { return [] }
        attempts += 1
        return [.retry(attempt: attempts)]
    }

    private mutating func retryDue() -> [Action] {
        guard state.phase == .fetching, let target = state.target, let slot = state.slot else { return [] }
        return [.fetch(target, into: slot)]
    }

    private mutating func refused(_ detail: String) -> [Action] {
        guard state.phase == .fetching || state.phase == .checking || state.phase == .switching else { return [] }
        state = UpdateState(refused: state.target?.release, detail: detail)
        return []
    }

    private mutating func checked() -> [Action] {
        guard state.phase == .checking, let slot = state.slot else { return [] }
        state.phase = .switching
        return [.switchTo(slot)]
    }

    private mutating func switched() -> [Action] {
        guard state.phase == .switching, let slot = state.slot else { return [] }
        active = slot
        activeRelease = state.target?.release
        state.phase = .trial
        state.trialStarts = 1
        return [.activate(slot)]
    }

    private mutating func activated() -> [Action] { state.phase == .trial ? [.watch] : [] }

    private mutating func activationFailed(_ detail: String) -> [Action] {
        switch state.phase {
        case .trial: return giveUp(detail)
        case .idle, .fetching, .checking, .switching:
            // The release that served before does not load any more. The other slot may hold an older one, whole; a fetch under way goes
            // into that slot, so then there is nothing to go back to.
            guard state.phase == .idle, let active else { return [] }
            self.active = nil
            activeRelease = nil
            return [.rollBack(to: active.other)]
        }
    }

    private mutating func ranClean() -> [Action] {
        guard state.phase == .trial else { return [] }
        state = UpdateState()
        return []
    }

    private mutating func giveUp(_ detail: String) -> [Action] {
        guard let slot = state.slot else { return [] }
        state = UpdateState(refused: state.target?.release, detail: detail)
        active = nil
        activeRelease = nil
        return [.rollBack(to: slot.other)]
    }

    /// The engine has performed `.rollBack` and serves with this again; nil when that slot was empty.
    package mutating func rolledBack(to slot: Slot?, release: ReleaseID?) {
        active = slot
        activeRelease = release
    }
}

extension UpdateState {
    init(refused: ReleaseID?, detail: String) {
        self.init()
        self.refused = refused
        refusedDetail = detail
    }
}
