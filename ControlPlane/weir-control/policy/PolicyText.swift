import PlaneAPI

/// A policy as policy.toml, one line an entry.
enum PolicyText {
    static func toml(_ policy: API.Policy) -> [String] {
        var lines = [
            "default_threshold = \(policy.defaultThreshold)", "out_of_scope_threshold = \(policy.outOfScopeThreshold)",
            "passage_threshold = \(policy.passageThreshold)", "offline = \(quoted(policy.offline))",
            "max_tokens = \(policy.maxTokens)", "answer_deadline_seconds = \(policy.answerDeadlineSeconds)",
        ]
        for intent in policy.intents {
            lines += ["", "[[intent]]", "name = \(quoted(intent.intent))"]
            if let threshold = intent.threshold { lines.append("threshold = \(threshold)") }
            if let risk = intent.risk { lines.append("risk = \(quoted(risk))") }
            if let offline = intent.offline { lines.append("offline = \(quoted(offline))") }
            if let tokens = intent.maxTokens { lines.append("max_tokens = \(tokens)") }
            if intent.localOnly == true { lines.append("local_only = true") }
        }
        return lines + [""] + toml(policy.privacy)
    }

    static func toml(_ privacy: API.PrivacyPolicy) -> [String] {
        var lines = [
            "[privacy]", "local_only = \(privacy.localOnly ?? false)", "local_only_from = \(quoted(privacy.localOnlyFrom ?? "never"))",
            "answer_findings = \(quoted(privacy.answerFindings ?? "pass"))",
        ]
        if let allow = privacy.allow, !allow.isEmpty { lines.append("allow = [\(allow.map(quoted).joined(separator: ", "))]") }
        if let deny = privacy.deny, !deny.isEmpty {
            lines.append("deny = [")
            for denied in deny { lines.append("    { term = \(quoted(denied.term)), entity = \(quoted(denied.entity ?? "CUSTOM")) },") }
            lines.append("]")
        }
        for entity in privacy.entities ?? [] {
            lines += ["", "[[privacy.entity]]", "name = \(quoted(entity.name))"]
            if let threshold = entity.threshold { lines.append("threshold = \(threshold)") }
            lines.append("operator = \(quoted(entity.operator ?? "replace"))")
            if entity.attributes == true { lines.append("attributes = true") }
        }
        return lines
    }

    /// TOML 1.0, basic strings.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
