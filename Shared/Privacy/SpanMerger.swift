/// Decides between spans that share text. Three sources rank before each other:
///
/// 1. What the user typed in the form of a placeholder, whole.
/// 2. Patterns and denied terms. Between two that overlap the higher score wins, then the longer, then the type whose leak costs more, then the earlier.
///    Losers are dropped whole; another look at the text finds what they leave uncovered.
/// 3. The tagger, for text no pattern took: a pattern with check digits is right where a tagger guesses, and the tagger read plain words in its place. A
///    tagger's span that reaches into what a pattern took is cut to what is left of it, if that holds a letter. Between two of the tagger, whose readings of a
///    text and of its sentences overlap, the same order decides as between patterns, and the loser is cut to what is left, digits alone as well: of an address
///    the surer "Berlin" leaves "10115". Then spans of one entity that follow each other with at most a blank, a hyphen or an apostrophe between them are
///    one: "Anna" and "Berg" is one person.
/// 4. Values that the conversation has masked before (`KnownValues`), for text that nothing else took.
///
/// A span of any source but the first that equals a value of the allow list is dropped before it competes, secrets excepted. So is one of a pattern or of the
/// tagger whose entity the operator `keep` leaves: it takes no text from others, except that a tagger does not look into what a pattern found and keeps.
/// After each addition patterns look again, as a masked neighbour may be what a number's only witness stood behind, until nothing is found.
enum SpanMerger {
    /// Patterns and denied terms: spans without overlap, by start. `length` is the number of scalars in the text.
    /// Time is linear in the lengths of all spans together, which recognizers keep linear in the text's.
    static func merge(_ spans: [EntitySpan], length: Int) -> [EntitySpan] {
        guard spans.count > 1 else { return spans }
        var isTaken = [Bool](repeating: false, count: length)
        var kept: [EntitySpan] = []
        for span in ranked(spans) where !isTaken[span.start..<span.end].contains(true) {
            for index in span.start..<span.end { isTaken[index] = true }
            kept.append(span)
        }
        return kept.sorted { $0.start < $1.start }
    }

    /// A tagger's spans over `scalars`, each cut to what `taken` leaves of it: without overlap among themselves or with `taken`, by start.
    static func merge(tagged: [EntitySpan], beside taken: [Range<Int>], in scalars: [Unicode.Scalar]) -> [EntitySpan] {
        guard !tagged.isEmpty else { return [] }
        var isTaken = [Bool](repeating: false, count: scalars.count)
        for range in taken { for index in range { isTaken[index] = true } }
        let isPatterns = isTaken
        var kept: [EntitySpan] = []
        for span in ranked(tagged) {
            let isWhole = !isPatterns[span.start..<span.end].contains(true)
            var index = span.start
            while index < span.end {
                guard !isTaken[index] else {
                    index += 1
                    continue
                }
                let first = index
                while index < span.end, !isTaken[index] { index += 1 }
                guard let part = trimmed(scalars, first, index, isWhole: isWhole) else { continue }
                for taken in part { isTaken[taken] = true }
                kept.append(span.moved(to: part))
            }
        }
        kept.sort { $0.start < $1.start }
        return joined(kept, in: scalars)
    }

    private static func ranked(_ spans: [EntitySpan]) -> [EntitySpan] {
        spans.sorted { first, second in
            if first.score != second.score { return first.score > second.score }
            let lengths = (first.end - first.start, second.end - second.start)
            if lengths.0 != lengths.1 { return lengths.0 > lengths.1 }
            if first.entity.priority != second.entity.priority { return first.entity.priority < second.entity.priority }
            return first.start < second.start
        }
    }

    /// `start..<end` without white space at its ends; nil when it holds no letter, or, where no pattern cut it, neither letter nor digit.
    private static func trimmed(_ scalars: [Unicode.Scalar], _ start: Int, _ end: Int, isWhole: Bool) -> Range<Int>? {
        var (start, end) = (start, end)
        while start < end, scalars[start].properties.isWhitespace { start += 1 }
        while end > start, scalars[end - 1].properties.isWhitespace { end -= 1 }
        let holds = scalars[start..<end].contains { $0.properties.isAlphabetic || (isWhole && $0.properties.numericType != nil) }
        return holds ? start..<end : nil
    }

    private static func joined(_ spans: [EntitySpan], in scalars: [Unicode.Scalar]) -> [EntitySpan] {
        var joined: [EntitySpan] = []
        for span in spans {
            if let last = joined.last, last.entity == span.entity, span.start - last.end <= 1,
                span.start == last.end || isJoint(scalars[last.end])
            {
                joined[joined.count - 1] = last.joined(with: span)
            } else {
                joined.append(span)
            }
        }
        return joined
    }

    private static func isJoint(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\u{A0}", "-", "\u{2010}", "\u{2011}", "'", "\u{2019}": true
        default: false
        }
    }
}

extension EntitySpan {
    /// From the start of the one to the end of the other, as sure as the less sure of them.
    fileprivate func joined(with next: EntitySpan) -> EntitySpan {
        EntitySpan(entity: entity, start: start, end: next.end, score: min(score, next.score), rule: rule, reasons: reasons)
    }
}
