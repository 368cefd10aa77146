import Testing

@testable import Tagging

@Suite struct SentenceRangesTests {
    private func sentences(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return SentenceRanges.find(in: scalars, ScalarKind.all(of: scalars)).map { String(String.UnicodeScalarView(scalars[$0])) }
    }

    @Test(
        arguments: [
            ("", []),
            (" \n\t ", []),
            ("call", ["call"]),
            ("She lives in Oslo now. He works as a nurse!", ["She lives in Oslo now. ", "He works as a nurse!"]),
            (
                "the first line is long\nthe second is as well\r\n\r\nand then a third one",
                ["the first line is long\n", "the second is as well\r", "\n\r\nand then a third one"]
            ),
            ("one line separator is here\u{2028}and the text goes on", ["one line separator is here\u{2028}", "and the text goes on"]),
            (
                "He said \"call me back.\" Then he left (at last!). \u{AB}It is late?\u{BB} (she asked)",
                ["He said \"call me back.\" ", "Then he left (at last!). ", "\u{AB}It is late?\u{BB} (she asked)"]
            ),
            ("it ends in four \"\")) and goes on", ["it ends in four \"\")) and goes on"]),
            // What is too short goes with its neighbour.
            ("Hi Anna. The printer is broken again.", ["Hi Anna. The printer is broken again."]),
            ("The printer is broken again. Thanks!", ["The printer is broken again. Thanks!"]),
            ("yes\nno\nmaybe\nwho knows it\nnobody here does", ["yes\nno\nmaybe\nwho knows it\n", "nobody here does"]),
            // No blank, no end: numbers, names of hosts, dots in a row.
            ("version 3.14 of host.example.com is out...and about", ["version 3.14 of host.example.com is out...and about"]),
            (
                "\u{6211}\u{7684}\u{540D}\u{5B57}\u{53EB}\u{738B}\u{4F1F}\u{6211}\u{4F4F}\u{5728}\u{5317}\u{4EAC}\u{3002}\u{8BF7}\u{7ED9}\u{6211}\u{6253}\u{7535}\u{8BDD}\u{660E}\u{5929}\u{4E0A}\u{5348}\u{597D}\u{5417}",
                [
                    "\u{6211}\u{7684}\u{540D}\u{5B57}\u{53EB}\u{738B}\u{4F1F}\u{6211}\u{4F4F}\u{5728}\u{5317}\u{4EAC}\u{3002}",
                    "\u{8BF7}\u{7ED9}\u{6211}\u{6253}\u{7535}\u{8BDD}\u{660E}\u{5929}\u{4E0A}\u{5348}\u{597D}\u{5417}",
                ]
            ),
        ] as [(String, [String])])
    func cutsWhereSentencesAndLinesEnd(_ text: String, _ expected: [String]) { #expect(sentences(text) == expected) }

    @Test func coversEveryWordOnce() {
        let pieces = ["Oslo", ".", " ", "\n", "!", "a long word or two", "\u{3002}", "\u{1F600}", "\t", "?"]
        var state: UInt64 = 7
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            #expect(sentences(text).joined().trimmingSuffix(while: \.isWhitespace) == text.trimmingSuffix(while: \.isWhitespace), "\(text)")
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isLeftOut: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isLeftOut(last) { rest.removeLast() }
        return rest
    }
}
