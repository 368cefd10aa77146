import Contract
import Logging
import StandIn
import SwiftProtobuf
import Testing
import Transfer

@testable import LLM

@Suite struct LLMClientTests {
    private func client(_ baseURL: String, _ change: (inout LLMSettings) -> Void = { _ in }) -> LLMClient {
        var settings = LLMSettings(baseURL: baseURL, model: StandInUpstream.model)
        settings.retry = RetrySchedule(attempts: 4, base: .milliseconds(1), ceiling: .milliseconds(4), longestRetryAfter: .seconds(2))
        change(&settings)
        return LLMClient(
            settings: settings, transfer: HTTPTransfer(), logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private func request(_ sequence: UInt64 = 1, deadline: ContinuousClock.Instant? = nil) -> CompletionRequest {
        CompletionRequest(
            id: RequestID(node: NodeID("node-1")!, boot: 7, sequence: sequence),
            messages: [.init(role: .system, maskedText: "be brief"), .init(role: .user, maskedText: "I am [[PERSON_1]]; help me")],
            model: "",
            maxTokens: 200, temperature: 0.7, deadline: deadline)
    }

    private func failure(_ client: LLMClient, _ request: CompletionRequest) async -> LLMError? {
        do throws(LLMError) {
            _ = try await client.complete(request)
            return nil
        } catch { return error }
    }

    @Test func streamsACompletionWithUsageAndTheUpstreamsOwnName() async throws {
        try await StandInUpstream.withRunning { upstream, url in
            let completion = try await client(url).complete(request())
            #expect(completion.model == "stand-in")
            #expect(completion.maskedText.contains("[[PERSON_1]]"))
            #expect(completion.promptTokens > 0 && completion.completionTokens > 0 && !completion.usageIsEstimated)
            #expect(completion.finishReason == "stop" && completion.attempts == 1)
            let body = try #require(upstream.receivedBodies.first)
            #expect(body.contains("\"stream\":true") && body.contains("\"include_usage\":true") && body.contains("\"temperature\":0.7"))
        }
    }

    @Test(arguments: [
        Fault(status: 500), Fault(status: 429, retryAfter: 0), Fault(status: 408), Fault(status: 503), Fault(reset: true),
        Fault(half: true),
        Fault(garbage: true),
    ])
    func repeatsTransientFailuresUnderOneKey(fault: Fault) async throws {
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(faults: [fault, fault]))
            let completion = try await client(url).complete(request())
            #expect(completion.attempts == 3)
            #expect(upstream.statistics.billed == 1)
        }
    }

    @Test(arguments: [400, 401, 413, 422])
    func doesNotRepeatWhatTheUpstreamRefuses(status: Int) async throws {
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(faults: [Fault(status: status)]))
            let error = await failure(client(url), request())
            #expect(error?.code == .status(status))
            #expect(error?.attempts == 1)
            #expect(error?.isTransient == false)
        }
    }

    @Test func waitsAsLongAsRetryAfterSays() async throws {
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(faults: [Fault(status: 429, retryAfter: 1)]))
            let began = ContinuousClock.now
            _ = try await client(url).complete(request())
            #expect(began.duration(to: .now) >= .seconds(1))
        }
    }

    @Test func givesUpWhenRetryAfterIsLongerThanItsPatience() async throws {
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(faults: [Fault(status: 503, retryAfter: 100)]))
            let error = await failure(client(url), request())
            #expect(error?.code == .status(503))
            #expect(error?.retryAfter == .seconds(100))
        }
    }

    @Test func endsAnAttemptWithoutAFirstByte() async throws {
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(faults: [Fault(stallMilliseconds: 60_000)]))
            let client = client(url) {
                $0.firstByteTimeout = .milliseconds(100)
                $0.retry = RetrySchedule(attempts: 1, base: .zero, ceiling: .zero, longestRetryAfter: .zero)
            }
            #expect(await failure(client, request())?.code == .firstByteTimeout)
        }
    }

    @Test func expiresAtTheDeadline() async throws {
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(faults: [Fault(stallMilliseconds: 60_000)]))
            let error = await failure(client(url), request(deadline: .now.advanced(by: .milliseconds(150))))
            #expect(error?.code == .expired)
        }
    }

    @Test func sparesAnUpstreamThatIsDown() async throws {
        let client = client("http://127.0.0.1:9/v1") {
            $0.breakerFailures = 3
            $0.retry = RetrySchedule(attempts: 2, base: .zero, ceiling: .zero, longestRetryAfter: .zero)
        }
        #expect(await failure(client, request())?.code == .unreachable)
        // The third failure in a row opens the circuit; the repetition after it is refused.
        #expect(await failure(client, request())?.code == .circuitOpen)
        let refused = await failure(client, request())
        #expect(refused?.code == .circuitOpen && refused?.attempts == 0)
        #expect((refused?.retryAfter ?? .zero) > .zero)
    }

    @Test func cancellationEndsTheCall() async throws {
        try await StandInUpstream.withRunning { upstream, url in
            upstream.apply(Control(faults: [Fault(stallMilliseconds: 60_000)]))
            let client = client(url)
            let request = request()
            let call = Task { await failure(client, request) }
            call.cancel()
            #expect(await call.value?.code == .cancelled)
        }
    }
}

@Suite struct CompletionAssemblyTests {
    private let request = CompletionRequest(
        id: RequestID(node: NodeID("node-1")!, boot: 1, sequence: 1), messages: [.init(role: .user, maskedText: "12345678")],
        model: "asked",
        maxTokens: 5, temperature: nil, deadline: nil)
    private let settings = LLMSettings(baseURL: "http://x", model: "configured")

    private func assemble(_ events: [String]) throws -> Completion {
        var assembly = CompletionAssembly()
        for event in events { try assembly.consume(event) }
        return try assembly.completion(for: request, settings: settings, attempts: 1, duration: .zero, timeToFirstToken: .zero)
    }

    @Test func joinsPiecesOfTheFirstChoice() throws {
        let completion = try assemble([
            #"{"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"Hel"}}]}"#, #"{"choices":[{"index":1,"delta":{"content":"NO"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"length"}]}"#,
            #"{"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":2}}"#, "[DONE]",
        ])
        #expect(completion.maskedText == "Hello" && completion.model == "m-1" && completion.finishReason == "length")
        #expect(completion.promptTokens == 11 && completion.completionTokens == 2 && !completion.usageIsEstimated)
    }

    @Test func estimatesUsageWhereThereIsNone() throws {
        let completion = try assemble([#"{"choices":[{"delta":{"content":"12345"},"finish_reason":"stop"}]}"#])
        #expect(completion.usageIsEstimated && completion.completionTokens == 2 && completion.promptTokens == 6)
        #expect(completion.model == "asked")
    }

    @Test(arguments: [
        ([#"{"choices":[{"delta":{"content":"cut"}}]}"#], LLMError.Code.unreachable),
        ([], .unreachable),
        (["not json"], .malformed("an event is not a JSON object of this protocol")),
        ([#"{"error":{"message":"secret"}}"#], .upstreamError),
    ])
    func refusesStreamsThatAreNoCompletion(events: [String], code: LLMError.Code) {
        #expect(throws: code) { try assemble(events) }
    }
}
