import Contract
import Testing
import Update

@Suite struct UpdateMachineTests {
    static let old = release("a")
    static let new = release("b")
    static let newer = release("c")
    static let target = UpdateTarget(release: new, baseURL: "http://plane/releases")

    static func release(_ digit: String) -> ReleaseID { ReleaseID(String(repeating: digit, count: 64))! }

    /// A machine that serves `old` from slot a.
    static func serving() -> UpdateMachine {
        var machine = UpdateMachine()
        _ = machine.handle(.started(active: .a, release: old))
        return machine
    }

    @Test func goesFromDesiredToIdleInOrder() {
        var machine = Self.serving()
        #expect(machine.handle(.desired(Self.target)) == [.fetch(Self.target, into: .b)])
        #expect(machine.handle(.fetched) == [.check(Self.target, in: .b)])
        #expect(machine.handle(.checked) == [.switchTo(.b)])
        #expect(machine.handle(.switched) == [.activate(.b)])
        #expect(machine.activeRelease == Self.new)
        #expect(machine.handle(.activated) == [.watch])
        #expect(machine.handle(.ranClean) == [])
        #expect(machine.state == UpdateState())
    }

    @Test func theFirstReleaseGoesToSlotA() {
        var machine = UpdateMachine()
        #expect(machine.handle(.started(active: nil, release: nil)) == [])
        #expect(machine.handle(.desired(Self.target)) == [.fetch(Self.target, into: .a)])
    }

    @Test func askingAgainChangesNothing() {
        var machine = Self.serving()
        _ = machine.handle(.desired(Self.target))
        #expect(machine.handle(.desired(Self.target)) == [])
        #expect(machine.handle(.desired(UpdateTarget(release: Self.old, baseURL: "x"))) == [.cancel])
        #expect(machine.state == UpdateState())
    }

    @Test func anotherTargetReplacesTheFetch() {
        var machine = Self.serving()
        _ = machine.handle(.desired(Self.target))
        let other = UpdateTarget(release: Self.newer, baseURL: "http://plane/releases")
        #expect(machine.handle(.desired(other)) == [.cancel, .fetch(other, into: .b)])
    }

    @Test func theSameReleaseFromAnotherPlaceIsFetchedFromThere() {
        var machine = Self.serving()
        _ = machine.handle(.desired(Self.target))
        let moved = UpdateTarget(release: Self.new, baseURL: "http://other/releases")
        #expect(machine.handle(.desired(moved)) == [.cancel, .fetch(moved, into: .b)])
    }

    @Test func retriesTheNetworkWithoutEnd() {
        var machine = Self.serving()
        _ = machine.handle(.desired(Self.target))
        for attempt in 1...5 {
            #expect(machine.handle(.fetchFailed(detail: "cut")) == [.retry(attempt: attempt)])
            #expect(machine.handle(.retryDue) == [.fetch(Self.target, into: .b)])
        }
    }

    @Test func aRefusedReleaseIsNotTriedAgainUntilAnotherWas() {
        var machine = Self.serving()
        _ = machine.handle(.desired(Self.target))
        _ = machine.handle(.refused(detail: "expired"))
        #expect(machine.state.refused == Self.new && machine.state.refusedDetail == "expired" && machine.state.phase == .idle)
        #expect(machine.handle(.desired(Self.target)) == [])
        _ = machine.handle(.desired(UpdateTarget(release: Self.newer, baseURL: "x")))
        #expect(machine.state.refused == nil)
    }

    @Test func aReleaseThatDoesNotLoadAfterTheSwitchIsRolledBack() {
        var machine = Self.serving()
        for event: UpdateMachine.Event in [.desired(Self.target), .fetched, .checked, .switched] { _ = machine.handle(event) }
        #expect(machine.handle(.activationFailed(detail: "broken")) == [.rollBack(to: .a)])
        #expect(machine.state.refused == Self.new && machine.state.phase == .idle)
    }

    @Test func aReleaseThatTakesTheProcessDownIsGivenUpAfterThreeStarts() {
        var machine = Self.serving()
        for event: UpdateMachine.Event in [.desired(Self.target), .fetched, .checked, .switched] { _ = machine.handle(event) }
        for _ in 2...3 {
            machine = UpdateMachine(state: machine.state)
            #expect(machine.handle(.started(active: .b, release: Self.new)) == [.activate(.b)])
        }
        machine = UpdateMachine(state: machine.state)
        #expect(machine.handle(.started(active: .b, release: Self.new)) == [.rollBack(to: .a)])
        #expect(machine.state.refused == Self.new)
    }

    /// The process ends in a phase; what the next one does first.
    struct Cut: Sendable, CustomTestStringConvertible {
        var name: String
        var events: [UpdateMachine.Event]
        /// What `current` points to when the next process starts.
        var active: Slot
        var expected: [UpdateMachine.Action]
        var testDescription: String { name }
    }

    @Test(arguments: [
        Cut(name: "idle", events: [], active: .a, expected: [.activate(.a)]),
        Cut(name: "fetching", events: [.desired(target)], active: .a, expected: [.activate(.a), .fetch(target, into: .b)]),
        Cut(
            name: "waiting for another try", events: [.desired(target), .fetchFailed(detail: "cut")], active: .a,
            expected: [.activate(.a), .fetch(target, into: .b)]),
        Cut(name: "checking", events: [.desired(target), .fetched], active: .a, expected: [.activate(.a), .check(target, in: .b)]),
        Cut(
            name: "switching, before the rename", events: [.desired(target), .fetched, .checked], active: .a,
            expected: [.activate(.a), .check(target, in: .b)]),
        Cut(
            name: "switching, after the rename", events: [.desired(target), .fetched, .checked], active: .b, expected: [.activate(.b)]),
        Cut(name: "trial", events: [.desired(target), .fetched, .checked, .switched], active: .b, expected: [.activate(.b)]),
        Cut(
            name: "done", events: [.desired(target), .fetched, .checked, .switched, .activated, .ranClean], active: .b,
            expected: [.activate(.b)]),
    ]) func goesOnAfterACut(_ cut: Cut) {
        var before = Self.serving()
        for event in cut.events { _ = before.handle(event) }
        var after = UpdateMachine(state: before.state)
        #expect(after.handle(.started(active: cut.active, release: cut.active == .a ? Self.old : Self.new)) == cut.expected)
    }

    /// No order of events may make it serve what was not checked.
    @Test func neverSwitchesWithoutACheck() {
        let events: [UpdateMachine.Event] = [
            .desired(Self.target), .fetched, .checked, .switched, .activated, .ranClean, .retryDue, .fetchFailed(detail: ""),
            .refused(detail: ""),
            .activationFailed(detail: ""),
        ]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var machine = Self.serving()
            var last: UpdateMachine.Action?
            for _ in 0..<12 {
                guard let event = events.randomElement(using: &generator) else { continue }
                let actions = machine.handle(event)
                for action in actions {
                    if case .switchTo = action {
                        if case .check = last {} else { Issue.record("switched after \(String(describing: last))") }
                    }
                    last = action
                }
            }
        }
    }
}
