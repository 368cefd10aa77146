/// Secrets that only their surroundings give away: what follows "password:", "pwd=", "token =", "the recovery key is", or stands in an element of that name.
///
/// A name joined by ":" or "=" makes almost any value a secret; joined by "is" or by nothing, the value must look like one, so that "the password is expired" stays.
/// No standard names them: the names are those of configuration files, programs, forms and letters.
struct SecretContextRecognizer: Recognizer {
    /// A value is judged on so many bytes; once accepted it is masked to its end.
    static let judgedLength = 512

    enum Kind {
        case password
        case token
        /// A token when it is as long as one: other values have the same name.
        case longKey
    }

    enum Joint {
        case separator
        case copula
        case none
    }

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        var reached = 0
        for position in cues.words.indices {
            let word = cues.words[position]
            guard word.start >= reached, let kind = kind(text, cues, position) else { continue }
            guard let finding = named(text, cues, position, kind) ?? (kind == .password ? before(text, word) : nil),
                !isRound(text, word) || isMixed(text.bytes[finding.start..<finding.end])
            else { continue }
            findings.append(finding)
            reached = max(reached, finding.end)
            guard kind == .password, finding.start > word.end else { continue }
            for other in others(text, word, after: finding) {
                findings.append(other)
                reached = other.end
            }
        }
    }

    /// What the cue word at `position` announces; a "key" or "code" needs the word before it to say which.
    private func kind(_ text: FoldedText, _ cues: ContextCues, _ position: Int) -> Kind? {
        let word = cues.words[position]
        if word.cue.contains(.password) {
            guard !isPinOfAChip(text, word) else { return nil }
            // "mot de passe"; alone it is a verb.
            guard word.cellEnd == nil, text.lowered(word.start, word.end) == "passe" else { return .password }
            let before = text.lowered(word.start - 8, word.start)
            return ["mot de ", "mots de ", "mot_de_", "mot-de-"].contains(where: before.hasSuffix) ? .password : nil
        }
        // The pairs of a cookie are `CookieRecognizer`'s.
        if word.cue.contains(.cookie) { return nil }
        if word.cue.contains(.token) { return word.cellEnd == nil && isMeasured(text, word) ? nil : .token }
        if word.cue.contains([.key, .keyQualifier]), word.cellEnd != nil { return .token }
        // "X-Amz-Signature=", "&sig=" of a signed address.
        if word.cue.contains(.checksum), text.at(word.end) == .equals,
            text.lowered(word.start - 4, word.start) == "amz-" || [.ampersand, 0x3F].contains(text.at(word.start - 1))
        {
            return .token
        }
        guard word.cue.contains(.key) else { return nil }
        if let name = keyNamed(text, word) { return isMeasured(text, word, also: Self.measuresOfKeys) ? nil : name }
        guard position > 0 else { return nil }
        let qualifier = cues.words[position - 1]
        return qualifier.cue.contains(.keyQualifier) && qualifier.end >= word.start - 2 ? .token : nil
    }

    /// "hmac_key", "AccountKey": keys of programs. A "storage key" may also be the name of something stored.
    private func keyNamed(_ text: FoldedText, _ word: CueWord) -> Kind? {
        guard text.lowered(word.start, word.start + 3) == "key", word.cellEnd == nil else { return nil }
        let joint = [.underscore, .hyphen, .space].contains(text.at(word.start - 1)) ? 1 : 0
        let before = text.lowered(word.start - joint - 8, word.start - joint)
        if Self.keysOfPrograms.contains(where: before.hasSuffix) { return .token }
        return Self.keysOrNames.contains(where: before.hasSuffix) ? .longKey : nil
    }

    private static let keysOfPrograms = ["hmac", "signing"]
    private static let keysOrNames = ["master", "account", "storage", "session", "shared"]

    /// "First pass: determine", "a single pass is"; but "your last pass was Tulip88".
    private func isRound(_ text: FoldedText, _ word: CueWord) -> Bool {
        guard isVerb(text, word) else { return false }
        return text.lowered(word.start - 8, word.start - 1).split(separator: " ").last.map { Self.ordinals.contains(String($0)) } ?? false
    }

    /// "Tulip88", not "x_1" or "phase-2".
    private func isMixed(_ value: ArraySlice<UInt8>) -> Bool {
        value.count >= 6 && value.contains(where: \.isDigit) && value.contains(where: \.isLetter)
            && !value.contains { $0 == .underscore || $0 == .hyphen || $0 == .dot || $0 == .slash }
    }

    /// "pass the text to handle_data"; but "pass was changed to hunter2".
    func isVerb(_ text: FoldedText, _ word: CueWord) -> Bool {
        word.end - word.start == 4 && text.at(word.end) != .underscore && text.at(word.start - 1) != .underscore
            && text.lowered(word.start, word.end) == "pass"
    }

    private static let behindVerbs: Set<String> = ["to", "by", "as"]
    private static let ordinals: Set<String> = [
        "first", "second", "third", "last", "final", "next", "single", "one", "two", "this", "each", "every",
    ]

    /// "int pin = 1234;".
    private func isPinOfAChip(_ text: FoldedText, _ word: CueWord) -> Bool {
        guard word.end - word.start == 3, isPIN(text, word) else { return false }
        // The type stands before the whole name, "int led_pin".
        let name = nameStart(text, word)
        let before = text.lowered(name - 8, word.start)
        let type = text.lowered(name - 8, name)
        return ["int ", "byte ", "_t ", "#define "].contains(where: type.hasSuffix)
            || ["gpio ", "gpio_", "gpio-"].contains(where: before.hasSuffix)
    }

    private func named(_ text: FoldedText, _ cues: ContextCues, _ position: Int, _ kind: Kind) -> Finding? {
        let word = cues.words[position]
        if let cellEnd = word.cellEnd {
            guard cellEnd > word.start, isSecret(text, text.bytes[word.start..<cellEnd], kind, .separator, word: word, isQuoted: false)
            else { return nil }
            return finding(word.start..<cellEnd, kind, score: 0.9, rule: "secret-column")
        }
        let name = nameEnd(text, word.end)
        // "pin_memory" is no PIN, "pin_code" is one.
        if word.end - word.start == 3, text.at(word.end) == .underscore, isPIN(text, word),
            !["_code", "_number", "_no"].contains(text.lowered(word.end, name))
        {
            return nil
        }
        if let tagged = tagged(text, word, kind, name: name) { return tagged }
        if let value = separatorEnd(text, name) {
            return joined(text, word, kind, name: name, from: value)
        }
        if let placed = placed(text, word, kind, name: name) { return placed }
        if let element = element(text, word, kind, name: name) { return element }
        // "Password - hunter2", "password → hunter2", "la password è Estate24".
        if text.at(name) == .space, text.at(name + 2) == .space, Self.looseJoints.contains(text.at(name + 1).lowered),
            let finding = judge(text, word, kind, text.at(name + 1).isASCIILetter ? .copula : .none, from: name + 3)
        {
            return finding
        }
        // "password for the VPN is X", "pin was changed to X": any joining word of the same clause may be the one before the value.
        var next = position + 1
        var isSaid = false
        while next < cues.words.count, cues.words[next].start <= word.end + 40 {
            let joint = cues.words[next]
            if text.bytes[word.end..<joint.start].contains(where: { $0.isNewline || $0 == .dot || $0 == 0x3F || $0 == 0x21 }) { break }
            let isBehindVerb = isVerb(text, word) && Self.behindVerbs.contains(text.lowered(joint.start, joint.end))
            if isBehindVerb {
                if !isSaid { break }
            } else if joint.cue.contains(.copula) {
                isSaid = true
            }
            // "is_last" and "to-do" join nothing.
            if joint.cue.contains(.copula), text.at(joint.end) == .space || text.at(joint.end).isNewline || text.at(joint.end) == .colon,
                text.at(joint.start - 1) != .underscore
            {
                let value = separatorEnd(text, joint.end) ?? skipSpaces(text, joint.end)
                if let finding = judge(text, word, kind, .copula, from: value),
                    // "a pass which is to be passed to BeforePass".
                    !isBehindVerb || isMixed(text.bytes[finding.start..<finding.end])
                {
                    return finding
                }
            }
            next += 1
        }
        guard text.at(name) == .space || text.at(name).isNewline else { return nil }
        return judge(text, word, kind, .none, from: skipSpaces(text, name))
    }

    private func joined(_ text: FoldedText, _ word: CueWord, _ kind: Kind, name: Int, from start: Int) -> Finding? {
        let isMember = text.at(name - 1) == .closeBracket && isQuote(text.at(name - 2))
        var value = start
        while value - start < 12, value < text.bytes.count, text.bytes[value].isSpace { value += 1 }
        let gap = text.bytes[name..<min(value, text.bytes.count)]
        let breaks = gap.count { $0 == .lineFeed }
        guard breaks <= 2, !isMember || isQuote(text.at(value)) else { return nil }
        let isAbbreviation = text.lowered(word.start, word.end) == "mdp"
        guard let finding = judge(text, word, kind, isAbbreviation ? .copula : .separator, from: value) else { return nil }
        return breaks == 0 || isBelow(text, finding, kind, word, breaks: breaks) ? finding : nil
    }

    private static let looseJoints: [UInt8] = [.hyphen, FoldedText.other, UInt8(ascii: "e")]

    /// "<password>hunter2</password>".
    private func element(_ text: FoldedText, _ word: CueWord, _ kind: Kind, name: Int) -> Finding? {
        guard text.at(name) == .greaterThan else { return nil }
        var start = word.start
        while word.start - start < 24,
            text.at(start - 1).isASCIIAlphanumeric || [.underscore, .hyphen, .colon, .dot].contains(text.at(start - 1))
        {
            start -= 1
        }
        guard text.at(start - 1) == .lessThan else { return nil }
        let first = name + 1
        var end = first
        while end < text.bytes.count, end - first < Self.judgedLength, text.bytes[end] != .lessThan, !text.bytes[end].isNewline { end += 1 }
        guard text.at(end) == .lessThan, text.at(end + 1) == .slash,
            isSecret(text, text.bytes[first..<end], kind, .separator, word: word, isQuoted: false)
        else { return nil }
        return finding(first..<end, kind, score: 1, rule: "secret-element")
    }

    /// "<td>Password</td><td>hunter2</td>", "<b>Password:</b> hunter2", `type="password" value="hunter2"`: past the tags.
    private func tagged(_ text: FoldedText, _ word: CueWord, _ kind: Kind, name: Int) -> Finding? {
        if text.lowered(name, name + 8) == " value=\"" { return judge(text, word, kind, .separator, from: name + 7) }
        let hasColon = text.at(name) == .colon
        var index = hasColon ? name + 1 : name
        var tags = 0
        if text.at(index) == .greaterThan, isQuote(text.at(index - 1)) {
            index += 1
            tags += 1
        }
        while tags < 5 {
            let gap = index
            while index - gap < 16, index < text.bytes.count, text.bytes[index].isSpace { index += 1 }
            guard text.at(index) == .lessThan, tags > 0 || text.at(index + 1) == .slash else { break }
            var end = index + 1
            while end - index < 48, end < text.bytes.count, text.bytes[end] != .greaterThan, text.bytes[end] != .lessThan { end += 1 }
            guard text.at(end) == .greaterThan else { return nil }
            index = end + 1
            tags += 1
        }
        guard tags > 0, index < text.bytes.count, text.bytes[index] != .lessThan else { return nil }
        var end = index
        while end < text.bytes.count, end - index < Self.judgedLength, text.bytes[end] != .lessThan, !text.bytes[end].isSpace { end += 1 }
        guard end > index, hasColon || text.at(end) == .lessThan,
            isSecret(text, text.bytes[index..<end], kind, hasColon ? .copula : .none, word: word, isQuoted: false)
        else { return nil }
        return finding(index..<end, kind, score: hasColon ? 0.8 : 0.6, rule: "secret-element")
    }

    /// "token_ceiling", "tokenCount", "max token", "token type": what is said is how many or of what kind, not the token.
    private func isMeasured(_ text: FoldedText, _ word: CueWord, also others: Set<String> = []) -> Bool {
        var start = word.end
        if [.underscore, .hyphen, .dot, .space].contains(text.at(start)) { start += 1 }
        var end = start
        let isUpperCase = text.at(start).isUpperCase && text.at(start + 1).isUpperCase
        while end - start < 12, text.at(end).isASCIILetter, end == start || isUpperCase || !text.at(end).isUpperCase { end += 1 }
        let rest = text.lowered(start, end)
        if end > start, Self.measures.contains(rest) || others.contains(rest) { return true }
        var last = word.start
        if [.underscore, .hyphen, .dot, .space].contains(text.at(last - 1)) { last -= 1 }
        let first = text.wordStart(before: last, atMost: 12)
        return first < last && Self.limits.contains(text.lowered(first, last))
    }

    private static let measures: Set<String> = [
        "ceiling", "count", "counts", "limit", "limits", "budget", "usage", "total", "totals", "size", "length", "rate", "cost", "price",
        "version", "name", "index",
        "window", "capacity", "quota", "threshold", "ttl", "lifetime", "expiry", "expires", "expiration", "endpoint", "url", "uri", "type",
        "types", "kind", "cap",
    ]
    private static let measuresOfKeys: Set<String> = ["algorithm", "alg", "id", "ids", "path", "file", "filename", "bits"]
    private static let limits: Set<String> = [
        "max", "maximum", "min", "minimum", "num", "per", "total", "prompt", "completion", "cached", "eos", "bos", "pad", "unk", "sep",
        "cls",
    ]

    // MARK: From the name to the value

    /// Past the rest of an identifier ("password_prod", "token2"), a closing quote and a remark in parentheses.
    private func nameEnd(_ text: FoldedText, _ start: Int) -> Int {
        var index = start
        while index - start < 24,
            text.at(index).isAlphanumeric || text.at(index) == .underscore
                || (text.at(index) == .hyphen && text.at(index + 1).isASCIILetter)
        {
            index += 1
        }
        if text.at(index) == .backslash, text.at(index + 1) == .doubleQuote { index += 1 }
        // "**Password**: ".
        if text.at(index) == 0x2A, text.at(index + 1) == 0x2A { index += 2 }
        // `os.environ['DB_PASSWORD']`.
        if isQuote(text.at(index)) { index += 1 }
        if text.at(index) == .closeBracket { index += 1 }
        if text.at(index) == .space, text.at(index + 1) == .openParenthesis {
            var close = index + 2
            while close - index < 28, text.at(close) != .closeParenthesis, !text.at(close).isNewline, close < text.bytes.count {
                close += 1
            }
            if text.at(close) == .closeParenthesis { index = close + 1 }
        }
        return index
    }

    /// Past blanks, one of ":", "=", ":=", "=>", "->" and the blanks behind it; nil when there is none.
    private func separatorEnd(_ text: FoldedText, _ start: Int) -> Int? {
        var index = start
        while index - start < 4, text.at(index) == .space || text.at(index) == .tab, index < text.bytes.count { index += 1 }
        switch (text.at(index), text.at(index + 1)) {
        case (.colon, .equals), (.equals, .greaterThan), (.hyphen, .greaterThan), (.equals, .equals): index += 2
        case (.colon, _), (.equals, _): index += 1
        default: return nil
        }
        // "**Password:** ".
        if text.at(index) == 0x2A, text.at(index + 1) == 0x2A, text.at(index + 2) == .space { index += 2 }
        return skipSpaces(text, index)
    }

    /// Past up to four blanks, one line break among them.
    private func skipSpaces(_ text: FoldedText, _ start: Int) -> Int {
        var index = start
        var breaks = 0
        while index - start < 5, index < text.bytes.count, text.bytes[index].isSpace {
            if text.bytes[index] == .lineFeed { breaks += 1 }
            if breaks > 1 { break }
            index += 1
        }
        return index
    }
}
