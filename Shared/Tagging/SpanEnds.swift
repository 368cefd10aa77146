/// Where a span of words begins and ends once what does not belong to it is off.
enum SpanEnds {
    /// Brackets further apart than this are not matched, so that time stays linear in the span.
    private static let bracketReach = 32

    /// The words of `range` without marks and a possessive's "'s" at the ends; empty if nothing is left. Kept are the dot of an abbreviation,
    /// as in "Jr.", and a bracket whose partner is inside, as in "Acme (UK)".
    static func trim(_ range: Range<Int>, _ reading: WordReading) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        var isDone = false
        while !isDone, start < end {
            isDone = true
            if endsWithPossessive(start..<end, reading) {
                end -= 2
                isDone = false
            } else if reading.words[end - 1].isMark, !isAbbreviationDot(end - 1, from: start, reading),
                !isBracket(at: end - 1, step: -1, partnerIn: start + 1..<end, reading)
            {
                end -= 1
                isDone = false
            } else if reading.words[start].isMark, !isBracket(at: start, step: 1, partnerIn: start..<end - 1, reading) {
                start += 1
                isDone = false
            }
        }
        return start..<end
    }

    /// Offsets of a range of words that is not empty. Marks that the tokenizer drops after the last letter belong to it.
    static func offsets(_ range: Range<Int>, _ reading: WordReading) -> (start: Int, end: Int) {
        var end = reading.words[range.upperBound - 1].end
        let limit = range.upperBound < reading.words.count ? reading.words[range.upperBound].start : reading.scalars.count
        while end < limit, !reading.scalars[end].isASCII, reading.scalars[end].properties.isGraphemeExtend { end += 1 }
        return (reading.words[range.lowerBound].start, end)
    }

    /// The only scalar of a word; nil for a longer one.
    private static func only(_ index: Int, _ reading: WordReading) -> Unicode.Scalar? {
        let word = reading.words[index]
        return word.end - word.start == 1 ? reading.scalars[word.start] : nil
    }

    private static func touchesPrevious(_ index: Int, _ reading: WordReading) -> Bool {
        index > 0 && reading.words[index - 1].end >= reading.words[index].start
    }

    private static func endsWithPossessive(_ range: Range<Int>, _ reading: WordReading) -> Bool {
        let last = range.upperBound - 1
        guard range.count > 2, let letter = only(last, reading), letter == "s" || letter == "S",
            let apostrophe = only(last - 1, reading), apostrophe == "'" || apostrophe == "\u{2019}"
        else { return false }
        return touchesPrevious(last, reading) && touchesPrevious(last - 1, reading)
    }

    /// After a known abbreviation, an initial, or the last letter of several with dots.
    private static func isAbbreviationDot(_ index: Int, from start: Int, _ reading: WordReading) -> Bool {
        guard index > start, only(index, reading) == ".", touchesPrevious(index, reading) else { return false }
        let next = index + 1
        if next < reading.words.count, only(next, reading) == ".", touchesPrevious(next, reading) { return false }
        let word = reading.words[index - 1]
        if word.end - word.start == 1 {
            guard word.features.letterCase != 4 else { return true }
            guard word.features.letterCase == 1, index - 2 > start else { return false }
            return only(index - 2, reading) == "." && touchesPrevious(index - 1, reading)
        }
        guard word.end - word.start <= longestAbbreviation else { return false }
        let scalars = reading.scalars[word.start..<word.end]
        guard scalars.allSatisfy({ $0.isASCII }) else { return false }
        return abbreviations.contains(String(String.UnicodeScalarView(scalars)).lowercased())
    }

    private static func isBracket(at index: Int, step: Int, partnerIn range: Range<Int>, _ reading: WordReading) -> Bool {
        guard let bracket = only(index, reading) else { return false }
        let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [("(", ")"), ("[", "]"), ("{", "}")]
        guard let pair = pairs.first(where: { step > 0 ? $0.0 == bracket : $0.1 == bracket }) else { return false }
        let partner = step > 0 ? pair.1 : pair.0
        var depth = 0
        var position = index
        for _ in 0..<bracketReach where range.contains(position) {
            let scalar = only(position, reading)
            if scalar == bracket { depth += 1 }
            if scalar == partner {
                depth -= 1
                if depth == 0 { return true }
            }
            position += step
        }
        return false
    }

    private static let longestAbbreviation = 5
    /// Of what ends in names, addresses and dates, lower-case.
    private static let abbreviations: Set<String> = [
        "jr", "sr", "esq", "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "hon", "gov", "sen", "rep", "gen", "col", "sgt", "capt", "lt",
        "maj", "cpl", "fr", "hr", "st", "dipl", "ing", "mag", "sra", "srta", "dra", "mme", "mlle", "phd", "md", "dds", "rn",
        "inc", "ltd", "co", "corp", "bros", "llc", "llp", "plc", "assn", "univ", "dept", "intl", "mfg", "cia", "ges", "mbh",
        "ave", "av", "blvd", "rd", "ln", "ct", "pl", "sq", "hwy", "pkwy", "apt", "ste", "bldg", "rm", "no", "nr", "str", "ter", "cir",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur",
        "thurs", "fri", "sat", "sun", "yrs", "yr",
    ]
}
