/// What the words around a run of digits say about its being a telephone number.
enum PhoneContext {
    case phone
    case otherNumber
    case none

    private static let window = 40
    /// "order number 5550143": the word for another number stands close, or is about something else.
    private static let otherNumberWindow = 20
    private static let wordsWindow = 28

    /// - Parameter isRun: the digits have no separators.
    init(_ text: FoldedText, _ cues: ContextCues, start: Int, digitsEnd: Int, isRun: Bool) {
        self = Self.read(text, cues, start, digitsEnd, isRun)
    }

    private static func read(_ text: FoldedText, _ cues: ContextCues, _ start: Int, _ digitsEnd: Int, _ isRun: Bool) -> PhoneContext {
        if isRun, isCount(text, start, digitsEnd) { return .otherNumber }
        if isLink(text, start) { return .phone }
        let named = phoneWord(text, cues, start)
        let other = cues.nearest(.otherNumber, before: start, window: otherNumberWindow)
        let label = cues.nearest(.phoneLabel, before: start, window: 12)
        // The nearer word decides: "ticket phone 5550143" is a telephone, "phone ticket 5550143" is not.
        let nearestOther = other?.end ?? -1
        if let label, isLabel(text, label), nearestOther <= label.end { return .phone }
        if let named {
            guard let other, other.end > named.end else { return .phone }
            // "call the customer on 5550143", "phone line 5550143".
            if isLeft(text, other.end, start) || isLine(text, cues, other) { return .phone }
        }
        if isSomeonesNumber(text, start, digitsEnd) || isInitial(text, start, digitsEnd, isRun)
            || isInItsScript(text, start, digitsEnd, isRun)
        {
            return .phone
        }
        if other != nil { return .otherNumber }
        if let after = cues.nearest([.phone, .phoneLabel], after: digitsEnd, window: 4), after.start <= digitsEnd + 4,
            !text.bytes[digitsEnd..<min(after.start, text.bytes.count)].contains(where: \.isNewline)
        {
            let separator = text.at(digitsEnd)
            if separator == .hyphen || separator == .openParenthesis || text.at(digitsEnd + 1) == .openParenthesis { return .phone }
        }
        if text.at(start - 1) == .hash { return .otherNumber }
        return .none
    }

    // MARK: Words before

    /// The nearest word for telephone that speaks for what begins at `start`.
    private static func phoneWord(_ text: FoldedText, _ cues: ContextCues, _ start: Int) -> CueWord? {
        guard let word = cues.nearest(.phone, before: start, window: window), speaksFor(text, word, start) else { return nil }
        if leads(text, word, start) { return word }
        // "call him or ring Anna 5550143".
        return cues.nearest(.phone, before: word.start, window: window - (start - word.start)).flatMap {
            speaksFor(text, $0, start) && leads(text, $0, start) ? $0 : nil
        }
    }

    /// What is also a word for other things leads to the number: "ring 5550143", "handy: 5550143", "ring Anna on 5550143", not "ring binder 5550143".
    private static func leads(_ text: FoldedText, _ word: CueWord, _ start: Int) -> Bool {
        guard word.cellEnd == nil, commonWords.contains(text.lowered(word.start, word.end)), !isLabel(text, word) else { return true }
        guard let last = text.bytes[min(word.end, start)..<start].split(whereSeparator: { !$0.isASCIIAlphanumeric }).last else {
            return true
        }
        let name = last.loweredText
        // "ring Anna 5550143", "ring Dr. Berg back 5550143".
        if text.lowered(word.start, word.end) == "ring", name == "back" || isPerson(last) { return true }
        return leadIns.contains(name) || numberWords.contains(name)
    }

    private static func isPerson(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count > 1, word.first?.isUpperCase ?? false, word.dropFirst().allSatisfy({ $0.isASCIILetter && !$0.isUpperCase }) else {
            return false
        }
        return !["binder", "road", "size", "tone", "model", "doorbell", "buffer", "order"].contains(word.loweredText)
    }

    private static let commonWords: Set<String> = ["ring", "portable", "handy", "signal", "gsm"]

    /// "my number is", "her number:", "meine Nummer ist", "mon numéro est le", "mi número es": no other number is called so. And what is common as another
    /// word, or belongs to other numbers, unless it leads straight to this one: "bel me op", "caller ID".
    private static func isSomeonesNumber(_ text: FoldedText, _ start: Int, _ digitsEnd: Int) -> Bool {
        let before = text.bytes[max(0, start - wordsWindow)..<start]
        guard !before.contains(where: \.isDigit) else { return false }
        var words = before.split { !$0.isLetter }.suffix(4).map(\.loweredText)[...]
        while let last = words.last, leadIns.contains(last) { words.removeLast() }
        guard let last = words.popLast() else { return false }
        if last == "bel" { return true }
        guard let previous = words.last else { return false }
        if last == "id" { return previous == "caller" && digitsEnd - start >= 9 }
        return numberWords.contains(last) && possessives.contains(previous)
    }

    private static let leadIns: Set<String> = [
        "is", "was", "s", "ist", "lautet", "est", "es", "at", "on", "e", "ar", "er", "to", "jest", "le", "el", "il", "al", "me", "mij",
        "ons", "op", "het", "mig", "meg", "pa", "au", "unter", "auf", "em",
    ]
    private static let numberWords: Set<String> = ["number", "numbers", "nummer", "numero", "numer", "nr", "num"]
    private static let possessives: Set<String> = [
        "my", "his", "her", "our", "your", "their", "new", "this", "meine", "seine", "ihre", "unsere", "mon", "son", "notre", "votre", "mi",
        "su", "nuestro",
        "mijn", "zijn", "haar", "onze", "moj", "jej", "jego", "nasz", "mio", "suo", "nostro", "meu", "seu", "nosso", "mitt", "hans",
        "hennes", "vart", "mit",
        "vores",
    ]

    /// "phone=...&x=1 HTTP/1.1": the value behind the sign ends at the blank or the next name, and with it what the word says.
    private static func speaksFor(_ text: FoldedText, _ word: CueWord, _ start: Int) -> Bool {
        guard word.cellEnd == nil, text.at(word.end) == .equals, text.at(word.end + 1) != .space, word.end + 1 < start else { return true }
        return !text.bytes[(word.end + 1)..<start].contains { $0.isSpace || $0 == .ampersand }
    }

    private static func isLabel(_ text: FoldedText, _ word: CueWord) -> Bool {
        text.at(word.end) == .colon || (text.at(word.end) == .space && text.at(word.end + 1) == .colon)
            || (text.at(word.end) == .doubleQuote && text.at(word.end + 1) == .colon)
    }

    /// "phone line", "office line".
    private static func isLine(_ text: FoldedText, _ cues: ContextCues, _ other: CueWord) -> Bool {
        text.lowered(other.start, other.end) == "line" && cues.nearest([.phone, .phoneLabel], before: other.start, window: 1) != nil
    }

    /// Whether what stands in `start..<end` leaves the word for another number behind: "customer at", "order desk back on", "claim is open, ". What leads a label
    /// on to its number does not: signs, "number is", the letters of an identifier, other numbers of the same list.
    private static func isLeft(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        let between = text.bytes[min(start, end)..<end]
        let words = between.split { !$0.isLetter }
        guard let last = words.last?.loweredText, !words.allSatisfy({ $0.allSatisfy(\.isUpperCase) || joints.contains($0.loweredText) })
        else {
            return false
        }
        return reaching.contains(last)
            || !joints.contains(last) && between.contains { $0 == .comma || $0 == .semicolon || $0 == .dot || $0 == .colon || $0.isNewline }
    }

    private static let reaching: Set<String> = ["at", "on", "back", "via", "under", "through", "now", "today", "please", "directly"]

    private static let joints: Set<String> = [
        "no", "nr", "num", "number", "numbers", "nummer", "numero", "n", "is", "are", "was", "s", "ist", "lautet", "est", "es", "id", "ids",
        "code", "ref", "reference", "and", "or", "und", "oder", "the", "has", "with", "of", "says", "reads", "shows", "states",
    ]

    /// "Ph." right before the digits.
    static func isAbbreviation(_ text: FoldedText, endingAt dot: Int) -> Bool {
        let first = text.wordStart(before: dot, atMost: 9)
        return abbreviations.contains(text.lowered(first, dot))
    }

    private static let abbreviations: Set<String> = [
        "ph", "tel", "phone", "mob", "mobile", "cell", "fax", "no", "nr", "tlf", "puh", "telef", "tfno", "mobil", "handy",
    ]

    // MARK: Signatures and scripts

    /// "wa.me/14155552671".
    static func isLink(_ text: FoldedText, _ start: Int) -> Bool {
        text.at(start - 1) == .slash && text.lowered(start - 6, start) == "wa.me/"
    }

    /// "T: 4155552671" where a line of a signature or one of its cells begins. What may be a time, 1700000000, is none.
    private static func isInitial(_ text: FoldedText, _ start: Int, _ digitsEnd: Int, _ isRun: Bool) -> Bool {
        var colon = start - 1
        while start - colon < 3, text.at(colon) == .space { colon -= 1 }
        guard text.at(colon) == .colon, colon > 0, initials.contains(text.at(colon - 1)) else { return false }
        guard digitsEnd - start >= 9, digitsEnd - start <= (isRun ? 12 : 20), !isRun || text.bytes[start] != 0x31 else { return false }
        let before = text.at(colon - 2)
        return colon < 2 || before.isNewline || before == 0x7C || before == .space && text.at(colon - 3) == 0x7C
    }

    private static let initials: [UInt8] = Array("TMPF".utf8)

    /// Mobile numbers of China and Russia right behind a word in their script. Folded text keeps no letters of it, so the word itself is not known.
    private static func isInItsScript(_ text: FoldedText, _ start: Int, _ digitsEnd: Int, _ isRun: Bool) -> Bool {
        guard isRun, digitsEnd - start == 11 else { return false }
        var index = start - 1
        if text.at(index) == .space { index -= 1 }
        if text.at(index) == .colon || text.at(index) == .dot { index -= 1 }
        let (first, second) = (text.at(start), text.at(start + 1))
        if text.at(index) == FoldedText.other, text.at(index - 1) == FoldedText.other { return first == 0x31 && second >= 0x33 }
        return text.at(index) == FoldedText.otherLetter && text.at(index - 1) == FoldedText.otherLetter && second == 0x39
            && (first == 0x38 || first == 0x37)
    }

    // MARK: Words behind

    /// "call 1234567 times the loop".
    private static func isCount(_ text: FoldedText, _ start: Int, _ digitsEnd: Int) -> Bool {
        guard digitsEnd - start < 10, text.at(start) != 0x30, text.at(digitsEnd) == .space else { return false }
        var end = digitsEnd + 1
        while end - digitsEnd < 12, text.at(end).isASCIILetter { end += 1 }
        return counted.contains(text.lowered(digitsEnd + 1, end))
    }

    private static let counted: Set<String> = [
        "times", "iterations", "rows", "records", "bytes", "kb", "mb", "requests", "calls", "messages", "texts", "users", "people",
        "customers", "steps",
        "points", "ms", "seconds", "euros", "euro", "eur", "dollars", "usd", "pounds", "gbp", "units", "tokens", "words", "lines", "items",
        "entries", "error", "errors", "mal",
        "fois", "veces", "volte", "keer", "razy",
    ]
}
