package import Telemetry

/// What ingest counts. Labels are kinds and rules of ours, never a topic or a text.
package final class IngestMetrics: Sendable {
    package enum Kind: String, CaseIterable, Sendable { case escalation, metrics, reported, status, receipt, other }
    package enum Refusal: String, CaseIterable, Sendable {
        case malformed, unknownNode = "unknown_node", revokedNode = "revoked_node", topic
    }
    package enum Outcome: String, CaseIterable, Sendable { case answered, approved, rejected, failed, expired, invalid }

    private let messages: [Kind: Counter]
    private let refused: [Refusal: Counter]
    private let outcomes: [Outcome: Counter]
    let duplicates = Counter()
    let duplicateWindows = Counter()
    let refusedSamples = Counter()
    let commits = Counter()
    let resends = Counter()
    let deferrals = Counter()
    let inventedPlaceholders = Counter()
    let commitSeconds = Histogram()
    let answerSeconds = Histogram()

    package init() {
        messages = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, Counter()) })
        refused = Dictionary(uniqueKeysWithValues: Refusal.allCases.map { ($0, Counter()) })
        outcomes = Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0, Counter()) })
    }

    func count(_ kind: Kind) { messages[kind]?.add() }
    func count(_ refusal: Refusal) { refused[refusal]?.add() }
    func count(_ outcome: Outcome) { outcomes[outcome]?.add() }

    package func write(to text: inout PrometheusText) {
        text.counter(
            "weir_plane_messages_total", help: "Messages received from nodes, by kind.",
            Kind.allCases.map { (["kind": $0.rawValue], Double(messages[$0]?.value ?? 0)) })
        text.counter(
            "weir_plane_messages_refused_total", help: "Messages not taken, by the rule they broke.",
            Refusal.allCases.map { (["rule": $0.rawValue], Double(refused[$0]?.value ?? 0)) })
        text.counter(
            "weir_plane_answers_total", help: "Answers stored for escalations, by outcome.",
            Outcome.allCases.map { (["outcome": $0.rawValue], Double(outcomes[$0]?.value ?? 0)) })
        text.counter("weir_plane_duplicate_escalations_total", help: "Escalations delivered again.", duplicates.value)
        text.counter("weir_plane_duplicate_windows_total", help: "Metric windows delivered again.", duplicateWindows.value)
        text.counter("weir_plane_refused_samples_total", help: "Metric samples that break the contract.", refusedSamples.value)
        text.counter("weir_plane_commits_total", help: "Ingest transactions.", commits.value)
        text.counter("weir_plane_answer_sends_total", help: "Answers published, first and repeated.", resends.value)
        text.counter("weir_plane_deferrals_total", help: "Upstream calls put off after a failure.", deferrals.value)
        text.counter(
            "weir_plane_invented_placeholders_total", help: "Placeholders a completion made up, taken out.", inventedPlaceholders.value)
        text.histogram(
            "weir_plane_commit_seconds", help: "Time of an ingest transaction.", bounds: .seconds, [([:], commitSeconds.snapshot)])
        text.histogram(
            "weir_plane_answer_seconds", help: "From an escalation's arrival to its stored answer.", bounds: .seconds,
            [([:], answerSeconds.snapshot)])
    }
}
