import Contract
import SwiftProtobuf
import Testing

@testable import Rollouts

@Suite struct RolloutMachineTests {
    private let old = ReleaseID(String(repeating: "a", count: 64))!
    private let new = ReleaseID(String(repeating: "b", count: 64))!
    private let one = NodeID("node-1")!
    private let two = NodeID("node-2")!

    private func machine() -> RolloutMachine {
        RolloutMachine(
            release: new, nodes: [one: .init(progress: .waiting, previous: old), two: .init(progress: .waiting, previous: nil)])
    }

    /// Started, and both nodes told under generation 7.
    private func pushing() -> RolloutMachine {
        var machine = machine()
        _ = machine.handle(.start)
        _ = machine.handle(.told([one: 7, two: 7]))
        return machine
    }

    private func report(
        _ release: ReleaseID?, _ conditions: [(Condition, ConditionState, String)] = [], generation: UInt64 = 7
    ) -> ReportedState {
        .with {
            $0.generationSeen = generation
            $0.releaseID = release?.rawValue ?? ""
            $0.conditions = conditions.map { condition in
                .with {
                    $0.condition = condition.0
                    $0.state = condition.1
                    $0.detail = condition.2
                }
            }
        }
    }

    @Test func tellsAllNodesAtOnceAndCompletesWhenTheLastOneIsActive() {
        var machine = machine()
        #expect(machine.handle(.start) == [.assign(new, to: [one, two])])
        _ = machine.handle(.told([one: 7, two: 7]))
        #expect(machine.handle(.reported(one, report(old, [(.releaseDownloaded, .met, "")]))) == [])
        #expect(machine.nodes[one]?.progress == .downloaded)
        #expect(machine.handle(.reported(one, report(new))) == [])
        #expect(machine.state == .pushing)
        #expect(machine.handle(.reported(two, report(new))) == [.ended(.complete)])
        #expect(machine.state == .complete)
    }

    @Test func failsWhenANodeRefusesAndGivesBackTheOthers() {
        var machine = pushing()
        let actions = machine.handle(.reported(one, report(old, [(.releaseVerified, .failed, "files/heads.gguf: digest differs")])))
        #expect(actions == [.assign(nil, to: [two]), .assign(old, to: [one]), .ended(.failed)])
        #expect(machine.nodes[one] == .init(progress: .refused, previous: old, generation: 7, detail: "files/heads.gguf: digest differs"))
        #expect(machine.nodes[two]?.progress == .returned)
    }

    @Test func leavesActiveNodesWhereTheyAreOnAbort() {
        var machine = pushing()
        _ = machine.handle(.reported(two, report(new)))
        #expect(machine.handle(.abort) == [.assign(old, to: [one]), .ended(.aborted)])
        #expect(machine.nodes[two]?.progress == .active)
        #expect(machine.handle(.abort) == [])
    }

    @Test func repeatsItsAssignmentsAfterARestart() {
        let machine = pushing()
        var restored = RolloutMachine(release: new, state: machine.state, nodes: machine.nodes)
        #expect(restored.handle(.resumed) == [.assign(new, to: [one, two])])
        _ = restored.handle(.abort)
        #expect(restored.handle(.resumed) == [.assign(nil, to: [two]), .assign(old, to: [one])])
    }

    @Test func ignoresConditionsThatSpeakOfTheReleaseBefore() {
        var machine = pushing()
        let before = report(old, [(.releaseDownloaded, .met, ""), (.releaseVerified, .met, ""), (.releaseActive, .met, "")])
        #expect(machine.handle(.reported(one, before)) == [])
        #expect(machine.nodes[one]?.progress == .assigned)
    }

    @Test func ignoresARefusalThatIsOlderThanTheAssignment() {
        var machine = pushing()
        let stale = report(old, [(.releaseVerified, .failed, "another release's fault")], generation: 6)
        #expect(machine.handle(.reported(one, stale)) == [])
        #expect(machine.state == .pushing)
    }

    @Test func ignoresAnOldRefusalThatIsRepeatedUntilSomethingElseIsHeard() {
        let fault = report(old, [(.releaseActive, .failed, "self-test failed")])
        var machine = RolloutMachine(release: new, nodes: [one: .init(progress: .waiting, previous: old, staleDetail: "self-test failed")])
        _ = machine.handle(.start)
        _ = machine.handle(.told([one: 7]))
        #expect(machine.handle(.reported(one, fault)) == [])
        #expect(machine.handle(.reported(one, report(old, [(.releaseActive, .pending, "fetching")]))) == [])
        #expect(machine.nodes[one]?.detail == "fetching")
        #expect(machine.handle(.reported(one, fault)).last == .ended(.failed))
    }

    @Test func aFailedDownloadIsTheNodesToRepeat() {
        var machine = pushing()
        let cut = report(old, [(.releaseDownloaded, .pending, "HTTP 503"), (.releaseActive, .pending, "fetching")])
        #expect(machine.handle(.reported(one, cut)) == [])
        #expect(machine.nodes[one] == .init(progress: .assigned, previous: old, generation: 7, detail: "HTTP 503"))
    }

    @Test func aConditionNotMetYetIsNoRefusal() {
        var machine = pushing()
        #expect(machine.handle(.reported(one, report(old, [(.releaseActive, .pending, "")]))) == [])
        #expect(machine.state == .pushing)
    }

    @Test func completesWithoutARevokedNode() {
        var machine = pushing()
        _ = machine.handle(.reported(one, report(new)))
        #expect(machine.handle(.revoked(two)) == [.ended(.complete)])
    }

    @Test func endsAtOnceWhenNoNodeMatches() {
        var machine = RolloutMachine(release: new, nodes: [:])
        #expect(machine.handle(.start) == [.ended(.complete)])
    }
}
