import Testing

@testable import Privacy

/// The rule of `SpanMerger` for a tagger's spans, at the merger and through the anonymizer.
@Suite struct MergeTests {
    private func span(_ entity: EntityType, _ start: Int, _ end: Int, _ score: Float = 0.9) -> EntitySpan {
        EntitySpan(entity: entity, start: start, end: end, score: score, rule: "tagger")
    }

    private func merged(_ text: String, _ spans: [EntitySpan], taken: [Range<Int>] = []) -> [[Int]] {
        SpanMerger.merge(tagged: spans, beside: taken, in: Array(text.unicodeScalars)).map { [$0.start, $0.end] }
    }

    @Test func cutsASpanToWhatIsLeftIfThatHoldsALetter() {
        let text = "12 Main St 90210 Oslo, 7"
        #expect(merged(text, [span(.streetAddress, 0, 24)], taken: [11..<16]) == [[0, 10], [17, 24]])
        #expect(merged(text, [span(.streetAddress, 0, 16)], taken: [2..<10]) == [])
        #expect(merged(text, [span(.streetAddress, 3, 10)], taken: [0..<24]) == [])
        #expect(merged(text, [span(.streetAddress, 0, 10)], taken: [10..<16]) == [[0, 10]])
    }

    @Test func keepsDigitsThatASurerReadingLeaves() {
        #expect(merged("10115 Berlin", [span(.streetAddress, 0, 12, 0.8), span(.location, 6, 12, 0.95)]) == [[0, 5], [6, 12]])
        #expect(merged("12 March", [span(.dateTime, 0, 8, 0.8), span(.dateTime, 3, 8, 0.95)]) == [[0, 8]])
        #expect(merged("7, Oslo", [span(.streetAddress, 0, 7, 0.8), span(.location, 3, 7, 0.95)]) == [[0, 2], [3, 7]])
        #expect(merged("-, Oslo", [span(.streetAddress, 0, 7, 0.8), span(.location, 3, 7, 0.95)]) == [[3, 7]])
    }

    @Test func keepsDigitsAloneWhereNothingWasCut() {
        #expect(merged("aged 43", [span(.age, 5, 7)]) == [[5, 7]])
        #expect(merged("aged --", [span(.age, 5, 7)]) == [])
    }

    @Test func trimsWhiteSpace() { #expect(merged(" Jo \n", [span(.person, 0, 5)]) == [[1, 3]]) }

    @Test func cutsTheLessSureOfTwo() {
        let text = "Acme Anna Berg Ltd"
        #expect(merged(text, [span(.organization, 0, 18, 0.8), span(.person, 5, 14, 0.9)]) == [[0, 4], [5, 14], [15, 18]])
        #expect(merged(text, [span(.organization, 0, 18, 0.9), span(.person, 5, 14, 0.8)]) == [[0, 18]])
    }

    @Test(
        arguments: [
            ("Anna Berg", [0...3, 5...8], [[0, 9]]), ("Anna-Lena", [0...3, 5...8], [[0, 9]]), ("O'Neil", [0...0, 2...5], [[0, 6]]),
            ("AnnaBerg", [0...3, 4...7], [[0, 8]]),
            ("Anna  Berg", [0...3, 6...9], [[0, 4], [6, 10]]), ("Anna, Berg", [0...3, 6...9], [[0, 4], [6, 10]]),
            ("Anna\nBerg", [0...3, 5...8], [[0, 4], [5, 9]]),
            ("Anna Lena Berg", [0...3, 5...8, 10...13], [[0, 14]]),
        ] as [(String, [ClosedRange<Int>], [[Int]])])
    func joinsNeighboursOfOneEntity(_ text: String, _ parts: [ClosedRange<Int>], _ expected: [[Int]]) {
        #expect(merged(text, parts.map { span(.person, $0.lowerBound, $0.upperBound + 1) }) == expected)
    }

    @Test func joinsNeitherOtherEntitiesNorAcrossAPattern() {
        let two = [span(.person, 0, 4), span(.location, 5, 9)]
        #expect(merged("Anna Oslo", two) == [[0, 4], [5, 9]])
        #expect(merged("Anna x Berg", [span(.person, 0, 11)], taken: [5..<6]) == [[0, 4], [7, 11]])
    }

    @Test func aJoinedSpanIsAsSureAsItsLessSurePart() {
        let joined = SpanMerger.merge(
            tagged: [span(.person, 0, 4, 0.9), span(.person, 5, 9, 0.6)], beside: [], in: Array("Anna Berg".unicodeScalars))
        #expect(joined.map(\.score) == [0.6])
    }

    // MARK: Through the anonymizer

    private func mask(
        _ text: String, _ names: [(String, EntityType)], _ settings: AnonymizerSettings = AnonymizerSettings(), score: Float = 0.9
    ) -> String {
        let anonymizer = Anonymizer(settings)
        let reading = anonymizer.read(text)
        var map = RestoreMap()
        let masking = anonymizer.mask(reading, tagged: tagged(names, in: reading.encoderText, score: score), into: &map)
        #expect(map.restore(masking.masked.text) == text)
        return masking.masked.text
    }

    @Test func readsTaggersSpansOverTheEncodersText() {
        #expect(mask("jo@example.com is Anna Berg, 10.0.0.1", [("Anna Berg", .person)]) == "[[EMAIL_1]] is [[PERSON_1]], [[IP_1]]")
        // A span that takes the words for a pattern's span in with it.
        #expect(mask("Anna jo@example.com Berg", [("Anna email address Berg", .person)]) == "[[PERSON_1]] [[EMAIL_1]] [[PERSON_2]]")
        #expect(mask("jo@example.com", [("email", .person), ("address", .location)]) == "[[EMAIL_1]]")
    }

    @Test func appliesThresholdsAndTheAllowListToTheTagger() {
        let text = "Anna Berg of Contoso"
        let names: [(String, EntityType)] = [("Anna Berg", .person), ("Contoso", .organization)]
        #expect(mask(text, names, .init(allowedValues: ["CONTOSO"])) == "[[PERSON_1]] of Contoso")
        #expect(mask(text, names, .init(thresholds: [.person: 0.95])) == "Anna Berg of [[ORG_1]]")
        #expect(mask(text, names, score: 0.3) == text)
    }

    @Test func findsANumberWhoseWitnessStandsBehindAName() {
        #expect(mask("call Anna Berg 5550143", [("Anna Berg", .person)]) == "call [[PERSON_1]] [[PHONE_1]]")
    }

    @Test func keepsTheTaggersReasons() {
        let anonymizer = Anonymizer()
        var map = RestoreMap()
        let span = EntitySpan(entity: .person, start: 0, end: 4, score: 0.9, rule: "tagger", reasons: ["tagger"])
        #expect(
            anonymizer.mask(anonymizer.read("Anna, Anna"), tagged: [span], into: &map).spans.map(\.reasons) == [
                ["tagger"], ["masked before in this conversation"],
            ])
    }

    @Test func refusesSpansThatAreNone() {
        let anonymizer = Anonymizer()
        let reading = anonymizer.read("Anna")
        for (start, end) in [(-1, 2), (0, 5), (3, 3), (3, 1), (Int.max - 1, Int.max)] {
            var map = RestoreMap()
            #expect(anonymizer.mask(reading, tagged: [span(.person, start, end)], into: &map).masked.text == "Anna")
        }
    }
}
