import Contract
import Privacy
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

    @Test func everyProblemOfItsPrivacyIsNamed() {
        func problems(_ change: (inout PrivacyPolicy) -> Void) -> [String] {
            var policy = policy
            change(&policy.privacy)
            return policy.problems(knownIntents: ["vpn", "mail"]).map(\.description)
        }
        #expect(problems { $0.localOnlyFrom = .UNRECOGNIZED(9) } == ["privacy.local_only_from: expected a level, found 9"])
        #expect(problems { $0.answerFindings = .UNRECOGNIZED(9) } == ["privacy.answer_findings: expected pass or mask, found 9"])
        #expect(problems { $0.allow = ["ok", "..."] } == ["privacy.allow: expected terms with a letter or a digit, found another"])
        #expect(
            problems { $0.deny = [.with { $0.term = String(repeating: "a", count: 201) }] }
                == ["privacy.deny: expected terms of at most 200 bytes, found another"])
        #expect(
            problems { $0.allow = Array(repeating: "a", count: 1_001) } == ["privacy.allow: expected at most 1000 terms, found 1001"])
        #expect(
            problems {
                $0.deny = [
                    .with {
                        $0.term = "a"
                        $0.entity = .UNRECOGNIZED(900)
                    }
                ]
            } == ["privacy.deny.entity: expected an entity type, found 900"])
        func entity(_ change: @escaping (inout EntityPolicy) -> Void) -> (inout PrivacyPolicy) -> Void {
            {
                $0.entities = [
                    .with {
                        $0.entity = .url
                        change(&$0)
                    }
                ]
            }
        }
        #expect(problems(entity { $0.entity = .unspecified }) == ["privacy.entity.name: expected an entity type, found 0"])
        #expect(problems(entity { $0.threshold = .nan }) == ["privacy.entity.threshold: expected 0.0 to 1.0, found nan for URL"])
        #expect(problems(entity { $0.operator = .UNRECOGNIZED(9) }) == ["privacy.entity.operator: expected an operator, found 9 for URL"])
        #expect(
            problems(
                entity {
                    $0.entity = .secret
                    $0.operator = .keep
                }) == ["privacy.entity.operator: expected replace or redact for SECRET, found keep"])
        #expect(
            problems { $0.entities = [.with { $0.entity = .url }, .with { $0.entity = .url }] }
                == ["privacy.entity.name: expected each entity once, found a second URL"])
        #expect(problems(entity { $0.threshold = 0.5 }).isEmpty)
    }

    @Test func everyLevelGoesThroughTheWire() {
        for level in Sensitivity.allCases { #expect(Sensitivity(SensitivityLevel(level)) == level) }
        #expect(SensitivityLevel.allCases.compactMap { Sensitivity($0) } == Sensitivity.allCases)
        #expect(Sensitivity(.unspecified) == nil && Sensitivity(.UNRECOGNIZED(9)) == nil)
    }

    @Test func aPolicySetsTheAnonymizer() {
        let settings = AnonymizerSettings(
            .with {
                $0.allow = ["Contoso"]
                $0.deny = [
                    .with { $0.term = "Heron" },
                    .with {
                        $0.term = "Falcon"
                        $0.entity = .organization
                    },
                    .with {
                        $0.term = "Later"
                        $0.entity = .UNRECOGNIZED(900)
                    },
                ]
                $0.entities = [
                    .with {
                        $0.entity = .phoneNumber
                        $0.threshold = 0.7
                        $0.operator = .hash
                        $0.attributes = true
                    },
                    .with {
                        $0.entity = .age
                        $0.operator = .UNRECOGNIZED(9)
                    },
                    .with {
                        $0.entity = .url
                        $0.threshold = .nan
                    },
                    .with { $0.entity = .UNRECOGNIZED(900) },
                ]
            })
        #expect(settings.allowedValues == ["Contoso"])
        #expect(settings.deniedTerms.map(\.entity) == [.custom, .organization, .custom])
        #expect(settings.threshold(for: .phoneNumber) == 0.7 && settings.operators[.phoneNumber] == .hash)
        #expect(settings.attributes == [.phoneNumber] && settings.operators[.age] == .redact && settings.operators[.url] == .replace)
        #expect(settings.threshold(for: .url) == AnonymizerSettings().threshold(for: .url))
    }
}
