/// Days of birth in forms that are no dates elsewhere: digits in one run, years of two digits, a year alone. They count only directly behind a word of birth.
extension DateRecognizer {
    private static let birthWindow = 24
    private static let birthYears = 1900...2030

    /// Between the word and the date stand marks, blanks and words that join them, nothing else.
    func isBehindBirth(_ text: FoldedText, _ cues: ContextCues, _ start: Int) -> Bool {
        guard let word = cues.nearest([.birth, .dateOfAnother], before: start, window: Self.birthWindow), word.cue.contains(.birth) else {
            return isBehindBirthPhrase(text, start)
        }
        let between = text.bytes[word.end..<start]
        guard !between.contains(where: { $0.isDigit || $0 == .comma || $0 == .semicolon || $0.isNewline }) else { return false }
        return between.split { !$0.isLetter }.allSatisfy {
            DateWords.birthJoints.contains($0.loweredText)
        }
    }

    /// "né le", "nata il", "ur.", "d.o.b.:": words that say birth only together, or with their point.
    func isBehindBirthPhrase(_ text: FoldedText, _ start: Int) -> Bool {
        var end = start
        while start - end < 4, [.space, .colon, .equals, .doubleQuote].contains(text.at(end - 1)), end > 0 { end -= 1 }
        guard DateWords.birthPhraseEnds.contains(text.at(end - 1).lowered) else { return false }
        return DateWords.birthPhrases.contains { phrase in
            let first = end - phrase.count
            return first >= 0 && !text.at(first - 1).isAlphanumeric
                && zip(text.bytes[first..<end], phrase).allSatisfy { $0.lowered == $1 }
        }
    }

    /// "12031984", "19840312", "840312", "12MAR1984", "12 Mar 84", "1984".
    func birthFigures(_ text: FoldedText, at start: Int) -> Match? {
        var end = start
        while end - start <= 8, text.at(end).isDigit { end += 1 }
        let digits = Array(text.bytes[start..<end])
        func number(_ first: Int, _ count: Int) -> Int { CheckDigits.number(digits, first, count) }
        func isDay(_ year: Int?, _ month: Int, _ day: Int) -> Bool {
            (year.map { Self.birthYears.contains($0) } ?? true) && CheckDigits.isDay(year: year, month: month, day: day)
        }
        let isBirth: Bool
        switch digits.count {
        case 8:
            isBirth =
                isDay(number(0, 4), number(4, 2), number(6, 2)) || isDay(number(4, 4), number(2, 2), number(0, 2))
                || isDay(number(4, 4), number(0, 2), number(2, 2))
        case 6:
            isBirth =
                isDay(nil, number(2, 2), number(4, 2)) || isDay(nil, number(2, 2), number(0, 2)) || isDay(nil, number(0, 2), number(2, 2))
        case 4: isBirth = Self.birthYears.contains(number(0, 4))
        case 1, 2:
            return birthMonth(text, day: number(0, digits.count), dayEnd: ordinalEnd(text, end))
                ?? inBlanks(text, number(0, digits.count), end)
        default: return nil
        }
        return isBirth && isBirthEnd(text, end) && !isCount(text, end) ? Match(end: end, score: 0.65, rule: "date-birth-figures") : nil
    }

    /// A month's name and a year of two digits, or of two or four in one run with the name.
    private func birthMonth(_ text: FoldedText, day: Int, dayEnd: Int) -> Match? {
        let joints: [UInt8] = [.space, .hyphen, .slash, .dot, .singleQuote]
        var index = dayEnd
        while index - dayEnd < 2, joints.contains(text.at(index)) { index += 1 }
        let name = index
        while index - name < 12, text.at(index).isASCIILetter { index += 1 }
        guard (3...11).contains(index - name), let month = DateWords.months[text.lowered(name, index)] else { return nil }
        let nameEnd = index
        while index - nameEnd < 2, joints.contains(text.at(index)) { index += 1 }
        let first = index
        while index - first <= 4, text.at(index).isDigit { index += 1 }
        guard index - first == 2 || index - first == 4 && first == nameEnd, CheckDigits.isDay(year: nil, month: month, day: day),
            isBirthEnd(text, index)
        else { return nil }
        return Match(end: index, score: 0.65, rule: "date-birth-figures")
    }

    /// "12 03 1984", "12 03 84".
    private func inBlanks(_ text: FoldedText, _ first: Int, _ firstEnd: Int) -> Match? {
        guard text.at(firstEnd) == .space else { return nil }
        var second = 0
        var index = firstEnd + 1
        while index - firstEnd <= 2, text.at(index).isDigit {
            second = second * 10 + text.at(index).digitValue
            index += 1
        }
        guard index > firstEnd + 1, text.at(index) == .space,
            CheckDigits.isDay(year: nil, month: second, day: first) || CheckDigits.isDay(year: nil, month: first, day: second)
        else { return nil }
        let year = index + 1
        index = year
        while index - year <= 4, text.at(index).isDigit { index += 1 }
        guard index - year == 2 || index - year == 4, isBirthEnd(text, index), !isCount(text, index) else { return nil }
        return Match(end: index, score: 0.65, rule: "date-birth-figures")
    }

    private func isBirthEnd(_ text: FoldedText, _ end: Int) -> Bool {
        let after = text.at(end)
        if after.isAlphanumeric || after == .percent { return false }
        return !([.hyphen, .dot, .slash, .colon, .comma].contains(after) && text.at(end + 1).isDigit)
    }
}
