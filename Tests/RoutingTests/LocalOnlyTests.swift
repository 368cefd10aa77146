import Contract
import Routing
import SwiftProtobuf
import Testing

/// The rule for what may not leave the device, by itself and through the router.
@Suite struct LocalOnlyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var change: @Sendable (inout Policy) -> Void
        var class_: Int? = 0
        var earlier: [Int] = []
        var level: SensitivityLevel? = .public
        var asks = false
        var requested = RequestedPath.auto
        var expected: LocalOnlyCause?
        var testDescription: String { name }

        var signals: RoutingSignals {
            RoutingSignals(
                requested: requested, recognised: class_.map { .init(index: $0, confidence: 0.1, outOfScope: 0) },
                earlierClasses: earlier, bestPassage: nil, linkIsUp: true, sensitivity: level, callerAsksLocalOnly: asks)
        }
    }

    static let intents: [IntentDefinition] = ["template", "escalate", "risky", "kept"].map { name in
        .with {
            $0.name = name
            $0.action = name == "escalate" ? .escalate : .template
            $0.risk = name == "risky" ? .high : .low
        }
    }

    static func policy(_ change: (inout Policy) -> Void) throws -> RoutingPolicy {
        var policy = Policy.with {
            $0.defaultThreshold = 0.8
            $0.outOfScopeThreshold = 0.5
        }
        change(&policy)
        return try RoutingPolicy(policy: policy, intents: intents)
    }

    static func keep(_ intent: String) -> @Sendable (inout Policy) -> Void {
        {
            $0.intents = [
                .with {
                    $0.intent = intent
                    $0.localOnly = true
                }
            ]
        }
    }

    static func from(_ level: SensitivityLevel) -> @Sendable (inout Policy) -> Void { { $0.privacy.localOnlyFrom = level } }

    static let cases: [Case] = [
        Case(name: "nothing said", change: { _ in }, level: .specialCategory, expected: nil),
        Case(name: "the policy keeps all", change: { $0.privacy.localOnly = true }, expected: .policy),
        Case(name: "the policy goes before the caller", change: { $0.privacy.localOnly = true }, asks: true, expected: .policy),
        Case(name: "the class is kept", change: keep("kept"), class_: 3, expected: .intent),
        Case(name: "another class is kept", change: keep("kept"), class_: 0, expected: nil),
        Case(name: "an earlier turn's class is kept", change: keep("kept"), class_: 0, earlier: [1, 3], expected: .intent),
        Case(name: "earlier turns of other classes", change: keep("kept"), class_: 0, earlier: [0, 1, 99], expected: nil),
        Case(name: "some class is kept and there is none", change: keep("kept"), class_: nil, expected: .intent),
        Case(name: "some class is kept and the index is of no class", change: keep("kept"), class_: 99, expected: .intent),
        Case(name: "below the level", change: from(.personal), level: .internal, expected: nil),
        Case(name: "at the level", change: from(.personal), level: .personal, expected: .sensitivity),
        Case(name: "above the level", change: from(.personal), level: .specialCategory, expected: .sensitivity),
        Case(name: "a level is set and none is known", change: from(.specialCategory), level: nil, expected: .sensitivity),
        Case(
            name: "a level is set and the request's is unspecified", change: from(.specialCategory), level: .unspecified,
            expected: .sensitivity),
        Case(name: "a level of a later version", change: from(.specialCategory), level: .UNRECOGNIZED(9), expected: .sensitivity),
        Case(name: "a limit of a later version", change: from(.UNRECOGNIZED(9)), level: .public, expected: .sensitivity),
        Case(name: "the caller asks", change: { _ in }, asks: true, expected: .caller),
        Case(name: "the caller asks and names an upstream", change: { _ in }, asks: true, requested: .upstream, expected: .caller),
        Case(name: "model local, which the router sees to itself", change: { _ in }, requested: .local, expected: nil),
        Case(name: "model upstream", change: { _ in }, requested: .upstream, expected: nil),
    ]

    @Test(arguments: cases) func keeps(_ row: Case) throws {
        #expect(try Self.policy(row.change).localOnly(row.signals) == row.expected)
    }

    /// Whatever else is so, a request that is kept is answered here or refused.
    @Test func whatIsKeptIsNeverSentByTheRouter() throws {
        for row in Self.cases where row.expected != nil {
            let policy = try Self.policy(row.change)
            for class_ in [nil, 0, 1, 2, 3] {
                for (confidence, oos) in [(Float(1), Float(0)), (0.1, 0), (1, 0.9), (.nan, .nan)] {
                    for requested in [RequestedPath.auto, .local, .upstream] {
                        for up in [true, false] {
                            var signals = row.signals
                            signals.recognised = class_.map { .init(index: $0, confidence: confidence, outOfScope: oos) }
                            signals.requested = requested
                            signals.linkIsUp = up
                            guard policy.localOnly(signals) != nil else { continue }
                            let decision = Router.decide(signals, policy: policy)
                            #expect(decision.sent == nil && [.local, .refuse].contains(decision.route), "\(row.name)")
                            #expect(decision.reason != .offlineWaiting && decision.reason != .offlineRefused, "\(row.name)")
                        }
                    }
                }
            }
        }
    }

    @Test func answersHereWithAWarningWhereTheClassHasAnAnswer() throws {
        let policy = try Self.policy { $0.privacy.localOnly = true }
        func decide(_ class_: Int, _ confidence: Float, up: Bool = true) -> Decision {
            Router.decide(
                RoutingSignals(
                    requested: .auto, recognised: .init(index: class_, confidence: confidence, outOfScope: 0), bestPassage: nil,
                    linkIsUp: up,
                    sensitivity: .public), policy: policy)
        }
        #expect(decide(0, 0.9) == Decision(route: .local, reason: .confident, cause: .confident, answer: .template, threshold: 0.8))
        for up in [true, false] {
            #expect(
                decide(0, 0.1, up: up)
                    == Decision(
                        route: .local, reason: .localOnly, cause: .belowThreshold, answer: .template, warning: .localOnly, threshold: 0.8))
            #expect(decide(1, 0.9, up: up) == Decision(route: .refuse, reason: .localOnly, cause: .actionEscalates, threshold: 0.8))
            // A person would have to look at it, and nobody can.
            #expect(decide(2, 0.9, up: up) == Decision(route: .refuse, reason: .localOnly, cause: .highRisk, threshold: 0.8))
        }
    }

    @Test func aThresholdThatIsNoneMakesAPolicyUnusable() throws {
        for threshold in [Float.nan, -0.1, 1.1, .infinity] {
            #expect(throws: RoutingError.self) {
                try Self.policy {
                    $0.privacy.entities = [
                        .with {
                            $0.entity = .phoneNumber
                            $0.threshold = threshold
                        }
                    ]
                }
            }
        }
    }
}
