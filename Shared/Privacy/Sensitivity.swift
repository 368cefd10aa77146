/// How sensitive a request is: what a policy compares with to keep it on the device. Ordered, the harmless first.
///
/// The level of a request is the higher of what its spans say (`init(spans:)`) and what a release's head says of the text as a whole, which sees what no
/// span shows: an illness described and not named.
package enum Sensitivity: String, CaseIterable, Sendable, Hashable, Comparable {
    /// About no one and nobody's business: could stand on a public page.
    case `public`
    /// About an organisation and how it works, not about a person.
    case `internal`
    /// Personal data as in article 4(1) GDPR, or a secret that gives access to such.
    case personal
    /// Personal data as in article 9(1) GDPR: origin, opinion, religion, union membership, health, sex life, genetic and biometric data.
    case specialCategory = "special-category"

    /// The highest level any of `spans` gives; `public` without spans.
    package init(spans: some Sequence<EntitySpan>) { self = spans.lazy.map(\.entity.sensitivity).max() ?? .public }

    package static func < (left: Sensitivity, right: Sensitivity) -> Bool { left.rank < right.rank }

    private var rank: UInt8 {
        switch self {
        case .public: 0
        case .internal: 1
        case .personal: 2
        case .specialCategory: 3
        }
    }
}

extension EntityType {
    /// The level a text has that holds such a span and nothing else.
    package var sensitivity: Sensitivity {
        switch self {
        // A day, a place, a web address or a "Mr" says nothing about anyone by itself, and harmless questions are full of them.
        case .dateTime, .location, .url, .title: .public
        // Organisations, their posts and their registered numbers, which are published; a term the operator lists is its own business at least.
        case .organization, .jobTitle, .custom, .itVATCode, .auABN, .auACN, .brCNPJ, .abaRoutingNumber, .swiftCode: .internal
        // Health; origin, religion and opinion, which no tagger tells apart from nationality. A number that identifies a person to health services is data
        // concerning health: recital 35 GDPR.
        case .medicalCondition, .nationality, .ukNHS, .usMBI, .auMedicare: .specialCategory
        // Everything else identifies or describes one person, online identifiers included (recital 30). A secret counts as personal because what it opens
        // is at least that; masking does not depend on it, secrets are one-way at every level.
        default: .personal
        }
    }
}
