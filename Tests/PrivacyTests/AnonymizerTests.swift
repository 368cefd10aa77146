import Testing

@testable import Privacy

@Suite struct AnonymizerTests {
    private func mask(_ text: String, _ settings: AnonymizerSettings = AnonymizerSettings(), tagged: [EntitySpan] = []) -> String {
        var map = RestoreMap()
        let anonymizer = Anonymizer(settings)
        return anonymizer.mask(anonymizer.read(text), tagged: tagged, into: &map).masked.text
    }

    @Test func masksATicketWithEverythingInIt() {
        var map = RestoreMap()
        let text = """
            Hi, Jo here (jo@example.com, +1 212 555 0143). Laptop 00:00:5e:00:53:af at 192.0.2.7 cannot reach https://portal.example.com/x.
            Card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, SSN 219-09-9999, password: Winter2024!
            """
        let masking = Anonymizer().mask(text, into: &map)
        #expect(
            masking.masked.text == """
                Hi, Jo here ([[EMAIL_1]], [[PHONE_1]]). Laptop [[MAC_1]] at [[IP_1]] cannot reach [[URL_1]].
                Card [[CARD_1]], IBAN [[IBAN_1]], SSN [[SSN_1]], password: [[SECRET_1]]
                """)
        #expect(
            Anonymizer().read(text).encoderText == """
                Hi, Jo here (email address, phone number). Laptop mac address at ip address cannot reach web address.
                Card card number, IBAN bank account, SSN social security number, password: secret
                """)
        #expect(
            masking.spans.map(\.entity) == [
                .emailAddress, .phoneNumber, .macAddress, .ipAddress, .url, .creditCard, .ibanCode, .usSSN, .secret,
            ])
        #expect(masking.spans.allSatisfy { !$0.rule.isEmpty && $0.score >= 0.4 && $0.score <= 1 })
        #expect(map.restore(masking.masked.text) == text.replacing("Winter2024!", with: "[[SECRET_1]]"))
    }

    @Test func escapesWhatOnlyLooksLikeAPlaceholder() {
        var map = RestoreMap()
        let anonymizer = Anonymizer()
        let text = "jo@example.com wrote [[EMAIL_1]], [EMAIL_1] and \\[\\[EMAIL\\_1\\]\\] and [[SECRET_1]]"
        let masked = anonymizer.mask(text, into: &map).masked.text
        #expect(masked == "[[EMAIL_1]] wrote [[CUSTOM_1]], [[CUSTOM_2]] and [[CUSTOM_3]] and [[CUSTOM_4]]")
        #expect(map.restore(masked) == text)
    }

    @Test func masksMaskedTextWithoutLosingAnything() {
        var map = RestoreMap()
        let anonymizer = Anonymizer()
        let once = anonymizer.mask("mail jo@example.com, pwd: hunter2", into: &map).masked.text
        let twice = anonymizer.mask(once, into: &map).masked.text
        #expect(!twice.contains("jo@example.com") && !twice.contains("hunter2"))
        #expect(map.restore(twice) == once)
    }

    @Test(arguments: [
        "[jo@example.com]", "[[jo@example.com]]", "\\jo@example.com", "C:\\jo@example.com\\", "\\[jo@example.com\\]", "[ jo@example.com ]",
        "[EMAIL_jo@example.com", "[[EMAIL_1 +1 (212) 555-0143]]",
        "[[[EMAIL_1]]]", "[EMAIL_[PHONE_1]]", "\\[[EMAIL_1]]",
    ])
    func restoresExactlyBesideBracketsAndBackslashes(_ text: String) {
        var map = RestoreMap()
        let masked = Anonymizer().mask(text, into: &map).masked.text
        #expect(map.restore(masked) == text)
    }

    @Test func findsNothingInWhatItMasked() {
        let anonymizer = Anonymizer()
        var map = RestoreMap()
        for text in [
            "password: jo@example.com/x y", "https://example.com/?mail=jo@example.com&ip=192.0.2.1",
            "GB82 WEST 1234 5698 7654 32 +1 212 555 0143", "order@example.com 5550143 call",
            "token=abc123def&card=4111111111111111", "[[EMAIL_1]] call 5550143",
        ] {
            let masked = anonymizer.mask(text, into: &map).masked
            #expect(anonymizer.leaks(in: masked).isEmpty, "\(masked.text)")
        }
    }

    @Test func reportsLeaksInATextThatCameBack() {
        let leaks = Anonymizer().leaks(in: "[[EMAIL_1]] is now eve@example.com")
        #expect(leaks.map(\.entity) == [.emailAddress])
        #expect(leaks.first?.start == 19 && leaks.first?.end == 34)
    }

    @Test func appliesThresholdsByEntity() {
        let text = "jo@example.com from 192.0.2.7"
        #expect(mask(text, AnonymizerSettings(thresholds: [.ipAddress: 0.99])) == "[[EMAIL_1]] from 192.0.2.7")
        #expect(mask("see 219099999", AnonymizerSettings(thresholds: [.usSSN: 0.05])) == "see [[SSN_1]]")
        #expect(mask(text, AnonymizerSettings(defaultThreshold: 1.1)) == text)
    }

    @Test func masksDeniedTermsAndSparesAllowedValues() {
        let settings = AnonymizerSettings(
            deniedTerms: [.init(term: "Project Blue Heron"), .init(term: "Zoë Quill", entity: .person), .init(term: "C++")],
            allowedValues: ["Help@Example.com"])
        #expect(
            mask("help@example.com: PROJECT blue heron, zoe quill, blue heron, Zoë Quills, c++ and jo@example.com", settings)
                == "help@example.com: [[CUSTOM_1]], [[PERSON_1]], blue heron, Zoë Quills, [[CUSTOM_2]] and [[EMAIL_1]]")
        #expect(mask("password: help@example.com", settings) == "password: [[SECRET_1]]")
    }

    @Test func mergesSpansOfATagger() {
        let text = "Jo Fisher wrote to jo@example.com"
        let person = EntitySpan(entity: .person, start: 0, end: 9, score: 0.8, rule: "tagger")
        #expect(mask(text, tagged: [person]) == "[[PERSON_1]] wrote to [[EMAIL_1]]")
        // Two readings of one text: what stays takes nothing from what is masked, however sure of it the other reading is.
        var settings = AnonymizerSettings()
        settings.operators[.location] = .keep
        let place = EntitySpan(entity: .location, start: person.start, end: person.end, score: 1, rule: "tagger")
        #expect(mask(text, settings, tagged: [person, place]) == "[[PERSON_1]] wrote to [[EMAIL_1]]")
        settings.allowedValues = [String(text.prefix(2))]
        let part = EntitySpan(entity: .person, start: person.start, end: person.start + 2, score: 1, rule: "tagger")
        #expect(mask(text, settings, tagged: [person, part]) == "[[PERSON_1]] wrote to [[EMAIL_1]]")
        let unsure = EntitySpan(entity: .person, start: 0, end: 9, score: 0.2, rule: "tagger")
        let outside = EntitySpan(entity: .person, start: 30, end: 99, score: 1, rule: "tagger")
        let backwards = EntitySpan(entity: .person, start: 5, end: 5, score: 1, rule: "tagger")
        let overlapping = EntitySpan(entity: .person, start: 19, end: 21, score: 0.9, rule: "tagger")
        #expect(mask(text, tagged: [unsure, outside, backwards, overlapping]) == "Jo Fisher wrote to [[EMAIL_1]]")
    }

    @Test(arguments: [
        ("Ольга", "Ольга и ОЛЬГА, Павел, Ольгами", "[[CUSTOM_1]] и [[CUSTOM_2]], Павел, Ольгами"),
        ("中文", "日文と中文です 🙂🙂", "日文と[[CUSTOM_1]]です 🙂🙂"), ("Zoe\u{301}", "ZOE, zo\u{200B}é, Zoey", "[[CUSTOM_1]], [[CUSTOM_2]], Zoey"),
        ("blue heron", "Blue \n Heron; blue-heron", "[[CUSTOM_1]]; blue-heron"),
        ("  A–B ", "a-b, A\u{2014}B, a - b", "[[CUSTOM_1]], [[CUSTOM_2]], a - b"),
        ("№ 5", "№ 5 and № 55", "[[CUSTOM_1]] and № 55"), (" ", "a b", "a b"), ("", "a b", "a b"),
        ("C", "C, C++, c#", "[[CUSTOM_1]], [[CUSTOM_1]]++, [[CUSTOM_2]]#"),
    ])
    func findsDeniedTermsInAnyScript(_ term: String, _ text: String, _ expected: String) {
        #expect(mask(text, AnonymizerSettings(deniedTerms: [.init(term: term)])) == expected)
    }

    @Test func masksTheLongestDeniedTermUnderTheFirstOfItsEntities() {
        let settings = AnonymizerSettings(deniedTerms: [
            .init(term: "Blue", entity: .organization), .init(term: "Blue Heron"), .init(term: "blue", entity: .person),
        ])
        #expect(mask("blue heron, blue herons", settings) == "[[CUSTOM_1]], [[ORG_1]] herons")
    }

    /// What is allowed is compared letter by letter, not by the class of its letters.
    @Test func sparesNothingThatOnlyLooksLikeAnAllowedValue() {
        let settings = AnonymizerSettings(deniedTerms: [.init(term: "Павел"), .init(term: "Ольга")], allowedValues: ["ольга"])
        #expect(mask("Павел, Ольга", settings) == "[[CUSTOM_1]], Ольга")
    }

    @Test func ordersOverlapsByScoreThenLengthThenType() {
        func span(_ entity: EntityType, _ start: Int, _ end: Int, _ score: Float) -> EntitySpan {
            EntitySpan(entity: entity, start: start, end: end, score: score, rule: "")
        }
        func kept(_ spans: [EntitySpan]) -> [EntitySpan] { SpanMerger.merge(spans, length: 40) }
        let low = span(.url, 0, 30, 0.5)
        let high = span(.emailAddress, 10, 20, 0.9)
        #expect(kept([low, high]) == [high])
        let longer = span(.phoneNumber, 5, 20, 0.9)
        #expect(kept([high, longer]) == [longer])
        let secret = span(.secret, 10, 20, 0.9)
        #expect(kept([high, secret]) == [secret])
        let apart = span(.ipAddress, 20, 25, 0.4)
        #expect(kept([apart, high]) == [high, apart])
    }

    @Test func countsOffsetsInScalars() {
        let spans = Anonymizer().spans(in: "👩‍👩‍👧 e\u{301} \r\n jo@example.com")
        #expect(spans.map { [$0.start, $0.end] } == [[12, 26]])
    }

    @Test func leavesEmptyAndPlainTextAlone() {
        #expect(mask("") == "")
        #expect(
            mask("My laptop is slow since the update in spring, 2 of 5 days.")
                == "My laptop is slow since the update in spring, 2 of 5 days.")
    }
}
