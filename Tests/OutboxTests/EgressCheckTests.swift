import Contract
import Outbox
import Privacy
import Routing
import SwiftProtobuf
import Testing

/// What the last look before the outbox lets through. That nothing else does is the compiler's to say: a permit has no initialiser one could call.
@Suite struct EgressCheckTests {
    private func policy(_ change: (inout Policy) -> Void = { _ in }) throws -> RoutingPolicy {
        var policy = Policy()
        change(&policy)
        return try RoutingPolicy(
            policy: policy,
            intents: [
                .with { $0.name = "kept" },
                .with { $0.name = "free" },
            ])
    }

    private func signals(_ class_: Int? = 1, _ level: SensitivityLevel? = .public, asks: Bool = false) -> RoutingSignals {
        RoutingSignals(
            requested: .auto, recognised: class_.map { .init(index: $0, confidence: 0, outOfScope: 1) }, bestPassage: nil, linkIsUp: true,
            sensitivity: level, callerAsksLocalOnly: asks)
    }

    private func refusal(_ escalation: OutgoingEscalation, _ signals: RoutingSignals, _ policy: RoutingPolicy) -> EgressRefusal? {
        do throws(EgressRefusal) {
            _ = try EgressCheck.permit(escalation, signals: signals, policy: policy, anonymizer: Anonymizer())
            return nil
        } catch {
            return error
        }
    }

    @Test func permitsWhatIsMaskedAndMayLeave() throws {
        var map = RestoreMap()
        let outgoing = escalation("reset the password of ada@example.org", map: &map)
        #expect(refusal(outgoing, signals(), try policy()) == nil)
    }

    @Test func refusesWhatMustStayWhateverTheRouterDecided() throws {
        var map = RestoreMap()
        // Routed up, and held: by what it says itself it is on its way.
        var outgoing = escalation("reset the password", map: &map)
        for route in [Route.escalate, .hold] {
            outgoing.route = route
            #expect(refusal(outgoing, signals(), try policy { $0.privacy.localOnly = true }) == .localOnly(.policy))
            let kept = try policy {
                $0.intents = [
                    .with {
                        $0.intent = "kept"
                        $0.localOnly = true
                    }
                ]
            }
            #expect(refusal(outgoing, signals(0), kept) == .localOnly(.intent))
            #expect(refusal(outgoing, signals(nil), kept) == .localOnly(.intent))
            #expect(refusal(outgoing, signals(1), kept) == nil)
            let level = try policy { $0.privacy.localOnlyFrom = .personal }
            #expect(refusal(outgoing, signals(1, .specialCategory), level) == .localOnly(.sensitivity))
            #expect(refusal(outgoing, signals(1, nil), level) == .localOnly(.sensitivity))
            #expect(refusal(outgoing, signals(asks: true), try policy()) == .localOnly(.caller))
            var local = signals()
            local.requested = .local
            #expect(refusal(outgoing, local, try policy()) == .localOnly(.caller))
        }
    }

    @Test func refusesWhatTheSecondScanFinds() throws {
        var map = RestoreMap()
        // Masked by one that knew nothing of the term, checked by one that does.
        let outgoing = escalation("where is project falcon", map: &map)
        var settings = AnonymizerSettings()
        settings.deniedTerms = [.init(term: "Project Falcon")]
        let careful = Anonymizer(settings)
        let rules = try policy()
        #expect(throws: EgressRefusal.leak) {
            try EgressCheck.permit(outgoing, signals: self.signals(), policy: rules, anonymizer: careful)
        }
        var withPassage = escalation("where is it", map: &map)
        withPassage.passages = [.init(documentID: "kb", text: outgoing.turns[0].text, score: 1)]
        let passage = withPassage
        #expect(throws: EgressRefusal.leak) {
            try EgressCheck.permit(passage, signals: self.signals(), policy: rules, anonymizer: careful)
        }
    }
}
