/// One table of the file. Each getter names the key, its default and its limits; the value may come from a flag, the environment, the file or
/// the default, in that order.
package struct ConfigurationSection {
    let file: ConfigurationFile
    package let path: String
    let entries: [String: ConfigurationValue]

    /// - Parameters:
    ///   - secret: shown as `"(set)"` or `""` in the effective configuration.
    ///   - variable: a conventional environment variable read besides ours, e.g. `OPENAI_BASE_URL`.
    package func string(
        _ key: String, default standard: String, secret: Bool = false, variable: String? = nil
    ) throws(ConfigurationError) -> String {
        try optionalString(key, default: standard, secret: secret, variable: variable) ?? standard
    }

    /// Nil when the key is absent everywhere. An empty string counts as given.
    package func optionalString(
        _ key: String, default standard: String? = nil, secret: Bool = false, variable: String? = nil
    ) throws(ConfigurationError) -> String? {
        let (text, value, origin) = file.find(key, in: self, variable: variable)
        let result: String?
        if let text {
            result = text
        } else if let value {
            guard case .string(let string) = value else { throw wrongType(key, "a string", value) }
            result = string
        } else {
            result = standard
        }
        if let result {
            let shown = secret && !result.isEmpty ? "(set)" : result
            file.record(key, in: self, text: ConfigurationValue.string(shown).text, origin: origin)
        }
        return result
    }

    package func requiredString(_ key: String) throws(ConfigurationError) -> String {
        guard let value = try optionalString(key), !value.isEmpty else { throw file.error(.missing, section: self, key: key) }
        return value
    }

    package func integer(_ key: String, default standard: Int, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        try optionalInteger(key, default: standard, in: range) ?? standard
    }

    package func optionalInteger(
        _ key: String, default standard: Int? = nil, in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int? {
        let (text, value, origin) = file.find(key, in: self, variable: nil)
        let result: Int?
        if let text {
            guard let parsed = Int(text) else { throw wrongType(key, "an integer", .string(text)) }
            result = parsed
        } else if let value {
            guard case .integer(let integer) = value else { throw wrongType(key, "an integer", value) }
            result = integer
        } else {
            result = standard
        }
        guard let result else { return nil }
        guard range.contains(result) else { throw outOfRange(key, "\(range.lowerBound) to \(range.upperBound)", "\(result)") }
        file.record(key, in: self, text: String(result), origin: origin)
        return result
    }

    /// Accepts an integer where a number is meant.
    package func number(_ key: String, default standard: Double, in range: ClosedRange<Double>) throws(ConfigurationError) -> Double {
        let (text, value, origin) = file.find(key, in: self, variable: nil)
        let result: Double
        if let text {
            guard let parsed = Double(text) else { throw wrongType(key, "a number", .string(text)) }
            result = parsed
        } else {
            switch value {
            case .number(let number)?: result = number
            case .integer(let integer)?: result = Double(integer)
            case let other?: throw wrongType(key, "a number", other)
            case nil: result = standard
            }
        }
        guard range.contains(result) else { throw outOfRange(key, "\(range.lowerBound) to \(range.upperBound)", "\(result)") }
        file.record(key, in: self, text: String(result), origin: origin)
        return result
    }

    package func flag(_ key: String, default standard: Bool) throws(ConfigurationError) -> Bool {
        let (text, value, origin) = file.find(key, in: self, variable: nil)
        let result: Bool
        if let text {
            switch text.lowercased() {
            case "true", "1", "yes", "on": result = true
            case "false", "0", "no", "off": result = false
            default: throw wrongType(key, "true or false", .string(text))
            }
        } else if let value {
            guard case .flag(let flag) = value else { throw wrongType(key, "true or false", value) }
            result = flag
        } else {
            result = standard
        }
        file.record(key, in: self, text: result ? "true" : "false", origin: origin)
        return result
    }

    /// An integer key ending in `_ms`.
    package func milliseconds(
        _ key: String, default standard: Int, in range: ClosedRange<Int> = 1...86_400_000
    ) throws(ConfigurationError) -> Duration {
        .milliseconds(try integer(key, default: standard, in: range))
    }

    /// An integer key ending in `_s`.
    package func seconds(
        _ key: String, default standard: Int, in range: ClosedRange<Int> = 1...31_536_000
    ) throws(ConfigurationError) -> Duration {
        .seconds(try integer(key, default: standard, in: range))
    }

    /// In the environment and in flags, items are separated by commas.
    package func strings(_ key: String, default standard: [String] = []) throws(ConfigurationError) -> [String] {
        let (text, value, origin) = file.find(key, in: self, variable: nil)
        var result = standard
        if let text {
            result = text.split(separator: ",").map { String($0.drop { $0 == " " }) }
        } else if let value {
            guard case .list(let items) = value else { throw wrongType(key, "a list of strings", value) }
            result = []
            for item in items {
                guard case .string(let string) = item else { throw wrongType(key, "a list of strings", item) }
                result.append(string)
            }
        }
        file.record(key, in: self, text: ConfigurationValue.list(result.map { .string($0) }).text, origin: origin)
        return result
    }

    /// One of a closed set, by its raw value.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, default standard: Choice
    ) throws(ConfigurationError) -> Choice {
        let text = try string(key, default: standard.rawValue)
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw file.error(.unusable(rule: "must be one of \(names)"), section: self, key: key, detail: "'\(text)'")
        }
        return choice
    }

    /// A table of free keys with string values, e.g. labels. Its keys are the user's, so none is unknown.
    package func dictionary(_ key: String) throws(ConfigurationError) -> [String: String] {
        let (text, value, origin) = file.find(key, in: self, variable: nil)
        file.markOpen(path.isEmpty ? key : "\(path).\(key)")
        var result: [String: String] = [:]
        if let text {
            for pair in text.split(separator: ",") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { throw wrongType(key, "name=value pairs", .string(text)) }
                result[String(parts[0])] = String(parts[1])
            }
        } else if let value {
            guard case .table(let items) = value else { throw wrongType(key, "a table of strings", value) }
            for (name, item) in items {
                guard case .string(let string) = item else { throw wrongType("\(key).\(name)", "a string", item) }
                result[name] = string
            }
        }
        file.record(key, in: self, text: ConfigurationValue.table(result.mapValues { .string($0) }).text, origin: origin)
        return result
    }

    /// An error about a value of this section that only the caller can judge; `rule` reads as "must ...".
    package func unusable(_ key: String, _ rule: String, found: String? = nil) -> ConfigurationError {
        file.error(.unusable(rule: rule), section: self, key: key, detail: found)
    }

    private func wrongType(_ key: String, _ expected: String, _ found: ConfigurationValue) -> ConfigurationError {
        file.error(.wrongType(expected: expected, found: found.typeName), section: self, key: key)
    }

    private func outOfRange(_ key: String, _ range: String, _ found: String) -> ConfigurationError {
        file.error(.unusable(rule: "must be \(range)"), section: self, key: key, detail: found)
    }
}
