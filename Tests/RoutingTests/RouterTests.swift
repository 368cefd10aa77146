import Contract
import Routing
import SwiftProtobuf
import Testing

@Suite struct RouterTests {
    /// One row: what goes in, what must come out.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var signals: RoutingSignals
        var expected: Decision
        var testDescription: String { name }
    }

    static let intents = ["template", "knowledge", "escalate", "risky", "offline_answer", "offline_refuse", "risky_offline_answer"]

    static func policy() throws -> RoutingPolicy {
        func intent(_ name: String, _ action: Action, _ risk: Risk = .low, _ offline: OfflineContract = .unspecified) -> IntentDefinition {
            .with {
                $0.name = name
                $0.action = action
                $0.risk = risk
                $0.offline = offline
            }
        }
        let definitions = [
            intent("template", .template), intent("knowledge", .knowledge), intent("escalate", .escalate),
            intent("risky", .template, .high),
            intent("offline_answer", .knowledge, .low, .answer), intent("offline_refuse", .template, .low, .refuse),
            intent("risky_offline_answer", .template, .high, .answer),
        ]
        let policy = Policy.with {
            $0.version = 7
            $0.defaultThreshold = 0.8
            $0.outOfScopeThreshold = 0.5
            $0.passageThreshold = 0.6
            $0.offline = .wait
            $0.intents = [
                .with {
                    $0.intent = "knowledge"
                    $0.threshold = 0.9
                }
            ]
        }
        return try RoutingPolicy(policy: policy, intents: definitions)
    }

    static func signals(
        _ intent: String?, _ confidence: Float = 0.95, oos: Float = 0.1, passage: Float? = 0.7, asked: RequestedPath = .auto,
        up: Bool = true
    ) -> RoutingSignals {
        let recognised = intent.flatMap { intents.firstIndex(of: $0) }.map {
            RoutingSignals.Class(index: $0, confidence: confidence, outOfScope: oos)
        }
        return RoutingSignals(requested: asked, recognised: recognised, bestPassage: passage, linkIsUp: up)
    }

    static func local(_ reason: Reason, _ kind: AnswerKind, _ threshold: Float = 0.8, cause: Reason? = nil, warning: RoutingWarning? = nil)
        -> Decision
    {
        Decision(route: .local, reason: reason, cause: cause ?? reason, answer: kind, warning: warning, threshold: threshold)
    }
    static func up(_ route: Route, _ reason: Reason, _ threshold: Float = 0.8) -> Decision {
        Decision(route: route, reason: reason, cause: reason, sent: route, threshold: threshold)
    }
    static func refuse(_ reason: Reason, cause: Reason? = nil, _ threshold: Float = 0.8) -> Decision {
        Decision(route: .refuse, reason: reason, cause: cause ?? reason, threshold: threshold)
    }
    static func wait(_ cause: Reason, sent: Route = .escalate, _ threshold: Float = 0.8) -> Decision {
        Decision(route: .wait, reason: .offlineWaiting, cause: cause, sent: sent, threshold: threshold)
    }

    static let cases: [Case] = [
        Case(name: "confident template", signals: signals("template"), expected: local(.confident, .template)),
        Case(name: "exactly at the threshold", signals: signals("template", 0.8), expected: local(.confident, .template)),
        Case(name: "just below", signals: signals("template", 0.799), expected: up(.escalate, .belowThreshold)),
        Case(name: "confidence is not a number", signals: signals("template", .nan), expected: up(.escalate, .belowThreshold)),
        Case(name: "exactly at the out-of-scope limit", signals: signals("template", oos: 0.5), expected: local(.confident, .template)),
        Case(name: "out of scope", signals: signals("template", oos: 0.51), expected: up(.escalate, .outOfScope)),
        Case(
            name: "out of scope goes before below threshold", signals: signals("template", 0.1, oos: 0.9),
            expected: up(.escalate, .outOfScope)),
        Case(name: "confident knowledge", signals: signals("knowledge"), expected: local(.confident, .passage, 0.9)),
        Case(name: "the class's own threshold", signals: signals("knowledge", 0.85), expected: up(.escalate, .belowThreshold, 0.9)),
        Case(name: "passage too far", signals: signals("knowledge", passage: 0.59), expected: up(.escalate, .noPassage, 0.9)),
        Case(name: "passage exactly near enough", signals: signals("knowledge", passage: 0.6), expected: local(.confident, .passage, 0.9)),
        Case(name: "no passage", signals: signals("knowledge", passage: nil), expected: up(.escalate, .noPassage, 0.9)),
        Case(name: "a template needs no passage", signals: signals("template", passage: nil), expected: local(.confident, .template)),
        Case(name: "class is the large model's", signals: signals("escalate"), expected: up(.escalate, .actionEscalates)),
        Case(name: "high risk holds", signals: signals("risky"), expected: up(.hold, .highRisk)),
        Case(name: "high risk holds below threshold too", signals: signals("risky", 0.1, oos: 0.9), expected: up(.hold, .highRisk)),
        Case(name: "no release", signals: signals(nil), expected: up(.escalate, .noRelease)),

        Case(name: "asked local", signals: signals("template", asked: .local), expected: local(.callerAskedLocal, .template)),
        Case(
            name: "asked local in doubt", signals: signals("template", 0.2, asked: .local),
            expected: local(.callerAskedLocal, .template, warning: .notConfident)),
        Case(
            name: "asked local, nothing to say", signals: signals("knowledge", passage: 0.1, asked: .local),
            expected: refuse(.noPassage, 0.9)),
        Case(name: "asked local, class escalates", signals: signals("escalate", asked: .local), expected: refuse(.actionEscalates)),
        Case(name: "asked local, high risk", signals: signals("risky", asked: .local), expected: refuse(.highRisk)),
        Case(name: "asked local, no release", signals: signals(nil, asked: .local), expected: refuse(.noRelease)),
        Case(
            name: "asked local while down", signals: signals("template", asked: .local, up: false),
            expected: local(.callerAskedLocal, .template)),
        Case(name: "asked upstream", signals: signals("template", asked: .upstream), expected: up(.escalate, .callerAskedUpstream)),
        Case(name: "asked upstream, high risk", signals: signals("risky", asked: .upstream), expected: up(.hold, .highRisk)),
        Case(name: "asked upstream, no release", signals: signals(nil, asked: .upstream), expected: up(.escalate, .noRelease)),

        Case(name: "down and confident", signals: signals("template", up: false), expected: local(.confident, .template)),
        Case(name: "down, in doubt, waits", signals: signals("template", 0.1, up: false), expected: wait(.belowThreshold)),
        Case(name: "down, no release, waits", signals: signals(nil, up: false), expected: wait(.noRelease)),
        Case(name: "down, high risk, waits for a person", signals: signals("risky", up: false), expected: wait(.highRisk, sent: .hold)),
        Case(
            name: "down, asked upstream, waits", signals: signals("template", asked: .upstream, up: false),
            expected: wait(.callerAskedUpstream)),
        Case(
            name: "down, contract answers", signals: signals("offline_answer", 0.1, up: false),
            expected: local(.offlineAnswered, .passage, cause: .belowThreshold, warning: .answeredOffline)),
        Case(
            name: "down, contract answers, nothing to say", signals: signals("offline_answer", 0.1, passage: nil, up: false),
            expected: wait(.belowThreshold)),
        Case(
            name: "down, contract answers, high risk", signals: signals("risky_offline_answer", up: false),
            expected: wait(.highRisk, sent: .hold)),
        Case(
            name: "down, contract refuses", signals: signals("offline_refuse", 0.1, up: false),
            expected: refuse(.offlineRefused, cause: .belowThreshold)),
    ]

    @Test(arguments: cases) func decides(_ row: Case) throws {
        #expect(try Router.decide(row.signals, policy: Self.policy()) == row.expected)
    }

    /// Every combination of every input: what must hold whatever the rule order is.
    @Test func neverLeavesTheDeviceWhenItMust() throws {
        let policy = try Self.policy()
        let intents: [String?] = Self.intents + [nil]
        for intent in intents {
            for confidence: Float in [0, 0.5, 0.8, 1, .nan] {
                for oos: Float in [0, 0.5, 0.9, .nan] {
                    for passage: Float? in [nil, -1, 0.6, 1] {
                        for asked in [RequestedPath.auto, .local, .upstream] {
                            for up in [true, false] {
                                let decision = Router.decide(
                                    Self.signals(intent, confidence, oos: oos, passage: passage, asked: asked, up: up), policy: policy)
                                #expect(decision.route != .unspecified && decision.reason != .unspecified)
                                #expect((decision.route == .local) == (decision.answer != nil))
                                #expect([.escalate, .hold, .wait].contains(decision.route) == (decision.sent != nil))
                                if asked == .local { #expect(decision.sent == nil) }
                                if !up { #expect(decision.route != .escalate && decision.route != .hold) }
                                if intent?.hasPrefix("risky") == true {
                                    #expect(decision.route != .local && decision.sent != .escalate)
                                }
                                if decision.route == .local, asked == .auto, up {
                                    #expect(confidence >= decision.threshold && oos <= policy.outOfScopeThreshold)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func keepsNothingLocalBeforeAnyPolicy() {
        let decision = Router.decide(Self.signals("template", 1, oos: 0), policy: .beforeAnyPolicy)
        #expect(decision == Decision(route: .escalate, reason: .noRelease, cause: .noRelease, sent: .escalate, threshold: 2))
    }
}

@Suite struct RoutingPolicyTests {
    struct Broken: Sendable, CustomTestStringConvertible {
        var name: String
        var change: @Sendable (inout Policy) -> Void
        var expected: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        Broken(name: "negative", change: { $0.defaultThreshold = -0.1 }, expected: "policy.default_threshold: -0.1 is not a threshold"),
        Broken(
            name: "not a number", change: { $0.outOfScopeThreshold = .nan },
            expected: "policy.out_of_scope_threshold: nan is not a threshold"),
        Broken(
            name: "beyond a cosine", change: { $0.passageThreshold = -1.5 }, expected: "policy.passage_threshold: -1.5 is not a threshold"),
        Broken(
            name: "a class's",
            change: {
                $0.intents = [
                    .with {
                        $0.intent = "vpn"; $0.threshold = .infinity
                    }
                ]
            },
            expected: "policy.intents[vpn].threshold: inf is not a threshold"),
        Broken(
            name: "twice", change: { $0.intents = [.with { $0.intent = "vpn" }, .with { $0.intent = "vpn" }] },
            expected: "policy.intents[vpn].intents: the intent is named twice"),
    ]) func refuses(_ row: Broken) {
        var policy = Policy()
        row.change(&policy)
        do {
            _ = try RoutingPolicy(policy: policy, intents: [])
            Issue.record("accepted")
        } catch {
            #expect(error.description == row.expected)
        }
    }

    @Test func policyOverridesTheWorkflowFieldByField() throws {
        let intents: [IntentDefinition] = [
            .with {
                $0.name = "a"; $0.risk = .high; $0.offline = .refuse; $0.maxTokens = 50; $0.action = .template
            },
            .with {
                $0.name = "b"; $0.action = .knowledge
            },
        ]
        let policy = Policy.with {
            $0.defaultThreshold = 0.7
            $0.offline = .answer
            $0.maxTokens = 400
            $0.intents = [
                .with {
                    $0.intent = "a"; $0.risk = .low
                },
                .with { $0.intent = "zz" },
            ]
        }
        let resolved = try RoutingPolicy(policy: policy, intents: intents)
        #expect(
            resolved.classes == [
                ClassRules(intent: "a", action: .template, risk: .low, offline: .refuse, threshold: 0.7, maxTokens: 50),
                ClassRules(intent: "b", action: .knowledge, risk: .low, offline: .answer, threshold: 0.7, maxTokens: 400),
            ])
        #expect(resolved.unknownIntents == ["zz"])
    }

    @Test func aRiskOfALaterVersionIsHigh() throws {
        let resolved = try RoutingPolicy(
            policy: Policy(),
            intents: [
                .with {
                    $0.name = "a"; $0.risk = .UNRECOGNIZED(9)
                }
            ])
        #expect(resolved.classes[0].risk == .high)
    }
}
