import Inference
import Privacy
import Tagging
import Testing

@Suite struct TagLabelsTests {
    @Test func entityGoesOnOnlyWithItself() throws {
        let labels = try TagLabels(["O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION"])
        for next in [2, 4] {
            #expect(!labels.allows(nil, next) && !labels.allows(0, next))
            for previous in 1..<5 { #expect(labels.allows(previous, next) == (previous == next || previous == next - 1)) }
        }
        for next in [0, 1, 3] {
            #expect(labels.allows(nil, next))
            for previous in 0..<5 { #expect(labels.allows(previous, next)) }
        }
        #expect(labels.roles[4] == .inside(.location) && labels.roles[0].entity == nil)
    }

    @Test(arguments: [
        [], ["O"], ["B-PERSON", "I-PERSON"], ["O", "O", "B-PERSON"], ["O", "B-PERSON", "B-PERSON"], ["O", "I-PERSON"],
        ["O", "B-PERSON", "I-LOCATION"], ["O", "B-person"], ["O", "PERSON"], ["O", "B-"], ["O", ""], ["O", "B-NOBODY"], ["O", "X-PERSON"],
        ["o", "B-PERSON"],
    ]) func refuses(_ names: [String]) {
        let error = #expect(throws: InferenceError.self) { try TagLabels(names) }
        #expect(error?.code == .badConfiguration && error?.subject.hasPrefix("weir-tagger.labels") == true)
    }
}
