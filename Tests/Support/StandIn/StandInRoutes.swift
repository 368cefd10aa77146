import FoundationEssentials
import HTTPTypes
import Hummingbird
import Telemetry

/// The stand-in's HTTP interface: OpenAI's endpoints under `/v1`, and `/stats`, `/received` and `/control` for the test that uses it.
struct StandInRoutes: Sendable {
    let state: Lock<StandInState>
    let apiKey: String?

    func router() -> Router<StandInContext> {
        let router = Router(context: StandInContext.self)
        router.get("/v1/models") { request, _ in
            if let refusal = refuse(request) { return refusal }
            return json(200, ModelList(data: [.init(id: StandInUpstream.model)]))
        }
        router.post("/v1/chat/completions") { request, context in
            let response = try await chat(request, context)
            return response
        }
        router.get("/stats") { _, _ in json(200, state.withLock { $0.statistics }) }
        router.get("/received") { _, _ in json(200, state.withLock { $0.bodies }) }
        router.post("/control") { request, context in
            var request = request
            let body = try await request.collectBody(upTo: context.maxUploadSize)
            guard let control = try? JSONDecoder().decode(Control.self, from: Data(body.readableBytesView)) else {
                return json(400, ErrorBody(400, "not a control document", code: "bad_control"))
            }
            state.withLock { $0.apply(control) }
            return json(200, state.withLock { $0.statistics })
        }
        return router
    }

    // MARK: Chat

    private func chat(_ request: Request, _ context: StandInContext) async throws -> Response {
        var request = request
        let key = HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }
        let body = Data(try await request.collectBody(upTo: context.maxUploadSize).readableBytesView)
        let (fault, latency) = state.withLock { state in
            (state.receive(String(decoding: body, as: UTF8.self)), state.latencyMilliseconds)
        }
        if let refusal = refuse(request) { return counted(refusal) }
        guard let chat = try? JSONDecoder().decode(ChatRequest.self, from: body), !chat.messages.isEmpty else {
            return counted(json(400, ErrorBody(400, "the body is not a chat completion request", code: "invalid_body")))
        }
        guard chat.model == StandInUpstream.model else {
            return counted(json(404, ErrorBody(404, "The model `\(chat.model)` does not exist", code: "model_not_found")))
        }
        let silence = latency + (fault?.stallMilliseconds ?? 0)
        if silence > 0 { try await Task.sleep(for: .milliseconds(silence)) }

        let completion: ChatCompletion?
        if fault?.isBilled ?? true {
            completion = state.withLock { $0.completion(for: chat, key: key, now: Int(Date().timeIntervalSince1970)) }
            if completion == nil {
                return counted(json(409, ErrorBody(409, "this Idempotency-Key was used for another prompt", code: "idempotency_mismatch")))
            }
        } else {
            completion = nil
        }
        if fault?.reset == true {
            state.withLock { $0.count("reset") }
            try await context.reset()
            throw BrokenOnPurpose()
        }
        if let status = fault?.status {
            var response = json(status, ErrorBody(status, "scripted fault", code: "scripted_fault"))
            if let seconds = fault?.retryAfter { response.headers[.retryAfter] = String(seconds) }
            return counted(response)
        }
        guard let completion else { return counted(json(500, ErrorBody(500, "scripted fault", code: "scripted_fault"))) }
        let isHalf = fault?.half == true
        if fault?.garbage == true { return counted(Response(status: .ok, headers: [.contentType: "application/json"], body: garbage)) }
        state.withLock { $0.count(isHalf ? "half" : "200") }
        return chat.stream == true
            ? streamed(completion, withUsage: chat.streamOptions?.includeUsage == true, isHalf: isHalf) : whole(completion, isHalf: isHalf)
    }

    private var garbage: ResponseBody { ResponseBody(byteBuffer: ByteBuffer(string: "{\"choices\": [{\"message\": ")) }

    private func whole(_ completion: ChatCompletion, isHalf: Bool) -> Response {
        let bytes = encode(completion)
        guard isHalf else {
            return Response(
                status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        let body = ResponseBody(contentLength: bytes.count) { writer in
            try await writer.write(ByteBuffer(bytes: bytes[..<(bytes.count / 2)]))
            throw BrokenOnPurpose()
        }
        return Response(status: .ok, headers: [.contentType: "application/json"], body: body)
    }

    private func streamed(_ completion: ChatCompletion, withUsage: Bool, isHalf: Bool) -> Response {
        func chunk(_ choices: [ChatChunk.Choice], usage: Usage? = nil) -> ChatChunk {
            ChatChunk(id: completion.id, created: completion.created, model: completion.model, choices: choices, usage: usage)
        }
        var chunks = [chunk([.init(delta: ChatMessage(role: "assistant", content: ""), finishReason: nil)])]
        for choice in completion.choices {
            for piece in StandInText.pieces(choice.message.content ?? "") {
                chunks.append(chunk([.init(delta: ChatMessage(content: piece), finishReason: nil)]))
            }
            chunks.append(chunk([.init(delta: ChatMessage(), finishReason: choice.finishReason)]))
        }
        if withUsage { chunks.append(chunk([], usage: completion.usage)) }
        var events = chunks.map { "data: " + String(decoding: encode($0), as: UTF8.self) + "\n\n" } + ["data: [DONE]\n\n"]
        if isHalf { events = Array(events.prefix(events.count / 2)) }
        let sent = events
        let body = ResponseBody { writer in
            for event in sent { try await writer.write(ByteBuffer(string: event)) }
            if isHalf { throw BrokenOnPurpose() }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"], body: body)
    }

    // MARK: Answers

    private func refuse(_ request: Request) -> Response? {
        guard let apiKey, request.headers[.authorization] != "Bearer \(apiKey)" else { return nil }
        return json(401, ErrorBody(401, "Incorrect API key provided", code: "invalid_api_key"))
    }

    private func counted(_ response: Response) -> Response {
        state.withLock { $0.count(String(response.status.code)) }
        return response
    }

    private func json(_ status: Int, _ value: some Encodable) -> Response {
        Response(
            status: .init(code: status), headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: encode(value))))
    }

    private func encode(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings, numbers and arrays of our own: encoding them cannot fail.
        return (try? encoder.encode(value)) ?? Data()
    }
}
