import Testing

@testable import Privacy

/// What was masked once is masked wherever the conversation writes it again.
@Suite struct KnownValueTests {
    /// Masks texts one after another, as turns; `names` are what a tagger finds in each.
    private func turns(_ texts: [(String, [(String, EntityType)])], _ settings: AnonymizerSettings = AnonymizerSettings()) -> [String] {
        let anonymizer = Anonymizer(settings)
        var map = RestoreMap(salt: 9)
        let readings = texts.map { (reading: anonymizer.read($0.0), names: $0.1) }
        return readings.map { text in
            let masked = anonymizer.mask(text.reading, tagged: tagged(text.names, in: text.reading.encoderText), into: &map).masked
            #expect(anonymizer.leaks(in: masked).isEmpty)
            return masked.text
        }
    }

    @Test func masksAValueWhereNothingElseWouldFindIt() {
        #expect(
            turns([("call 5550143 please", []), ("was it 5550143? not 55501433 or 5550143a", [])])[1]
                == "was it [[PHONE_1]]? not 55501433 or 5550143a")
        #expect(turns([("5550143 is busy; call 5550143", [])])[0] == "[[PHONE_1]] is busy; call [[PHONE_1]]")
    }

    @Test func masksItInPassagesAndInEarlierTextsThatLeaveTogether() {
        let anonymizer = Anonymizer()
        var map = RestoreMap()
        let texts = ["5550143 rang", "please call 5550143", "Desk list: 5550143, 5550199"].map {
            (reading: anonymizer.read($0), tagged: [EntitySpan]())
        }
        let masked = anonymizer.mask(texts, into: &map).map(\.masked.text)
        #expect(masked == ["[[PHONE_1]] rang", "please call [[PHONE_1]]", "Desk list: [[PHONE_1]], 5550199"])
    }

    @Test func masksANameInAnyCaseUnderATokenOfItsOwn() {
        let texts = turns([
            ("Anna Berg left Acme Labs in Oslo", [("Anna Berg", .person), ("Acme Labs", .organization), ("Oslo", .location)]),
            ("ANNA BERG, anna berg, acme labs, OSLO, oslo, Oslo", []),
        ])
        #expect(texts[1] == "[[PERSON_2]], [[PERSON_3]], [[ORG_2]], [[LOCATION_2]], [[LOCATION_3]], [[LOCATION_1]]")
    }

    @Test func masksTheWordsOfAName() {
        let texts = turns([
            ("Anna-Lena van der Berg wrote", [("Anna-Lena van der Berg", .person)]),
            ("Berg again, and BERG; Anna-Lena! On a berg of van parts, der Anna. Bergen", []),
        ])
        #expect(texts[1] == "[[PERSON_2]] again, and [[PERSON_3]]; [[PERSON_4]]! On a berg of van parts, der Anna. Bergen")
    }

    @Test func leavesTitlesParticlesAndShortWordsAlone() {
        let texts = turns([
            ("Dr. Jo Van Berg and Mr Li", [("Dr. Jo Van Berg", .person), ("Mr Li", .person)]), ("Dr. Who and Mr Jo, Li in a Van", []),
        ])
        #expect(texts[1] == "Dr. Who and Mr Jo, Li in a Van")
    }

    @Test func doesNotTakeACommonWordForAName() {
        let texts = turns([
            ("Ask Will or Paris", [("Will", .person), ("Paris", .location)]), ("I will see will power; Will, WILL; in paris", []),
        ])
        #expect(texts[1] == "I will see will power; [[PERSON_1]], [[PERSON_2]]; in paris")
        #expect(
            turns([("Rose Frost came", [("Rose Frost", .person)]), ("a rose in the frost, Rose", [])])[1]
                == "a rose in the frost, [[PERSON_2]]")
    }

    @Test func comparesEverythingElseExactly() {
        let texts = turns([
            ("user Jo_Fox7 and jo@example.com", [("Jo_Fox7", .username)]), ("jo_fox7, JO_FOX7, Jo_Fox7, Jo_Fox77 and JO (at) example", []),
        ])
        #expect(texts[1] == "jo_fox7, JO_FOX7, [[\(EntityType.username.placeholderName)_1]], Jo_Fox77 and JO (at) example")
    }

    @Test func keepsCanonicallyEqualNamesApart() {
        let texts = turns([("Ren\u{E9}e Roux", [("Ren\u{E9}e Roux", .person)]), ("Rene\u{301}e, Ren\u{E9}e, Rene\u{E9}", [])])
        #expect(texts[1] == "Rene\u{301}e, [[PERSON_2]], Rene\u{E9}")
    }

    @Test func findsNamesInScriptsWithoutSpaces() {
        let texts = turns([("田中太郎です", [("田中太郎", .person)]), ("昨日田中太郎さんが来た", [])])
        #expect(texts[1] == "昨日[[PERSON_1]]さんが来た")
        #expect(
            turns([("Ольга Петрова", [("Ольга Петрова", .person)]), ("ольга петрова, Ольга, Петрову", [])])[1]
                == "[[PERSON_2]], [[PERSON_3]], Петрову")
    }

    @Test func leavesValuesOfTwoLettersAlone() {
        #expect(turns([("Jo is 43", [("Jo", .person), ("43", .age)]), ("Jo, 43, 430", [])])[1] == "Jo, 43, 430")
    }

    @Test func prefersTheLongerValue() {
        let texts = turns([
            (
                "Anna and Anna Berg and Anna Berg Consulting",
                [("Anna", .person), ("Anna Berg", .person), ("Anna Berg Consulting", .organization)]
            ), ("Anna Berg Consulting, Anna Berg, Anna", []),
        ])
        #expect(texts[1] == "[[ORG_1]], [[PERSON_2]], [[PERSON_1]]")
    }

    @Test func looksAgainAtWhatAValueLeavesBeside() {
        // The name stands between a number and the word that says what the number is.
        let texts = turns([("Anna Berg called", [("Anna Berg", .person)]), ("call Anna Berg 5550143", [])])
        #expect(texts[1] == "call [[PERSON_1]] [[PHONE_1]]")
    }

    @Test func sparesAllowedValuesAndKeptEntities() {
        let names: [(String, EntityType)] = [("Anna Contoso", .person)]
        #expect(
            turns([("Anna Contoso", names), ("Contoso and Anna", [])], .init(allowedValues: ["contoso"]))[1] == "Contoso and [[PERSON_2]]")
        var map = RestoreMap()
        _ = map.placeholder(for: Array("Oslo".utf8), .location)
        #expect(Anonymizer(.init(operators: [.location: .keep])).mask("to Oslo", into: &map).masked.text == "to Oslo")
        #expect(Anonymizer(.init(thresholds: [.location: 1.1])).mask("to Oslo", into: &map).masked.text == "to Oslo")
        #expect(Anonymizer().mask("to Oslo", into: &map).masked.text == "to [[LOCATION_1]]")
    }

    @Test func findsOneWayValuesAgainInTextsThatLeaveTogether() {
        let anonymizer = Anonymizer(.init(operators: [.person: .redact]))
        var map = RestoreMap()
        let texts = ["W1nter2024 did not work", "password: W1nter2024", "I am Anna Berg.", "anna berg again, and Berg"]
        let readings = texts.map { anonymizer.read($0) }
        let masked = anonymizer.mask(readings.map { ($0, tagged([("Anna Berg", .person)], in: $0.encoderText)) }, into: &map).map(
            \.masked.text)
        #expect(masked == ["[[SECRET_1]] did not work", "password: [[SECRET_1]]", "I am [[PERSON]].", "[[PERSON]] again, and [[PERSON]]"])
        #expect(map.count == 1 && map.values.isEmpty)
        // A password that is a plain word or a short number is no secret where it stands alone.
        #expect(anonymizer.mask("password: welcome. You are welcome", into: &map).masked.text == "password: [[SECRET_2]]. You are welcome")
        #expect(anonymizer.mask("pin: 4711, room 4711", into: &map).masked.text == "pin: [[SECRET_3]], room 4711")
    }

    /// A scalar that is the seed itself hashes to nothing, which must not be what a masked span hashes to.
    @Test func nothingEqualsWhatIsMasked() {
        var map = RestoreMap(salt: 1)
        let text = "a\u{1}\u{1}\u{1} b jo@example.com"
        let reading = Anonymizer().read(text)
        let span = EntitySpan(entity: .person, start: 1, end: 4, score: 1, rule: "names")
        let masked = Anonymizer().mask(reading, tagged: [span], into: &map).masked.text
        #expect(map.restore(masked) == text)
    }

    // MARK: The index

    private func index(_ values: [(String, EntityType)]) -> KnownValues {
        var index = KnownValues(seed: 5)
        for (value, entity) in values { index.learn(Array(value.unicodeScalars)[...], entity) }
        return index
    }

    private func found(_ text: String, _ index: KnownValues, steps: inout Int) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return index.occurrences(in: scalars, isOpaque: { _ in false }, steps: &steps).map { occurrence in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[occurrence.start..<occurrence.end])
            return String(view)
        }
    }

    @Test func takesNothingAcrossWhatIsMasked() {
        let index = index([("a\u{FFFC}b", .custom)])
        let scalars = Array("a\u{FFFC}b".unicodeScalars)
        var steps = 0
        #expect(index.occurrences(in: scalars, isOpaque: { _ in false }, steps: &steps).count == 1)
        #expect(index.occurrences(in: scalars, isOpaque: { $0 == 1 }, steps: &steps).isEmpty)
    }

    @Test func knowsTheBeginningOfAVeryLongValue() {
        let words = (0..<200).map { "w\($0)" }
        let value = words.joined(separator: " ")
        var steps = 0
        let hits = found("x \(value) y \(words.prefix(20).joined(separator: " "))", index([(value, .url)]), steps: &steps)
        #expect(hits.count == 1 && value.hasPrefix(hits[0]) && hits[0].hasSuffix("w31 "))
    }

    /// Ten thousand values, and texts made to match them nearly everywhere: the work grows as the text does.
    @Test(arguments: [
        "value 1 is not value 9999 ", "a a a a a a a a ", "Anna Berg ", "w w w w x ", "田中太郎", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "1.1.1.1.1.1.1.",
        "Zoë zoë ZOË ",
    ])
    func takesStepsInProportionToTheText(_ unit: String) {
        let long = (0..<60).map { _ in "a" }.joined(separator: " ")
        var values: [(String, EntityType)] = (0..<10_000).map { ("value \($0)", .custom) }
        values += (0..<50).map { ("\(long.prefix(2 * $0 + 3))b", .person) }
        values += [
            ("Anna Berg", .person), ("Anna", .person), ("w w w w w w w w w w w y", .person), ("田中太郎丸", .person),
            ("1.1.1.1.1.2", .ipAddress), ("Zoë Zoë", .person),
        ]
        values += [(String(repeating: "a", count: 40), .username)]
        let index = index(values)
        var counts: [Int] = []
        for size in [1 << 12, 1 << 13, 1 << 14] {
            var steps = 0
            _ = found(String(repeating: unit, count: size / unit.unicodeScalars.count), index, steps: &steps)
            counts.append(steps)
            #expect(steps <= 2 * KnownValues.mostTokens * size)
        }
        #expect(counts[2] <= 5 * max(counts[0], 1 << 12))
    }

    @Test func masksWithTenThousandValues() {
        var map = RestoreMap(salt: 2)
        for number in 0..<10_000 { _ = map.placeholder(for: Array("Name\(number) Last\(number)".utf8), .person) }
        let anonymizer = Anonymizer()
        #expect(
            anonymizer.mask("Name77 Last77 met last9999 and Last5", into: &map).masked.text
                == "[[PERSON_78]] met last9999 and [[PERSON_10001]]")
    }
}
