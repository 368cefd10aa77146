package import Telemetry

/// Upstream calls, under OpenTelemetry's names for generative AI where it has one.
package final class LLMMetrics: Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case ok, unreachable, timeout, status = "http_status", malformed, circuitOpen = "circuit_open", other
    }

    private let outcomes: [Outcome: Counter]
    let retries = Counter()
    let promptTokens = Histogram()
    let completionTokens = Histogram()
    let seconds = Histogram()
    let firstToken = Histogram()
    let inFlight = Gauge()

    init() { outcomes = Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0, Counter()) }) }

    func count(_ outcome: Outcome) { outcomes[outcome]?.add() }

    func countFailure(_ code: LLMError.Code) {
        switch code {
        case .unreachable: count(.unreachable)
        case .connectTimeout, .firstByteTimeout, .stalled, .totalTimeout, .expired: count(.timeout)
        case .status: count(.status)
        case .malformed, .upstreamError, .tooLong: count(.malformed)
        case .circuitOpen: count(.circuitOpen)
        case .cancelled, .misconfigured: count(.other)
        }
    }

    package func write(to text: inout PrometheusText) {
        text.counter(
            "weir_plane_llm_attempts_total", help: "Attempts at upstream calls, by outcome.",
            Outcome.allCases.map { (["outcome": $0.rawValue], Double(outcomes[$0]?.value ?? 0)) })
        text.counter("weir_plane_llm_retries_total", help: "Attempts after the first.", retries.value)
        text.gauge("weir_plane_llm_in_flight", help: "Upstream calls under way.", inFlight.value)
        text.histogram(
            "gen_ai_client_operation_duration_seconds", help: "Duration of successful upstream attempts.", bounds: .seconds,
            [(["gen_ai_operation_name": "chat"], seconds.snapshot)])
        text.histogram(
            "gen_ai_client_operation_time_to_first_chunk_seconds", help: "Time to the first piece of a completion.", bounds: .seconds,
            [(["gen_ai_operation_name": "chat"], firstToken.snapshot)])
        text.histogram(
            "gen_ai_client_token_usage", help: "Tokens per completion.", bounds: HistogramBounds(lowest: 2, highest: 18),
            [
                (["gen_ai_operation_name": "chat", "gen_ai_token_type": "input"], promptTokens.snapshot),
                (["gen_ai_operation_name": "chat", "gen_ai_token_type": "output"], completionTokens.snapshot),
            ])
    }
}
