package import Logging
package import Transfer
import Telemetry

#if canImport(Glibc)
    import Glibc
#endif

/// Asks an OpenAI-compatible upstream. Every attempt streams, carries the request's id as `Idempotency-Key`, and is bounded four ways: connect,
/// first byte, silence, all in all. Transient failures are repeated by `RetrySchedule`; a breaker spares an upstream that is down.
package final class LLMClient: Sendable {
    package let metrics = LLMMetrics()
    private let settings: LLMSettings
    private let transfer: HTTPTransfer
    private let logger: Logger
    private let breaker: Lock<CircuitBreaker>
    private let random: @Sendable () -> Double

    /// - Parameter random: uniform in 0..<1; replaceable in tests.
    package init(
        settings: LLMSettings, transfer: HTTPTransfer, logger: Logger,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.settings = settings
        self.transfer = transfer
        self.logger = logger
        self.random = random
        breaker = Lock(CircuitBreaker(failureLimit: settings.breakerFailures, coolDown: settings.breakerCoolDown))
    }

    package func complete(_ request: CompletionRequest) async throws(LLMError) -> Completion {
        metrics.inFlight.add(1)
        defer { metrics.inFlight.add(-1) }
        let body: [UInt8]
        do { body = try ChatProtocol.body(request, settings: settings) } catch {
            throw LLMError(code: .misconfigured("the request cannot be written as JSON"), attempts: 0)
        }
        var attempts = 0
        while true {
            if Task.isCancelled { throw LLMError(code: .cancelled, attempts: attempts) }
            if let deadline = request.deadline, deadline <= .now { throw LLMError(code: .expired, attempts: attempts) }
            if case .wait(let wait) = breaker.withLock({ $0.admit(now: .now) }) {
                metrics.count(.circuitOpen)
                throw LLMError(code: .circuitOpen, attempts: attempts, retryAfter: wait)
            }
            attempts += 1
            let failure: Failure
            do throws(Failure) {
                let completion = try await attempt(request, body: body, number: attempts)
                breaker.withLock { $0.succeeded() }
                metrics.count(.ok)
                metrics.seconds.record(completion.duration)
                metrics.firstToken.record(completion.timeToFirstToken)
                metrics.promptTokens.record(Double(completion.promptTokens))
                metrics.completionTokens.record(Double(completion.completionTokens))
                return completion
            } catch {
                failure = error
            }
            metrics.countFailure(failure.code)
            let error = LLMError(code: failure.code, attempts: attempts, retryAfter: failure.retryAfter)
            judge(failure.code)
            guard error.isTransient,
                let delay = settings.retry.delay(failedAttempts: attempts, retryAfter: failure.retryAfter, random: random())
            else { throw error }
            if let deadline = request.deadline, ContinuousClock.now.advanced(by: delay) >= deadline { throw error }
            metrics.retries.add()
            logger.debug("upstream attempt failed", metadata: ["request": "\(request.id)", "error": "\(error)", "wait": "\(delay)"])
            do { try await Task.sleep(for: delay) } catch { throw LLMError(code: .cancelled, attempts: attempts) }
        }
    }

    private struct Failure: Error {
        let code: LLMError.Code
        var retryAfter: Duration?
    }

    /// What a failure says about the upstream's health. A 429 means alive and busy; a 4xx is about the request.
    private func judge(_ code: LLMError.Code) {
        breaker.withLock { breaker in
            switch code {
            case .unreachable, .connectTimeout, .firstByteTimeout, .stalled, .totalTimeout, .malformed, .upstreamError:
                breaker.failed(now: .now)
            case .status(let status) where status >= 500: breaker.failed(now: .now)
            case .status: breaker.succeeded()
            case .tooLong, .circuitOpen, .expired, .cancelled, .misconfigured: breaker.abandoned(now: .now)
            }
        }
    }

    // MARK: one attempt

    private func attempt(_ request: CompletionRequest, body: [UInt8], number: Int) async throws(Failure) -> Completion {
        var headers: HTTPHeaders = [
            "Content-Type": "application/json", "Accept": "text/event-stream", "Idempotency-Key": "\(request.id)",
        ]
        if let key = settings.apiKey { headers.append("Authorization", "Bearer \(key.value)") }
        var total = settings.totalTimeout
        if let deadline = request.deadline { total = max(.milliseconds(1), min(total, ContinuousClock.now.duration(to: deadline))) }
        let isDeadline = total < settings.totalTimeout
        let call = HTTPRequest(
            .post, Self.join(settings.baseURL, "chat/completions"), headers: headers, body: body,
            timeouts: .init(connect: min(settings.connectTimeout, total), total: total, stall: nil),
            maximumResponseBytes: settings.maximumResponseBytes)
        // The pace is watched from outside: the first byte and later ones have limits of their own.
        let pace = Pace(first: settings.firstByteTimeout, later: settings.stallTimeout)
        let result = await withTaskGroup(of: Result<Completion, Failure>?.self) { group in
            group.addTask { await self.exchange(call, request, pace, number: number) }
            group.addTask { await pace.watch().map { .failure(Failure(code: $0)) } }
            var result: Result<Completion, Failure>?
            while result == nil, let next = await group.next() { result = next }
            group.cancelAll()
            return result
        }
        switch result {
        case .success(let completion)?: return completion
        case .failure(let failure)? where failure.code == .totalTimeout && isDeadline: throw Failure(code: .expired)
        case .failure(let failure)?: throw Task.isCancelled ? Failure(code: .cancelled) : failure
        case nil: throw Failure(code: .cancelled)
        }
    }

    private func exchange(
        _ call: HTTPRequest, _ request: CompletionRequest, _ pace: Pace, number: Int
    ) async -> Result<Completion, Failure>? {
        let began = ContinuousClock.now
        do {
            let stream = try await transfer.stream(call)
            guard stream.head.status == 200 else {
                let wait = stream.head.headers["Retry-After"].flatMap { RetryAfter.parse($0, now: Int64(time(nil))) }
                return .failure(Failure(code: .status(stream.head.status), retryAfter: wait))
            }
            var assembly = CompletionAssembly()
            var firstToken: Duration?
            let isStream = (stream.head.headers["Content-Type"] ?? "").lowercased().hasPrefix("text/event-stream")
            var parser = EventStreamParser()
            var whole: [UInt8] = []
            for try await piece in stream.body {
                pace.sawByte()
                if isStream {
                    for event in try parser.consume(piece) {
                        try assembly.consume(event.data)
                        if firstToken == nil, !assembly.text.isEmpty { firstToken = began.duration(to: .now) }
                    }
                    if assembly.isDone { break }
                } else {
                    whole += piece
                }
            }
            if !isStream {
                // A server that ignores "stream" answers with one object.
                guard let chunk = ChatProtocol.chunk(whole) else { return .failure(Failure(code: .malformed("not a JSON object"))) }
                try assembly.consume(chunk)
            }
            let duration = began.duration(to: .now)
            return .success(
                try assembly.completion(
                    for: request, settings: settings, attempts: number, duration: duration, timeToFirstToken: firstToken ?? duration))
        } catch let code as LLMError.Code {
            return .failure(Failure(code: code))
        } catch let error as TransferError {
            // Cancelled by the pace's verdict, which is the result; or by the caller, which `attempt` sees.
            if error.code == .cancelled { return nil }
            return .failure(Failure(code: Self.code(of: error)))
        } catch is EventStreamError {
            return .failure(Failure(code: .malformed("an event larger than its cap")))
        } catch {
            return error is CancellationError ? nil : .failure(Failure(code: .unreachable))
        }
    }

    private static func code(of error: TransferError) -> LLMError.Code {
        switch error.code {
        // libcurl's connect time-out and a refused connection mean the same to an operator: nobody is there.
        case .connect: error.curlCode == 28 ? .connectTimeout : .unreachable
        case .tls, .cut, .closed, .other, .file: .unreachable
        case .timeout: .totalTimeout
        case .stalled: .stalled
        case .protocolViolation: .malformed("not HTTP")
        case .tooLarge: .tooLong
        case .invalidRequest: .misconfigured(error.message)
        case .cancelled: .cancelled
        }
    }

    private static func join(_ base: String, _ path: String) -> String { base.hasSuffix("/") ? base + path : "\(base)/\(path)" }
}

extension LLMError.Code: Error {}

/// Watches the silence of one attempt.
private final class Pace: Sendable {
    private let state: Lock<(last: ContinuousClock.Instant, seen: Bool)>
    private let first: Duration
    private let later: Duration

    init(first: Duration, later: Duration) {
        self.first = first
        self.later = later
        state = Lock((.now, false))
    }

    func sawByte() { state.withLock { $0 = (.now, true) } }

    /// The verdict once the silence is too long; nil when cancelled.
    func watch() async -> LLMError.Code? {
        while true {
            let (last, seen) = state.withLock { $0 }
            let limit = last.advanced(by: seen ? later : first)
            if limit <= .now { return seen ? .stalled : .firstByteTimeout }
            do { try await Task.sleep(until: limit, clock: .continuous) } catch { return nil }
        }
    }
}
