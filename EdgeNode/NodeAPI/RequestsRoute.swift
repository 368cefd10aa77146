import Contract
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Metering
import Outbox
import Pipeline

/// `GET /v1/requests` and `/v1/requests/{id}`: why something was decided, what left the device, and the answer once it is there.
/// `DELETE /v1/requests/{id}/map`: the values kept for that answer are gone.
struct RequestsRoute: Sendable {
    let pipeline: RequestPipeline

    struct Uplink: Encodable {
        /// queued, received, answered, expired, or cleared when its time of retention is over.
        var state: String
        var bytes: Int
        /// The contract's JSON mapping of exactly the bytes that were published; null once they are cleared.
        var message: JSONValue
    }

    struct AnswerPart: Encodable {
        var outcome: String
        /// Restored, unless `mapLoss` says why not.
        var text: String?
        /// forgotten, wrong_key or damaged: the answer keeps its placeholders.
        var mapLoss: String?
        var model: String
        var detail: String?
        var usage: Usage
        var costUSD: Double
        var upstreamMs: UInt32

        enum CodingKeys: String, CodingKey {
            case outcome
            case text
            case mapLoss = "map_loss"
            case model
            case detail
            case usage
            case costUSD = "cost_usd"
            case upstreamMs = "upstream_ms"
        }
    }

    struct Full: Encodable {
        var object = "weir.request"
        /// answered, pending, failed, refused, or cleared: it was sent up, and what became of it is kept no longer.
        var status: String
        var record: DecisionRecord
        /// Null: no content left the device.
        var uplink: Uplink?
        var answer: AnswerPart?

        enum CodingKeys: String, CodingKey { case object, status, record, uplink, answer }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(object, forKey: .object)
            try container.encode(status, forKey: .status)
            try container.encode(record, forKey: .record)
            try container.encode(uplink, forKey: .uplink)
            try container.encode(answer, forKey: .answer)
        }
    }

    struct List: Encodable {
        var object = "list"
        var data: [DecisionRecord]
    }

    func one(_ id: String) async throws(APIError) -> Response {
        guard DecisionID.isWellFormed(id) else { throw APIError.unknownRequest }
        let found: (record: DecisionRecord, entry: Outbox.Entry?)?
        do throws(PipelineError) { found = try await pipeline.lookUp(id) } catch { throw APIError(error) }
        guard let found else { throw APIError.unknownRequest }
        return JSONOutput.response(await full(found.record, found.entry))
    }

    private struct Deleted: Encodable {
        var object = "weir.map"
        var id: String
        var deleted = true
    }

    /// The record and what left stay; an answer keeps its placeholders from now on.
    func deleteMap(of id: String) async throws(APIError) -> Response {
        guard DecisionID.isWellFormed(id) else { throw APIError.unknownRequest }
        let forgotten: Bool?
        do throws(PipelineError) { forgotten = try await pipeline.forgetValues(of: id) } catch { throw APIError(error) }
        switch forgotten {
        case nil: throw APIError.unknownRequest
        case false?: throw APIError.noMap
        case true?: return JSONOutput.response(Deleted(id: id))
        }
    }

    func list(limit text: String?) async throws(APIError) -> Response {
        var limit = 20
        if let text {
            guard let number = Int(text), (1...200).contains(number) else {
                throw APIError.invalid("'limit' must be 1 to 200.", param: "limit", code: "out_of_range")
            }
            limit = number
        }
        do throws(PipelineError) { return JSONOutput.response(List(data: try await pipeline.decisions.latest(limit: limit))) } catch {
            throw APIError(error)
        }
    }

    private func full(_ record: DecisionRecord, _ entry: Outbox.Entry?) async -> Full {
        guard let entry else {
            switch record.route {
            case Route.local.label: return Full(status: "answered", record: record)
            case Route.refuse.label: return Full(status: "refused", record: record)
            default:
                return Full(
                    status: "cleared", record: record, uplink: Uplink(state: "cleared", bytes: record.uplinkBytes, message: .null))
            }
        }
        var full = Full(status: "pending", record: record)
        full.uplink = Uplink(state: entry.state.label, bytes: entry.payload.count, message: Self.message(entry.payload))
        if let answer = entry.answer {
            let scanned = await pipeline.scan(answer, of: record.id)
            full.record.answerFindings = scanned.findings
            let failed = AnswerText.error(answer)
            full.status = failed == nil ? "answered" : "failed"
            full.answer = AnswerPart(
                outcome: answer.outcome.label,
                text: failed == nil ? pipeline.restore(scanned, entry.map, as: AnswerText.style(of: scanned.maskedText)) : nil,
                mapLoss: entry.mapLoss?.rawValue, model: answer.model,
                detail: answer.detail.isEmpty ? nil : answer.detail,
                usage: Usage(promptTokens: Int(answer.promptTokens), completionTokens: Int(answer.completionTokens)),
                costUSD: Double(answer.costMicroUsd) / 1e6, upstreamMs: answer.upstreamMs)
        }
        return full
    }

    private static func message(_ payload: [UInt8]) -> JSONValue {
        do throws(OutboxError) {
            let text = try Outbox.json(escalation: payload)
            return (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .null
        } catch {
            return .null
        }
    }
}

extension EscalationState {
    var label: String {
        switch self {
        case .queued: "queued"
        case .received: "received"
        case .answered: "answered"
        case .expired: "expired"
        }
    }
}
