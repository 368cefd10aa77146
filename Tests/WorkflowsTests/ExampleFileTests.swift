import Testing

@testable import Workflows

@Suite struct ExampleFileTests {
    private func read(_ text: String) throws(WorkflowError) -> [Example] {
        try ExampleFile(bytes: Array(text.utf8), path: "a.tsv").examples
    }

    @Test func readsTextAndIntentWithTheirLines() throws {
        let examples = try read("text\tintent\nhello there\tgreeting\r\n  café \tfood\n\n \n")
        #expect(examples.map(\.text) == ["hello there", "café"])
        #expect(examples.map(\.intent) == ["greeting", "food"])
        #expect(examples.map(\.line) == [2, 3])
        #expect(try read("\u{FEFF}text\tintent\r\na \"quoted\" text\tx").map(\.text) == ["a \"quoted\" text"])
        #expect(try read("text\tintent\n").isEmpty)
    }

    @Test(arguments: [
        ("nothing", "", WorkflowProblem.Code.badHeader, 1), ("no header", "hello\tgreeting\n", .badHeader, 1),
        ("another header", "intent\ttext\nx\ty\n", .badHeader, 1), ("one column", "text\tintent\nhello\n", .badColumnCount, 2),
        ("three columns", "text\tintent\na\tb\na\tb\tc\n", .badColumnCount, 3),
        ("a blank line between", "text\tintent\n\na\tb\n", .badColumnCount, 2),
        ("no text", "text\tintent\n \tgreeting\n", .emptyText, 2), ("no intent", "text\tintent\nhello\t \n", .emptyIntent, 2),
    ])
    func refuses(name: String, text: String, code: WorkflowProblem.Code, line: Int) {
        let error = #expect(throws: WorkflowError.self) { try read(text) }
        #expect(error?.problems.map(\.code) == [code])
        #expect(error?.problems.first?.line == line)
        #expect(error?.problems.first?.file == "a.tsv")
    }

    @Test func readsTextsThatStandAlone() throws {
        let file = try ExampleFile(bytes: Array("text\r\n hello there \ncafé\n\n".utf8), path: "a.tsv", form: .textAlone)
        #expect(file.examples.map(\.text) == ["hello there", "café"] && file.examples.map(\.line) == [2, 3])
        #expect(file.examples.allSatisfy { $0.intent.isEmpty })
    }

    @Test(arguments: [
        ("nothing", "", WorkflowProblem.Code.badHeader, 1), ("the other form's header", "text\tintent\nhello\n", .badHeader, 1),
        ("two columns", "text\nhello\tthere\n", .badColumnCount, 2), ("a blank line between", "text\n\nhello\n", .emptyText, 2),
    ])
    func refusesTextsThatShouldStandAlone(name: String, text: String, code: WorkflowProblem.Code, line: Int) {
        let error = #expect(throws: WorkflowError.self) { try ExampleFile(bytes: Array(text.utf8), path: "a.tsv", form: .textAlone) }
        #expect(error?.problems.map(\.code) == [code])
        #expect(error?.problems.first?.line == line)
    }

    @Test func refusesALineThatIsNotUTF8() {
        let error = #expect(throws: WorkflowError.self) {
            try ExampleFile(bytes: Array("text\tintent\nfine\tx\n".utf8) + [0x61, 0xFF, 0x09, 0x78, 0x0A], path: "a.tsv")
        }
        #expect(error?.problems.map(\.code) == [.invalidUTF8])
        #expect(error?.problems.first?.line == 3)
    }

    @Test func namesEveryBrokenLineAndNoUserText() {
        let error = #expect(throws: WorkflowError.self) { try read("text\tintent\nsecret one\n\tx\nsecret two\ty\tz\n") }
        #expect(error?.problems.map(\.line) == [2, 3, 4])
        #expect(error?.description.contains("secret") == false)
    }

    @Test func refusesAFileThatIsNotThere() {
        let error = #expect(throws: WorkflowError.self) { try ExampleFile(path: "/nowhere/a.tsv") }
        #expect(error?.problems.map(\.code) == [.missingFile])
    }
}
