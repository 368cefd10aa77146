/// Ages in figures: behind "age", "aged", "Alter"; before "years old", "-year-old", "y/o", "Jahre alt"; "turned 60", "when she was 34". The number alone is the span.
/// No standard: as people write it.
struct AgeRecognizer: Recognizer {
    private static let oldest = 120
    private static let reasons = ["age-years": "form", "age-label": "context: age", "age-stated": "context: a statement about someone"]

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index].isDigit else {
                index += 1
                continue
            }
            let start = index
            var value = 0
            while index < bytes.count, bytes[index].isDigit {
                if index - start < 4 { value = value * 10 + bytes[index].digitValue }
                index += 1
            }
            guard index - start <= 3, value <= Self.oldest, value > 0, mayStart(text, start), mayEnd(text, index),
                let (score, rule) = judge(text, cues, start, index, value)
            else { continue }
            findings.append(
                Finding(entity: .age, start: start, end: index, score: score, rule: rule, reasons: [Self.reasons[rule] ?? "form"]))
        }
    }

    private func mayStart(_ text: FoldedText, _ index: Int) -> Bool {
        let before = text.at(index - 1)
        if before.isAlphanumeric || before == .underscore || before == .dollar || before == .plus || before == .hash || before == .slash {
            return false
        }
        return !(before == .dot || before == .comma || before == .hyphen || before == .colon) || !text.at(index - 2).isAlphanumeric
    }

    private func mayEnd(_ text: FoldedText, _ end: Int) -> Bool {
        let after = text.at(end)
        if after == .percent || after == .underscore || after == .dollar || after >= 0x80 { return false }
        if after == .dot || after == .comma || after == .colon || after == .slash { return !text.at(end + 1).isDigit }
        return !after.isAlphanumeric || after.isASCIILetter
    }

    private func judge(_ text: FoldedText, _ cues: ContextCues, _ start: Int, _ end: Int, _ value: Int) -> (score: Float, rule: String)? {
        if unitEnd(text, start, end) { return (0.7, "age-years") }
        guard !text.at(end).isAlphanumeric else { return nil }
        if let word = cues.nearest(.age, before: start, window: 16), isJoint(text.bytes[word.end..<start]) || word.cellEnd != nil,
            !isOfMessage(text, word, end)
        {
            return (word.cellEnd != nil || text.bytes[word.end..<start].contains(.colon) ? 0.75 : 0.6, "age-label")
        }
        guard value >= 10, endsClause(text, end) else { return nil }
        return isStated(text, start) ? (0.5, "age-stated") : nil
    }

    /// "message age 43 s", "max-age=60": how long something has lain or may.
    private func isOfMessage(_ text: FoldedText, _ word: CueWord, _ end: Int) -> Bool {
        if word.start >= 4, Self.limits.contains(text.lowered(word.start - 4, word.start - 1)) { return true }
        guard text.at(end) == .space else { return false }
        var last = end + 1
        while last - end < 12, text.at(last).isASCIILetter { last += 1 }
        return last > end + 1 && Self.shortUnits.contains(text.lowered(end + 1, last))
    }

    private static let limits: Set<String> = ["max", "min"]
    private static let shortUnits: Set<String> = [
        "s", "ms", "us", "ns", "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours",
        "d", "day", "days",
        "sekunden", "minuten", "stunden", "tage", "secondes", "heures", "jours", "segundos", "minutos", "horas", "dias",
    ]

    /// Between "age" and its number: "of", "is", ":", "=", "von", "de" and blanks, no more.
    private func isJoint(_ between: ArraySlice<UInt8>) -> Bool {
        guard between.count <= 10, !between.contains(where: { $0.isNewline || $0 == .comma || $0.isDigit }) else { return false }
        return between.split { !$0.isASCIILetter }.allSatisfy {
            Self.joints.contains($0.loweredText)
        }
    }

    private static let joints: Set<String> = ["of", "is", "was", "at", "von", "ist", "de", "es", "est", "in", "years"]

    // MARK: A word behind the number

    /// "34 years old", "34-year-old", "34 yo", "34 y/o", "34 Jahre alt", "34-jährige", "âgé de 34 ans", "tiene 34 años".
    private func unitEnd(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        var words: [String] = []
        var index = end
        while words.count < 3, index - end < 24 {
            while index - end < 24,
                text.at(index) == .space || text.at(index) == .hyphen || text.at(index) == .slash || text.at(index) == .dot,
                index < text.bytes.count
            { index += 1 }
            let first = index
            while index - first < 12, text.at(index).isASCIILetter { index += 1 }
            guard index > first else { break }
            words.append(text.lowered(first, index))
        }
        guard let unit = words.first else { return false }
        let second = words.count > 1 ? words[1] : ""
        let third = words.count > 2 ? words[2] : ""
        switch unit {
        case "year", "years", "yr", "yrs", "month", "months", "week", "weeks", "day", "days":
            guard second == "old" || second == "olds" || second == "of" && third == "age" else { return false }
            return !isRule(text, start, end) && !isOfThing(text, start, end)
        case "y": return second == "o"
        case "yo", "yos": return true
        case "jahre", "jahren", "jahr", "monate": return second == "alt"
        case "jahrig", "jahrige", "jahriger", "jahrigen", "jahriges", "jaehrige", "jaehriger", "jaehrigen": return true
        case "ans", "anos":
            guard second != "d", third != "experience" else { return false }
            return introduced(text, start, by: Self.romanceIntroductions)
        case "jaar": return second == "oud"
        case "anni": return introduced(text, start, by: ["ha", "ho", "di", "eta"])
        default: return false
        }
    }

    /// "The laptop is 3 years old", "a 5 year old laptop". A person stands in most sentences of this kind, so things are those named here.
    private func isOfThing(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        var words = wordsBefore(text, start, count: 3)[...]
        if let first = words.first, Self.adverbs.contains(first) || first == "over" { words = words.dropFirst() }
        if let verb = words.first, Self.being.contains(verb) || verb == "are" || verb == "were" || verb == "s",
            let subject = words.dropFirst().first
        {
            return Self.things.contains(subject)
        }
        // Behind "year old": the first two words, unless another follows that may be the person ("a 43 year old car dealer").
        var index = end
        var position = 0
        while position < 4, index - end < Self.ruleWindow {
            while text.at(index) == .space || text.at(index) == .hyphen, index < text.bytes.count { index += 1 }
            let first = index
            while index - first < 16, text.at(index).isASCIILetter { index += 1 }
            guard index > first else { return false }
            if position > 1, Self.things.contains(text.lowered(first, index)) { return endsNoun(text, index) }
            position += 1
        }
        return false
    }

    /// Punctuation, the text's end or a word that no noun is.
    private func endsNoun(_ text: FoldedText, _ end: Int) -> Bool {
        guard text.at(end) == .space, text.at(end + 1).isASCIILetter, end < text.bytes.count else {
            return !text.at(end).isAlphanumeric && text.at(end) != .hyphen
        }
        var index = end + 1
        while index - end < 10, text.at(index).isASCIILetter { index += 1 }
        return Self.nounEnds.contains(text.lowered(end + 1, index))
    }

    private static let nounEnds: Set<String> = [
        "is", "was", "has", "had", "does", "did", "that", "which", "with", "and", "or", "but", "in", "on", "at", "to", "for", "from",
        "running",
        "keeps", "won", "doesn", "can", "cannot", "needs", "no", "not", "still", "will",
    ]
    private static let things: Set<String> = Set(
        """
        laptop laptops computer computers pc pcs desktop notebook macbook printer printers scanner phone phones iphone smartphone tablet ipad server \
        servers router switch modem monitor monitors screen keyboard mouse headset dock battery batteries disk drive ssd device devices machine \
        machines system systems software version firmware app application installation account ticket license licence subscription contract bug issue \
        backup file files code project database car cars truck van bike bicycle vehicle engine house building roof furniture fridge dishwasher washer \
        television tv camera camcorder printer certificate key password company bank whisky whiskey wine cheese
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// "18 years of age or older", "at least 16 years old": whom a rule admits, not how old someone is.
    private func isRule(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        if let before = wordsBefore(text, start, count: 1).first, ["least", "over", "under", "above", "below", "minimum"].contains(before) {
            return true
        }
        let behind = text.bytes[end...].prefix(Self.ruleWindow).split { !$0.isASCIILetter }
        for (word, next) in zip(behind, behind.dropFirst()) where word.count <= 3 {
            let word = word.loweredText
            guard word == "or" || word == "and" else { continue }
            return ["older", "over", "above", "younger", "under", "up"].contains(next.loweredText)
        }
        return false
    }

    private static let ruleWindow = 32

    /// "âgé de", "j'ai", "elle a", "tiene", "tengo", "edad de", but not "il y a" nor "hace".
    private static let romanceIntroductions: Set<String> = [
        "age", "agee", "ages", "ai", "a", "avait", "tiene", "tengo", "tenia", "edad", "cumplio", "cumplir",
    ]

    private func introduced(_ text: FoldedText, _ start: Int, by introductions: Set<String>) -> Bool {
        let words = wordsBefore(text, start, count: 2)
        guard let last = words.first else { return false }
        if last == "de", words.count > 1 { return introductions.contains(words[1]) }
        return introductions.contains(last) && !(last == "a" && words.count > 1 && words[1] == "y")
    }

    // MARK: A sentence about someone

    /// "just turned 60", "he is 34", "when I was 18".
    private func isStated(_ text: FoldedText, _ start: Int) -> Bool {
        var words = wordsBefore(text, start, count: 4)[...]
        if let first = words.first, Self.adverbs.contains(first) { words = words.dropFirst() }
        guard let verb = words.first else { return false }
        if Self.turning.contains(verb) { return true }
        // "I'm 34": the apostrophe parts the word.
        if verb == "m" || verb == "s" || verb == "re" { return words.dropFirst().first.map { Self.persons.contains($0) } ?? false }
        guard Self.being.contains(verb), let person = words.dropFirst().first else { return false }
        return Self.persons.contains(person)
    }

    private static let adverbs: Set<String> = ["just", "only", "now", "about", "already", "almost", "nearly", "around"]
    private static let turning: Set<String> = ["turned", "turns", "turning", "turn"]
    private static let being: Set<String> = ["is", "was", "am", "were", "are", "be", "being"]
    private static let persons: Set<String> = [
        "i", "he", "she", "they", "mother", "father", "son", "daughter", "brother", "sister", "wife", "husband", "mom", "dad",
        "grandmother", "grandfather",
        "patient", "uncle", "aunt", "child", "baby",
    ]

    /// The words before `start`, nearest first, in lower case, across blanks and apostrophes.
    private func wordsBefore(_ text: FoldedText, _ start: Int, count: Int) -> [String] {
        var words: [String] = []
        var index = start
        while words.count < count {
            guard text.at(index - 1) == .space || text.at(index - 1) == .singleQuote, index > 0 else { break }
            index -= 1
            let end = index
            while end - index < 12, text.at(index - 1).isASCIILetter { index -= 1 }
            guard index < end else { break }
            words.append(text.lowered(index, end))
        }
        return words
    }

    /// The sentence or its clause ends, or goes on without what the number would count.
    private func endsClause(_ text: FoldedText, _ end: Int) -> Bool {
        let after = text.at(end)
        if after != .space { return end >= text.bytes.count || !after.isAlphanumeric && after != .hyphen && after != .slash }
        if end >= text.bytes.count { return true }
        var index = end + 1
        while index - end < 12, text.at(index).isASCIILetter { index += 1 }
        return index == end + 1 && !text.at(index).isDigit
            || Self.continuations.contains(
                text.lowered(end + 1, index))
    }

    private static let continuations: Set<String> = [
        "and", "but", "when", "now", "today", "this", "next", "last", "on", "in", "at", "so", "years", "yesterday", "tomorrow", "soon",
        "already", "or", "with",
    ]
}
