/// Decides between spans that overlap: the higher score wins, then the longer, then the type whose leak costs more, then the earlier.
/// Losers are dropped whole; the anonymizer's second pass looks at what they leave uncovered.
enum SpanMerger {
    /// Spans without overlap, by start. `length` is the number of scalars in the text.
    /// Time is linear in the lengths of all spans together, which recognizers keep linear in the text's.
    static func merge(_ spans: [EntitySpan], length: Int) -> [EntitySpan] {
        guard spans.count > 1 else { return spans }
        let ranked = spans.sorted { first, second in
            if first.score != second.score { return first.score > second.score }
            let lengths = (first.end - first.start, second.end - second.start)
            if lengths.0 != lengths.1 { return lengths.0 > lengths.1 }
            if first.entity.priority != second.entity.priority { return first.entity.priority < second.entity.priority }
            return first.start < second.start
        }
        var isTaken = [Bool](repeating: false, count: length)
        var kept: [EntitySpan] = []
        for span in ranked where !isTaken[span.start..<span.end].contains(true) {
            for index in span.start..<span.end { isTaken[index] = true }
            kept.append(span)
        }
        return kept.sorted { $0.start < $1.start }
    }
}
