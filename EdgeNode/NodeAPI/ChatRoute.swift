import Contract
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Metering
import Outbox
import Pipeline
import Privacy
import Routing

/// `POST /v1/chat/completions`.
struct ChatRoute: Sendable {
    let pipeline: RequestPipeline
    let models: ModelList
    let bodyLimitInBytes: Int
    let answerWait: Duration

    func respond(to request: Request) async throws(APIError) -> Response {
        let begin = ContinuousClock.now
        let input = try await JSONInput(request, limitInBytes: bodyLimitInBytes)
        var chat = try ChatRequest(input, models: models)
        chat.pipelineRequest.localOnly = try WeirHeaders.localOnly(request.headers)
        let handled: RequestPipeline.Handled
        do throws(PipelineError) { handled = try await pipeline.handle(chat.pipelineRequest) } catch { throw APIError(error) }
        let response = await reply(to: chat, handled)
        pipeline.meter.time(.request(handled.decision.route), ContinuousClock.now - begin)
        return response
    }

    private func reply(to chat: ChatRequest, _ handled: RequestPipeline.Handled) async -> Response {
        switch handled.outcome {
        case .answered(let text):
            let usage = Usage(promptTokens: handled.record.encodedTokens, completionTokens: 0)
            let reply = Reply(
                record: handled.record, model: localModelName(handled.record), finishReason: "stop", usage: usage, costMicroUSD: 0,
                outcome: nil)
            return chat.streams ? stream(reply, [text], includesUsage: chat.includesUsage) : whole(reply, text)
        case .refused:
            return refusal(handled)
        case .accepted:
            // A person's look and a broken link take longer than anyone holds a connection open for.
            guard handled.decision.route == .escalate, let answer = await pipeline.answer(to: handled, within: answerWait) else {
                return pending(handled)
            }
            return await answered(handled, answer, chat)
        }
    }

    // MARK: replies

    private struct Reply: Sendable {
        var record: DecisionRecord
        var model: String
        var finishReason: String
        var usage: Usage
        var costMicroUSD: UInt64
        var outcome: AnswerOutcome?

        var headers: HTTPFields { WeirHeaders.fields(record, model: model, costMicroUSD: costMicroUSD) }
        var id: String { "chatcmpl-" + record.id.dropFirst(4) }
        var created: Int64 { record.createdUnixMs / 1000 }

        var part: WeirPart {
            var part = WeirPart(record)
            part.costUSD = Double(costMicroUSD) / 1e6
            part.outcome = outcome?.label
            return part
        }
    }

    private func localModelName(_ record: DecisionRecord) -> String {
        "local/" + (record.releaseID.map { String($0.prefix(12)) } ?? "none")
    }

    private func whole(_ reply: Reply, _ text: String) -> Response {
        JSONOutput.response(
            ChatCompletion(
                id: reply.id, created: reply.created, model: reply.model,
                choices: [.init(message: .init(content: text), finishReason: reply.finishReason)], usage: reply.usage, weir: reply.part),
            headers: reply.headers)
    }

    private func stream(_ reply: Reply, _ pieces: [String], includesUsage: Bool) -> Response {
        var headers = reply.headers
        headers[.contentType] = "text/event-stream; charset=utf-8"
        headers[.cacheControl] = "no-store"
        func event(_ choices: [ChatChunk.Choice], usage: Usage? = nil, part: WeirPart? = nil) -> ByteBuffer {
            let chunk = ChatChunk(
                id: reply.id, created: reply.created, model: reply.model, choices: choices, usage: usage, weir: part)
            return ByteBuffer(string: "data: \(JSONOutput.text(chunk))\n\n")
        }
        var events = [event([.init(delta: .init(role: "assistant", content: ""))], part: reply.part)]
        for piece in pieces where !piece.isEmpty { events.append(event([.init(delta: .init(content: piece))])) }
        events.append(event([.init(delta: .init(), finishReason: reply.finishReason)]))
        if includesUsage { events.append(event([], usage: reply.usage)) }
        events.append(ByteBuffer(string: "data: [DONE]\n\n"))
        let all = events
        return Response(
            status: .ok, headers: headers,
            body: .init { writer in
                for event in all { try await writer.write(event) }
                try await writer.finish(nil)
            })
    }

    private func answered(_ handled: RequestPipeline.Handled, _ answer: Answer, _ chat: ChatRequest) async -> Response {
        // Before the first byte goes out, also of a stream: an answer crosses the broker whole.
        let scanned = await pipeline.scan(answer, of: handled.record.id)
        var record = handled.record
        record.answerFindings = scanned.findings
        let reply = Reply(
            record: record, model: answer.model, finishReason: answer.finishReason.isEmpty ? "stop" : answer.finishReason,
            usage: Usage(promptTokens: Int(answer.promptTokens), completionTokens: Int(answer.completionTokens)),
            costMicroUSD: answer.costMicroUsd, outcome: answer.outcome)
        if let error = AnswerText.error(answer) {
            var response = error.response
            response.headers.append(contentsOf: reply.headers)
            return response
        }
        let map = await pipeline.map(of: handled)
        if !chat.streams { return whole(reply, pipeline.restore(scanned, map, as: AnswerText.style(of: scanned.maskedText))) }
        return stream(reply, AnswerText.pieces(scanned.maskedText, map), includesUsage: chat.includesUsage)
    }

    private func pending(_ handled: RequestPipeline.Handled) -> Response {
        var headers = WeirHeaders.fields(handled.record, model: "pending", costMicroUSD: nil)
        headers[.retryAfter] = "1"
        headers[.location] = "/v1/requests/\(handled.record.id)"
        return JSONOutput.response(
            PendingAnswer(
                id: handled.record.id, created: handled.record.createdUnixMs / 1000, model: handled.record.requestedModel,
                poll: "/v1/requests/\(handled.record.id)", weir: WeirPart(handled.record)),
            status: .accepted, headers: headers)
    }

    private func refusal(_ handled: RequestPipeline.Handled) -> Response {
        let error =
            switch handled.decision.reason {
            case .offlineRefused:
                APIError(
                    503, "The large model is out of reach and this kind of request is not answered without it.", type: "weir_refused",
                    code: "offline_refused", retryAfter: 30)
            case .noRelease: APIError.noRelease
            case .localOnly:
                APIError(
                    422, "Nothing of this request may leave the device, and the device has no answer of its own to it.",
                    type: "weir_refused", code: "local_only")
            case .highRisk:
                APIError(
                    422, "A person looks at this kind of request before it is answered; with model 'local' nobody can.",
                    type: "weir_refused",
                    param: "model", code: "needs_a_person")
            default:
                APIError(
                    422, "This device has no approved answer to this kind of request.", type: "weir_refused", param: "model",
                    code: "no_local_answer")
            }
        var response = error.response
        response.headers.append(contentsOf: WeirHeaders.fields(handled.record, model: "none", costMicroUSD: 0))
        return response
    }
}

/// What an answer of the plane becomes for the caller.
enum AnswerText {
    /// Nil when the answer has text to give.
    static func error(_ answer: Answer) -> APIError? {
        switch answer.outcome {
        case .answered, .approved: nil
        case .rejected:
            APIError(403, "A person looked at the draft and did not release it.", type: "weir_refused", code: "rejected_by_reviewer")
        case .expired: APIError(504, "No answer came before the deadline.", type: "server_error", code: "answer_expired")
        case .failed: APIError(502, "The large model did not answer.", type: "server_error", code: "upstream_failed")
        case .invalid, .unspecified, .UNRECOGNIZED:
            APIError(502, "The control plane could not use the request.", type: "server_error", code: "escalation_invalid")
        }
    }

    /// The masked text in pieces of a few words, each restored as far as it is certain.
    /// An answer that is a JSON object or array stays one.
    static func style(of masked: String) -> RestoreMap.Style {
        let first = masked.unicodeScalars.first { !$0.properties.isWhitespace }
        return (first == "{" || first == "[") && JSONInput.isDocument(masked) ? .json : .plain
    }

    static func pieces(_ masked: String, _ map: RestoreMap) -> [String] {
        var restorer = StreamingRestorer(map, as: style(of: masked))
        var pieces: [String] = []
        var rest = Substring(masked)
        while !rest.isEmpty {
            let piece = rest.prefix(48)
            rest = rest.dropFirst(48)
            pieces.append(restorer.consume(String(piece)))
        }
        pieces.append(restorer.finish())
        return pieces
    }
}
