/// What a span is. Raw values are Presidio's entity names; `custom` is an operator's deny-listed term or text that only looks like one of our placeholders.
///
/// `person`, `location`, `organization` and `dateTime` have no pattern: they come from a tagger as spans handed to `Anonymizer.mask(_:tagged:into:)`.
package enum EntityType: String, CaseIterable, Sendable, Hashable {
    case emailAddress = "EMAIL_ADDRESS"
    case phoneNumber = "PHONE_NUMBER"
    case creditCard = "CREDIT_CARD"
    case ibanCode = "IBAN_CODE"
    case ipAddress = "IP_ADDRESS"
    case macAddress = "MAC_ADDRESS"
    case url = "URL"
    case usSSN = "US_SSN"
    case secret = "SECRET"
    case person = "PERSON"
    case location = "LOCATION"
    case organization = "ORGANIZATION"
    case dateTime = "DATE_TIME"
    case custom = "CUSTOM"

    /// The name inside a placeholder, as in `[[EMAIL_1]]`: ASCII upper-case letters only, two to eight of them.
    package var placeholderName: String {
        switch self {
        case .emailAddress: "EMAIL"
        case .phoneNumber: "PHONE"
        case .creditCard: "CARD"
        case .ibanCode: "IBAN"
        case .ipAddress: "IP"
        case .macAddress: "MAC"
        case .url: "URL"
        case .usSSN: "SSN"
        case .secret: "SECRET"
        case .person: "PERSON"
        case .location: "LOCATION"
        case .organization: "ORG"
        case .dateTime: "DATE"
        case .custom: "CUSTOM"
        }
    }

    /// What the encoder reads in place of the value: plain lower-case words it knows from its training text.
    package var spokenName: String {
        switch self {
        case .emailAddress: "email address"
        case .phoneNumber: "phone number"
        case .creditCard: "card number"
        case .ibanCode: "bank account"
        case .ipAddress: "ip address"
        case .macAddress: "mac address"
        case .url: "web address"
        case .usSSN: "social security number"
        case .secret: "secret"
        case .person: "person"
        case .location: "place"
        case .organization: "company"
        case .dateTime: "date"
        case .custom: "text"
        }
    }

    /// Secrets are one-way: their value is never kept, so nothing can restore them.
    package var isRestorable: Bool { self != .secret }

    /// Decides between spans of equal score and length; lower wins. The costlier a leak, the lower.
    var priority: Int {
        switch self {
        case .secret: 0
        case .creditCard: 1
        case .ibanCode: 2
        case .usSSN: 3
        case .emailAddress: 4
        case .phoneNumber: 5
        case .person: 6
        case .macAddress: 7
        case .ipAddress: 8
        case .url: 9
        case .location: 10
        case .organization: 11
        case .dateTime: 12
        case .custom: 13
        }
    }

    /// The byte that stands for the type in an encoded `RestoreMap`. Never renumbered: maps outlive an update of the node.
    var code: UInt8 {
        switch self {
        case .emailAddress: 1
        case .phoneNumber: 2
        case .creditCard: 3
        case .ibanCode: 4
        case .ipAddress: 5
        case .macAddress: 6
        case .url: 7
        case .usSSN: 8
        case .secret: 9
        case .person: 10
        case .location: 11
        case .organization: 12
        case .dateTime: 13
        case .custom: 14
        }
    }

    init?(code: UInt8) {
        guard let match = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = match
    }
}
