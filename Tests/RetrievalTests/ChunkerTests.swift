import Testing

@testable import Retrieval

@Suite struct ChunkerTests {
    @Test func cutsAtHeadingsAndKeepsThem() throws {
        let article = "# Reset a password\n\nOpen the portal.\n\nChoose Reset.\n\n## From a phone\n\nUse the app.\n"
        let passages = try Chunker().passages(of: article, documentID: "password")
        #expect(passages.map(\.text) == ["Open the portal.\n\nChoose Reset.", "From a phone\nUse the app."])
        #expect(passages.allSatisfy { $0.title == "Reset a password" && $0.documentID == "password" })
        #expect(passages[1].encoderText == "Reset a password\nFrom a phone\nUse the app.")
    }

    @Test func gathersParagraphsWhileTheyFit() throws {
        let paragraphs = (0..<6).map { "Paragraph \($0) " + String(repeating: "x", count: 28) }
        let passages = try Chunker(limit: 100, least: 10).passages(of: "# T\n" + paragraphs.joined(separator: "\n\n"), documentID: "d")
        let expected = [0, 2, 4].map { first in [paragraphs[first], paragraphs[first + 1]].joined(separator: "\n\n") }
        #expect(passages.map(\.text) == expected)
    }

    @Test(arguments: [
        ("at a line end", String(repeating: "a", count: 40) + "\n" + String(repeating: "b", count: 40), [40, 40]),
        ("after a sentence", String(repeating: "a", count: 39) + ". " + String(repeating: "b", count: 40), [40, 40]),
        ("between words", String(repeating: "a", count: 40) + " " + String(repeating: "b", count: 40), [40, 40]),
        ("anywhere when there is no better place", String(repeating: "a", count: 130), [60, 60, 10]),
        ("outside ASCII", String(repeating: "é", count: 70), [60, 10]),
    ])
    func cutsALongParagraph(name: String, paragraph: String, sizes: [Int]) throws {
        let passages = try Chunker(limit: 60, least: 0).passages(of: "# T\n" + paragraph, documentID: "d")
        #expect(passages.map { $0.text.unicodeScalars.count } == sizes)
    }

    @Test func losesNoWord() throws {
        let words = (0..<700).map { "word\($0)" }
        let text = stride(from: 0, to: 700, by: 35).map { words[$0..<$0 + 35].joined(separator: " ") + "." }.joined(separator: "\n\n")
        let passages = try Chunker(limit: 200, least: 40).passages(of: "# T\n## H\n" + text, documentID: "d")
        #expect(passages.allSatisfy { $0.text.unicodeScalars.count <= 200 && $0.text.hasPrefix("H\n") })
        let found = passages.flatMap { $0.text.dropFirst(2).split { " .\n".contains($0) } }.map { String($0) }
        #expect(found == words)
    }

    @Test func doesNotTakeACommentInACodeBlockForAHeading() throws {
        let passages = try Chunker().passages(of: "# T\n```\n# not a heading\n\nls\n```\n", documentID: "d")
        #expect(passages.map(\.text) == ["```\n# not a heading\n\nls\n```"])
    }

    @Test(arguments: [
        ("empty", "", "line 1"), ("blank", "\n \n", "line 1"), ("no title", "Text\n", "line 1"),
        ("a title of level two", "\n## T\nText", "line 2"),
        ("no space after the hash", "#T\nText", "line 1"), ("an empty title", "# \nText", "line 1"),
        ("nothing below the title", "# T\n\n", "line 3"),
    ])
    func refusesAnArticle(name: String, article: String, field: String) {
        let error = #expect(throws: RetrievalError.self) { try Chunker().passages(of: article, documentID: "doc") }
        #expect(error?.code == .badArticle)
        #expect(error?.subject == "doc")
        #expect(error?.field == field)
    }
}
