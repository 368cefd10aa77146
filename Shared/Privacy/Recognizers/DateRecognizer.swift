/// Dates with day, month and year: ISO 8601 (with a time when one follows), figures with points, slashes or hyphens in any of the three orders, and a month
/// written out in English, German, French or Spanish. A day without its year, a month or a time alone says too little about a person.
///
/// Behind a word such as "born" or "DOB" it is a date of birth, which counts as a type of its own.
struct DateRecognizer: Recognizer {
    private static let window = 32
    private static let plausibleYears = 1880...2100

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index].isAlphanumeric else {
                index += 1
                continue
            }
            if !text.at(index - 1).isAlphanumeric, mayStart(text, at: index),
                let (end, score, rule) = figures(text, at: index) ?? written(text, at: index)
            {
                findings.append(finding(text, cues, start: index, end: end, score: score, rule: rule))
                index = end
            } else {
                while index < bytes.count, bytes[index].isAlphanumeric { index += 1 }
            }
        }
    }

    private func finding(_ text: FoldedText, _ cues: ContextCues, start: Int, end: Int, score: Float, rule: String) -> Finding {
        // "born" speaks for the date it stands before, not for the one after that.
        if let word = cues.nearest([.birth, .dateOfAnother], before: start, window: Self.window), word.cue.contains(.birth),
            !text.bytes[word.end..<start].contains(where: \.isDigit)
        {
            return Finding(entity: .dateOfBirth, start: start, end: end, score: 0.95, rule: "date-of-birth")
        }
        return Finding(entity: .dateTime, start: start, end: end, score: score, rule: rule)
    }

    private func mayStart(_ text: FoldedText, at index: Int) -> Bool {
        let before = text.at(index - 1)
        if before == .underscore || before == .plus { return false }
        if before == .dot || before == .hyphen || before == .slash { return !text.at(index - 2).isAlphanumeric }
        return true
    }

    private func mayEnd(_ text: FoldedText, at end: Int) -> Bool {
        let after = text.at(end)
        if after.isAlphanumeric || after == .underscore { return false }
        if after == .dot || after == .hyphen || after == .slash { return !text.at(end + 1).isDigit }
        return true
    }

    // MARK: Figures

    private func figures(_ text: FoldedText, at start: Int) -> (end: Int, score: Float, rule: String)? {
        guard let first = number(text, start) else { return nil }
        let separator = text.at(first.end)
        guard separator == .hyphen || separator == .slash || separator == .dot, let second = number(text, first.end + 1),
            second.digits <= 2,
            text.at(second.end) == separator, let third = number(text, second.end + 1)
        else { return nil }
        if first.digits == 4 {
            guard Self.plausibleYears.contains(first.value), third.digits <= 2,
                CheckDigits.isDay(year: first.value, month: second.value, day: third.value)
            else { return nil }
            let end = timeEnd(text, third.end)
            return mayEnd(text, at: end) ? (end, 0.7, "date-iso") : nil
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
        return (third.end, score, "date-figures")
    }

    /// Past "T10:30:00Z", " 10:30" and the like; a fraction and an offset included.
    private func timeEnd(_ text: FoldedText, _ start: Int) -> Int {
        let joint = text.at(start)
        guard joint == UInt8(ascii: "T") || joint == UInt8(ascii: "t") || joint == .space, var last = clock(text, start + 1) else {
            return start
        }
        if text.at(last) == .dot, let fraction = number(text, last + 1) { last = fraction.end }
        if text.at(last) == UInt8(ascii: "Z") { return last + 1 }
        if text.at(last) == .plus || text.at(last) == .hyphen, let offset = clock(text, last + 1) { return offset }
        return last
    }

    /// Past "hh:mm" or "hh:mm:ss".
    private func clock(_ text: FoldedText, _ start: Int) -> Int? {
        guard let hour = number(text, start), hour.digits == 2, hour.value < 24, text.at(hour.end) == .colon,
            let minute = number(text, hour.end + 1),
            minute.digits == 2, minute.value < 60
        else { return nil }
        guard text.at(minute.end) == .colon, let second = number(text, minute.end + 1), second.digits == 2, second.value <= 60 else {
            return minute.end
        }
        return second.end
    }

    /// One to six digits.
    private func number(_ text: FoldedText, _ start: Int) -> (value: Int, digits: Int, end: Int)? {
        var index = start
        var value = 0
        while text.at(index).isDigit, index - start < 7 {
            value = value * 10 + text.at(index).digitValue
            index += 1
        }
        return (1...6).contains(index - start) ? (value, index - start, index) : nil
    }

    // MARK: Months written out

    private func written(_ text: FoldedText, at start: Int) -> (end: Int, score: Float, rule: String)? {
        if let day = number(text, start), day.digits <= 2 {
            var index = day.end
            if text.at(index) == .dot { index += 1 } else { index = ordinalEnd(text, index) }
            let before = index
            index = blanks(text, index)
            if let of = word(text, index), Self.joints.contains(of.text) { index = blanks(text, of.end) }
            if text.at(index) == .hyphen { index += 1 }
            guard index > before, let month = month(text, index) else { return nil }
            index = month.end
            if text.at(index) == .dot || text.at(index) == .comma || text.at(index) == .hyphen { index += 1 }
            index = blanks(text, index)
            if let of = word(text, index), Self.joints.contains(of.text) { index = blanks(text, of.end) }
            return year(text, index, month: month.value, day: day.value)
        }
        guard let month = month(text, start) else { return nil }
        var index = month.end
        if text.at(index) == .dot { index += 1 }
        let before = index
        index = blanks(text, index)
        guard index > before, let day = number(text, index), day.digits <= 2 else { return nil }
        index = ordinalEnd(text, day.end)
        if text.at(index) == .comma { index += 1 }
        return year(text, blanks(text, index), month: month.value, day: day.value)
    }

    private func year(_ text: FoldedText, _ start: Int, month: Int, day: Int) -> (end: Int, score: Float, rule: String)? {
        guard let year = number(text, start), year.digits == 4, Self.plausibleYears.contains(year.value), mayEnd(text, at: year.end),
            CheckDigits.isDay(year: year.value, month: month, day: day)
        else { return nil }
        return (year.end, 0.65, "date-written")
    }

    private func ordinalEnd(_ text: FoldedText, _ start: Int) -> Int {
        guard let suffix = word(text, start), ["st", "nd", "rd", "th", "er"].contains(suffix.text) else { return start }
        return suffix.end
    }

    private func blanks(_ text: FoldedText, _ start: Int) -> Int {
        var index = start
        while index - start < 2, index < text.bytes.count, text.bytes[index] == .space { index += 1 }
        return index
    }

    private func word(_ text: FoldedText, _ start: Int) -> (text: String, end: Int)? {
        var index = start
        while index - start < 11, text.at(index).isASCIILetter { index += 1 }
        guard (1...10).contains(index - start) else { return nil }
        return (String(decoding: text.bytes[start..<index].lazy.map(\.lowered), as: UTF8.self), index)
    }

    private func month(_ text: FoldedText, _ start: Int) -> (value: Int, end: Int)? {
        guard let word = word(text, start), word.text.utf8.count >= 3, let value = Self.months[word.text] else { return nil }
        return (value, word.end)
    }

    private static let joints: Set<String> = ["of", "de", "del"]

    /// Names and usual abbreviations without diacritics.
    private static let months: [String: Int] = {
        let names = [
            "jan january januar janvier enero ene", "feb february februar fevrier fev febrero", "mar march marz maerz mars marzo",
            "apr april avril avr abril abr", "may mai mayo", "jun june juni juin junio", "jul july juli juillet juil julio",
            "aug august aout agosto ago", "sep sept september septembre septiembre setiembre", "oct october oktober okt octobre octubre",
            "nov november novembre noviembre", "dec december dezember dez decembre diciembre dic",
        ]
        var months: [String: Int] = [:]
        for (index, list) in names.enumerated() {
            for name in list.split(separator: " ") { months[String(name)] = index + 1 }
        }
        return months
    }()
}
