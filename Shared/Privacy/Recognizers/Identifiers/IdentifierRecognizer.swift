/// Applies every `IdentifierRule` in one pass over the text. A candidate begins where a word or number does, and each form looks at no more bytes than it
/// has itself, so the time is the text's length times a constant.
struct IdentifierRecognizer: Recognizer {
    private static let window = 40
    private static let windowAfter = 20
    private static let otherNumberWindow = 20
    /// A number that fails its check needs its word this close before it.
    private static let labelWindow = 16
    private static let failedInContext: Float = 0.45
    private static let alone: Float = 0.45

    private struct Form {
        let rule: Int
        let pattern: [UInt8]
        let separators: [UInt8]
        let isGrouped: Bool
        /// A digit follows the first separator: a look that spares most words of a sentence the rest.
        let goesOnWithDigit: Bool
    }

    private let rules = IdentifierRule.all
    /// Forms by the length of the run of letters and digits they begin with, for runs with a digit and for runs of letters alone.
    private let mixed: [[Form]]
    private let letters: [[Form]]
    private static let longestRun = 24

    init() {
        var mixed = [[Form]](repeating: [], count: Self.longestRun + 1)
        var letters = mixed
        for (position, rule) in rules.enumerated() {
            for form in rule.forms {
                let pattern = Array(form.utf8)
                let run = pattern.prefix { $0.isASCIIAlphanumeric }
                let entry = Form(
                    rule: position, pattern: pattern, separators: Array(rule.separators.utf8), isGrouped: run.count < pattern.count,
                    goesOnWithDigit: run.count + 1 < pattern.count && pattern[run.count + 1] == Self.digit)
                if run.allSatisfy({ $0.isASCIILetter && $0 != Self.either }) {
                    letters[run.count].append(entry)
                } else {
                    mixed[run.count].append(entry)
                }
            }
        }
        self.mixed = mixed
        self.letters = letters
    }

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while let run = text.alphanumericRun(from: index) {
            let start = run.lowerBound
            index = run.upperBound
            let hasDigit = bytes[run].contains(where: \.isDigit)
            guard mayStart(text, at: start) else { continue }
            if index - start <= Self.longestRun {
                let goesOnWithDigit = text.at(index + 1).isDigit
                for form in hasDigit ? mixed[index - start] : letters[index - start] {
                    guard goesOnWithDigit || !form.goesOnWithDigit, let end = match(form, text, at: start) else { continue }
                    if let finding = judge(form, text, cues, start: start, end: end) { findings.append(finding) }
                }
            }
            if hasDigit { glued(text, cues, start, index, into: &findings) }
        }
    }

    /// "my code is131052-308T", "PESEL44051401458": a word in lower case, or the number's own, runs into it. Only what its check leaves no doubt about.
    private func glued(_ text: FoldedText, _ cues: ContextCues, _ start: Int, _ end: Int, into findings: inout [Finding]) {
        var first = start
        while first < end, text.bytes[first].isASCIILetter { first += 1 }
        if first > start, end - first <= Self.longestRun, let word = cues.nearest(.anyIdentifier, before: first, window: 0),
            word.start == start
        {
            for form in mixed[end - first] where rules[form.rule].check != nil && word.cue.contains(.identifier(form.rule)) {
                if let end = match(form, text, at: first), let finding = judge(form, text, cues, start: first, end: end),
                    finding.score >= 0.9
                {
                    findings.append(finding)
                    return
                }
            }
        }
        first = start
        while first < end, text.bytes[first].isASCIILetter, !text.bytes[first].isUpperCase { first += 1 }
        guard first - start >= 2, first < end, end - first <= Self.longestRun else { return }
        for form in mixed[end - first] where rules[form.rule].check != nil && rules[form.rule].scores.bare >= 0.9 {
            if let end = match(form, text, at: first), let finding = judge(form, text, cues, start: first, end: end), finding.score >= 0.9 {
                findings.append(finding)
            }
        }
    }

    // MARK: Form

    private static let letter = UInt8(ascii: "A")
    private static let digit = UInt8(ascii: "9")
    private static let either = UInt8(ascii: "X")

    private func match(_ form: Form, _ text: FoldedText, at start: Int) -> Int? {
        var separator: UInt8?
        for (offset, expected) in form.pattern.enumerated() {
            let byte = text.at(start + offset)
            switch expected {
            case Self.digit: guard byte.isDigit else { return nil }
            case Self.letter: guard byte.isASCIILetter else { return nil }
            case Self.either: guard byte.isASCIIAlphanumeric else { return nil }
            case .space:
                guard form.separators.contains(byte), separator == nil || separator == byte else { return nil }
                separator = byte
            default: guard byte == expected else { return nil }
            }
        }
        let end = start + form.pattern.count
        return end <= text.bytes.count && mayEnd(text, at: end) ? end : nil
    }

    private func mayStart(_ text: FoldedText, at index: Int) -> Bool {
        let before = text.at(index - 1)
        if before.isAlphanumeric || before == .plus || before == .dollar || before == .atSign { return false }
        if before == .hyphen || before == .dot || before == .slash { return !text.at(index - 2).isAlphanumeric }
        return true
    }

    private func mayEnd(_ text: FoldedText, at end: Int) -> Bool {
        let after = text.at(end)
        if after.isAlphanumeric || after == .atSign || after == .percent { return false }
        if after == .hyphen || after == .dot || after == .slash { return !text.at(end + 1).isAlphanumeric || text.isExtension(at: end) }
        return !text.isThousandsComma(end) && !(after == .colon && text.at(end + 1).isDigit && text.at(end - 1).isDigit)
    }

    // MARK: Meaning

    private func judge(_ form: Form, _ text: FoldedText, _ cues: ContextCues, start: Int, end: Int) -> Finding? {
        let rule = rules[form.rule]
        let isJoined = text.isJoined(start, end) || text.isExtension(at: end)
        if isJoined, !rule.isCertain || text.isAmongJoinedDigits(start, end) { return nil }
        var compact: [UInt8] = []
        compact.reserveCapacity(end - start)
        var isLower = false
        for byte in text.bytes[start..<end] where byte.isASCIIAlphanumeric {
            if byte.isASCIILetter, !byte.isUpperCase { isLower = true }
            compact.append(byte.isASCIILetter ? byte & 0xDF : byte)
        }
        guard !isRepeated(compact) else { return nil }
        guard rule.isPlausible(compact) else {
            if isJoined { return nil }
            // Letters that are never used are the form itself; digits may be mistyped or made up.
            guard !rule.isUpperCase, let word = cues.nearest(.identifier(form.rule), before: start, window: Self.labelWindow),
                isLabel(text, word, start), !isWeak(text, cues, word, form.rule)
            else { return nil }
            return finding(rule, start, end, Self.failedInContext, passes: false, isNamed: true)
        }
        let passes = rule.check?(compact) ?? true
        if isJoined, !passes { return nil }
        let context = context(text, cues, form.rule, start: start, end: end)
        // "img_39290559851.png": of random numbers one in ten or so passes a check, so the word must be there.
        if isJoined, context == nil, !form.isGrouped, CheckDigits.isDigits(compact[...]) { return nil }
        if let context {
            if passes { return finding(rule, start, end, rule.context, passes: true, isNamed: true) }
            let isLabelled = context.end <= start && start - context.end <= Self.labelWindow
            if isLabelled && !isWeak(text, cues, context, form.rule) || rule.failed != nil {
                return finding(rule, start, end, Self.failedInContext, passes: false, isNamed: true)
            }
        }
        guard let scores = passes ? rule.scores : rule.failed else { return nil }
        var score = form.isGrouped ? scores.grouped : scores.bare
        if rule.isUpperCase, isLower { score = min(score, 0.2) }
        if isPartOfMore(form, text, start: start, end: end) || form.isGrouped && isBehindAreaCode(text, start) { score -= 0.3 }
        if isOther(text, cues, start: start), score < 0.8 { score -= 0.25 }
        if passes, !rule.holder.isEmpty, isBehind(rule.holder, text, start) { score = max(score, Self.heldByHolder) }
        // Bare digits that no check confirms may be anything.
        let isTelling = rule.check != nil || form.isGrouped || !CheckDigits.isDigits(compact[...])
        if let alone = scores.alone ?? (isTelling ? Self.alone : nil), alone > score, text.isAlone(start, end) { score = alone }
        // What can pass no threshold worth setting only costs the merger time.
        return score >= 0.05 ? finding(rule, start, end, score, passes: passes, isNamed: false) : nil
    }

    /// "reg", but not that of "VAT reg".
    private func isWeak(_ text: FoldedText, _ cues: ContextCues, _ word: CueWord, _ rule: Int) -> Bool {
        let weakWords = rules[rule].weakWords
        guard !weakWords.isEmpty, weakWords.contains(text.lowered(word.start, word.end)) else { return false }
        let previous = cues.nearest(.identifier(rule), before: word.start, window: Self.weakWordWindow)
        return previous.map { weakWords.contains(text.lowered($0.start, $0.end)) } ?? true
    }

    private static let weakWordWindow = 3

    private static let heldByHolder: Float = 0.65

    /// The word and at most a blank, a colon, a number sign or an opening bracket behind it.
    private func isBehind(_ word: String, _ text: FoldedText, _ start: Int) -> Bool {
        var end = start
        while start - end < 3, [.space, .colon, .hash, .openParenthesis].contains(text.at(end - 1)) { end -= 1 }
        let first = end - word.utf8.count
        return end < start && first >= 0 && text.lowered(first, end) == word && !text.at(first - 1).isAlphanumeric
    }

    /// "(11) 98765-4321": what follows two to four digits in brackets is the rest of a telephone number.
    private func isBehindAreaCode(_ text: FoldedText, _ start: Int) -> Bool {
        let bracket = text.at(start - 1) == .space ? start - 2 : start - 1
        guard text.at(bracket) == .closeParenthesis else { return false }
        var first = bracket
        while bracket - first < 4, text.at(first - 1).isDigit { first -= 1 }
        return bracket - first >= 2 && text.at(first - 1) == .openParenthesis
    }

    /// A colon, equals sign or word for number between the rule's word and the number, and nothing else: "NINO: ZZ 12 34 56 T".
    private func isLabel(_ text: FoldedText, _ word: CueWord, _ start: Int) -> Bool {
        if word.cellEnd != nil { return true }
        let between = text.bytes[word.end..<start]
        guard between.contains(.colon) || between.contains(.equals) || between.contains(.hash) || between.contains(where: \.isLetter) else {
            return false
        }
        return between.split { !$0.isLetter }.allSatisfy {
            Self.labelWords.contains($0.loweredText)
        }
    }

    private static let labelWords: Set<String> = [
        "number", "no", "nr", "num", "id", "code", "is", "ist", "lautet", "est", "es", "nummer", "numero",
    ]

    private func finding(_ rule: IdentifierRule, _ start: Int, _ end: Int, _ score: Float, passes: Bool, isNamed: Bool) -> Finding {
        let witness = passes && rule.check != nil ? "check digits" : "form"
        let name = (passes ? "" : "-failed") + (isNamed ? "-context" : "")
        return Finding(
            entity: rule.entity, start: start, end: end, score: score, rule: rule.name + name,
            reasons: isNamed ? [witness, rule.contextReason] : [witness])
    }

    /// The rule's own word, unless the word of another rule stands nearer: of "passport 123456789, SIN 046454286" each number has its own.
    private func context(_ text: FoldedText, _ cues: ContextCues, _ rule: Int, start: Int, end: Int) -> CueWord? {
        let word = context(cues, rule, start: start, end: end)
        guard let word, !rules[rule].halfWord.isEmpty, text.lowered(word.start, word.end) == rules[rule].halfWord else { return word }
        guard word.end <= start, text.bytes[word.end..<start].contains(where: \.isLetter), isLabel(text, word, start) else { return nil }
        return word
    }

    private func context(_ cues: ContextCues, _ rule: Int, start: Int, end: Int) -> CueWord? {
        let own = Cue.identifier(rule)
        if let word = cues.nearest([.anyIdentifier, .card, .bank, .phone, .socialSecurity], before: start, window: Self.window) {
            if word.cue.contains(own) { return word }
            if word.cue.isDisjoint(with: .anyIdentifier) {
                if let own = cues.nearest(own, before: start, window: Self.window) { return own }
            } else if start - word.end <= Self.labelWindow {
                return nil
            }
        }
        return cues.nearest(own, after: end, window: Self.windowAfter)
    }

    private func isOther(_ text: FoldedText, _ cues: ContextCues, start: Int) -> Bool {
        if text.at(start - 1) == .hash { return true }
        let word = cues.nearest(.otherNumber, before: start, window: Self.otherNumberWindow)
        return word.map { !$0.cue.contains(.identity) } ?? false
    }

    /// Written with blanks, and more digits follow or precede after another blank.
    private func isPartOfMore(_ form: Form, _ text: FoldedText, start: Int, end: Int) -> Bool {
        guard form.isGrouped, text.bytes[start..<end].contains(.space) else { return false }
        return (text.at(end) == .space && text.at(end + 1).isDigit) || (text.at(start - 1) == .space && text.at(start - 2).isDigit)
    }

    private func isRepeated(_ compact: [UInt8]) -> Bool { CheckDigits.isDigits(compact[...]) && Digits.areAllEqual(compact[...]) }
}
