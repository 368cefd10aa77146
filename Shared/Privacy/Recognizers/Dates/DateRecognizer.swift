/// Dates: ISO 8601, figures with points, slashes or hyphens in any of the three orders, a month written out in English, German, French or Spanish with a day, a
/// year or both; a weekday and a clock time when they stand beside one. A weekday or a year alone scores just enough for the default threshold, and only
/// where a sentence uses it as a date: a higher threshold for DATE_TIME leaves both.
///
/// Behind a word such as "born" or "DOB" it is a date of birth, which counts as a type of its own.
struct DateRecognizer: Recognizer {
    private static let window = 32
    private static let plausibleYears = 1880...2100

    struct Match {
        let end: Int
        let score: Float
        let rule: String
    }

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var word = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index].isAlphanumeric else {
                index += 1
                continue
            }
            let start = index
            while word < cues.words.count, cues.words[word].start < start || cues.words[word].cellEnd != nil { word += 1 }
            if !text.at(start - 1).isAlphanumeric, mayStart(text, at: start) {
                let cue = word < cues.words.count && cues.words[word].start == start ? cues.words[word] : nil
                if let match = match(text, cues, at: start, cue, next: word),
                    let finding = finding(text, cues, start: start, match)
                {
                    findings.append(finding)
                    index = match.end
                    continue
                }
            }
            while index < bytes.count, bytes[index].isAlphanumeric { index += 1 }
        }
    }

    private func match(_ text: FoldedText, _ cues: ContextCues, at start: Int, _ cue: CueWord?, next: Int) -> Match? {
        if text.bytes[start].isDigit {
            if isBehindBirth(text, cues, start), let match = birthFigures(text, at: start) { return match }
            return figures(text, at: start) ?? dayFirst(text, cues, at: start, next: next) ?? year(text, at: start)
                ?? compact(text, at: start)
        }
        guard let cue else { return nil }
        if cue.cue.contains(.month) {
            return monthFirst(text, cue)
        }
        return cue.cue.contains(.weekday) ? weekday(text, cues, cue, next: next + 1) : nil
    }

    private func finding(_ text: FoldedText, _ cues: ContextCues, start: Int, _ match: Match) -> Finding? {
        // "born" speaks for the date it stands before, not for the one after that.
        if match.rule != "date-weekday", let word = cues.nearest([.birth, .dateOfAnother], before: start, window: Self.window),
            word.cue.contains(.birth),
            !text.bytes[word.end..<start].contains(where: \.isDigit)
        {
            return birth(start, match)
        }
        if isBehindBirthPhrase(text, start) { return birth(start, match) }
        // "log_2024-11-05.txt": a part of a name.
        guard !text.isJoined(start, match.end) else { return nil }
        return Finding(entity: .dateTime, start: start, end: match.end, score: match.score, rule: match.rule, reasons: ["form"])
    }

    private func birth(_ start: Int, _ match: Match) -> Finding {
        Finding(
            entity: .dateOfBirth, start: start, end: match.end, score: 0.95, rule: "date-of-birth", reasons: ["form", "context: birth"])
    }

    private func mayStart(_ text: FoldedText, at index: Int) -> Bool {
        let before = text.at(index - 1)
        if before == .plus || before == .dollar { return false }
        if before == .dot || before == .hyphen || before == .slash { return !text.at(index - 2).isAlphanumeric }
        return true
    }

    private func mayEnd(_ text: FoldedText, at end: Int) -> Bool {
        let after = text.at(end)
        if after.isAlphanumeric { return false }
        if after == .dot || after == .hyphen || after == .slash { return !text.at(end + 1).isDigit }
        return true
    }

    // MARK: Figures

    private func figures(_ text: FoldedText, at start: Int) -> Match? {
        guard let first = number(text, start) else { return nil }
        let separator = text.at(first.end)
        guard separator == .hyphen || separator == .slash || separator == .dot, let second = number(text, first.end + 1) else { return nil }
        guard second.digits <= 2, text.at(second.end) == separator, let third = number(text, second.end + 1) else {
            return monthAndYear(text, first, second, separator)
        }
        if first.digits == 4 {
            guard Self.plausibleYears.contains(first.value), third.digits <= 2,
                CheckDigits.isDay(year: first.value, month: second.value, day: third.value)
            else { return nil }
            let end = timeEnd(text, third.end)
            return mayEnd(text, at: end) ? Match(end: end, score: 0.7, rule: "date-iso") : nil
        }
        guard first.digits <= 2, third.digits == 4 || third.digits == 2, third.digits == 2 || Self.plausibleYears.contains(third.value),
            mayEnd(text, at: third.end)
        else { return nil }
        let year = third.digits == 4 ? third.value : nil
        guard
            CheckDigits.isDay(year: year, month: second.value, day: first.value)
                || CheckDigits.isDay(year: year, month: first.value, day: second.value)
        else { return nil }
        // "1.2.34" is a version more often than a day.
        let score: Float = third.digits == 4 ? 0.6 : separator == .slash ? 0.45 : 0.3
        return Match(end: timeEnd(text, third.end), score: score, rule: "date-figures")
    }

    /// "03/2024".
    private func monthAndYear(_ text: FoldedText, _ first: Number, _ second: Number, _ separator: UInt8) -> Match? {
        guard separator == .slash, first.digits == 2, (1...12).contains(first.value), second.digits == 4,
            (1950...2060).contains(second.value),
            text.at(second.end) != .slash, mayEnd(text, at: second.end)
        else { return nil }
        return Match(end: second.end, score: 0.45, rule: "date-month-figures")
    }

    private struct Number {
        let value: Int
        let digits: Int
        let end: Int
    }

    /// One to six digits.
    private func number(_ text: FoldedText, _ start: Int) -> Number? {
        var index = start
        var value = 0
        while text.at(index).isDigit, index - start < 7 {
            value = value * 10 + text.at(index).digitValue
            index += 1
        }
        return (1...6).contains(index - start) ? Number(value: value, digits: index - start, end: index) : nil
    }

    // MARK: Clock times

    /// Past the time behind a date: "T10:30:00Z", " 10:30", ", 10:30 pm", " at 8 am", " um 8 Uhr"; the date's own end without one.
    private func timeEnd(_ text: FoldedText, _ start: Int) -> Int {
        if text.at(start).lowered == UInt8(ascii: "t") || text.at(start) == .colon, let end = clock(text, start + 1) {
            return zoneEnd(text, end)
        }
        var index = start
        if text.at(index) == .comma { index += 1 }
        guard text.at(index) == .space else { return start }
        index += 1
        if let joint = word(text, index), Self.timeJoints.contains(joint.text), text.at(joint.end) == .space {
            index = joint.end + 1
            if let article = word(text, index), article.text == "las", text.at(article.end) == .space { index = article.end + 1 }
        } else if text.at(index) == .hyphen, text.at(index + 1) == .space {
            index += 2
        }
        if let end = clock(text, index) { return zoneEnd(text, halfDayEnd(text, end) ?? end) }
        guard let hour = number(text, index), hour.digits <= 2, hour.value <= 24 else { return start }
        return halfDayEnd(text, hour.end) ?? start
    }

    /// Past "h:mm", "hh:mm" or "hh:mm:ss" with a fraction.
    private func clock(_ text: FoldedText, _ start: Int) -> Int? {
        guard let hour = number(text, start), hour.digits <= 2, hour.value < 25, text.at(hour.end) == .colon,
            let minute = number(text, hour.end + 1),
            minute.digits == 2, minute.value < 60
        else { return nil }
        guard text.at(minute.end) == .colon, let second = number(text, minute.end + 1), second.digits == 2, second.value <= 60 else {
            return minute.end
        }
        if text.at(second.end) == .dot, let fraction = number(text, second.end + 1) { return fraction.end }
        return second.end
    }

    /// Past "pm", "a.m.", "Uhr", "h" and the blank before it.
    private func halfDayEnd(_ text: FoldedText, _ start: Int) -> Int? {
        let first = text.at(start) == .space ? start + 1 : start
        if text.at(first + 1) == .dot, text.at(first + 2).lowered == 0x6D, text.at(first).lowered == 0x61 || text.at(first).lowered == 0x70
        {
            return text.at(first + 3) == .dot ? first + 4 : first + 3
        }
        guard let word = word(text, first), Self.halfDays.contains(word.text), !text.at(word.end).isAlphanumeric else { return nil }
        return word.end
    }

    private func zoneEnd(_ text: FoldedText, _ start: Int) -> Int {
        if text.at(start).lowered == UInt8(ascii: "z"), !text.at(start + 1).isAlphanumeric { return start + 1 }
        if text.at(start) == .plus || text.at(start) == .hyphen {
            if let offset = clock(text, start + 1) { return offset }
            if let offset = number(text, start + 1), offset.digits == 4 { return offset.end }
        }
        if text.at(start) == .space, text.at(start + 1) == .plus, let offset = number(text, start + 2), offset.digits == 4 {
            return offset.end
        }
        if text.at(start) == .space, let zone = word(text, start + 1), zone.text == "utc" || zone.text == "gmt" { return zone.end }
        return start
    }

    private static let timeJoints: Set<String> = ["at", "um", "a", "alle", "om", "gegen"]
    private static let halfDays: Set<String> = ["am", "pm", "uhr", "h", "hrs", "horas", "heures"]

    // MARK: Months written out

    /// "5 November 2024", "5th of Nov", "5. März", "1er mai 2024", "3 de octubre de 2024", "12-Jan-2023".
    private func dayFirst(_ text: FoldedText, _ cues: ContextCues, at start: Int, next: Int) -> Match? {
        guard let day = number(text, start), day.digits <= 2 else { return nil }
        var index = day.end
        let isOrdinal: Bool
        if text.at(index) == .dot {
            index += 1
            isOrdinal = false
        } else {
            index = ordinalEnd(text, index)
            isOrdinal = index > day.end
        }
        let before = index
        index = jointEnd(text, blanks(text, index))
        if text.at(index) == .hyphen || text.at(index) == .slash { index += 1 }
        guard index > before, let month = month(text, cues, at: index, next: next) else { return nil }
        let monthEnd = month.end
        index = monthEnd
        if text.at(index) == .dot || text.at(index) == .comma || text.at(index) == .hyphen || text.at(index) == .slash { index += 1 }
        index = jointEnd(text, blanks(text, index))
        if let year = yearNumber(text, index, shortAllowed: index > monthEnd && text.at(monthEnd) == .hyphen) {
            guard CheckDigits.isDay(year: year.digits == 4 ? year.value : nil, month: month.value, day: day.value) else { return nil }
            return Match(end: timeEnd(text, year.end), score: 0.65, rule: "date-written")
        }
        guard CheckDigits.isDay(year: nil, month: month.value, day: day.value), mayEnd(text, at: monthEnd),
            isOrdinal || month.isCertain || isIntroduced(text, start)
        else { return nil }
        return Match(end: timeEnd(text, monthEnd), score: 0.5, rule: "date-day-month")
    }

    /// "November 5th, 2024", "Nov 5", "March 2024", "marzo de 2024".
    private func monthFirst(_ text: FoldedText, _ cue: CueWord) -> Match? {
        guard let month = month(text, cue) else { return nil }
        var index = month.end
        if text.at(index) == .dot { index += 1 }
        let before = index
        index = jointEnd(text, blanks(text, index))
        if text.at(index) == .comma { index = blanks(text, index + 1) }
        guard index > before else { return nil }
        if let year = yearNumber(text, index, shortAllowed: false) {
            guard month.isCertain || isIntroduced(text, cue.start) else { return nil }
            return Match(end: year.end, score: 0.5, rule: "date-month-year")
        }
        guard let day = number(text, index), day.digits <= 2 else { return nil }
        let dayEnd = ordinalEnd(text, day.end)
        index = dayEnd
        if text.at(index) == .comma { index += 1 }
        index = blanks(text, index)
        if let year = yearNumber(text, index, shortAllowed: false) {
            guard CheckDigits.isDay(year: year.value, month: month.value, day: day.value) else { return nil }
            return Match(end: timeEnd(text, year.end), score: 0.65, rule: "date-written")
        }
        guard CheckDigits.isDay(year: nil, month: month.value, day: day.value), mayEnd(text, at: dayEnd), text.at(dayEnd) != .percent,
            text.at(dayEnd) != .colon,
            dayEnd > day.end || month.isCertain && !isCount(text, dayEnd) || isIntroduced(text, cue.start)
        else { return nil }
        let end = timeEnd(text, dayEnd)
        // "Oct 22 11:39:40 2011".
        if end > dayEnd, text.at(end) == .space, let year = yearNumber(text, end + 1, shortAllowed: false) {
            return Match(end: year.end, score: 0.65, rule: "date-written")
        }
        return Match(end: end, score: 0.5, rule: "date-month-day")
    }

    private struct Month {
        let value: Int
        let end: Int
        /// No word of a sentence: neither "may" nor "mar" in lower case.
        let isCertain: Bool
    }

    private func month(_ text: FoldedText, _ cues: ContextCues, at start: Int, next: Int) -> Month? {
        var position = next
        while position < cues.words.count, cues.words[position].start < start || cues.words[position].cellEnd != nil { position += 1 }
        guard position < cues.words.count, cues.words[position].start == start, cues.words[position].cue.contains(.month) else {
            return nil
        }
        return month(text, cues.words[position])
    }

    private func month(_ text: FoldedText, _ cue: CueWord) -> Month? {
        let bytes = text.bytes[cue.start..<cue.end]
        guard !text.at(cue.end).isASCIILetter else { return nil }
        let name = bytes.loweredText
        guard let value = DateWords.months[name] else { return nil }
        return Month(value: value, end: cue.end, isCertain: bytes.first?.isUpperCase == true || !DateWords.ambiguous.contains(name))
    }

    /// A year of four digits that ends as a number does; of two as well in "12-Jan-23".
    private func yearNumber(_ text: FoldedText, _ start: Int, shortAllowed: Bool) -> Number? {
        guard let year = number(text, start), mayEnd(text, at: year.end),
            year.digits == 4 && Self.plausibleYears.contains(year.value) || shortAllowed && year.digits == 2
        else { return nil }
        return year
    }

    func ordinalEnd(_ text: FoldedText, _ start: Int) -> Int {
        guard let suffix = word(text, start), ["st", "nd", "rd", "th", "er"].contains(suffix.text) else { return start }
        return suffix.end
    }

    /// Past "of", "de", "del" and the blanks behind it.
    private func jointEnd(_ text: FoldedText, _ start: Int) -> Int {
        guard let joint = word(text, start), ["of", "de", "del", "do"].contains(joint.text) else { return start }
        return blanks(text, joint.end)
    }

    private func blanks(_ text: FoldedText, _ start: Int) -> Int {
        var index = start
        while index - start < 2, index < text.bytes.count, text.bytes[index] == .space { index += 1 }
        return index
    }

    /// A word of at most ten letters, in lower case.
    private func word(_ text: FoldedText, _ start: Int) -> (text: String, end: Int)? {
        var index = start
        while index - start < 11, text.at(index).isASCIILetter { index += 1 }
        guard (1...10).contains(index - start) else { return nil }
        return (text.lowered(start, index), index)
    }

    /// The word before `start`, in lower case.
    private func wordBefore(_ text: FoldedText, _ start: Int) -> String? {
        text.at(start - 1) == .space && start > 0 ? wordEnding(text, start - 1) : nil
    }

    private func wordEnding(_ text: FoldedText, _ end: Int) -> String? {
        let first = text.wordStart(before: end, atMost: 12)
        guard first < end, !text.at(first - 1).isASCIILetter else { return nil }
        return text.lowered(first, end)
    }

    /// "in may 2024", "on march 3".
    private func isIntroduced(_ text: FoldedText, _ start: Int) -> Bool {
        wordBefore(text, start).map(DateWords.introductions.contains) ?? false
    }

    /// "May 5 people", "March 3 miles": the number counts what follows.
    func isCount(_ text: FoldedText, _ end: Int) -> Bool {
        guard text.at(end) == .space, let next = word(text, end + 1) else { return false }
        return DateWords.units.contains(next.text)
    }

    // MARK: Weekdays and years alone

    /// "Monday, 5 November 2024" as one; a weekday alone when it is written as a name or behind "on", "next" ...
    private func weekday(_ text: FoldedText, _ cues: ContextCues, _ cue: CueWord, next: Int) -> Match? {
        guard !text.at(cue.end).isAlphanumeric else { return nil }
        var index = cue.end
        if text.at(index) == .dot { index += 1 }
        if text.at(index) == .comma { index += 1 }
        index = blanks(text, index)
        if let article = word(text, index), ["the", "den", "el", "le"].contains(article.text) { index = blanks(text, article.end) }
        if index > cue.end {
            if text.at(index).isDigit, let match = figures(text, at: index) ?? dayFirst(text, cues, at: index, next: next) { return match }
            var position = next
            while position < cues.words.count, cues.words[position].start < index { position += 1 }
            if position < cues.words.count, cues.words[position].start == index, cues.words[position].cue.contains(.month),
                let match = monthFirst(text, cues.words[position])
            {
                return match
            }
        }
        guard cue.end - cue.start > 3, text.bytes[cue.start].isUpperCase || isIntroduced(text, cue.start), !text.at(cue.end - 1).isUpperCase
        else { return nil }
        return Match(end: cue.end, score: 0.4, rule: "date-weekday")
    }

    /// "20240131" behind "on", "since", "date".
    private func compact(_ text: FoldedText, at start: Int) -> Match? {
        var end = start
        while end - start <= 8, text.at(end).isDigit { end += 1 }
        guard end - start == 8, mayEnd(text, at: end) else { return nil }
        let number = Array(text.bytes[start..<end])
        let year = CheckDigits.number(number, 0, 4)
        guard (1900...2060).contains(year),
            CheckDigits.isDay(year: year, month: CheckDigits.number(number, 4, 2), day: CheckDigits.number(number, 6, 2))
        else { return nil }
        let isLabel = text.at(start - 1) == .colon || text.at(start - 2) == .colon && text.at(start - 1) == .space
        let labelEnd = text.at(start - 1) == .colon ? start - 1 : start - 2
        let before = isLabel ? wordEnding(text, labelEnd) : wordBefore(text, start)
        guard let before, DateWords.compactIntroductions.contains(before) else { return nil }
        return Match(end: end, score: 0.45, rule: "date-compact")
    }

    /// A year behind "in", "since", "of", or as an attribute ("a 2017 film").
    private func year(_ text: FoldedText, at start: Int) -> Match? {
        guard let year = number(text, start), year.digits == 4, (1900...2059).contains(year.value), mayEnd(text, at: year.end),
            let before = wordBefore(text, start), !(text.at(year.end) == .comma && text.at(year.end + 1).isDigit),
            text.at(year.end) != .percent,
            text.at(year.end) < 0x80, !isCount(text, year.end)
        else { return nil }
        let isAttribute = ["a", "the"].contains(before) && text.at(year.end) == .space && text.at(year.end + 1).isASCIILetter
        guard isAttribute || DateWords.yearIntroductions.contains(before) else { return nil }
        return Match(end: year.end, score: 0.4, rule: "date-year")
    }
}
