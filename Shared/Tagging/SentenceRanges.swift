/// Where the sentences and lines of a text are.
enum SentenceRanges {
    /// Scalars beside blanks that a sentence must have to stand by itself; a shorter one belongs to the next, at the end to the one before.
    private static let shortest = 12

    /// Ranges that cover every word of `scalars`, in order: cut after line breaks, after a full stop, an exclamation or a question mark that a blank follows, at
    /// most three closing quotation marks and brackets between them, and after their ideographic forms. The dot of an abbreviation cuts too. Time is linear in
    /// the text.
    static func find(in scalars: [Unicode.Scalar], _ kinds: [ScalarKind]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = 0
        var count = 0
        for index in scalars.indices {
            if kinds[index].contains(.blank) {
                guard kinds[index].contains(.lineBreak) || endsSentence(scalars[..<index]) else { continue }
            } else {
                count += 1
                guard endsIdeographicSentence(scalars[index]) else { continue }
            }
            guard count >= shortest else { continue }
            found.append(start..<index + 1)
            start = index + 1
            count = 0
        }
        guard count > 0 else { return found }
        if count < shortest, let last = found.popLast() { start = last.lowerBound }
        found.append(start..<scalars.count)
        return found
    }

    private static func endsSentence(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        let mark = scalars.suffix(4).last { !closing.contains($0) }
        return mark == "." || mark == "!" || mark == "?"
    }

    private static let closing: Set<Unicode.Scalar> = [
        "\"", "'", ")", "]", "}", "*", "_", "\u{2019}", "\u{201C}", "\u{201D}", "\u{AB}", "\u{BB}",
    ]

    private static func endsIdeographicSentence(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{3002}" || scalar == "\u{FF01}" || scalar == "\u{FF1F}"
    }
}
