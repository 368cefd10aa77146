import Testing

@testable import Privacy

/// What is worst for each scanner, a megabyte of it in an optimised build and a sixteenth in a debug one; quadratic work would take hours.
@Suite struct HostileInputTests {
    #if DEBUG
        private static let size = 1 << 16
    #else
        private static let size = 1 << 20
    #endif

    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            "1", "@", "a", "[", "\\", "[[EMAIL_", "[[EMAIL_1]]", "a@", "a@b.", "%40", "1-", "1 ", "12.", "+1", "(1", "(((", "1111 ",
            "4111-",
            "::", "f:", "1:", "ff-", "a.", "www.", "http://", "https://x:y", "password=",
            "password is ", "password:\n", "token:", "\"password\":\"", "eyJ", "eyJ.", "sk-", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----",
            "DE89 ", "de89", "call ", "x1", "\u{301}", "\u{200B}", "é", "中", "٣", "🙂", "\n", "a@b.co ",
            "12345678-", "AB 12 34 56 C ", "999 ", "A1", "AA99 ", "nhs 9434765919 ", "bc1q", "1A1zP1eP", "0x", "2024-", "1/1/", "5 may ",
            "may 5 ",
            "4111\n", "\"@", "\"a", "&#64;", "(at)", "a(at)b(dot)", "x=aZ3k", "aZ3", "born 1/1/1980 ", "0", "12345678901 ",
            "1.2.3.4 ", "api key is ", "pwd \"", "x.y.z.", "ssn 1-", "\u{0}", "a@b.co c@d.co ", "call 5550143 5550143 ",
            "a.zz/", "www.com/", "http://-", "\\n", "\\u0041", "\\\\a", "C:\\", "A\\t",
        ])
    func takesBoundedTime(_ unit: String) {
        let text = String(repeating: unit, count: Self.size / unit.utf8.count)
        var map = RestoreMap(salt: 5)
        let masked = Anonymizer().mask(text, into: &map).masked
        _ = map.restore(masked.text)
    }

    /// Every value is found only once its neighbour is masked: a look at the whole text for each of them would take hours.
    @Test(.timeLimit(.minutes(10)), arguments: [2, 9, 200, 20_000]) func settlesChainsOfValues(_ length: Int) {
        let cards = (0...length).map(Self.card)
        let chains = [
            "pay \(cards[0]) now\n" + zip(cards, cards.dropFirst()).map { "\($0).\($1)" }.joined(separator: "\n"),
            "call " + (0..<length).map { String(2_223_340 + $0) }.joined(separator: ","),
        ]
        for text in chains.map({ String($0.prefix(Self.size)) }) {
            var map = RestoreMap(salt: 5)
            let masked = Anonymizer().mask(text, into: &map).masked
            #expect(Anonymizer().leaks(in: masked).isEmpty)
            #expect(map.restore(masked.text) == text)
            #expect(cards.allSatisfy { !masked.text.contains($0) })
        }
    }

    /// With its check digit (Luhn).
    private static func card(_ number: Int) -> String {
        let digits = "411111" + String(1_000_000_000 + number).dropFirst()
        let sum = digits.reversed().enumerated().reduce(0) { sum, place in
            let digit = place.element.wholeNumberValue ?? 0
            return sum + (place.offset % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit)
        }
        return digits + String((10 - sum % 10) % 10)
    }

    private static let units = [
        "[", "[[", "[[[", "[[P", "[[PERSON", "[[PERSON_", "[[PERSON_1", "[[PERSON_1 ", "[[PERSON_1 f", "[[PERSON_1]", "[[PERSON_1]]",
        "[[PERSON_999999]]",
        "[[PERSON_1 abcdefghijkl", "[[PERSON   _1", "[[***PERSON_1***", "[PERSON_1\\", "[PERSON_1&", "[PERSON_1&#9", "\\", "\\[", "\\[\\[",
        "\\\\\\[", "\\\\\\\\",
        "\\[\\[PERSON\\\\\\_1", "&", "&#", "&#91;", "&lbrack;", "&lbrack;&lbrack;***", "［", "【", "⟦", "⟦PERSON_1", "[\n", "[[_", "[[`",
        "{\"", "\\\"", "\"", "\"{\\\"", "]",
        "[x](y) ", "[1] ", "中", "🙂[",
    ]

    /// By count of the scalars looked at, whole and scalar by scalar: never more than a token's length for each scalar of the text, and twice as many for twice
    /// the text.
    @Test(arguments: units) func restoringLooksAtEachScalarAFixedNumberOfTimes(_ unit: String) {
        var map = RestoreMap(salt: 5)
        _ = map.placeholder(for: Array("Jo \"F\"".utf8), .person)
        for style in [RestoreMap.Style.plain, .json] {
            var examined: [Int] = []
            for size in [1 << 12, 1 << 13] {
                let scalars = Array(String(repeating: unit, count: size / unit.unicodeScalars.count).unicodeScalars)
                var whole = StreamingRestorer(map, as: style)
                _ = whole.consume(string(scalars[...])) + whole.finish()
                var single = StreamingRestorer(map, as: style)
                for index in scalars.indices { _ = single.consume(string(scalars[index...index])) }
                _ = single.finish()
                let most = (Placeholder.longestLength + 3) * scalars.count
                #expect(whole.examined <= most && single.examined <= 2 * most)
                examined.append(whole.examined + single.examined)
            }
            #expect(examined[1] <= 2 * examined[0] + 4 * Placeholder.longestLength)
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: units) func restoresAMegabyteOfIt(_ unit: String) {
        var map = RestoreMap(salt: 5)
        _ = map.placeholder(for: Array("Jo \"F\"".utf8), .person)
        let text = String(repeating: unit, count: Self.size / unit.utf8.count)
        for style in [RestoreMap.Style.plain, .json] {
            let restored = map.restore(text, as: style)
            if !unit.contains("PERSON") { #expect(restored.utf8.count == text.utf8.count) }
        }
    }

    /// Spans that grow with the text: one that covers everything, and many that stand in each other.
    @Test func takesManySpansOfATagger() {
        let anonymizer = Anonymizer()
        let reading = anonymizer.read(String(repeating: "Anna Berg, ", count: Self.size / 64))
        let count = reading.encoderText.unicodeScalars.count
        var spans = stride(from: 0, to: count - 9, by: 11).map {
            EntitySpan(entity: .person, start: $0, end: $0 + 9, score: 0.9, rule: "tagger")
        }
        spans.append(EntitySpan(entity: .organization, start: 0, end: count, score: 0.8, rule: "tagger"))
        var map = RestoreMap()
        let masked = anonymizer.mask(reading, tagged: spans, into: &map).masked
        #expect(masked.text.hasPrefix("[[PERSON_1]], [[PERSON_1]], ") && !masked.text.contains("Anna"))
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
