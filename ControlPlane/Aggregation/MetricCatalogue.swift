package import Contract
package import SwiftProtobuf

/// What each metric of the contract is: its kind and the labels it may carry. A sample that breaks this is not counted.
package enum MetricCatalogue {
    package enum Kind: Sendable, Equatable { case counter, gauge, histogram }

    package enum Label: Sendable, Equatable, CaseIterable {
        case route, reason, stage, entity, stream, outcome, tokenKind, intentNumber
    }

    package struct Entry: Sendable {
        package let kind: Kind
        package let labels: [Label]
        /// Prometheus name behind `weir_plane_fleet_`.
        package let name: String
        package let help: String
    }

    /// Classes a release may have; a larger intent number is refused.
    package static let largestIntentNumber: UInt32 = 10_000

    package static func entry(_ metric: Metric) -> Entry? {
        switch metric {
        case .requests: counter("requests_total", [.route, .reason], "Requests the nodes decided, by route and reason.")
        case .requestSeconds: histogram("request_seconds", [.route], "Time from request to response on the nodes, by route.")
        case .stageSeconds: histogram("stage_seconds", [.stage], "Time in each stage of the nodes' pipeline.")
        case .maskedEntities: counter("masked_entities_total", [.entity], "Personal data masked on the nodes, by entity type.")
        case .uplinkBytes: counter("uplink_bytes_total", [.stream], "Payload bytes the nodes sent to the plane, by stream.")
        case .baselineBytes: counter("baseline_bytes_total", [], "Payload bytes that sending every request up would have cost.")
        case .answers: counter("answers_total", [.outcome], "Answers the nodes received for escalations, by outcome.")
        case .upstreamTokens: counter("upstream_tokens_total", [.tokenKind], "Tokens of upstream models, as told to the nodes.")
        case .upstreamCostMicroUsd: counter("upstream_cost_micro_usd_total", [], "Cost of upstream models, as told to the nodes.")
        case .intents: counter("intents_total", [.intentNumber, .route], "Requests by class of the newest release and route.")
        case .rejectedRequests: counter("rejected_requests_total", [], "Requests the nodes refused as malformed.")
        case .outboxDepth: Entry(kind: .gauge, labels: [], name: "outbox_depth", help: "Escalations waiting in the nodes' outboxes.")
        case .residentBytes: Entry(kind: .gauge, labels: [], name: "resident_bytes", help: "Resident memory of all nodes.")
        case .linkLosses: counter("link_losses_total", [], "Times a node lost its link.")
        case .encodedTokens: counter("encoded_tokens_total", [], "Tokens that went through the nodes' encoders.")
        case .answerFindings: counter("answer_findings_total", [.entity], "Personal data the nodes found in answers, by entity type.")
        case .unspecified, .UNRECOGNIZED: nil
        }
    }

    package static let all: [(metric: Metric, entry: Entry)] = Metric.allCases.compactMap { metric in
        entry(metric).map { (metric, $0) }
    }

    /// True when the sample's labels are exactly of this metric's set, each from its closed vocabulary.
    package static func accepts(_ labels: SampleLabels, for entry: Entry) -> Bool {
        Label.allCases.allSatisfy { label in
            switch value(of: label, in: labels) {
            case .absent: true
            case .unknown: false
            case .known: entry.labels.contains(label)
            }
        }
    }

    package enum LabelValue: Equatable {
        case absent, unknown, known(String)

        /// Entity types are written as Presidio writes them.
        var uppercased: LabelValue { if case .known(let word) = self { .known(word.uppercased()) } else { self } }
    }

    package static func value(of label: Label, in labels: SampleLabels) -> LabelValue {
        switch label {
        case .route: closed(labels.route)
        case .reason: closed(labels.reason)
        case .stage: closed(labels.stage)
        case .entity: closed(labels.entity).uppercased
        case .stream: closed(labels.stream)
        case .outcome: closed(labels.outcome)
        case .tokenKind: closed(labels.tokenKind)
        case .intentNumber:
            if labels.intentNumber == 0 {
                .absent
            } else if labels.intentNumber <= largestIntentNumber {
                .known(String(labels.intentNumber))
            } else {
                .unknown
            }
        }
    }

    package static func name(of label: Label) -> String {
        switch label {
        case .route: "route"
        case .reason: "reason"
        case .stage: "stage"
        case .entity: "entity"
        case .stream: "stream"
        case .outcome: "outcome"
        case .tokenKind: "token_kind"
        case .intentNumber: "intent_number"
        }
    }

    /// The contract's own name without its prefix, in lower case: `ROUTE_LOCAL` is `local`.
    package static func word<Value: SwiftProtobuf.Enum & CaseIterable>(_ value: Value) -> String { ContractNames.word(value) }

    private static func closed<Value: SwiftProtobuf.Enum & CaseIterable>(_ value: Value) -> LabelValue {
        if value.rawValue == 0 { return .absent }
        return Value.allCases.contains { $0.rawValue == value.rawValue } ? .known(word(value)) : .unknown
    }

    private static func counter(_ name: String, _ labels: [Label], _ help: String) -> Entry {
        Entry(kind: .counter, labels: labels, name: name, help: help)
    }

    private static func histogram(_ name: String, _ labels: [Label], _ help: String) -> Entry {
        Entry(kind: .histogram, labels: labels, name: name, help: help)
    }
}
