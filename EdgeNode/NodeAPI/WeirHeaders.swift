import HTTPTypes
import Pipeline

extension HTTPField.Name {
    // Literals of the token alphabet: never nil, and checked by the tests.
    private static func make(_ name: String) -> HTTPField.Name {
        guard let made = HTTPField.Name(name) else { preconditionFailure("not a header name: \(name)") }
        return made
    }

    static let weirRoute = make("weir-route")
    static let weirReason = make("weir-reason")
    static let weirConfidence = make("weir-confidence")
    static let weirThreshold = make("weir-threshold")
    static let weirModel = make("weir-model")
    static let weirPolicy = make("weir-policy")
    static let weirDecisionID = make("weir-decision-id")
    static let weirUplinkBytes = make("weir-uplink-bytes")
    static let weirCostUSD = make("weir-cost-usd")
    static let weirSensitivity = make("weir-sensitivity")
    static let weirLocalOnly = make("weir-local-only")
    static let weirWarning = make("weir-warning")
    static let weirAnswerFindings = make("weir-answer-findings")
    static let contentSecurityPolicy = make("content-security-policy")
    static let xContentTypeOptions = make("x-content-type-options")
    static let referrerPolicy = make("referrer-policy")
}

enum WeirHeaders {
    /// What the caller's `weir-local-only` says; false without one. A word that is neither true nor false is refused, and the header under a name of the
    /// same letters: a wish for privacy is neither guessed at nor overlooked.
    static func localOnly(_ fields: HTTPFields) throws(APIError) -> Bool {
        guard !fields.contains(where: { $0.name != .weirLocalOnly && isNearlyLocalOnly($0.name.canonicalName) }) else {
            throw .invalid(
                "The header is called 'weir-local-only'; one with another spelling was sent.", param: "weir-local-only",
                code: "unknown_header")
        }
        var isAsked = false
        for value in fields[values: .weirLocalOnly] {
            for word in value.split(separator: ",", omittingEmptySubsequences: false) {
                switch String(word).trimmed.lowercased() {
                case "true": isAsked = true
                case "false": break
                default:
                    throw .invalid("The header 'weir-local-only' must be true or false.", param: "weir-local-only", code: "invalid_value")
                }
            }
        }
        return isAsked
    }

    private static let lettersOfLocalOnly = Array("weirlocalonly".utf8)

    private static func isNearlyLocalOnly(_ name: String) -> Bool {
        // Most names are too short, and every request has some.
        guard name.utf8.count >= lettersOfLocalOnly.count else { return false }
        return name.utf8.filter { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }.suffix(lettersOfLocalOnly.count).elementsEqual(
            lettersOfLocalOnly)
    }

    /// - Parameter costMicroUSD: nil while the answer, and with it the bill, is not there.
    static func fields(_ record: DecisionRecord, model: String, costMicroUSD: UInt64?) -> HTTPFields {
        var fields: HTTPFields = [:]
        fields[.weirRoute] = record.route
        fields[.weirReason] = record.reason
        if let confidence = record.confidence { fields[.weirConfidence] = decimal(confidence) }
        fields[.weirThreshold] = decimal(record.threshold)
        fields[.weirModel] = model
        fields[.weirPolicy] = String(record.policyVersion)
        fields[.weirDecisionID] = record.id
        fields[.weirUplinkBytes] = String(record.uplinkBytes)
        if let sensitivity = record.sensitivity { fields[.weirSensitivity] = sensitivity }
        if let cause = record.localOnly { fields[.weirLocalOnly] = cause }
        if let warning = record.warning { fields[.weirWarning] = warning }
        if let findings = record.answerFindings { fields[.weirAnswerFindings] = String(findings.values.reduce(0, +)) }
        if let costMicroUSD { fields[.weirCostUSD] = dollars(costMicroUSD) }
        return fields
    }

    /// Four decimals.
    static func decimal(_ value: Float) -> String {
        guard value.isFinite, abs(value) < 1_000 else { return "0" }
        let scaled = Int((Double(abs(value)) * 10_000).rounded())
        let fraction = String(scaled % 10_000)
        return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
    }

    /// Six decimals.
    static func dollars(_ micro: UInt64) -> String {
        let fraction = String(micro % 1_000_000)
        return "\(micro / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}

extension String {
    /// Without blanks and tabs at its ends, as in a header's list (RFC 9110, section 5.6.1).
    fileprivate var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }
}
