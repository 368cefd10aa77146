/// What stands behind the name of a secret: where it ends, and whether it looks like one.
extension SecretContextRecognizer {
    /// - Parameter rule: nil for that of the kind.
    func finding(_ range: Range<Int>, _ kind: Kind, score: Float, rule: String? = nil) -> Finding {
        Finding(
            entity: .secret, start: range.lowerBound, end: range.upperBound, score: score,
            rule: rule ?? (kind == .password ? "secret-password" : "secret-named"),
            reasons: [kind == .password ? "context: password" : "context: key or token"])
    }

    func judge(_ text: FoldedText, _ word: CueWord, _ kind: Kind, _ joint: Joint, from start: Int) -> Finding? {
        var start = start
        // "Authorization: Basic dXNl...": the scheme is no secret.
        var schemeEnd = start
        while schemeEnd - start < 7, text.at(schemeEnd).isASCIILetter { schemeEnd += 1 }
        if text.at(schemeEnd) == .space,
            Self.schemes.contains(text.lowered(start, schemeEnd))
        {
            start = schemeEnd + 1
        }
        let bytes = text.bytes
        guard start < bytes.count else { return nil }
        if joint != .none, let range = enclosed(text, word, kind, from: start) {
            return finding(range, kind, score: 0.9)
        }
        var opening = start
        if bytes[opening] == .backslash, isQuote(text.at(opening + 1)) { opening += 1 }
        let isQuoted = isQuote(bytes[opening])
        if isQuoted { start = opening + 1 }
        guard var end = isQuoted ? quotedEnd(text, start, quote: bytes[opening]) : Optional(bareEnd(text, start, limit: Self.judgedLength)),
            end > start
        else {
            return nil
        }
        guard isSecret(text, bytes[start..<end], kind, joint, word: word, isQuoted: isQuoted) else { return nil }
        if !isQuoted, end - start >= Self.judgedLength { end = bareEnd(text, start, limit: bytes.count) }
        let score: Float =
            switch (joint, kind) {
            case (.separator, .password): 1
            case (.separator, _): 0.9
            case (.copula, _): 0.8
            case (.none, _): 0.6
            }
        return finding(start..<end, kind, score: score)
    }

    func quotedEnd(_ text: FoldedText, _ start: Int, quote: UInt8) -> Int? {
        var index = start
        while index < text.bytes.count, index - start <= Self.judgedLength, !text.bytes[index].isNewline {
            if text.bytes[index] == quote {
                // "it''s88" in SQL.
                if index > start, text.at(index + 1) == quote, text.at(index + 2).isASCIIAlphanumeric {
                    index += 2
                    continue
                }
                // Inside a quoted string the closing quote is escaped as the opening one was.
                return index > start && text.bytes[index - 1] == .backslash ? index - 1 : index
            }
            index += 1
        }
        // A quote without a partner: the value is the word.
        return bareEnd(text, start, limit: Self.judgedLength)
    }

    func bareEnd(_ text: FoldedText, _ start: Int, limit: Int) -> Int {
        let bytes = text.bytes
        var end = start
        while end < bytes.count, end - start < limit, !bytes[end].isSpace {
            // "token=abc&user=x", "pwd=abc;Server=y": the next pair begins.
            if bytes[end] == .ampersand || bytes[end] == .semicolon || bytes[end] == .comma, startsPair(text, end + 1) { break }
            end += 1
        }
        while end > start, isClosing(bytes[end - 1]) { end -= 1 }
        return end
    }

    private func startsPair(_ text: FoldedText, _ start: Int) -> Bool {
        var index = start
        if text.at(index) == .space { index += 1 }
        if isQuote(text.at(index)) { index += 1 }
        let name = index
        while index - name < 24, text.at(index).isASCIILetter || text.at(index) == .underscore { index += 1 }
        if index > name, isQuote(text.at(index)) { index += 1 }
        return index > name && (text.at(index) == .equals || text.at(index) == .colon)
    }

    /// Punctuation that ends a sentence or closes what the value stands in. "!" is left: it ends more passwords than sentences here.
    private func isClosing(_ byte: UInt8) -> Bool {
        isQuote(byte) || byte == .comma || byte == .dot || byte == .semicolon || byte == .closeParenthesis || byte == .closeBracket
            || byte == 0x7D
            || byte == .greaterThan || byte == 0x3F
    }

    func isQuote(_ byte: UInt8) -> Bool { byte == .doubleQuote || byte == .singleQuote || byte == .backtick }

    func isSecret(_ text: FoldedText, _ value: ArraySlice<UInt8>, _ kind: Kind, _ joint: Joint, word: CueWord, isQuoted: Bool)
        -> Bool
    {
        guard let first = value.first, value.count >= 3, value.contains(where: { !isMaskCharacter($0) }) else { return false }
        // Placeholders of ours and of templates hold no value: [[SECRET_1]], <password>, ${TOKEN}, {{pass}}.
        if first == .openBracket, text.at(value.startIndex + 1) == .openBracket { return false }
        if first == .lessThan || first == .dollar && text.at(value.startIndex + 1) == 0x7B || first == 0x7B { return false }
        if value.count <= 15, Self.plainWords.contains(value.loweredText) { return false }
        if isQuoted ? isTemplate(text, value) : isCode(text, value) { return false }
        let hasDigit = value.contains(where: \.isDigit)
        let hasLetter = value.contains(where: \.isLetter)
        let hasSymbol = value.contains {
            !$0.isAlphanumeric && $0 != .hyphen && $0 != .singleQuote && $0 != .slash && $0 != .dot && $0 != .comma && $0 != .colon
        }
        let isMixedCase = value.dropFirst().contains(where: \.isUpperCase) && value.contains { $0.isASCIILetter && !$0.isUpperCase }
        // "#define TLS1_CK_PSK_WITH_NULL_SHA256 0x030000B0", "Token: '#d0d0d0'".
        if joint == .none, value.count <= 10, value.prefix(2).loweredText == "0x", value.dropFirst(2).allSatisfy(\.isHex) { return false }
        if kind == .token, value.count == 7, first == .hash, value.dropFirst().allSatisfy(\.isHex) { return false }
        let isPIN = value.count <= 8 && value.count >= 4 && value.allSatisfy(\.isDigit)
        // "eos_token_id: 128009".
        if kind == .token, !hasLetter, !hasSymbol, joint == .separator, isIdentified(text, word) { return false }
        // "completion_tokens: 123456", "maxTokens: UInt32": counted, not kept secret.
        if kind == .token, text.at(word.end - 1).lowered == 0x73, word.end - word.start == 6, value.count < 16 || !hasDigit || !hasLetter {
            return false
        }
        switch (kind, joint) {
        case (.password, .separator):
            return true
        case (.password, .copula):
            return value.count >= 4 && (isQuoted || hasDigit && (hasLetter || isPIN || hasSymbol) || hasSymbol || isMixedCase)
        case (.password, .none):
            // "Pass --abort-after=1 to dpkg", "to pass tests/test8.deb".
            if isVerb(text, word), first == .hyphen || value.contains(.slash) { return false }
            return self.isPIN(text, word) && isPIN || value.count >= 6 && hasDigit && (hasLetter || hasSymbol)
        case (.token, .separator):
            return value.count >= 6 && (hasDigit || isMixedCase && isRandomCase(value) || value.count >= 16 && hasDigit || isQuoted)
        case (.token, .copula):
            return value.count >= 6 && hasDigit || isQuoted && value.count >= 6
        case (.token, .none):
            return value.count >= 16 && hasDigit && hasLetter
        case (.longKey, _):
            // "myapp:theme:v1:settings" is the name of something stored.
            let parts = value.split { $0 == .colon || $0 == .dot }
            return value.count >= 16 && hasDigit && hasLetter && (parts.count == 1 || parts.contains { $0.count >= 16 })
        }
    }

    private func isIdentified(_ text: FoldedText, _ word: CueWord) -> Bool {
        let rest = text.lowered(word.end, word.end + 3)
        return (rest == "_id" || rest.hasPrefix("id")) && !text.at(word.end + 3).isASCIILetter
    }

    func isPIN(_ text: FoldedText, _ word: CueWord) -> Bool {
        text.at(word.start).lowered == 0x70 && text.at(word.start + 1).lowered == 0x69
    }

    /// "timeToFirstToken" has a capital for each word.
    private func isRandomCase(_ value: ArraySlice<UInt8>) -> Bool {
        value.count(where: \.isUpperCase) * 3 >= value.count(where: \.isASCIILetter)
    }

    private func isMaskCharacter(_ byte: UInt8) -> Bool {
        byte == 0x2A || byte == FoldedText.other || byte == .dot || byte == .hyphen || byte == .underscore
    }

    static let schemes: Set<String> = ["bearer", "basic", "token", "digest", "apikey"]

    /// What people write behind "password:" when they do not write the password.
    static let plainWords: Set<String> = Set(
        """
        expired expires expiring expiry reset resets resetting incorrect wrong invalid not the my your his her our their its required requires forgot forgotten \
        forget changed change changes changing help please policy manager unknown none null nil true false yes nope n/a na tbd same field prompt prompts page \
        screen box locked lost missing hidden blank empty protected protection denied failed fails failing error rejected and but for with was were \
        will has had have does did doesn't didn't isn't won't can't cannot keeps keep still again until when what which that this there here sent \
        new old too very weak strong correct working works fine good bad ok okay login username user email string text value optional redacted \
        varchar2 nvarchar2 sha256 sha512 base64 bcrypt argon2 argon2id argon2i pbkdf2 sha-256 sha-512 utf8mb4 float64 float32 \
        int uint int32 uint32 int64 uint64 integer bool boolean bytes byte data char varchar void any object secret password token passwd str redact replace hash \
        oublie oubliee expire incorrecte perdu vergessen abgelaufen falsch ungultig olvidada caducada incorrecta dimenticata scaduta wygaslo nieprawidlowe \
        secretstr securestring secretstring undefined number boolean nullable
        must should shall may might min max minimum maximum !vault !secret !env !ref !sub !getatt !include masked xxx xxxx xxxxx xxxxxx asked asking about since because after before refused recovery rotation sync needs needed need sso mfa see stored saved kept return continue break raise
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
