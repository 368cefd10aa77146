import Privacy
import Testing

@testable import TaggerTraining

@Suite struct TagLabelsTests {
    private static let names = ["O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION"]

    private func masks(_ words: [Range<Int>?], _ spans: [LabelledText.Span], open: Set<EntityType>? = nil) throws -> [UInt64] {
        let record = LabelledText(text: String(repeating: "x", count: 40), spans: spans, open: open)
        return try TagLabels(Self.names).masks(of: words, in: record)
    }

    @Test func labelsTheFirstWordOfASpanAndTheFurtherOnes() throws {
        let words: [Range<Int>?] = [0..<2, 3..<5, 6..<9, 9..<10, 11..<14, 15..<20]
        let spans: [LabelledText.Span] = [.init(.person, 3..<9), .init(.person, 9..<10), .init(.location, 16..<30)]
        #expect(try masks(words, spans) == [1, 2, 4, 2, 1, 8])
    }

    @Test func knowsNothingOfWordsThatPatternsTookOrWhoseMeaningIsUnknown() throws {
        let words: [Range<Int>?] = [0..<2, nil, 6..<9, 10..<12, 13..<15, 16..<18]
        // A span goes on after what was taken out of it; one of an entity that the tagger does not have is no "nothing" either.
        let spans: [LabelledText.Span] = [.init(.person, 0..<9), .init(nil, 10..<12), .init(.creditCard, 13..<15)]
        #expect(try masks(words, spans) == [2, 31, 4, 31, 31, 1])
    }

    @Test func leavesOpenWhatMayBeMissing() throws {
        let words: [Range<Int>?] = [0..<2, 3..<5]
        #expect(try masks(words, [.init(.person, 0..<2)], open: [.location, .creditCard]) == [2, 1 | 8 | 16])
    }

    @Test func allowsAnInsideLabelOnlyAfterItsEntity() throws {
        let labels = try TagLabels(Self.names)
        let allowed = (0..<5).map { next in [nil, 0, 1, 2, 3, 4].map { labels.allows($0, next) } }
        #expect(allowed[0] == [true, true, true, true, true, true] && allowed[1] == allowed[0] && allowed[3] == allowed[0])
        #expect(allowed[2] == [false, false, true, true, false, false])
        #expect(allowed[4] == [false, false, false, false, true, true])
    }

    @Test(arguments: [
        [], ["B-PERSON", "I-PERSON"], ["O", "O"], ["O", "B-PERSON"], ["O", "I-PERSON"], ["O", "B-PERSON", "I-PERSON", "B-PERSON"],
        ["O", "B-NOBODY", "I-NOBODY"], ["O", "PERSON"], ["O", "E-PERSON", "B-PERSON", "I-PERSON"],
        ["O"] + (0..<70).map { "B-\($0)" },
    ])
    func refuses(names: [String]) {
        #expect(throws: TagLabelsProblem.self) { try TagLabels(names) }
    }
}
