import Privacy
import Tagging
import Testing

@testable import TaggerTraining

@Suite struct LabelMasksTests {
    private static let names = ["O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION"]

    private func masks(_ words: [Range<Int>?], _ spans: [LabelledText.Span], open: Set<EntityType>? = nil) throws -> [UInt64] {
        let record = LabelledText(text: String(repeating: "x", count: 40), spans: spans, open: open)
        return try #require(LabelMasks(TagLabels(Self.names))).masks(of: words, in: record)
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

    @Test func knowsItsEntitiesInTheirOrder() throws {
        let masks = try #require(LabelMasks(TagLabels(["B-LOCATION", "O", "I-LOCATION", "B-AGE"])))
        #expect(masks.entities == [.location, .age] && masks.has(.age) && !masks.has(.person) && masks.any == 15)
        // Without an inside label every word begins anew.
        let record = LabelledText(text: "forty two", spans: [.init(.age, 0..<9)])
        #expect(masks.masks(of: [0..<5, 6..<9], in: record) == [8, 8])
        #expect(masks.isEntity(8) && masks.isEntity(5) && !masks.isEntity(2) && !masks.isEntity(15))
    }

    @Test func takesNoMoreLabelsThanAMaskHasBits() throws {
        let entities = EntityType.allCases.prefix(32).map { "B-" + $0.rawValue } + EntityType.allCases.prefix(32).map { "I-" + $0.rawValue }
        #expect(try LabelMasks(TagLabels(["O"] + entities)) == nil)
        #expect(try LabelMasks(TagLabels(["O"] + entities.dropLast()))?.any == .max)
    }
}
