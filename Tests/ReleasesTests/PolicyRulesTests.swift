import Contract
import SwiftProtobuf
import Testing

@testable import Releases

@Suite struct PolicyRulesTests {
    private let policy = Policy.with {
        $0.defaultThreshold = 0.8
        $0.maxTokens = 400
        $0.offline = .refuse
        $0.intents = [
            IntentPolicy.with {
                $0.intent = "vpn"
                $0.threshold = 0.95
                $0.risk = .high
                $0.offline = .answer
                $0.maxTokens = 50
            },
            IntentPolicy.with { $0.intent = "mail" },
        ]
    }

    @Test func thePolicySpeaksBeforeTheWorkflowAndTheWorkflowBeforeTheDefaults() {
        let defined = IntentDefinition.with {
            $0.name = "mail"
            $0.risk = .high
            $0.offline = .answer
            $0.maxTokens = 100
        }
        #expect(policy.rules(for: defined) == IntentRules(threshold: 0.8, risk: .high, offline: .answer, maxTokens: 100))
        var vpn = defined
        vpn.name = "vpn"
        vpn.risk = .low
        vpn.offline = .wait
        #expect(policy.rules(for: vpn) == IntentRules(threshold: 0.95, risk: .high, offline: .answer, maxTokens: 50))
        let bare = IntentDefinition.with { $0.name = "other" }
        #expect(policy.rules(for: bare) == IntentRules(threshold: 0.8, risk: .low, offline: .refuse, maxTokens: 400))
        #expect(Policy().rules(for: bare) == IntentRules(threshold: 0, risk: .low, offline: .wait, maxTokens: 0))
    }

    @Test func whatALaterVersionSaysIsTakenForTheCarefulCase() {
        let later = IntentDefinition.with {
            $0.name = "x"
            $0.risk = .UNRECOGNIZED(9)
            $0.offline = .UNRECOGNIZED(9)
        }
        #expect(policy.rules(for: later).risk == .high)
        #expect(policy.rules(for: later).offline == .wait)
    }

    @Test func aUsablePolicyHasNoProblems() {
        #expect(policy.problems(knownIntents: ["vpn", "mail", "other"]) == [])
    }

    @Test func everyProblemIsNamed() {
        var broken = policy
        broken.defaultThreshold = -0.1
        broken.outOfScopeThreshold = .nan
        broken.passageThreshold = -1.5
        broken.answerDeadlineSeconds = 604_801
        broken.intents[0].threshold = 3
        broken.intents.append(broken.intents[1])
        let problems = broken.problems(knownIntents: ["mail"])
        #expect(
            problems.map(\.field) == [
                "default_threshold", "out_of_scope_threshold", "passage_threshold", "answer_deadline_seconds", "intent", "threshold",
                "intent",
            ])
        #expect(problems[0].description == "default_threshold: expected 0.0 to 2.0, found -0.1")
        #expect(problems[4].description == "intent vpn: intent: expected an intent of the release, found an unknown one")
    }
}
