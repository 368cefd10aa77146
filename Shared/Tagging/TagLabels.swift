package import Inference
package import Privacy

/// The labels of a tagger: outside of everything, or the beginning or inside of an entity (BIO).
package struct TagLabels: Sendable, Equatable {
    package enum Role: Sendable, Equatable {
        case outside
        case begin(EntityType)
        case inside(EntityType)

        /// Nil for `outside`.
        package var entity: EntityType? {
            switch self {
            case .outside: nil
            case .begin(let entity), .inside(let entity): entity
            }
        }
    }

    package let names: [String]
    package let roles: [Role]
    /// The label "O".
    let outside: Int

    /// Throws `badConfiguration` unless there are one "O", and "B-X" and "I-X" for entity types X, none twice, and no "I-X" without its "B-X".
    package init(_ names: [String]) throws(InferenceError) {
        func refusal(_ index: Int, _ expected: String) -> InferenceError {
            InferenceError(
                .badConfiguration, subject: "\(Self.key)[\(index)]", expected: expected, found: InferenceError.printable(names[index]))
        }
        var roles: [Role] = []
        for (index, name) in names.enumerated() {
            guard let role = Self.role(name) else { throw refusal(index, "O, B- or I- with a type of entity") }
            guard !roles.contains(role) else { throw refusal(index, "a new label") }
            roles.append(role)
        }
        for (index, role) in roles.enumerated() {
            if case .inside(let entity) = role, !roles.contains(.begin(entity)) { throw refusal(index, "its B- label among the others") }
        }
        guard let outside = roles.firstIndex(of: .outside), (2...255).contains(roles.count) else {
            throw InferenceError(
                .badConfiguration, subject: Self.key, expected: "O and 1 to 254 other labels", found: "\(roles.count) labels")
        }
        self.names = names
        self.roles = roles
        self.outside = outside
    }

    static let key = TaggerNetwork.architecture + ".labels"

    package var count: Int { names.count }

    private static func role(_ name: String) -> Role? {
        if name == "O" { return .outside }
        guard let entity = EntityType(rawValue: String(name.dropFirst(2))) else { return nil }
        return name.hasPrefix("B-") ? .begin(entity) : name.hasPrefix("I-") ? .inside(entity) : nil
    }

    /// Whether a word of label `next` may follow one of label `previous`, or begin the text (nil): an entity goes on only with itself.
    package func allows(_ previous: Int?, _ next: Int) -> Bool {
        guard case .inside(let entity) = roles[next] else { return true }
        guard let previous else { return false }
        return roles[previous] == .begin(entity) || roles[previous] == .inside(entity)
    }
}
