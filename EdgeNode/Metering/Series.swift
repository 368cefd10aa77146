package import Contract

/// One counted thing with its labels. A closed list: no series can be made from text.
package enum Series: Hashable, Sendable {
    case requests(Route, Reason)
    case maskedEntities(Entity)
    case uplinkBytes(Contract.Stream)
    case baselineBytes
    case answers(AnswerOutcome)
    case upstreamTokens(TokenKind)
    case upstreamCostMicroUSD
    /// 1 + index of the intent in its release.
    case intents(number: UInt32, Route)
    case rejectedRequests
    case linkLosses
    case encodedTokens
    case answerFindings(Entity)

    var metric: Metric {
        switch self {
        case .requests: .requests
        case .maskedEntities: .maskedEntities
        case .uplinkBytes: .uplinkBytes
        case .baselineBytes: .baselineBytes
        case .answers: .answers
        case .upstreamTokens: .upstreamTokens
        case .upstreamCostMicroUSD: .upstreamCostMicroUsd
        case .intents: .intents
        case .rejectedRequests: .rejectedRequests
        case .linkLosses: .linkLosses
        case .encodedTokens: .encodedTokens
        case .answerFindings: .answerFindings
        }
    }

    var labels: SampleLabels {
        var labels = SampleLabels()
        switch self {
        case .requests(let route, let reason):
            labels.route = route
            labels.reason = reason
        case .maskedEntities(let entity), .answerFindings(let entity): labels.entity = entity
        case .uplinkBytes(let stream): labels.stream = stream
        case .answers(let outcome): labels.outcome = outcome
        case .upstreamTokens(let kind): labels.tokenKind = kind
        case .intents(let number, let route):
            labels.intentNumber = number
            labels.route = route
        case .baselineBytes, .upstreamCostMicroUSD, .rejectedRequests, .linkLosses, .encodedTokens: break
        }
        return labels
    }
}

/// One measured duration with its label.
package enum TimedSeries: Hashable, Sendable {
    case request(Route)
    case stage(Stage)

    var metric: Metric {
        switch self {
        case .request: .requestSeconds
        case .stage: .stageSeconds
        }
    }

    var labels: SampleLabels {
        var labels = SampleLabels()
        switch self {
        case .request(let route): labels.route = route
        case .stage(let stage): labels.stage = stage
        }
        return labels
    }
}
