package import Privacy

/// What the types of a labelled file mean here. A type that is the name of an entity means that entity; for any other an operator says what it means.
package struct EntityMapping: Sendable, Equatable {
    package enum Meaning: Sendable, Equatable {
        case entity(EntityType)
        /// Not personal data: the words are as good as unlabelled.
        case outside
        /// Not known what it is: the words teach nothing and count for nothing.
        case unknown
    }

    /// What `outside` and `unknown` are called on the command line.
    package static let outsideName = "O"
    package static let unknownName = "ignore"

    private var meanings: [String: Meaning] = [:]

    package init() {}

    /// - Parameter arguments: `TYPE=ENTITY`, `TYPE=O` or `TYPE=ignore`.
    /// - Throws: `badMapping`.
    package init(_ arguments: [String]) throws(TrainingError) {
        for argument in arguments {
            let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, Self.isQuotable(parts[0]), let meaning = Self.meaning(parts[1]) else {
                throw TrainingError(
                    .badMapping, file: "", field: "--map",
                    expected: "TYPE=ENTITY with an entity such as PERSON, TYPE=\(Self.outsideName) or TYPE=\(Self.unknownName)",
                    found: "'\(argument)'")
            }
            if let before = meanings.updateValue(meaning, forKey: parts[0]), before != meaning {
                throw TrainingError(
                    .badMapping, file: "", field: "--map", expected: "one meaning for each type", found: "two for '\(parts[0])'")
            }
        }
    }

    /// Nil: neither an entity nor mapped.
    package func meaning(of type: String) -> Meaning? { meanings[type] ?? EntityType(rawValue: type).map(Meaning.entity) }

    private static func meaning(_ name: String) -> Meaning? {
        switch name {
        case outsideName: .outside
        case unknownName: .unknown
        default: EntityType(rawValue: name).map(Meaning.entity)
        }
    }

    /// Whether a type's name may stand in a message: a word of letters, digits, '_' and '-'. Anything else could be text that slipped into the wrong field.
    static func isQuotable(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy {
                (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
            }
    }
}
