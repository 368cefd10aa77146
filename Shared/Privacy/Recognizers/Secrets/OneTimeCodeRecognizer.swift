/// Codes of a few digits that open something: those sent to a telephone or shown by an authenticator, those of doors and alarms, PINs and PUKs (four to eight
/// digits, in two groups at most, behind "OTP", "verification code", "your code is"), and the three or four digits of a card's check. Lengths of RFC 4226, section 5.3, of ISO 9564-1
/// and of the PCI glossary ("card verification code").
struct OneTimeCodeRecognizer: Recognizer {
    private static let digits = 4...8
    /// How far before a name of many meanings the word "card" may stand.
    private static let cardWindow = 60

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        for word in cues.words where !word.cue.isDisjoint(with: [.oneTime, .key]) {
            if let code = codeBefore(text, word) {
                findings.append(
                    Finding(
                        entity: .secret, start: code.lowerBound, end: code.upperBound, score: 0.8, rule: "secret-one-time-code",
                        reasons: ["context: one-time code"]))
            }
            let name = word.cue.contains(.oneTime) ? ownName(text, cues, word) : codeName(text, cues, word)
            let isSomeones = name == nil && isCode(text, word) && Self.owners.contains(wordBefore(text, word.start))
            guard name != nil || isSomeones, let (start, isJoined) = valueStart(text, name?.end ?? word.end),
                isJoined || !(isSomeones || name?.needsJoint == true),
                let end = valueEnd(text, start, name?.digits ?? Self.digits),
                (name != nil && name?.needsEnd(isJoined, end - start) != true) || endsClause(text, end),
                isJoined || end - start > 3 || name?.needsJointOfThree != true
            else { continue }
            // The "#" that is typed behind the code of a door.
            let isClosed = text.at(end) == .hash && !text.at(end + 1).isAlphanumeric
            findings.append(
                Finding(
                    entity: .secret, start: start, end: isClosed ? end + 1 : end, score: isJoined ? 1 : 0.8, rule: "secret-one-time-code",
                    reasons: ["context: one-time code"]))
        }
    }

    // MARK: The name

    private struct Name {
        let end: Int
        var digits = OneTimeCodeRecognizer.digits
        var needsJoint = false
        /// Three digits behind it are a card's only with a sign between them.
        var needsJointOfThree = false
        /// It has other meanings: "safe code 1234 lines"; with `needsJoint` even so, "CSC: 1234 matrix".
        var isAmbiguous = false

        /// Whether the clause must end behind the digits.
        func needsEnd(_ isJoined: Bool, _ count: Int) -> Bool { isAmbiguous && count <= 4 && (!isJoined || needsJoint) }
    }

    /// "OTP", and the names of other codes that need no "code" behind them but may have it.
    private func ownName(_ text: FoldedText, _ cues: ContextCues, _ word: CueWord) -> Name? {
        var end = word.end
        let spelled = text.lowered(word.start, word.end)
        let isCard = { cues.nearest(.card, before: word.start, window: Self.cardWindow) != nil }
        switch spelled {
        case "cvv", "cvc", "csc", "cid":
            if text.at(end) == UInt8(ascii: "2") { end += 1 }
            let name = Name(
                end: codeWordEnd(text, end) ?? end, digits: 3...4, needsJoint: spelled == "csc" && !isCard(),
                isAmbiguous: spelled != "cvv" && !isCard())
            // "CSC 101" is a course, "cid: 4821" any number.
            return text.at(name.end).isAlphanumeric || spelled == "cid" && !isCard() ? nil : name
        case "turcode", "torcode": return Name(end: end)
        case "kartenprufnummer": return Name(end: end, digits: 3...4)
        case "cryptogramme":
            return text.lowered(end, end + 7) == " visuel" ? Name(end: end + 7, digits: 3...4) : nil
        case "pin", "pins": return codeWordEnd(text, end).map { Name(end: $0) }
        case "puk": return Name(end: codeWordEnd(text, end) ?? end, digits: 8...8)
        // Of six digits it is a postal code of India.
        case "pincode", "pincodes": return Name(end: end, digits: 4...4)
        default: return Name(end: end)
        }
    }

    /// Past " code", "-number", "_no".
    private func codeWordEnd(_ text: FoldedText, _ end: Int) -> Int? {
        guard text.at(end) == .space || text.at(end) == .hyphen || text.at(end) == .underscore else { return nil }
        for word in ["code", "number", "no", "nummer"] where text.lowered(end + 1, end + 1 + word.utf8.count) == word {
            let last = end + 1 + word.utf8.count
            if !text.at(last).isAlphanumeric { return last }
        }
        return nil
    }

    private func codeName(_ text: FoldedText, _ cues: ContextCues, _ word: CueWord) -> Name? {
        guard let end = codeNameEnd(text, word) else { return nil }
        guard ["security", "verification"].contains(wordBefore(text, word.start)) else {
            let isCards = text.lowered(end - 14, end) == " de la tarjeta"
            return Name(end: end, digits: isCards ? 3...4 : Self.digits, isAmbiguous: !isCards)
        }
        let isCard = cues.nearest(.card, before: word.start, window: Self.cardWindow) != nil
        return Name(end: end, digits: 3...8, needsJointOfThree: !isCard, isAmbiguous: true)
    }

    private func isCode(_ text: FoldedText, _ word: CueWord) -> Bool {
        Self.codes.contains(text.lowered(word.start, word.end))
    }

    /// Past "verification code", "2FA-Code", "code de vérification"; nil for a code of another kind.
    private func codeNameEnd(_ text: FoldedText, _ word: CueWord) -> Int? {
        guard isCode(text, word) else { return nil }
        if Self.qualifiers.contains(wordBefore(text, word.start)) { return word.end }
        var end = word.end + 1
        guard text.at(word.end) == .space else { return nil }
        while end - word.end < 34, text.at(end).isASCIILetter || text.at(end) == .space { end += 1 }
        let phrase = text.lowered(word.end + 1, end)
        for joint in ["de la ", "del ", "de ", "di "] where phrase.hasPrefix(joint) {
            let qualifier = phrase.dropFirst(joint.count).prefix { $0 != " " }
            guard Self.qualifiersBehind.contains(String(qualifier)) else { continue }
            let named = joint.utf8.count + qualifier.utf8.count
            let card = " de la tarjeta"
            return word.end + 1 + named + (phrase.dropFirst(named).hasPrefix(card) ? card.utf8.count : 0)
        }
        return nil
    }

    /// The word of letters and digits before `start`, across one blank, hyphen or underscore, in lower case.
    private func wordBefore(_ text: FoldedText, _ start: Int) -> String {
        var end = start
        if text.at(end - 1) == .space || text.at(end - 1) == .hyphen || text.at(end - 1) == .underscore { end -= 1 }
        var first = end
        while end - first < 16, first > 0, text.at(first - 1).isASCIIAlphanumeric { first -= 1 }
        return text.lowered(first, end)
    }

    private static let codes: Set<String> = ["code", "codes", "codigo", "codice"]
    private static let owners: Set<String> = ["your", "my", "ihr", "dein", "mein", "votre", "ton", "mon", "su", "tu", "mi"]
    private static let qualifiers: Set<String> = [
        "verification", "security", "auth", "authentication", "authenticator", "confirmation", "login", "signin", "access", "time",
        "onetime", "otp",
        "sms", "2fa", "mfa", "tfa", "factor", "activation", "unlock", "reset", "totp",
        "gate", "door", "alarm", "entry", "entrance", "safe", "lock", "lockbox", "garage", "keypad",
    ]
    private static let qualifiersBehind: Set<String> = [
        "verification", "securite", "confirmation", "verificacion", "seguridad", "confirmacion", "verifica", "sicurezza", "conferma",
        "acceso", "puerta", "portal", "alarma", "porte", "porta", "cancello",
        "verificacao", "seguranca",
    ]

    /// "482913 is your verification code", "use 482913 as your code": the same code before its name, on one line.
    private func codeBefore(_ text: FoldedText, _ word: CueWord) -> Range<Int>? {
        guard word.cellEnd == nil, isCode(text, word) || word.cue.contains(.oneTime) else { return nil }
        var end = word.start
        var words = 0
        var isSomeones = false
        while words < 6 {
            guard text.at(end - 1) == .space || text.at(end - 1) == .hyphen, end > 0 else { return nil }
            var first = end - 1
            while end - first < 16, first > 0, text.at(first - 1).isASCIIAlphanumeric { first -= 1 }
            let name = text.lowered(first, end - 1)
            if isSomeones {
                guard Self.copulas.contains(name), text.at(first - 1) == .space else { return nil }
                return code(text, endingAt: first - 1)
            }
            guard !Self.others.contains(name) else { return nil }
            isSomeones = Self.owners.contains(name)
            end = first
            words += 1
        }
        return nil
    }

    private func code(_ text: FoldedText, endingAt end: Int) -> Range<Int>? {
        var start = end
        while end - start < 12, start > 0,
            text.at(start - 1).isDigit || text.at(start - 1) == .hyphen || text.at(start - 1) == .space && text.at(start - 2).isDigit
        {
            start -= 1
        }
        if text.at(start) == .hyphen, text.at(start - 1).isUpperCase { start -= 1 }
        guard start < end, !text.at(start - 1).isAlphanumeric, valueEnd(text, start, Self.digits) == end else { return nil }
        return start..<end
    }

    private static let others: Set<String> = [
        "order", "promo", "promotion", "discount", "voucher", "coupon", "gift", "zip", "post", "postal", "area", "country", "error",
        "product",
        "item", "booking", "reference", "tracking", "employee", "customer", "client", "case", "ticket", "sort", "bank", "branch",
    ]
    private static let copulas: Set<String> = ["is", "as", "ist", "als", "est", "comme", "es", "como"]

    // MARK: The value

    /// Past the sign or joining word behind the name; `isJoined` says whether there was one.
    private func valueStart(_ text: FoldedText, _ name: Int) -> (start: Int, isJoined: Bool)? {
        var index = name
        while index - name < 3, [.doubleQuote, .singleQuote, .space].contains(text.at(index)), index < text.bytes.count { index += 1 }
        var isJoined = false
        // "security code (3 digits on the back): 842".
        if text.at(index) == .openParenthesis {
            var close = index + 1
            while close - index < 32, close < text.bytes.count, text.at(close) != .closeParenthesis, !text.at(close).isNewline {
                close += 1
            }
            if text.at(close) == .closeParenthesis, text.at(close + 1) == .colon { index = close + 1 }
        }
        if text.at(index) == .colon || text.at(index) == .equals {
            index += 1
            isJoined = true
        } else if text.at(index) == .hyphen, text.at(index + 1) == .space {
            index += 1
            isJoined = true
        } else {
            for word in ["is", "ist", "est", "es", "lautet", "e"] {
                let end = index + word.utf8.count
                guard text.at(end) == .space || text.at(end) == .colon, text.lowered(index, end) == word else { continue }
                index = end + 1
                isJoined = true
                break
            }
        }
        let first = index
        while index - first < 4, index < text.bytes.count,
            text.at(index).isSpace || [.doubleQuote, .singleQuote, .backtick, .hash, 0x2A].contains(text.at(index))
        {
            index += 1
        }
        return index > name ? (index, isJoined) : nil
    }

    /// "482913", "482 913", "48 29 13", "482-913", "G-482913".
    private func valueEnd(_ text: FoldedText, _ start: Int, _ digits: ClosedRange<Int>) -> Int? {
        var index = start
        if text.at(index).isUpperCase, text.at(index + 1) == .hyphen { index += 2 }
        let first = index
        while index - first <= 8, text.at(index).isDigit { index += 1 }
        let size = index - first
        var count = size
        let joint = text.at(index)
        if digits.upperBound > 4, (2...4).contains(size), joint == .space || joint == .hyphen {
            while count <= 8, text.at(index) == joint {
                var next = index + 1
                while next - index <= 5, text.at(next).isDigit { next += 1 }
                guard next - index - 1 == size else { break }
                index = next
                count += size
            }
        }
        return digits.contains(count) && isEnd(text, index) ? index : nil
    }

    /// "my code is 4000 lines long" counts lines.
    private func endsClause(_ text: FoldedText, _ end: Int) -> Bool {
        guard text.at(end) == .space, text.at(end + 1).isASCIIAlphanumeric else { return true }
        var last = end + 1
        while last - end < 10, text.at(last).isASCIILetter { last += 1 }
        return Self.continuations.contains(text.lowered(end + 1, last))
    }

    private static let continuations: Set<String> = [
        "and", "but", "please", "do", "don", "it", "thanks", "for", "to", "never", "this", "which", "und", "et", "y",
        "valid", "expires", "exp", "expiry", "is", "was", "then", "until", "till", "on", "at", "in", "or", "with", "from", "if", "when",
        "you", "your", "i", "my", "we", "not", "has", "because", "so", "after", "before", "gultig", "bis", "oder", "zip", "name", "thank",
        "as", "press", "open", "the", "use", "enter", "now", "again", "only", "by", "will", "works", "still",
    ]

    private func isEnd(_ text: FoldedText, _ end: Int) -> Bool {
        let after = text.at(end)
        if after.isAlphanumeric || after == .underscore || after == .percent || after == .slash { return false }
        return !(after == .dot || after == .comma || after == .colon || after == .hyphen) || !text.at(end + 1).isAlphanumeric
    }
}
