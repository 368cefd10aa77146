import Testing

@testable import Privacy

@Suite struct PatternReadingTests {
    private static let text = "é jo@example.com and 4111 1111 1111 1111."
    //                         é email address and card number.

    @Test func readsSpansAsPlainWords() {
        let reading = Anonymizer().read(Self.text)
        #expect(reading.encoderText == "é email address and card number.")
        #expect(reading.spans.map(\.entity) == [.emailAddress, .creditCard])
        #expect(Anonymizer().read("").encoderText == "")
        #expect(Anonymizer().read("nothing here").encoderText == "nothing here")
    }

    @Test(
        arguments: [
            (0, 1, 0..<1),  // before the first span
            (16, 19, 17..<20),  // between two
            (31, 32, 40..<41),  // after the last
            (0, 32, 0..<41),  // everything
            (0, 16, 0..<17),  // a span inside the range
            (10, 19, 16..<20),  // from the middle of a span
            (16, 25, 17..<21),  // to the middle of a span
            (10, 25, 16..<21),  // both
            (2, 15, nil), (4, 9, nil), (20, 31, nil),  // nothing but a span
            (3, 3, nil), (5, 4, nil), (-1, 3, nil), (0, 33, nil), (32, 33, nil),
        ] as [(Int, Int, Range<Int>?)])
    func leadsBackToTheText(_ start: Int, _ end: Int, _ expected: Range<Int>?) {
        #expect(Anonymizer().read(Self.text).original(start, end) == expected)
    }

    @Test func leadsEveryScalarOutsideSpansBack() {
        let text = "a@b.example, 192.0.2.7 or 10.0.0.1: x"
        let reading = Anonymizer().read(text)
        let from = Array(text.unicodeScalars)
        let to = Array(reading.encoderText.unicodeScalars)
        var reached: [Int] = []
        for offset in to.indices {
            guard let range = reading.original(offset, offset + 1) else { continue }
            #expect(range.count == 1 && from[range.lowerBound] == to[offset])
            reached.append(range.lowerBound)
        }
        let outside = from.indices.filter { index in !reading.spans.contains { $0.start <= index && index < $0.end } }
        #expect(reached == outside)
    }
}
