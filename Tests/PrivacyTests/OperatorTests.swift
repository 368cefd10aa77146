import Testing

@testable import Privacy

@Suite struct OperatorTests {
    private static let key: [UInt8] = Array(repeating: 7, count: 32)

    private func mask(_ text: String, _ settings: AnonymizerSettings, names: [(String, EntityType)] = [], map: inout RestoreMap) -> Masking
    {
        let anonymizer = Anonymizer(settings)
        let reading = anonymizer.read(text)
        let masking = anonymizer.mask(reading, tagged: tagged(names, in: reading.encoderText), into: &map)
        #expect(anonymizer.leaks(in: masking.masked).isEmpty, "\(masking.masked.text)")
        return masking
    }

    private func mask(_ text: String, _ settings: AnonymizerSettings, names: [(String, EntityType)] = []) -> String {
        var map = RestoreMap()
        return mask(text, settings, names: names, map: &map).masked.text
    }

    @Test func redactsWithoutANumber() {
        var map = RestoreMap()
        let text = mask("jo@example.com to eve@example.com", .init(operators: [.emailAddress: .redact]), map: &map).masked.text
        #expect(text == "[[EMAIL]] to [[EMAIL]]")
        #expect(map.isEmpty && map.restore(text) == text)
    }

    @Test func leavesTheLastCharactersOfALongValue() {
        let settings = AnonymizerSettings(operators: [.creditCard: .mask, .ibanCode: .mask, .ipAddress: .mask, .person: .mask])
        #expect(mask("card 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00, 10.0.0.1", settings) == "card ****1111, ****3000, ****")
        #expect(mask("Jo Zoë Fox-Ångström", settings, names: [("Jo Zoë Fox-Ångström", .person)]) == "****tröm")
        var none = settings
        none.charactersKeptByMask = 0
        #expect(mask("card 4111 1111 1111 1111", none) == "card ****")
    }

    @Test func hashesTheSameUnderOneKey() {
        var settings = AnonymizerSettings(operators: [.emailAddress: .hash, .person: .hash], hashKey: Self.key)
        let first = mask("jo@example.com", settings)
        #expect(first == mask("x jo@example.com", settings).dropFirst(2) && first != mask("eve@example.com", settings))
        #expect(first.hasPrefix("[[EMAIL #") && first.hasSuffix("]]") && first.count == 27)
        // RFC 2104 over "EMAIL_ADDRESS", a zero byte and the value; from Python's hmac module.
        #expect(first == "[[EMAIL #a24552b8c62d8f87]]")
        settings.hashKey = Array(repeating: 8, count: 32)
        #expect(mask("jo@example.com", settings) != first)
        settings.hashKey = []
        #expect(mask("jo@example.com", settings) != mask("jo@example.com", settings))
        #expect(mask("Jo Fox", settings, names: [("Jo Fox", .person)]).hasPrefix("[[PERSON #"))
    }

    @Test func keepsWhatThePolicyKeepsAndSaysSo() {
        var map = RestoreMap()
        let settings = AnonymizerSettings(
            deniedTerms: [.init(term: "May 5th", entity: .dateTime)], operators: [.dateTime: .keep, .location: .keep])
        let text = "On 2024-11-05 in Oslo: jo@example.com, May 5th"
        let masking = mask(text, settings, names: [("Oslo", .location)], map: &map)
        #expect(masking.masked.text == "On 2024-11-05 in Oslo: [[EMAIL_1]], [[DATE_1]]")
        #expect(masking.kept.map(\.entity) == [.dateTime, .location] && masking.spans.map(\.entity) == [.emailAddress, .dateTime])
        #expect(Anonymizer(settings).read(text).encoderText == "On date in Oslo: email address, date")
        #expect(Anonymizer(settings).leaks(in: "On 2024-11-05").isEmpty && !Anonymizer().leaks(in: "On 2024-11-05").isEmpty)
    }

    @Test func masksWhatLiesInsideSomethingKept() {
        let text = mask("see https://example.com/?mail=jo@example.com now", .init(operators: [.url: .keep]))
        #expect(!text.contains("jo@") && text.contains("https://"))
    }

    @Test(arguments: [MaskingOperator.replace, .redact, .mask, .hash, .keep]) func neverLetsASecretOut(_ asked: MaskingOperator) {
        var map = RestoreMap()
        let masking = mask(
            "pwd: Winter2024! and pwd: Winter2024! or pwd: Summer2025!", .init(operators: [.secret: asked], hashKey: Self.key), map: &map)
        let expected = asked == .redact ? ["[[SECRET]]", "[[SECRET]]", "[[SECRET]]"] : ["[[SECRET_1]]", "[[SECRET_1]]", "[[SECRET_2]]"]
        #expect(masking.replacements == expected)
        #expect(map.restore(masking.masked.text) == masking.masked.text)
        #expect(!String(decoding: map.encoded(), as: UTF8.self).contains("inter2024"))
    }

    @Test func escapesPlaceholdersOfTheUserWhateverTheOperators() {
        let all = Dictionary(uniqueKeysWithValues: EntityType.allCases.map { ($0, MaskingOperator.keep) })
        var map = RestoreMap()
        let masked = mask("[[EMAIL_1]] from jo@example.com", .init(operators: all), map: &map).masked.text
        #expect(masked == "[[CUSTOM_1]] from jo@example.com" && map.restore(masked) == "[[EMAIL_1]] from jo@example.com")
    }

    @Test func changesNothingInItsOwnFormsWhenMaskedAgain() {
        let settings = AnonymizerSettings(operators: [.emailAddress: .redact, .creditCard: .mask, .ibanCode: .hash], hashKey: Self.key)
        let once = mask("jo@example.com 4111 1111 1111 1111 DE89 3704 0044 0532 0130 00 call 5550143", settings)
        var map = RestoreMap()
        let twice = mask(once, settings, map: &map).masked.text
        #expect(twice == once.replacing("[[PHONE_1]]", with: "[[CUSTOM_1]]") && map.restore(twice) == once)
    }

    /// Each begins like one of our forms and is none, so what it holds is looked at.
    @Test(arguments: [
        "[[EMAIL jo@example.com]]", "[[EMAIL #9f86d081884c7d6]] jo@example.com", "[[EMAIL #9f86d081884c7d65 jo@example.com]]",
        "[[jo@example.com]]", "[[CARD #4111111111111111]] jo@example.com",
    ])
    func looksIntoWhatOnlyBeginsLikeAForm(_ text: String) { #expect(!mask(text, .init()).contains("jo@")) }

    /// The form of a hashed value, round a value.
    @Test func aCardIsNoDigest() {
        #expect(!mask("[[CARD #4111111111111111]]", .init()).contains("4111"))
        let settings = AnonymizerSettings(operators: [.idNumber: .hash, .phoneNumber: .hash], hashKey: Self.key)
        // One in two thousand digests begins with sixteen decimal digits.
        for number in 0..<6_000 {
            let digest = OneWayForm.hashed(Array(String(number).utf8), .phoneNumber, key: settings.hashKey)
            #expect(OneWayForm.length(Array(digest.unicodeScalars), at: 0) == digest.unicodeScalars.count)
        }
    }

    // MARK: Attributes

    @Test func aValueThatWasFirstMetWithoutATitleKeepsItsToken() {
        let settings = AnonymizerSettings(attributes: [.person])
        let text = "Anna Berg called. Mrs Anna Berg will call again, Mrs Lee too"
        let spans = [(0, 9), (22, 31), (53, 56)].map { EntitySpan(entity: .person, start: $0.0, end: $0.1, score: 1, rule: "names") }
        let anonymizer = Anonymizer(settings)
        var map = RestoreMap()
        let masked = anonymizer.mask(anonymizer.read(text), tagged: spans, into: &map).masked.text
        #expect(masked == "[[PERSON_1]] called. Mrs [[PERSON_1]] will call again, Mrs [[PERSON_2 f]] too")
    }

    @Test(
        arguments: [
            (.phoneNumber, "+48 22 555 01 43", "+48"), (.phoneNumber, "+1 (212) 555-0143", "+1"),
            (.phoneNumber, "0048 22 555 01 43", "+48"),
            (.phoneNumber, "+358 9 555 0143", "+358"), (.phoneNumber, "＋７ 495 555 01 43", "+7"), (.phoneNumber, "(212) 555-0143", nil),
            (.phoneNumber, "020 7946 0018", nil), (.phoneNumber, "+48", nil),
            (.ibanCode, "de89 3704 0044 0532 0130 00", "DE"), (.swiftCode, "DEUTDEFF", "DE"), (.swiftCode, "DEUT", nil),
            (.creditCard, "4111 1111 1111 1111", "visa"), (.creditCard, "5555555555554444", "mastercard"),
            (.creditCard, "2223003122003222", "mastercard"),
            (.creditCard, "378282246310005", "amex"), (.creditCard, "6011111111111117", "discover"),
            (.creditCard, "3530111333300000", "jcb"),
            (.creditCard, "30569309025904", "diners"), (.creditCard, "6200000000000005", "unionpay"),
            (.creditCard, "6759649826438453", "maestro"),
            (.creditCard, "9999999999999995", nil), (.emailAddress, "jo@example.com", nil), (.usSSN, "219-09-9999", nil),
        ] as [(EntityType, String, String?)])
    func saysNoMoreThanCountryAndNetwork(_ entity: EntityType, _ value: String, _ expected: String?) {
        #expect(SafeAttribute.of(Array(value.unicodeScalars)[...], entity, before: []) == expected)
    }

    @Test(
        arguments: [
            ("Dear Mr. ", "Fox", "m"), ("", "Mrs Fox", "f"), ("Ms ", "Jo Fox", "f"), ("Herr ", "Fuchs", "m"), ("Herrn ", "Fuchs", "m"),
            ("Frau ", "Dr. Fuchs", "f"),
            ("Mme ", "Renard", "f"), ("M. ", "Renard", "m"), ("", "M. Renard", nil), ("Sr. ", "Zorro", "m"), ("(Sra. ", "Zorra", nil),
            ("Sra. ", "Zorra", "f"),
            ("Dr. ", "Fox", nil), ("", "Jo Fox", nil), ("mr ", "Fox", nil), ("BMr ", "Fox", nil), ("Mr\n", "Fox", nil),
            ("Mr   ", "Fox", nil), ("Mr", "Fox", nil),
            ("Mister Mr ", "Fox", "m"),
        ] as [(String, String, String?)])
    func saysTheGenderATitleSays(_ before: String, _ name: String, _ expected: String?) {
        #expect(SafeAttribute.of(Array(name.unicodeScalars)[...], .person, before: Array(before.unicodeScalars)[...]) == expected)
    }

    @Test func putsAttributesIntoTokensAndRestoresWithoutThem() {
        let settings = AnonymizerSettings(attributes: [.phoneNumber, .person, .creditCard])
        var map = RestoreMap()
        let text = "Mrs Fox, +48 22 555 01 43, card 4111 1111 1111 1111, jo@example.com, DE89 3704 0044 0532 0130 00. Fox"
        let masked = mask(text, settings, names: [("Fox", .person)], map: &map).masked.text
        #expect(masked == "Mrs [[PERSON_1 f]], [[PHONE_1 +48]], card [[CARD_1 visa]], [[EMAIL_1]], [[IBAN_1]]. [[PERSON_1 f]]")
        #expect(map.restore(masked) == text)
        #expect(
            map.restore("[[PERSON_1]] [[PERSON_1 m]] [[person 1 F]] [[PHONE_1 +49]] [[CARD_1 Visa ]]")
                == "Fox Fox Fox +48 22 555 01 43 4111 1111 1111 1111")
    }
}
