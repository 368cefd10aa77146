import Foundation
import Privacy
import Testing

@testable import TaggerTraining

@Suite struct SpanFileTests {
    private func read(_ text: String, _ mapping: EntityMapping = EntityMapping()) throws(TrainingError) -> [LabelledText] {
        try SpanFile(Data(text.utf8), path: "a.jsonl", mapping: mapping).records
    }

    @Test func readsTextsAndSpansInScalars() throws {
        let records = try read(
            """
            {"id": 7, "text": "👩‍👩‍👧 Åsa from Łódź", "spans": [{"start": 15, "end": 19, "type": "LOCATION"}, {"start": 6, "end": 9, "type": "PERSON", "x": null}]}

            {"text": "nobody", "spans": []}\r
              \t
            {"spans": [], "text": "on Monday", "allowed": ["DATE_TIME", "PERSON"]}
            """)
        #expect(records.count == 3)
        #expect(records[0].length == 19)
        #expect(records[0].spans == [LabelledText.Span(.person, 6..<9), LabelledText.Span(.location, 15..<19)])
        #expect(records[0].open == nil && records[1].spans.isEmpty && records[1].text == "nobody")
        #expect(records[2].open == [.dateTime, .person])
    }

    @Test func givesForeignTypesTheMeaningTheyWereMappedTo() throws {
        let mapping = try EntityMapping(["GPE=LOCATION", "HANDLE=ignore", "PRODUCT=O", "PERSON=CUSTOM"])
        let line = """
            {"text": "abcdef", "spans": [{"start": 0, "end": 1, "type": "GPE"}, {"start": 1, "end": 2, "type": "HANDLE"}, \
            {"start": 2, "end": 3, "type": "PRODUCT"}, {"start": 3, "end": 4, "type": "PERSON"}], "allowed": ["GPE", "HANDLE"]}
            """
        let record = try read(line, mapping)[0]
        #expect(
            record.spans == [LabelledText.Span(.location, 0..<1), LabelledText.Span(nil, 1..<2), LabelledText.Span(.custom, 3..<4)])
        #expect(record.open == [.location])
    }

    struct Broken: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let line: String
        let code: TrainingProblem.Code
        let field: String

        init(_ name: String, _ line: String, _ code: TrainingProblem.Code, _ field: String) {
            testDescription = name
            self.line = line
            self.code = code
            self.field = field
        }
    }

    private static func span(_ span: String) -> String {
        #"{"text": "secret words", "spans": [{"start": 0, "end": 1, "type": "AGE"}, \#(span)]}"#
    }

    @Test(arguments: [
        Broken("no JSON", "secret words", .badJSON, "line"),
        Broken("an array", #"["secret words"]"#, .badJSON, "line"),
        Broken("a number", "7", .badJSON, "line"),
        Broken("two objects", #"{"text": "secret words", "spans": []} {}"#, .badJSON, "line"),
        Broken("an object cut short", #"{"text": "secret words", "spans": ["#, .badJSON, "line"),
        Broken("half of a surrogate pair", #"{"text": "secret words \ud83d", "spans": []}"#, .badJSON, "line"),
        Broken("no text", #"{"spans": []}"#, .badField, "text"),
        Broken("text that is null", #"{"text": null, "spans": []}"#, .badField, "text"),
        Broken("text that is a number", #"{"text": 7, "spans": []}"#, .badField, "text"),
        Broken("no spans", #"{"text": "secret words"}"#, .badField, "spans"),
        Broken("spans that are an object", #"{"text": "secret words", "spans": {}}"#, .badField, "spans"),
        Broken("a span that is a number", span("7"), .badField, "spans[1]"),
        Broken("a span without a start", span(#"{"end": 2, "type": "AGE"}"#), .badField, "spans[1].start"),
        Broken("a start that is a string", span(#"{"start": "1", "end": 2, "type": "AGE"}"#), .badField, "spans[1].start"),
        Broken("a start that is a fraction", span(#"{"start": 1.5, "end": 2, "type": "AGE"}"#), .badField, "spans[1].start"),
        Broken("an end beyond all numbers", span(#"{"start": 1, "end": 99999999999999999999, "type": "AGE"}"#), .badField, "spans[1].end"),
        Broken("a span without a type", span(#"{"start": 1, "end": 2}"#), .badField, "spans[1].type"),
        Broken("a type that is a number", span(#"{"start": 1, "end": 2, "type": 3}"#), .badField, "spans[1].type"),
        Broken("a start below 0", span(#"{"start": -1, "end": 2, "type": "AGE"}"#), .badRange, "spans[1].start"),
        Broken("a start after the text", span(#"{"start": 12, "end": 13, "type": "AGE"}"#), .badRange, "spans[1].start"),
        Broken("an end after the text", span(#"{"start": 1, "end": 13, "type": "AGE"}"#), .badRange, "spans[1].end"),
        Broken("an empty span", span(#"{"start": 2, "end": 2, "type": "AGE"}"#), .badRange, "spans[1].end"),
        Broken("an end before the start", span(#"{"start": 3, "end": 2, "type": "AGE"}"#), .badRange, "spans[1].end"),
        Broken("a span in an empty text", #"{"text": "", "spans": [{"start": 0, "end": 1, "type": "AGE"}]}"#, .badRange, "spans[0].end"),
        Broken("overlapping spans", span(#"{"start": 0, "end": 2, "type": "AGE"}"#), .overlappingSpans, "spans"),
        Broken("an unknown type", span(#"{"start": 1, "end": 2, "type": "PERS"}"#), .unknownType, "spans[1].type"),
        Broken("text for a type", span(#"{"start": 1, "end": 2, "type": "secret words"}"#), .unknownType, "spans[1].type"),
        Broken("allowed that is a string", #"{"text": "a", "spans": [], "allowed": "AGE"}"#, .badField, "allowed"),
        Broken("an allowed type that is a number", #"{"text": "a", "spans": [], "allowed": [7]}"#, .badField, "allowed[0]"),
        Broken("an unknown allowed type", #"{"text": "a", "spans": [], "allowed": ["AGE", "X"]}"#, .unknownType, "allowed[1]"),
    ])
    func refuses(_ broken: Broken) throws {
        let error = #expect(throws: TrainingError.self) { try read("{\"text\": \"fine\", \"spans\": []}\n" + broken.line + "\n") }
        let problem = try #require(error?.problems.first)
        #expect(error?.problems.count == 1)
        #expect(
            problem.code == broken.code && problem.field == broken.field && problem.line == 2 && problem.file == "a.jsonl", "\(problem)")
        #expect(!problem.description.contains("secret") && !problem.description.contains("words"), "\(problem)")
    }

    @Test func refusesBytesThatAreNotUTF8() {
        let line = Array(#"{"text": "abc", "spans": []}"#.utf8)
        let broken = line.map { $0 == 0x62 ? 0xFF : $0 }
        let error = #expect(throws: TrainingError.self) {
            try SpanFile(Data(line + [0x0A] + broken), path: "a.jsonl", mapping: EntityMapping())
        }
        #expect(error?.problems.map(\.line) == [2])
    }

    @Test func namesEveryBrokenLineUpToALimitAndEachUnknownTypeOnce() {
        let unknown = #"{"text": "ab", "spans": [{"start": 0, "end": 1, "type": "PERS"}]}"#
        let error = #expect(throws: TrainingError.self) { try read("x\n\(unknown)\n\(unknown)\n{}\n") }
        #expect(error?.problems.map(\.line) == [1, 2, 4])
        let many = #expect(throws: TrainingError.self) { try read(String(repeating: "x\n", count: 100)) }
        #expect(many?.problems.count == 20)
    }

    @Test func refusesAFileThatIsNotThere() {
        let error = #expect(throws: TrainingError.self) { try SpanFile(path: "/nowhere/a.jsonl", mapping: EntityMapping()) }
        #expect(error?.problems.map(\.code) == [.unreadable])
    }

    @Test(arguments: ["PERS", "PERS=", "=PERSON", "PERS=PERSON=AGE", "PERS=person", "a b=PERSON", ""])
    func refusesAMapping(_ argument: String) {
        let error = #expect(throws: TrainingError.self) { try EntityMapping([argument]) }
        #expect(error?.problems.map(\.code) == [.badMapping])
    }

    @Test func refusesTwoMeaningsOfOneType() throws {
        #expect(throws: TrainingError.self) { try EntityMapping(["X=AGE", "X=PERSON"]) }
        #expect(try EntityMapping(["X=AGE", "X=AGE"]).meaning(of: "X") == .entity(.age))
    }
}
