import Privacy
import Testing

@testable import TaggerTraining

@Suite struct SpanJudgeTests {
    private func found(_ entity: EntityType, _ range: Range<Int>, _ score: Float = 0.9) -> EntitySpan {
        EntitySpan(entity: entity, start: range.lowerBound, end: range.upperBound, score: score, rule: "test")
    }

    private func record(_ spans: [LabelledText.Span], open: Set<EntityType>? = nil, length: Int = 40) -> LabelledText {
        LabelledText(text: String(repeating: "x", count: length), spans: spans, open: open)
    }

    @Test func countsExactAndOverlappingSpansOfOneEntity() {
        var judge = SpanJudge(entities: [.person, .location])
        let record = record([.init(.person, 0..<5), .init(.person, 10..<15), .init(.location, 20..<25), .init(.location, 30..<35)])
        // One exact, one in two pieces, one by another entity, one missed, one from nowhere.
        let spans = [
            found(.person, 0..<5), found(.person, 9..<11), found(.person, 13..<15), found(.person, 20..<25), found(.location, 36..<38),
        ]
        judge.add(record, found: spans, tagged: [])
        let person = judge.counts[.person]
        #expect(person == SpanCounts(labelled: 2, found: 4, exact: 1, labelledHit: 2, foundHit: 3))
        #expect(judge.counts[.location] == SpanCounts(labelled: 2, found: 1, exact: 0, labelledHit: 0, foundHit: 0))
        #expect(judge.total == SpanCounts(labelled: 4, found: 5, exact: 1, labelledHit: 2, foundHit: 3))
        #expect(person?.overlapFigures == MatchFigures(precision: 0.75, recall: 1))
        #expect(person?.exactFigures == MatchFigures(precision: 0.25, recall: 0.5))
        #expect(person?.exactFigures.f1 == 1.0 / 3)
    }

    @Test func countsNothingAgainstWhatTheLabelsLeaveOpen() {
        var judge = SpanJudge(entities: [.person, .dateTime])
        let record = record([.init(.person, 0..<5), .init(nil, 10..<15)], open: [.dateTime])
        // An entity without labels anywhere, one on words of unknown meaning, one where it is left open, one that is simply wrong.
        let spans = [found(.organization, 2..<4), found(.person, 14..<16), found(.dateTime, 20..<25), found(.person, 30..<32)]
        judge.add(record, found: spans, tagged: spans)
        #expect(judge.counts[.person] == SpanCounts(labelled: 1, found: 1, exact: 0, labelledHit: 0, foundHit: 0))
        #expect(judge.counts[.dateTime] == SpanCounts())
        #expect(judge.counts[.organization] == nil)
    }

    @Test func countsTheCharactersLeftAndThoseTakenInVain() {
        var judge = SpanJudge(entities: [.person])
        let record = record([.init(.person, 0..<10), .init(nil, 20..<25)])
        // Taken by whatever entity is taken; in vain counts for the counted ones alone, and never on words of unknown meaning.
        judge.add(
            record, found: [found(.organization, 0..<4), found(.person, 8..<12), found(.person, 18..<30), found(.url, 32..<36)], tagged: [])
        #expect(judge.characters == CharacterCounts(personal: 10, left: 4, other: 25, masked: 2))
        #expect(judge.characters.leftShare == 0.4 && judge.characters.maskedShare == 0.08)
    }

    @Test func choosesTheScoreThatGivesTheBestF1() throws {
        var judge = SpanJudge(entities: [.person])
        // Right ones at 0.5 and above, wrong ones at 0.3 and below, five that nothing finds.
        for index in 0..<25 {
            let record = record([.init(.person, 0..<5)])
            let right = index < 20 ? [found(.person, 0..<5, 0.5 + Float(index) / 100)] : []
            judge.add(record, found: [], tagged: right + [found(.person, 20..<25, Float(index) / 100)])
        }
        let best = try #require(judge.bestThreshold(for: .person))
        #expect(best.score == 0.5 && abs(best.f1 - 2 * 0.8 / 1.8) < 1e-12)
    }

    @Test func choosesNoThresholdByAFewLabels() {
        var judge = SpanJudge(entities: [.person])
        judge.add(record([.init(.person, 0..<5)]), found: [], tagged: [found(.person, 0..<5)])
        #expect(judge.bestThreshold(for: .person) == nil)
        #expect(judge.bestThreshold(for: .location) == nil)
    }

    @Test func saysNothingOfWhatThereIsNot() throws {
        let figures = TaggerFigures(SpanJudge(entities: [.person]), records: 0)
        #expect(figures.policyText() == nil)
        #expect(
            try figures.json() == """
                {"characters":{"personal":0},"entities":{"PERSON":{"exact":{"f1":0},"found":0,"labelled":0,"overlap":{"f1":0}}},\
                "records":0,"total":{"exact":{"f1":0},"found":0,"labelled":0,"overlap":{"f1":0}}}
                """)
    }

    @Test func writesThresholdsForAPolicy() throws {
        var judge = SpanJudge(entities: [.person])
        for index in 0..<20 {
            judge.add(record([.init(.person, 0..<5)]), found: [], tagged: [found(.person, 0..<5, 0.079 + Float(index) / 100)])
        }
        let text = try #require(TaggerFigures(judge, records: 20).policyText())
        #expect(text == "[[privacy.entity]]\nname = \"PERSON\"\nthreshold = 0.07\n")
    }
}
