import ArgumentParser
import Files
import Privacy
import TypedTOML

/// What is masked and how, on the command line: the same settings as in [privacy] of a policy.
struct MaskingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Score from which a type is masked, 0 to 1, such as PERSON=0.6; ALL for the types not named. Types in any case. Repeatable.",
            valueName: "type=score"))
    var threshold: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            What stands in place of a type's values: replace (a numbered token, the default), redact ([[PERSON]]), mask (****1234), \
            hash (the same for the same value under one --hash-key) or keep; ALL for the types not named. Secrets are replaced or redacted, \
            replaced where ALL asks for anything else. Repeatable.
            """,
            valueName: "type=operator"))
    var `operator`: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file that only its owner may read and whose bytes, 16 to 4096 and best 32 random ones, are the key of 'hash'. Default: another key each time.",
            valueName: "file"))
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
            """
            A term that is masked wherever it stands as whole words, as CUSTOM or as the type named. A term that holds '=' names its type: \
            'a=b=CUSTOM'. Where --allow names it too, it is left. Repeatable.
            """,
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
        var ofOthers: MaskingOperator?
        for entry in `operator` {
            let (name, value) = try Self.pair(entry, "--operator", "type=operator")
            guard let named = Self.operators[value] else {
                throw ValidationError("--operator \(entry): the operator must be replace, redact, mask, hash or keep.")
            }
            if Self.isAll(name) {
                ofOthers = named
                continue
            }
            let entity = try Self.type(name, "--operator \(entry)")
            guard entity.isRestorable || named == .replace || named == .redact else {
                throw ValidationError("--operator \(entry): a secret is replaced or redacted.")
            }
            settings.operators[entity] = named
        }
        if let ofOthers {
            for entity in EntityType.allCases where settings.operators[entity] == nil { settings.operators[entity] = ofOthers }
        }
        for name in attributes { settings.attributes.insert(try Self.type(name, "--attributes \(name)")) }
        for entry in threshold {
            let (name, value) = try Self.pair(entry, "--threshold", "type=score")
            guard let score = Float(value), (0...1).contains(score) else {
                throw ValidationError("--threshold \(entry): the score must be 0 to 1.")
            }
            if Self.isAll(name) {
                settings.defaultThreshold = score
            } else {
                settings.thresholds[try Self.type(name, "--threshold \(entry)")] = score
            }
        }
        for value in allow {
            guard Self.holdsText(value) else { throw ValidationError("--allow: the value is empty.") }
            settings.allowedValues.append(value)
        }
        for entry in deny {
            // Behind "=" always a type: one that is mistyped would else be a part of a term that nothing ever matches.
            var denied = AnonymizerSettings.DeniedTerm(term: entry)
            if let cut = entry.lastIndex(of: "=") {
                let entity = try Self.type(
                    String(entry[entry.index(after: cut)...]), "--deny \(entry)",
                    hint: " A term that holds '=' itself names its type: '\(entry)=CUSTOM'.")
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
        do throws(FileError) {
            let bytes = try WholeFile.read(path, atMost: 4_096, forbidden: 0o077)
            if bytes.count >= 16 { return bytes }
        } catch {
            switch error.cause {
            case .tooLarge: break
            case .exposed: throw UsageError("--hash-key: \(path): the key must be a file that only its owner may read (chmod 600)")
            case .system, .notRegular, .noLine: throw UsageError("--hash-key: \(path): \(error.reason)")
            }
        }
        throw UsageError("--hash-key: \(path): expected 16 to 4096 bytes")
    }

    private static func pair(_ entry: String, _ option: String, _ form: String) throws -> (String, String) {
        guard let cut = entry.firstIndex(of: "=") else { throw ValidationError("\(option) \(entry): expected \(form).") }
        return (String(entry[..<cut]), String(entry[entry.index(after: cut)...]))
    }

    /// - Parameter hint: what the error message adds.
    private static func type(_ name: String, _ option: String, hint: String = "") throws -> EntityType {
        let upper = name.uppercased()
        if let entity = EntityType(rawValue: upper) { return entity }
        let nearest = EntityType.allCases.map(\.rawValue).min { editDistance(upper, $0) < editDistance(upper, $1) }
        throw ValidationError("\(option): there is no type '\(name)'\(nearest.map { "; the nearest is \($0)" } ?? "").\(hint)")
    }

    /// Whether all types are meant for which nothing else is said.
    private static func isAll(_ name: String) -> Bool { name.uppercased() == "ALL" }

    private static func holdsText(_ term: String) -> Bool { term.unicodeScalars.contains { !$0.properties.isWhitespace } }
}
