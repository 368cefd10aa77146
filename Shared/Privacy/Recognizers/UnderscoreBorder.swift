/// What an underscore beside a value says. In "_value_" it is emphasis and a border as any mark is; in "value_front.png" and "cv_value" it joins, and only a value
/// that its check digits or its form leave no doubt about is taken for one there.
extension FoldedText {
    /// Marks of emphasis in a row, as in Markdown: "___value___".
    private static let mostMarks = 3

    /// Whether an underscore right before `start` or at `end` joins the value to more of a name.
    func isJoined(_ start: Int, _ end: Int) -> Bool {
        isJoined(at: start - 1, step: -1) || isJoined(at: end, step: 1)
    }

    private func isJoined(at mark: Int, step: Int) -> Bool {
        var index = mark
        while at(index) == .underscore, abs(index - mark) < Self.mostMarks { index += step }
        return index != mark && (at(index).isAlphanumeric || at(index) == .underscore)
    }

    /// "value.pdf": a point and the two to four letters that say what is in a file.
    func isExtension(at index: Int) -> Bool {
        guard at(index) == .dot else { return false }
        var end = index + 1
        while end - index <= 5, at(end).isASCIIAlphanumeric { end += 1 }
        return (3...5).contains(end - index) && at(index + 1).isASCIILetter && at(end) != .hyphen && at(end) != .underscore
    }

    /// "1700_value_2": one of the numbers that a name is made of.
    func isAmongJoinedDigits(_ start: Int, _ end: Int) -> Bool {
        at(start - 1) == .underscore && at(start - 2).isDigit && at(end) == .underscore && at(end + 1).isDigit
    }
}
