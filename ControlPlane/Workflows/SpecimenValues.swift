import Privacy

/// Values that are nobody's, for texts that go to every device in place of those that somebody wrote.
enum SpecimenValues {
    /// Ranges that their issuers keep for documentation or testing, and made-up names; nil for types that no golden input needs to show.
    static func value(of entity: EntityType) -> String? {
        switch entity {
        case .emailAddress: "jane.roe@example.org"  // RFC 2606
        case .phoneNumber: "+1 202 555 0143"  // 555-0100 to 555-0199 are fictitious
        case .creditCard: "4111 1111 1111 1111"
        case .ibanCode: "DE89 3704 0044 0532 0130 00"
        case .ipAddress: "192.0.2.17"  // RFC 5737
        case .macAddress: "00:00:5e:00:53:17"  // RFC 7042
        case .url: "https://www.example.org/page"
        case .person: "Jane Roe"
        case .location: "Springfield"
        case .organization: "Acme Corporation"
        case .streetAddress: "12 Example Street"
        case .dateTime: "14 March 2019"
        default: nil
        }
    }

    /// `text` with a specimen in place of each span; nil where a type has none.
    /// - Parameter spans: in scalars of `text`, ascending, disjoint.
    static func replacing(_ spans: [EntitySpan], in text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var replaced = String.UnicodeScalarView()
        var position = 0
        for span in spans {
            guard let value = value(of: span.entity) else { return nil }
            replaced += scalars[position..<span.start]
            replaced += value.unicodeScalars
            position = span.end
        }
        return String(replaced + scalars[position...])
    }
}
