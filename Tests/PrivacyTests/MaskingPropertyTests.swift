import Testing

@testable import Privacy

/// What must hold for any text, any spans of a tagger and any operators.
@Suite struct MaskingPropertyTests {
    private static let fragments: [String] = [
        "jo@example.com", "+1 (212) 555-0143", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "192.0.2.7", "2001:db8::1",
        "00:00:5e:00:53:af", "https://example.com/a?b=c", "219-09-9999", "pwd: x9!k",
        "943 476 5919", "AB123456C", "529.982.247-25", "12345678Z", "L01X00T47", "nhs", "passport", "born", "2024-11-05", "5 May 2024",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "0x52908400098527886E0F7030069857D2E4169EE7", "&#64;", "(at)", "\"",
        "-----BEGIN PRIVATE KEY-----",
        "password", "token=", "[[EMAIL_1]]", "[[NHS_1]]", "[[", "]]", "[", "]", "\\", "\\[", "\\_", "EMAIL_1", "EMAIL", "_", "1", "call",
        "card", "iban",
        "ssn", "order", " ", "  ", "\n", "\r\n", "@", "%40", ".", "-", ":",
        "::", "//", "(", ")", "+", "0", "5550143", "\u{200B}", "\u{301}", "\u{FFFC}", "é", "ж", "中文", "ع٣٤٥", "🙂", "👩‍👧", "＋１", "\u{202E}",
        "x", "is", "=", "\"", "'", ",", "&", ";", "Anna Berg", "anna", "BERG", "Anna", "Oslo", "will", "Will", "田中太郎", "[[PERSON]]",
        "[[EMAIL #9f86d081884c7d65]]",
        "［", "】", "⟦", "&#91;", "&lbrack;", "**", "`", "Mr ", " +48]]", " f]]", "[[PERSON_2 m]]", "[person 1]",
    ]

    private static let anonymizers = [
        Anonymizer(), Anonymizer(AnonymizerSettings(attributes: Set(EntityType.allCases))),
        Anonymizer(
            AnonymizerSettings(
                deniedTerms: [.init(term: "x"), .init(term: "中文", entity: .organization)], allowedValues: ["Anna", "192.0.2.7"],
                operators: [
                    .person: .redact, .emailAddress: .mask, .creditCard: .hash, .phoneNumber: .keep, .url: .keep, .location: .keep,
                    .secret: .keep,
                    .ipAddress: .mask, .custom: .redact,
                ], hashKey: [1, 2, 3])),
    ]
    private static let tagged: [EntityType] = [.person, .location, .organization, .streetAddress, .jobTitle, .age, .dateTime, .secret]

    private func spans(over text: String, _ generator: inout SeededGenerator) -> [EntitySpan] {
        let count = text.unicodeScalars.count
        return (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            let start = Int.random(in: -1...count, using: &generator)
            return EntitySpan(
                entity: Self.tagged.randomElement(using: &generator) ?? .person, start: start,
                end: start + Int.random(in: -1...20, using: &generator), score: Float.random(in: 0...1, using: &generator), rule: "tagger")
        }
    }

    /// Masks `text` and holds the outcome to everything that was promised; returns it.
    @discardableResult
    private func check(
        _ text: String, _ anonymizer: Anonymizer, _ tagged: [EntitySpan] = [], into map: inout RestoreMap
    ) -> String {
        let reading = anonymizer.read(text)
        let masking = anonymizer.mask(reading, tagged: tagged, into: &map)
        let masked = masking.masked.text
        #expect(anonymizer.leaks(in: masking.masked).isEmpty, "\(text.debugDescription)")
        checkSpans(masking, text)
        let restored = map.restore(masked)
        #expect(Array(restored.utf8) == Array(restoredByHand(masking, text).utf8), "\(text.debugDescription)")
        checkValues(masking, map, text)
        // What the operator `mask` leaves is a text like any other.
        if !masking.replacements.contains(where: { $0.hasPrefix("*") }) { checkAgain(masking, anonymizer) }
        return masked
    }

    private func checkSpans(_ masking: Masking, _ text: String) {
        let count = text.unicodeScalars.count
        var last = 0
        for span in masking.spans {
            #expect(span.start >= last && span.start < span.end && span.end <= count)
            last = span.end
        }
        for span in masking.kept { #expect(masking.spans.allSatisfy { $0.end <= span.start || span.end <= $0.start }) }
        let scalars = Array(masking.masked.text.unicodeScalars)
        var tokens = masking.masked.tokens.map { string(scalars[$0]) }[...]
        for replacement in masking.replacements {
            // Between them stand redacted and hashed forms that came in.
            while let token = tokens.popFirst(), token != replacement { #expect(Placeholder.isOneWay(token)) }
        }
        #expect(tokens.allSatisfy(Placeholder.isOneWay))
    }

    /// The text with what cannot be restored, and only that, in its masked form.
    private func restoredByHand(_ masking: Masking, _ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var expected = String.UnicodeScalarView()
        var index = 0
        for (span, replacement) in zip(masking.spans, masking.replacements) {
            let isNumbered = replacement.hasPrefix("[[") && replacement.contains("_")
            guard !isNumbered || span.entity == .secret else { continue }
            expected.append(contentsOf: scalars[index..<span.start])
            expected.append(contentsOf: replacement.unicodeScalars)
            index = span.end
        }
        expected.append(contentsOf: scalars[index...])
        return String(expected)
    }

    /// No value of the map, as whole words, beside the tokens: looked for place by place.
    private func checkValues(_ masking: Masking, _ map: RestoreMap, _ text: String) {
        var rest: [Unicode.Scalar] = []
        let scalars = Array(masking.masked.text.unicodeScalars)
        var index = 0
        for token in masking.masked.tokens {
            rest += scalars[index..<token.lowerBound] + ["\u{E000}"]
            index = token.upperBound
        }
        rest += scalars[index...]
        func joins(_ index: Int) -> Bool {
            index > 0 && index < rest.count && WordTokens.isOfWord(rest[index - 1]) && WordTokens.isOfWord(rest[index])
        }
        for (entity, list) in map.values {
            for value in list.map({ Array(String(decoding: $0, as: UTF8.self).unicodeScalars) }) where value.count >= 3 {
                guard rest.count >= value.count else { continue }
                for start in 0...rest.count - value.count
                where rest[start] == value[0] && rest[start..<start + value.count].elementsEqual(value) {
                    #expect(joins(start) || joins(start + value.count), "\(entity) at \(start) of \(text.debugDescription)")
                }
            }
        }
    }

    /// Masking again masks the placeholders, each as a value, and nothing else.
    private func checkAgain(_ masking: Masking, _ anonymizer: Anonymizer) {
        var map = RestoreMap(salt: 4)
        let again = anonymizer.mask(masking.masked.text, into: &map)
        #expect(again.spans.allSatisfy { $0.rule == "placeholder-literal" }, "\(masking.masked.text.debugDescription) \(again.spans)")
        #expect(map.restore(again.masked.text) == masking.masked.text)
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private func mixture(_ most: Int, _ generator: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...most, using: &generator)).map { _ in Self.fragments.randomElement(using: &generator) ?? "" }.joined()
    }

    @Test(arguments: 0..<8) func holdsForRandomMixturesOfWhatMatters(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<300 {
            let text = mixture(24, &generator)
            let anonymizer = Self.anonymizers[round % Self.anonymizers.count]
            var map = RestoreMap(salt: 3)
            check(text, anonymizer, spans(over: anonymizer.read(text).encoderText, &generator), into: &map)
        }
    }

    @Test func holdsForRandomScalarsOfAllScripts() {
        var generator = SeededGenerator(seed: 99)
        for round in 0..<400 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                let bound: UInt32 = [0x80, 0x250, 0x3000, 0x11_0000].randomElement(using: &generator) ?? 0x80
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &generator)) { view.append(scalar) }
            }
            var map = RestoreMap(salt: 3)
            let text = String(view)
            let anonymizer = Self.anonymizers[round % Self.anonymizers.count]
            check(text, anonymizer, spans(over: anonymizer.read(text).encoderText, &generator), into: &map)
        }
    }

    /// Turn after turn under one map, a damaged repetition of an earlier turn's masked text among them: what the user writes comes back as he wrote it.
    @Test(arguments: 0..<6) func holdsAcrossTheTurnsOfAConversation(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 1_000)
        for _ in 0..<25 {
            var map = RestoreMap(salt: 3)
            var masked: [String] = []
            for _ in 0..<5 {
                var text = mixture(10, &generator)
                if let earlier = masked.randomElement(using: &generator), Bool.random(using: &generator) {
                    text += Bool.random(using: &generator) ? earlier.lowercased() : earlier.replacing("[[", with: "［")
                }
                masked.append(
                    check(text, Self.anonymizers[0], spans(over: Self.anonymizers[0].read(text).encoderText, &generator), into: &map))
            }
        }
    }

    @Test(arguments: 0..<4) func restoresTheSameHoweverAStreamIsCut(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed &+ 500)
        for _ in 0..<25 {
            var map = RestoreMap(salt: 3)
            let text = mixture(8, &generator)
            let masked = Array(Self.anonymizers[Int(seed % 2)].mask(text, into: &map).masked.text.unicodeScalars)
            for style in [RestoreMap.Style.plain, .json] {
                let whole = Array(map.restore(string(masked[...]), as: style).utf8)
                for cut in 0...masked.count {
                    var restorer = StreamingRestorer(map, as: style)
                    let pieces = restorer.consume(string(masked[..<cut])) + restorer.consume(string(masked[cut...])) + restorer.finish()
                    #expect(Array(pieces.utf8) == whole, "cut at \(cut) of \(text.debugDescription)")
                }
                var restorer = StreamingRestorer(map, as: style)
                var pieces = ""
                var index = 0
                while index < masked.count {
                    let next = min(masked.count, index + Int.random(in: 1...7, using: &generator))
                    pieces += restorer.consume(string(masked[index..<next]))
                    index = next
                }
                #expect(Array((pieces + restorer.finish()).utf8) == whole)
            }
        }
    }

    /// What two conversations have in common is the form of their tokens and nothing else.
    @Test func neverRestoresOneConversationsValuesInAnother() {
        var generator = SeededGenerator(seed: 77)
        for _ in 0..<100 {
            var maps = [RestoreMap(), RestoreMap()]
            let texts = [
                "jo\(UInt32.random(in: 0...UInt32.max, using: &generator))@example.com",
                "192.0.2.\(Int.random(in: 0...255, using: &generator))",
            ]
            let masked = zip(texts, maps.indices).map { Anonymizer().mask($0, into: &maps[$1]).masked.text }
            #expect(maps[0].restore(masked[0]) == texts[0] && maps[1].restore(masked[1]) == texts[1])
            #expect(maps[0].restore(masked[1]) == masked[1] && maps[1].restore(masked[0]) == masked[0])
            #expect(Set(maps[0].values.values.joined()).isDisjoint(with: maps[1].values.values.joined()))
        }
    }
}

extension Placeholder {
    fileprivate static func isOneWay(_ token: String) -> Bool {
        OneWayForm.length(Array(token.unicodeScalars), at: 0) == token.unicodeScalars.count
    }
}
