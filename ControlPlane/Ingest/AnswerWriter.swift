import Aggregation
import Contract
import LLM
import SwiftProtobuf

/// Turns what the upstream did into the contract's answer and its bill. Pure.
enum AnswerWriter {
    static func withoutText(_ request: RequestID, _ outcome: AnswerOutcome, detail: String) -> Answer {
        Answer.with {
            $0.id = EscalationID.with {
                $0.boot = request.boot
                $0.sequence = request.sequence
            }
            $0.outcome = outcome
            $0.detail = detail
        }
    }

    static func answer(
        _ request: RequestID, _ escalation: Escalation, _ completion: Completion, prices: PriceTable
    ) -> (answer: Answer, bill: CostLedger.Bill, invented: Int) {
        let cost = prices.cost(
            model: completion.model, promptTokens: completion.promptTokens, completionTokens: completion.completionTokens)
        let (text, invented) = Placeholders.withoutInvented(completion.maskedText, for: escalation)
        let answer = Answer.with {
            $0.id = escalation.id
            $0.outcome = .answered
            $0.maskedText = text
            $0.model = completion.model
            $0.promptTokens = completion.promptTokens
            $0.completionTokens = completion.completionTokens
            $0.costMicroUsd = cost ?? 0
            $0.finishReason = completion.finishReason
            $0.upstreamMs = UInt32(
                clamping: completion.duration.components.seconds * 1000
                    + completion.duration.components.attoseconds / 1_000_000_000_000_000)
        }
        let bill = CostLedger.Bill(
            model: completion.model, promptTokens: completion.promptTokens, completionTokens: completion.completionTokens,
            costMicroUSD: cost ?? 0, isUnpriced: cost == nil, attempts: completion.attempts)
        return (answer, bill, invented)
    }

    /// What a person can do about an escalation that got no answer.
    static func failure(_ request: RequestID, _ error: LLMError) -> Answer {
        if case .expired = error.code {
            return withoutText(request, .expired, detail: "the large model did not answer before the deadline")
        }
        return withoutText(request, .failed, detail: "the large model did not answer: \(error)")
    }
}
