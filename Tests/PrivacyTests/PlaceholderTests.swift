import Testing

@testable import Privacy

@Suite struct PlaceholderTests {
    private func match(_ text: String, isComplete: Bool = true) -> Placeholder.Outcome {
        Placeholder.match(Array(text.unicodeScalars), at: 0, isComplete: isComplete)
    }

    @Test(arguments: [
        "[[EMAIL_1]]", "[[email_1]]", "[[ EMAIL_1 ]]", "[[EMAIL 1]]", "[[EMAIL-1]]", "[[EMAIL1]]", "[EMAIL_1]", "[[EMAIL_1]", "[EMAIL_1]]",
        "[[Email _ 1]]", "\\[\\[EMAIL\\_1\\]\\]",
        "\\[EMAIL_1\\]", "[[EMAIL\\_1]]", "[[EMAIL_001]]",
    ])
    func acceptsTheDamageModelsDo(_ text: String) {
        #expect(match(text) == .match(.init(entity: .emailAddress, number: 1, length: text.unicodeScalars.count)))
    }

    @Test(arguments: [
        "EMAIL_1", "[[EMAIL_]]", "[[EMAIL_1", "[[EMAIL_1234567]]", "[[MAIL_1]]", "[[EMAIL_1)]", "[[[EMAIL_1]]]", "[[   EMAIL_1]]",
        "\\[[EMAIL_1]]", "[\\[EMAIL_1]]", "[[EMAIL__1]]", "[[EMAIL\n_1]]",
        "[[EMAILADDRESS_1]]", "[[ЕMAIL_1]]", "[", "\\", "[[", "[[١]]",
    ])
    func refusesAnythingElse(_ text: String) { #expect(match(text) == .none) }

    @Test func asksForMoreAtEveryCutOfAPlaceholder() {
        let text = Array("\\[\\[PHONE\\_12\\]\\]".unicodeScalars)
        for cut in 0..<text.count { #expect(Placeholder.match(Array(text[..<cut]), at: 0, isComplete: false) == .incomplete) }
        for text in ["[[CARD_3]", "[CARD_3]", "[[ card"] { #expect(match(text, isComplete: false) == .incomplete) }
        for text in ["[[CARD_3]]", "[CARD_3] "] { #expect(match(text, isComplete: false) != .incomplete) }
        #expect(match("[[cat", isComplete: false) == .incomplete)
        #expect(match("[[cat ", isComplete: false) == .none)
    }

    @Test func staysWithinTheLengthAStreamHoldsBack() {
        let longest = "\\[\\[  LOCATION  \\_  123456  \\]\\]"
        #expect(match(longest) == .match(.init(entity: .location, number: 123_456, length: longest.unicodeScalars.count)))
        #expect(longest.unicodeScalars.count <= Placeholder.longestLength)
        #expect(EntityType.allCases.allSatisfy { $0.placeholderName.utf8.count <= 8 })
    }
}
