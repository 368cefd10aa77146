import ArgumentParser
import Privacy
import TypedTOML

#if canImport(Glibc)
    import Glibc
#endif

/// What is masked and how, on the command line: the same settings as in [privacy] of a policy.
struct MaskingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Score from which a type is masked, 0 to 1, such as PERSON=0.6; ALL for the types without a threshold of their own. Repeatable.",
            valueName: "type=score"))
    var threshold: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            What stands in place of a type's values: replace (a numbered token, the default), redact ([[PERSON]]), mask (****1234), \
            hash (the same for the same value under one --hash-key) or keep. Secrets are replaced or redacted. Repeatable.
            """,
            valueName: "type=operator"))
    var `operator`: [String] = []

    @Option(help: "A file whose bytes, 16 to 4096 and best 32 random ones, are the key of 'hash'. Default: another key each time.")
    var hashKey: String?

    @Option(
        help: ArgumentHelp(
            "A type whose tokens say what is safe to say: [[PHONE_1 +48]], [[CARD_1 visa]], [[IBAN_1 DE]], [[PERSON_1 f]]. Repeatable.",
            valueName: "type"))
    var attributes: [String] = []

    @Option(help: ArgumentHelp("A value that is left as it is, without case; never a secret. Repeatable.", valueName: "value"))
    var allow: [String] = []

    @Option(
        help: ArgumentHelp(
            "A term that is masked wherever it stands as whole words, as CUSTOM or as the type named. Repeatable.",
            valueName: "term[=type]"))
    var deny: [String] = []

    func validate() throws { _ = try settingsWithoutKey() }

    /// Throws `ValidationError`, and for a key that cannot be one `UsageError`.
    func settings() throws -> AnonymizerSettings {
        var settings = try settingsWithoutKey()
        if let hashKey { settings.hashKey = try Self.key(hashKey) }
        return settings
    }

    private func settingsWithoutKey() throws -> AnonymizerSettings {
        var settings = AnonymizerSettings()
        for entry in `operator` {
            let (name, value) = try Self.pair(entry, "--operator", "type=operator")
            let entity = try Self.type(name, "--operator")
            guard let named = Self.operators[value] else {
                throw ValidationError("--operator \(entry): the operator must be replace, redact, mask, hash or keep.")
            }
            guard entity.isRestorable || named == .replace || named == .redact else {
                throw ValidationError("--operator \(entry): a secret is replaced or redacted.")
            }
            settings.operators[entity] = named
        }
        for name in attributes { settings.attributes.insert(try Self.type(name, "--attributes")) }
        for entry in threshold {
            let (name, value) = try Self.pair(entry, "--threshold", "type=score")
            guard let score = Float(value), (0...1).contains(score) else {
                throw ValidationError("--threshold \(entry): the score must be 0 to 1.")
            }
            if name == "ALL" {
                settings.defaultThreshold = score
            } else {
                settings.thresholds[try Self.type(name, "--threshold")] = score
            }
        }
        for value in allow {
            guard Self.holdsText(value) else { throw ValidationError("--allow: the value is empty.") }
            settings.allowedValues.append(value)
        }
        for entry in deny {
            // A term may hold "=" itself: only a type's name behind the last one is taken for a type.
            var denied = AnonymizerSettings.DeniedTerm(term: entry)
            if let cut = entry.lastIndex(of: "="), let entity = EntityType(rawValue: String(entry[entry.index(after: cut)...])) {
                denied = .init(term: String(entry[..<cut]), entity: entity)
            }
            guard Self.holdsText(denied.term) else { throw ValidationError("--deny: the term is empty.") }
            settings.deniedTerms.append(denied)
        }
        return settings
    }

    private static let operators: [String: MaskingOperator] = [
        "replace": .replace, "redact": .redact, "mask": .mask, "hash": .hash, "keep": .keep,
    ]

    private static func key(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw UsageError("--hash-key: \(path): \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4_097)
        let count = fread(&bytes, 1, bytes.count, file)
        guard (16...4_096).contains(count) else { throw UsageError("--hash-key: \(path): expected 16 to 4096 bytes") }
        return Array(bytes[..<count])
    }

    private static func pair(_ entry: String, _ option: String, _ form: String) throws -> (String, String) {
        guard let cut = entry.firstIndex(of: "=") else { throw ValidationError("\(option) \(entry): expected \(form).") }
        return (String(entry[..<cut]), String(entry[entry.index(after: cut)...]))
    }

    private static func type(_ name: String, _ option: String) throws -> EntityType {
        if let entity = EntityType(rawValue: name) { return entity }
        let nearest = EntityType.allCases.map(\.rawValue).min { editDistance(name, $0) < editDistance(name, $1) }
        throw ValidationError("\(option): there is no type \(name)\(nearest.map { "; the nearest is \($0)" } ?? "").")
    }

    private static func holdsText(_ term: String) -> Bool { term.unicodeScalars.contains { !$0.properties.isWhitespace } }
}
