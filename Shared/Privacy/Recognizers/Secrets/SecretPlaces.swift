/// Where a value stands that no sign joins to its name: in a table, in the arguments of a call, below its name, behind "for ...", before "as password".
///
/// A value here must look like a secret by itself (`looksSecret`): nothing says that it is one but the place.
extension SecretContextRecognizer {
    private static let widestGap = 24
    private static let longestPhrase = 48
    private static let longestColumns = 200
    /// Blanks before a word alone on its line; deeper stands code.
    private static let deepest = 5

    func placed(_ text: FoldedText, _ word: CueWord, _ kind: Kind, name: Int) -> Finding? {
        let range =
            argument(text, word, kind, name: name) ?? pairedValue(text, word, name: name).flatMap { bare(text, kind, word, from: $0) }
            ?? inserted(text, word, name: name) ?? cell(text, word, kind, name: name) ?? attributed(text, word, kind, name: name)
            ?? encrypted(text, word, name: name)
        return range.map { finding($0, kind, score: 0.8) }
    }

    // MARK: Places

    /// `define('DB_PASSWORD', 'hunter22')`: the second argument of a call whose first is the name.
    private func argument(_ text: FoldedText, _ word: CueWord, _ kind: Kind, name: Int) -> Range<Int>? {
        let quote = text.at(name - 1)
        let opener = nameStart(text, word) - 2
        guard text.at(name) == .comma, isQuote(quote), text.at(opener + 1) == quote, endsName(text, word, name: name),
            text.at(opener) == .openParenthesis || text.at(opener) == .openBracket
        else { return nil }
        let opening = skipBlanks(text, name + 1)
        guard isQuote(text.at(opening)), let end = quotedEnd(text, opening + 1, quote: text.at(opening)),
            text.at(end) == text.at(opening), !text.bytes[opening + 1..<end].contains(where: \.isSpace),
            looksSecret(text, opening + 1..<end, kind, word)
        else { return nil }
        if text.at(opener) == .openBracket {
            return text.at(end + 1) == .closeBracket && isStrong(text.bytes[opening + 1..<end]) ? opening + 1..<end : nil
        }
        let callee = self.callee(text, opener)
        guard !Self.complaints.contains(where: callee.hasSuffix) else { return nil }
        let isSet = Self.setters.contains(where: (callee.split(separator: ".").last ?? "").hasPrefix) || callee.contains("env")
        return isSet || isStrong(text.bytes[opening + 1..<end]) ? opening + 1..<end : nil
    }

    /// The dotted name before a parenthesis, in lower case.
    private func callee(_ text: FoldedText, _ parenthesis: Int) -> String {
        var start = parenthesis
        while parenthesis - start < 32,
            text.at(start - 1).isASCIIAlphanumeric || text.at(start - 1) == .underscore || text.at(start - 1) == .dot
        { start -= 1 }
        return text.lowered(start, parenthesis)
    }

    /// Upper case, lower case and a digit, or a digit and a sign.
    private func isStrong(_ value: ArraySlice<UInt8>) -> Bool {
        value.contains(where: \.isDigit)
            && (value.contains(where: \.isUpperCase) && value.contains { $0.isASCIILetter && !$0.isUpperCase }
                || value.contains(where: Self.strongSigns.contains))
    }

    /// Nothing follows the cue in its name but a number: "DB_PASSWORD", "password_2"; not "PASSWORD_POLICY".
    private func endsName(_ text: FoldedText, _ word: CueWord, name: Int) -> Bool {
        text.bytes[word.end..<name].allSatisfy { $0.isDigit || $0 == .underscore || isQuote($0) || $0 == .backslash }
    }

    /// "- name: DB_PASSWORD\n  value: s3cret99", `"name": "DB_PASSWORD", "value": "s3cret99"`: where the value begins.
    private func pairedValue(_ text: FoldedText, _ word: CueWord, name: Int) -> Int? {
        guard text.at(name).isNewline || text.at(name) == .comma, endsName(text, word, name: name) else { return nil }
        var label = nameStart(text, word)
        if isQuote(text.at(label - 1)) { label -= 1 }
        let before = text.lowered(label - 8, label).replacing("\"", with: "")
        guard before.hasSuffix("name: ") || before.hasSuffix("name:") else { return nil }
        var index = name + 1
        while index - name < Self.widestGap, text.at(index).isSpace, index < text.bytes.count { index += 1 }
        let isQuoted = isQuote(text.at(index))
        if isQuoted { index += 1 }
        guard text.lowered(index, index + 5) == "value" else { return nil }
        index += isQuoted ? 6 : 5
        return text.at(index) == .colon ? skipBlanks(text, index + 1) : nil
    }

    /// "INSERT INTO users (name, password) VALUES ('ann', 'hunter22')": the value at the place of the name, when it is a string.
    private func inserted(_ text: FoldedText, _ word: CueWord, name: Int) -> Range<Int>? {
        guard text.at(name) == .comma || text.at(name) == .closeParenthesis else { return nil }
        var index = name
        while index - name < Self.longestColumns, text.at(index) != .closeParenthesis, index < text.bytes.count { index += 1 }
        index = skipBlanks(text, index + 1)
        guard text.lowered(index, index + 6) == "values" else { return nil }
        var values = skipBlanks(text, index + 6)
        var column = 0
        var first = word.start
        while word.start - first < Self.longestColumns, first > 0, text.at(first) != .openParenthesis {
            if text.at(first) == .comma { column += 1 }
            first -= 1
        }
        guard text.at(first) == .openParenthesis, text.at(values) == .openParenthesis else { return nil }
        for place in 0...column {
            let start = skipBlanks(text, values + 1)
            let isString = text.at(start) == .singleQuote
            var end = start
            if isString {
                guard let closing = quotedEnd(text, start + 1, quote: .singleQuote), text.at(closing) == .singleQuote else { return nil }
                if place == column { return closing - start > 3 && text.at(start + 1) != .dollar ? start + 1..<closing : nil }
                end = closing + 1
            } else {
                while end - start < Self.longestCell, end < text.bytes.count, text.at(end) != .comma, text.at(end) != .closeParenthesis {
                    end += 1
                }
            }
            guard text.at(end) == .comma else { return nil }
            values = end
        }
        return nil
    }

    /// "| Password | Tulip88 |", "Password<TAB>Tulip88".
    private func cell(_ text: FoldedText, _ word: CueWord, _ kind: Kind, name: Int) -> Range<Int>? {
        var start = skipBlanks(text, name)
        // "PrivateKey|PublicKey" are types, "O_PASSWORD | O_NEW" flags.
        guard text.at(start) == .tab || text.at(start) == Self.bar && isRow(text, word) else { return nil }
        start = skipBlanks(text, start + 1)
        if text.at(start) == .backtick { start += 1 }
        var end = start
        while end - start < Self.longestCell, end < text.bytes.count, !text.bytes[end].isSpace, text.bytes[end] != Self.bar,
            text.bytes[end] != .backtick
        { end += 1 }
        let closed = text.at(end) == .backtick ? end + 1 : end
        let next = skipBlanks(text, closed)
        guard text.at(next) == Self.bar || text.at(next) == .tab || text.at(next).isNewline || next >= text.bytes.count,
            looksSecret(text, start..<end, kind, word)
        else { return nil }
        return start..<end
    }

    /// The line begins with "|".
    private func isRow(_ text: FoldedText, _ word: CueWord) -> Bool {
        var index = word.start
        while word.start - index < Self.longestColumns, index > 0, !text.at(index - 1).isNewline { index -= 1 }
        return text.at(skipBlanks(text, index)) == Self.bar && (index == 0 || text.at(index - 1).isNewline)
    }

    /// "Password for ann: Tulip88", "Passwort für das WLAN: Tulip88", "Password #1: Tulip88".
    private func attributed(_ text: FoldedText, _ word: CueWord, _ kind: Kind, name: Int) -> Range<Int>? {
        guard text.at(name) == .space, !isVerb(text, word) else { return nil }
        let phrase = name + 1
        guard
            text.at(phrase) == .hash || text.at(phrase).isDigit || text.at(phrase) >= FoldedText.otherLetter
                || Self.attributing.contains(firstWord(text, phrase))
        else { return nil }
        var index = phrase
        var depth = 0
        while index - phrase < Self.longestPhrase, index < text.bytes.count, !Self.endings.contains(text.bytes[index]) {
            if text.bytes[index] == .openParenthesis { depth += 1 }
            if text.bytes[index] == .closeParenthesis { depth -= 1 }
            if text.bytes[index] == .colon || text.bytes[index] == .equals, text.at(index + 1) == .space {
                // "in options (see: #12345)".
                if depth > 0 { return nil }
                return bare(text, kind, word, from: skipBlanks(text, index + 1))
            }
            index += 1
        }
        return nil
    }

    /// "password 7 0822455D0A16" of Cisco: hexadecimal, the first two digits a number below 16.
    private func encrypted(_ text: FoldedText, _ word: CueWord, name: Int) -> Range<Int>? {
        guard text.at(name) == .space, text.at(name + 1) == 0x37, text.at(name + 2) == .space else { return nil }
        let start = name + 3
        var end = start
        while end - start <= Self.longestCell, text.at(end).isHex { end += 1 }
        guard (6...Self.longestCell).contains(end - start), (end - start) % 2 == 0, text.at(start).isDigit, text.at(start + 1).isDigit,
            !text.at(end).isAlphanumeric
        else { return nil }
        return start..<end
    }

    /// "Use hunter22 as password", "and hunter22 as the password": the word before, on the same line.
    func before(_ text: FoldedText, _ word: CueWord) -> Finding? {
        guard word.cellEnd == nil, text.at(word.start - 1) == .space, endsNoun(text, word.end) else { return nil }
        var end = word.start - 1
        let joint = text.lowered(end - 8, end)
        guard let phrase = Self.naming.first(where: joint.hasSuffix) else { return nil }
        end -= phrase.utf8.count
        if isQuote(text.at(end - 1)) { end -= 1 }
        var start = end
        while end - start < Self.longestCell, start > 0, !text.bytes[start - 1].isSpace, !isQuote(text.bytes[start - 1]) { start -= 1 }
        guard start < end, looksSecret(text, start..<end, .password, word) else { return nil }
        return finding(start..<end, .password, score: 0.8)
    }

    /// "passwords: Tulip88, Rose99": the values after the first.
    func others(_ text: FoldedText, _ word: CueWord, after first: Finding) -> [Finding] {
        guard text.at(word.end - 1).lowered == UInt8(ascii: "s") || text.lowered(word.end - 3, word.end) == "ter" else { return [] }
        var findings: [Finding] = []
        var end = first.end
        while let joint = Self.listing.first(where: { text.lowered(end, end + $0.utf8.count) == $0 }),
            let range = bare(text, .password, word, from: end + joint.utf8.count)
        {
            findings.append(finding(range, .password, score: first.score))
            end = range.upperBound
        }
        return findings
    }

    /// "{Tulip88}", "<Tulip88>", "{My;Pass1}": what stands between, with a digit and a letter.
    func enclosed(_ text: FoldedText, _ word: CueWord, _ kind: Kind, from start: Int) -> Range<Int>? {
        let closing: UInt8 = text.at(start) == .lessThan ? .greaterThan : 0x7D
        guard text.at(start) == .lessThan || text.at(start) == 0x7B else { return nil }
        if text.at(start - 1) == .equals, let range = connectionValue(text, start) { return range }
        var end = start + 1
        while end - start < Self.longestCell, end < text.bytes.count, text.bytes[end] != closing, !text.bytes[end].isSpace { end += 1 }
        guard text.at(end) == closing, looksSecret(text, start + 1..<end, kind, word),
            !text.bytes[start + 1..<end].contains(where: { isQuote($0) || $0 == .colon || $0 == .openParenthesis || $0 == 0x7B })
        else { return nil }
        return start + 1..<end
    }

    /// "Pwd={My;Pass1};" of ODBC, where anything may stand between braces.
    private func connectionValue(_ text: FoldedText, _ start: Int) -> Range<Int>? {
        var end = start + 1
        while end - start < Self.longestCell, end < text.bytes.count, text.bytes[end] != 0x7D, !text.bytes[end].isNewline { end += 1 }
        let value = text.bytes[min(start + 1, end)..<end]
        guard text.at(end) == 0x7D, text.at(end + 1) == .semicolon, value.count >= 3, text.at(start) == 0x7B,
            value.contains(where: { $0.isDigit || $0 == .semicolon }),
            !value.contains(where: { isQuote($0) || $0 == 0x7B || $0 == .dollar })
        else { return nil }
        return start + 1..<end
    }

    /// Behind a line break: a value that looks like one or, on the next line, stands alone there.
    func isBelow(_ text: FoldedText, _ finding: Finding, _ kind: Kind, _ word: CueWord, breaks: Int) -> Bool {
        let bytes = text.bytes
        if text.at(finding.end) == .colon || text.at(finding.end - 1) == .colon { return false }
        if looksSecret(text, finding.start..<finding.end, kind, word) { return true }
        var end = finding.end
        while end - finding.end < 4, end < bytes.count, !bytes[end].isNewline { end += 1 }
        return breaks == 1 && text.at(finding.start - Self.deepest) != .space && (end >= bytes.count || bytes[end].isNewline)
    }

    // MARK: What looks like a secret

    private func bare(_ text: FoldedText, _ kind: Kind, _ word: CueWord, from start: Int) -> Range<Int>? {
        let opening = isQuote(text.at(start)) ? start + 1 : start
        let end = bareEnd(text, opening, limit: Self.longestCell)
        return end > opening && looksSecret(text, opening..<end, kind, word) ? opening..<end : nil
    }

    /// A digit beside letters or signs, or letters of both cases around a sign; no address, no name of a field or a type, no number of a ticket.
    private func looksSecret(_ text: FoldedText, _ range: Range<Int>, _ kind: Kind, _ word: CueWord) -> Bool {
        let value = text.bytes[range]
        let hasDigit = value.contains(where: \.isDigit)
        let hasLetter = value.contains(where: \.isLetter)
        if word.end - word.start <= 4, isPIN(text, word), value.allSatisfy(\.isDigit) { return (4...8).contains(value.count) }
        guard value.count >= (kind == .password ? 6 : 12), value.count < Self.longestCell else { return false }
        let signs = value.count { !$0.isAlphanumeric && !Self.plainSigns.contains($0) }
        guard hasDigit && (hasLetter || signs > 0) || hasLetter && signs > 0 && value.contains(where: \.isUpperCase) else { return false }
        if kind == .token, !hasDigit { return false }
        // "${...}", "%s", "[[SECRET_1]]", "https://...", "f(x)".
        guard let first = value.first,
            first != .dollar && first != .percent && first != .openBracket && first != 0x7B && first != .lessThan,
            !value.contains(.openParenthesis) || signs > 2, !value.contains(Self.bar), !isReference(value), !isFile(value)
        else { return false }
        let name = text.lowered(range.lowerBound, range.upperBound)
        return !name.contains("://") && !name.contains("pass") && !Self.namePartsOfFields.contains(where: name.contains)
            && !Self.plainWords.contains(name)
    }

    /// "PROJ-1234", "KB5034441", "2024-05-01", "2024-ERR", "#12345", "v2.1.0", "Section4.1".
    private func isReference(_ value: ArraySlice<UInt8>) -> Bool {
        let rest = value.drop { $0.isUpperCase }
        if rest.allSatisfy({ $0.isDigit || $0 == .hyphen || $0 == .dot || $0 == .slash || $0 == .colon }) { return true }
        if value.first == .hash, value.dropFirst().allSatisfy(\.isDigit) { return true }
        let points = value.drop(while: \.isASCIILetter)
        // "Tulip.2024" is none.
        let isLettered = points.startIndex > value.startIndex + 1
        if points.contains(.dot), !isLettered || points.first?.isDigit == true,
            points.split(separator: UInt8.dot).allSatisfy({ $0.allSatisfy(\.isDigit) && ($0.count <= 3 || !isLettered) })
        {
            return true
        }
        let parts = value.split(separator: UInt8.hyphen)
        return parts.count > 1 && parts.allSatisfy { $0.allSatisfy(\.isDigit) || $0.allSatisfy(\.isUpperCase) }
    }

    /// "unlock-v2.exe": a name of letters, digits, "-", "_", "/" and a short ending.
    private func isFile(_ value: ArraySlice<UInt8>) -> Bool {
        guard let dot = value.lastIndex(of: .dot) else { return false }
        let ending = value[(dot + 1)...]
        return (2...4).contains(ending.count) && ending.allSatisfy { $0.isASCIILetter && !$0.isUpperCase }
            && value[..<dot].allSatisfy { $0.isASCIIAlphanumeric || [.hyphen, .underscore, .slash, .dot].contains($0) }
    }

    private static let plainSigns: [UInt8] = [.hyphen, .underscore, .singleQuote, .slash, .dot, .comma, .colon, .backslash, .atSign]
    private static let namePartsOfFields = ["pwd", "secret", "token", "field", "label", "input", "param", "value", "string", "your"]

    // MARK: Around

    /// Where the identifier begins that `word` is a part of.
    func nameStart(_ text: FoldedText, _ word: CueWord) -> Int {
        var start = word.start
        while word.start - start < 32, start > 0,
            text.at(start - 1).isASCIIAlphanumeric || [.underscore, .hyphen, .dot].contains(text.at(start - 1))
        { start -= 1 }
        return start
    }

    private func skipBlanks(_ text: FoldedText, _ start: Int) -> Int {
        var index = start
        while index - start < Self.widestGap, index < text.bytes.count, text.bytes[index] == .space { index += 1 }
        return index
    }

    private func firstWord(_ text: FoldedText, _ start: Int) -> String {
        var end = start
        while end - start < 8, text.at(end).isASCIILetter { end += 1 }
        return text.lowered(start, end)
    }

    /// Not "as password field": what follows is a sign, the end, or a word that joins.
    private func endsNoun(_ text: FoldedText, _ end: Int) -> Bool {
        guard text.at(end) == .space, text.at(end + 1).isAlphanumeric else {
            return !text.at(end).isAlphanumeric && text.at(end) != .underscore
        }
        return Self.following.contains(firstWord(text, end + 1))
    }

    /// "?", "!", "{" and other ends of a phrase.
    private static let endings: [UInt8] = [.lineFeed, 0x0D, .tab, 0x3F, 0x21, .semicolon, .comma, 0x7B, bar]
    private static let bar: UInt8 = 0x7C
    private static let strongSigns = Array("!#$%^&*?+~".utf8)
    /// How the names of calls begin that set a value.
    private static let setters = ["define", "set", "put", "add", "insert", "write", "store", "save", "append", "update", "assign"]
    private static let complaints = ["error", "exception", "warning"]
    private static let longestCell = 128
    private static let attributing: Set<String> = [
        "for", "of", "to", "on", "at", "in", "fur", "fuer", "zum", "zur", "vom", "von", "im", "pour", "de", "du", "del", "para", "per",
        "voor", "do", "no",
        "nr",
    ]
    private static let naming = [" as", " as the", " as my", " as your", " as a", " as its", " als", " als dein"]
    private static let following: Set<String> = [
        "for", "on", "in", "at", "and", "to", "when", "if", "until", "please", "but", "or", "then", "so", "because", "fur", "und",
    ]
    private static let listing = [", and ", ", ", "; ", " and ", " und ", " or ", " / "]
}
