package import Contract
package import Logging
package import Releases
import Telemetry

/// What the engine needs of the rest of the node.
package struct ReleaseHooks: Sendable {
    /// Puts a loaded release in service.
    package typealias Activation = @Sendable () throws(UpdateError) -> Void

    /// Loads the release in a folder and, when asked, runs its golden inputs and the masking canaries. Blocks.
    package var load: @Sendable (_ release: VerifiedManifest, _ directory: String, _ selfTest: Bool) throws(UpdateError) -> Activation
    /// Serves without a release.
    package var serveNone: @Sendable () -> Void

    package init(
        load: @escaping @Sendable (VerifiedManifest, String, Bool) throws(UpdateError) -> Activation,
        serveNone: @escaping @Sendable () -> Void
    ) {
        self.load = load
        self.serveNone = serveNone
    }
}

/// What the node reports about its release.
package struct UpdateStatus: Hashable, Sendable {
    package struct Condition: Hashable, Sendable {
        package var state: ConditionState
        package var detail: String

        package init(_ state: ConditionState = .pending, detail: String = "") {
            self.state = state
            self.detail = detail
        }
    }

    package var active: ReleaseID?
    package var counter: UInt64 = 0
    /// Whole in the other slot.
    package var previous: ReleaseID?
    package var phase: UpdatePhase = .idle
    package var downloaded = Condition()
    package var verified = Condition()
    package var inService = Condition()

    package init() {}
}

package struct UpdateEngineSettings: Hashable, Sendable {
    /// How long a new release serves before the old slot may be overwritten.
    package var trial: Duration
    package var retryLeast: Duration
    package var retryGreatest: Duration

    package init(trial: Duration = .seconds(60), retryLeast: Duration = .seconds(2), retryGreatest: Duration = .seconds(300)) {
        self.trial = trial
        self.retryLeast = retryLeast
        self.retryGreatest = retryGreatest
    }
}

/// Performs what `UpdateMachine` decides. Sole writer of the slots. Blocks on disk, hence the executor of its own.
package actor UpdateEngine {
    private enum Message: Sendable {
        case event(UpdateMachine.Event)
        /// From work that may have been called off meanwhile.
        case result(work: Int, UpdateMachine.Event)
    }

    private let settings: UpdateEngineSettings
    private let slots: SlotStore
    private let store: UpdateStore
    private let fetcher: ReleaseFetcher
    private let verifier: ReleaseVerifier
    private let hooks: ReleaseHooks
    private let now: @Sendable () -> Int64
    private let logger: Logger
    private let executor = DispatchExecutor(label: "weir.update")
    private let inbox: AsyncStream<Message>
    private let post: AsyncStream<Message>.Continuation
    private let shared = Lock(UpdateStatus())
    /// A token whenever `status` changed; coalesced.
    package nonisolated let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    private var machine = UpdateMachine()
    private var work: Task<Void, Never>?
    private var workNumber = 0
    private var candidate: (slot: Slot, activate: ReleaseHooks.Activation)?
    private var latest: UpdateTarget?
    private var told = UpdateStatus()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    package nonisolated var status: UpdateStatus { shared.withLock { $0 } }

    package init(
        settings: UpdateEngineSettings, slots: SlotStore, store: UpdateStore, fetcher: ReleaseFetcher, verifier: ReleaseVerifier,
        hooks: ReleaseHooks,
        now: @escaping @Sendable () -> Int64, logger: Logger
    ) {
        self.settings = settings
        self.slots = slots
        self.store = store
        self.fetcher = fetcher
        self.verifier = verifier
        self.hooks = hooks
        self.now = now
        self.logger = logger
        (inbox, post) = AsyncStream.makeStream()
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// What the plane wants; asking again for the same changes nothing.
    package nonisolated func want(_ target: UpdateTarget) { post.yield(.event(.desired(target))) }

    /// Loads what is installed, so that the node serves before it is connected. Call it once, before `run`.
    package func start() async throws(UpdateError) {
        machine = UpdateMachine(state: try await store.load())
        let active = try slots.active()
        await handle(.started(active: active, release: active.flatMap { installed($0)?.id }))
    }

    /// Works until the task is cancelled.
    package func run() async {
        await withTaskCancellationHandler {
            for await message in inbox {
                switch message {
                case .event(let event):
                    if case .desired(let target) = event { latest = target }
                    await handle(event)
                case .result(let number, let event):
                    if number == workNumber { await handle(event) }
                }
            }
        } onCancel: {
            post.finish()
        }
        work?.cancel()
        await work?.value
    }

    // MARK: machine

    private func handle(_ event: UpdateMachine.Event) async {
        let before = machine.state
        let actions = machine.handle(event)
        if machine.state != before {
            do throws(UpdateError) { try await store.save(machine.state) } catch {
                // Going on without the record would make a power cut ambiguous; the state stays in memory and the next change tries again.
                logger.error("update state not saved", metadata: ["cause": "\(error)"])
            }
            log(before)
        }
        note(event)
        for action in actions { await perform(action) }
        publish()
        if before.phase == .trial, machine.state.phase == .idle, let latest { await handle(.desired(latest)) }
    }

    private func perform(_ action: UpdateMachine.Action) async {
        switch action {
        case .cancel: callOff()
        case .fetch(let target, let slot): begin { engine in await engine.fetch(target, slot) }
        case .check(let target, let slot): begin { engine in await engine.check(target, slot) }
        case .switchTo(let slot):
            do throws(UpdateError) {
                try slots.switchTo(slot)
                await handle(.switched)
            } catch {
                await handle(.refused(detail: "the switch failed: \(error)"))
            }
        case .activate(let slot):
            do throws(UpdateError) {
                try activate(slot)
                await handle(.activated)
            } catch {
                logger.error("release not in service", metadata: ["slot": "\(slot.rawValue)", "cause": "\(error)"])
                await handle(.activationFailed(detail: error.description))
            }
        case .rollBack(let slot): rollBack(to: slot)
        case .retry(let attempt):
            let wait = retryWait(attempt)
            begin { _ in
                // Cancelled: the work was called off, and its word no longer counts.
                try? await Task.sleep(for: wait)
                return .retryDue
            }
        case .watch:
            let trial = settings.trial
            begin { _ in
                try? await Task.sleep(for: trial)
                return .ranClean
            }
        }
    }

    /// Replaces the work under way.
    private func begin(_ body: @escaping @Sendable (UpdateEngine) async -> UpdateMachine.Event) {
        callOff()
        let number = workNumber
        let post = post
        work = Task {
            let event = await body(self)
            if !Task.isCancelled { post.yield(.result(work: number, event)) }
        }
    }

    private func callOff() {
        workNumber += 1
        work?.cancel()
        work = nil
    }

    private func retryWait(_ attempt: Int) -> Duration {
        var ceiling = settings.retryLeast
        for _ in 1..<min(max(attempt, 1), 32) where ceiling < settings.retryGreatest { ceiling = ceiling * 2 }
        return settings.retryLeast / 2 + min(ceiling, settings.retryGreatest) * Double.random(in: 0..<1)
    }

    // MARK: work

    private func fetch(_ target: UpdateTarget, _ slot: Slot) async -> UpdateMachine.Event {
        let counter = machine.active.flatMap { installed($0)?.manifest.counter } ?? 0
        let (verifier, time) = (verifier, now())
        do throws(UpdateError) {
            try await fetcher.fetch(target, into: slot) { (bytes) throws(UpdateError) in
                try Self.verify(verifier, bytes, target, counter, time)
            }
            return .fetched
        } catch {
            let event: UpdateMachine.Event =
                error.isTemporary ? .fetchFailed(detail: error.description) : .refused(detail: error.description)
            logger.warning("release not fetched", metadata: ["release": "\(target.release.short)", "cause": "\(error)"])
            if error.code == .manifest || error.code == .wrongBytes {
                let state: ConditionState = error.isTemporary ? .pending : .failed
                shared.withLock { $0.verified = .init(state, detail: error.description) }
            }
            return event
        }
    }

    private func check(_ target: UpdateTarget, _ slot: Slot) async -> UpdateMachine.Event {
        do throws(UpdateError) {
            guard let bytes = try slots.read(slots.manifestPath(slot)) else {
                throw UpdateError(.disk, file: "manifest", detail: "is absent")
            }
            let counter = machine.active.flatMap { installed($0)?.manifest.counter } ?? 0
            let manifest = try Self.verify(verifier, bytes, target, counter, now())
            let other = installed(slot.other)
            do throws(ReleaseRefusal) { try manifest.checkFiles(in: slots.filesPath(slot), others: other.map { [$0] } ?? []) } catch {
                throw UpdateError(error)
            }
            shared.withLock { $0.verified = .init(.met) }
            candidate = (slot, try hooks.load(manifest, slots.directory(slot), true))
            return .checked
        } catch {
            logger.warning("release refused", metadata: ["release": "\(target.release.short)", "cause": "\(error)"])
            return .refused(detail: error.description)
        }
    }

    private func activate(_ slot: Slot) throws(UpdateError) {
        if let candidate, candidate.slot == slot {
            self.candidate = nil
            try candidate.activate()
            return
        }
        guard let found = installed(slot) else {
            throw UpdateError(.manifest, detail: "the slot in service has no manifest signed by the release key")
        }
        try hooks.load(found, slots.directory(slot), false)()
    }

    private func rollBack(to slot: Slot) {
        candidate = nil
        if let found = installed(slot) {
            do throws(UpdateError) {
                let activation = try hooks.load(found, slots.directory(slot), false)
                try slots.switchTo(slot)
                try activation()
                machine.rolledBack(to: slot, release: found.id)
                logger.warning("rolled back", metadata: ["release": "\(found.id.short)"])
                return
            } catch {
                logger.error("the other slot cannot serve either", metadata: ["cause": "\(error)"])
            }
        }
        hooks.serveNone()
        machine.rolledBack(to: nil, release: nil)
        do throws(UpdateError) { try slots.switchToNone() } catch {
            logger.error("current not taken away", metadata: ["cause": "\(error)"])
        }
    }

    /// The release whole in a slot, by its signed manifest; nil when there is none.
    private func installed(_ slot: Slot) -> VerifiedManifest? {
        guard let bytes = (try? slots.read(slots.manifestPath(slot))) ?? nil else { return nil }
        // Time 0: what was installed in its time goes on serving after it.
        return try? verifier.verify(bytes, now: 0)
    }

    private static func verify(
        _ verifier: ReleaseVerifier, _ bytes: [UInt8], _ target: UpdateTarget, _ counter: UInt64, _ now: Int64
    ) throws(UpdateError) -> VerifiedManifest {
        do throws(ReleaseRefusal) {
            return try verifier.verify(bytes, expected: target.release, minimumCounter: counter, now: now)
        } catch {
            throw UpdateError(error)
        }
    }

    // MARK: status

    private func note(_ event: UpdateMachine.Event) {
        shared.withLock { status in
            switch event {
            case .desired(let target) where machine.state.target == target && machine.state.phase == .fetching:
                status.downloaded = .init()
                status.verified = .init()
                status.inService = .init(.pending, detail: "fetching")
            case .fetched: status.downloaded = .init(.met)
            case .fetchFailed(let detail): status.downloaded = .init(.pending, detail: detail)
            case .refused(let detail), .activationFailed(let detail): status.inService = .init(.failed, detail: detail)
            case .activated:
                status.downloaded = .init(.met)
                status.verified = .init(.met)
                status.inService = .init(.met)
            default: break
            }
        }
    }

    private func publish() {
        let active = machine.active.flatMap { installed($0) }
        // While bytes come into the other slot it holds no release.
        let previous =
            machine.state.phase == .idle || machine.state.phase == .trial ? machine.active.flatMap { installed($0.other)?.id } : nil
        let phase = machine.state.phase
        let refusal = machine.state.refused == nil ? nil : machine.state.refusedDetail
        let status = shared.withLock { status in
            status.active = active?.id
            status.counter = active?.manifest.counter ?? 0
            status.previous = previous
            status.phase = phase
            if let refusal, !refusal.isEmpty { status.inService = .init(.failed, detail: refusal) }
            return status
        }
        // Against what was told last: the conditions were noted before.
        guard status != told else { return }
        told = status
        changed.yield()
    }

    private func log(_ before: UpdateState) {
        guard machine.state.phase != before.phase else { return }
        var metadata: Logger.Metadata = ["from": "\(before.phase.rawValue)", "to": "\(machine.state.phase.rawValue)"]
        if let target = machine.state.target ?? before.target { metadata["release"] = "\(target.release.short)" }
        logger.info("update", metadata: metadata)
    }
}
