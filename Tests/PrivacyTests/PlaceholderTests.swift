import Testing

@testable import Privacy

@Suite struct PlaceholderTests {
    private func match(_ text: String, isComplete: Bool = true) -> Placeholder.Outcome {
        Placeholder.match(Array(text.unicodeScalars), at: 0, isComplete: isComplete)
    }

    @Test(arguments: [
        // Case, blanks, the joint, digits.
        "[[EMAIL_1]]", "[[email_1]]", "[[Email_1]]", "[[ EMAIL_1 ]]", "[[EMAIL 1]]", "[[EMAIL-1]]", "[[EMAIL1]]", "[[Email _ 1]]",
        "[[EMAIL_001]]",
        "[[EMAIL\u{2011}1]]", "[[EMAIL\u{2013}1]]", "[[EMAIL:1]]", "[[EMAIL.1]]", "[[   EMAIL_1]]", "[[\u{A0}EMAIL_1\u{A0}]]",
        // A line break of a wrapped text.
        "[[EMAIL\n_1]]", "[[EMAIL_\r\n1]]", "[[\nEMAIL_1\n]]",
        // Brackets lost.
        "[EMAIL_1]", "[[EMAIL_1]", "[EMAIL_1]]", "[ EMAIL_1 ]", "[[email 1]",
        // Markdown: escaped, once or within another escape, or emphasised inside.
        "\\[\\[EMAIL\\_1\\]\\]", "\\[EMAIL_1\\]", "[[EMAIL\\_1]]", "\\[\\[EMAIL_1]]", "\\\\[\\\\[EMAIL\\\\_1\\\\]\\\\]", "[[**EMAIL_1**]]",
        "[[*EMAIL_1*]]",
        "[[`EMAIL_1`]]", "[[__EMAIL_1__]]", "[[***EMAIL_1***]]", "[[~EMAIL_1~]]",
        // Other brackets, full-width letters and digits.
        "［［EMAIL_1］］", "［EMAIL_1］", "【EMAIL_1】", "【【EMAIL_1】】", "⟦EMAIL_1⟧", "〚EMAIL_1〛", "[[EMAIL_1】", "［［ＥＭＡＩＬ＿１］］", "[[ＥＭＡＩＬ_１]]",
        // HTML.
        "&#91;&#91;EMAIL_1&#93;&#93;", "&#x5b;&#x5B;EMAIL_1&#x5D;&#x5d;", "&lbrack;EMAIL_1&rbrack;", "&lsqb;&lsqb;EMAIL_1&rsqb;&rsqb;",
        "&LBRACK;EMAIL_1]",
        // Attributes.
        "[[EMAIL_1 +48]]", "[[EMAIL_1 f]]", "[[email 1 visa]]", "[[EMAIL_1  DE ]]", "[EMAIL_1 mastercard]", "[[EMAIL_1\nf]]",
        "[[**EMAIL_1 f**]]",
    ])
    func acceptsTheDamageModelsDo(_ text: String) {
        #expect(match(text) == .match(.init(entity: .emailAddress, number: 1, length: text.unicodeScalars.count)))
    }

    @Test(arguments: [
        "EMAIL_1", "[[EMAIL_]]", "[[EMAIL_1", "[[EMAIL_1234567]]", "[[MAIL_1]]", "[[EMAIL_1)]", "[[[EMAIL_1]]]", "[[    EMAIL_1]]",
        "\\[[EMAIL_1]]", "[\\[EMAIL_1]]", "[[EMAIL__1]]", "[[EMAIL   _1]]", "\\\\\\\\[EMAIL_1]", "\\\\[\\[EMAIL_1]]",
        "[[EMAILADDRESS_1]]", "[[ЕMAIL_1]]", "[", "\\", "[[", "[[١]]", "[1]", "[[1, 2]]", "[link](https://example.com)", "[x] done", "&",
        "&amp;", "&#91;",
        "⟦⟦EMAIL_1⟧⟧", "【[EMAIL_1]]", "[[EMAIL_1 +48 12]]", "[[EMAIL_1 abcdefghijklm]]", "[[EMAIL_1 é]]", "[[****EMAIL_1]]",
        "[[EMAIL_****1]]",
        "[[EMAIL]]", "[[EMAIL #9f86d081884c7d65]]",
        // Code, footnotes and headings.
        "[email1]", "[ email 1 ]", "[email_1]", "[EMAIL1]", "[EMAIL 1]", "[Email-1]", "\\[email 1\\]",
    ])
    func refusesAnythingElse(_ text: String) { #expect(match(text) == .none) }

    @Test(arguments: [
        "[[EMAIL_1]]]", "[[EMAIL_1]] ]", "[EMAIL_1] [", "[[EMAIL_1]]\\]", "[[EMAIL_1]\\]", "[EMAIL_1]&#93;", "⟦EMAIL_1⟧⟧",
    ])
    func takesNoMoreThanTheToken(_ text: String) {
        guard case .match(let match) = match(text) else {
            Issue.record("no match")
            return
        }
        #expect(match.length < text.unicodeScalars.count)
        #expect([11, 10, 9].contains(match.length))
    }

    @Test func asksForMoreAtEveryCutOfAPlaceholder() {
        let text = Array("\\[\\[PHONE\\_12\\]\\]".unicodeScalars)
        for cut in 0..<text.count { #expect(Placeholder.match(Array(text[..<cut]), at: 0, isComplete: false) == .incomplete) }
        for text in ["[[CARD_3]", "[CARD_3]", "[[ card"] { #expect(match(text, isComplete: false) == .incomplete) }
        for text in ["[[CARD_3]]", "[CARD_3] "] { #expect(match(text, isComplete: false) != .incomplete) }
        for text in ["[[car", "[", "\\", "&", "&l", "&#x5", "[[EMAIL_1 ", "[[EMAIL_1 +4", "[[EMAIL_1]\\", "[EMAIL_1]&#9"] {
            #expect(match(text, isComplete: false) == .incomplete, "\(text)")
        }
    }

    /// "[click here](...)" or "[1]" must not wait for what cannot come.
    @Test(arguments: [
        "[[cat", "[1", "[x", "[ q", "[[EMAILS", "\\n", "\\[x", "&lt", "&#8", "[[EMAIL_1x", "[[EMAIL_1 f g", "[[EMAIL_1 +48)", "[^", "[]",
        "[!",
    ])
    func letsOrdinaryTextGoAtOnce(_ text: String) { #expect(match(text, isComplete: false) == .none) }

    @Test func staysWithinTheLengthAStreamHoldsBack() {
        let longest = "&lbrack;&lbrack;** LOCATION  \\\\\\_  123456  abcdefghijkl **&rbrack;&rbrack;"
        #expect(match(longest) == .match(.init(entity: .location, number: 123_456, length: longest.unicodeScalars.count)))
        #expect(longest.unicodeScalars.count <= Placeholder.longestLength)
        #expect(EntityType.allCases.allSatisfy { $0.placeholderName.utf8.count <= 8 })
    }
}
