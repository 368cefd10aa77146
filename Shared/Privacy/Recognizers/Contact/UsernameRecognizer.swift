/// Names people log in with: behind "username:", "db_user =", in `'name'@'host'` of SQL, in `DOMAIN\name` of Windows, as the folder of a home directory, as an
/// "@name" or "Insta: name" of a social network, and in `AccountForms`. No standard: letters as POSIX, Windows and the networks allow them.
struct UsernameRecognizer: Recognizer {
    private static let longest = 40

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        for word in cues.words where word.cue.contains(.username) {
            if let finding = named(text, word) { findings.append(finding) }
        }
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case .atSign:
                if let finding = handle(text, index) ?? account(text, index) {
                    findings.append(finding)
                } else if let name = AccountForms.login(text, index) {
                    findings.append(finding(name.lowerBound, name.upperBound, 0.6, "username-login"))
                }
            case .slash, .backslash:
                if let finding = home(text, index) ?? domain(text, cues, index) {
                    findings.append(finding)
                } else if bytes[index] == .slash, let name = AccountForms.profile(text, index) {
                    findings.append(finding(name.lowerBound, name.upperBound, 0.6, "username-profile"))
                }
            case .openParenthesis:
                if let name = AccountForms.assignee(text, index) {
                    findings.append(finding(name.lowerBound, name.upperBound, 0.5, "username-assignee"))
                }
            case UInt8(ascii: "F"), UInt8(ascii: "A"), UInt8(ascii: "I"):
                if let name = AccountForms.signIn(text, index), isName(text, name.lowerBound, name.upperBound) {
                    findings.append(finding(name.lowerBound, name.upperBound, 0.6, "username-sign-in"))
                }
            default: break
            }
            if index == 0 || bytes[index - 1].isNewline {
                for name in AccountForms.owners(text, index) {
                    findings.append(finding(name.lowerBound, name.upperBound, 0.6, "username-owner"))
                }
            }
            index += 1
        }
    }

    private func finding(_ start: Int, _ end: Int, _ score: Float, _ rule: String) -> Finding {
        let isNamed = rule == "username-label" || rule == "username-context" || rule == "username-column"
        return Finding(
            entity: .username, start: start, end: end, score: score, rule: rule, reasons: [isNamed ? "context: user name" : "form"])
    }

    // MARK: Behind a word

    private func named(_ text: FoldedText, _ word: CueWord) -> Finding? {
        if let cellEnd = word.cellEnd {
            let end = nameEnd(text, word.start)
            return end == cellEnd && isName(text, word.start, end) ? finding(word.start, end, 0.8, "username-column") : nil
        }
        // "authorLogin", "dbUser" hold a name; "lastLogin", "onLogin" do not.
        let isInner = text.at(word.start - 1).isLetter && !text.lowered(word.start, word.end).hasPrefix("user")
        if isInner, Self.notHolders.contains(wordBefore(text, word.start)) { return nil }
        if Self.networks.contains(text.lowered(word.start, word.end)) { return profile(text, word) }
        // "user" also begins what a chat's log quotes, so what follows must look like a name; "username" leaves no doubt.
        let isPlain = word.end - word.start <= 4
        var index = word.end
        if isPlain, text.at(index) == .space || text.at(index) == .underscore || text.at(index) == .hyphen,
            let end = following(text, index + 1)
        {
            index = end
        }
        let isSpelled = index > word.end || !isPlain
        while index - word.end < 24, text.at(index) == .underscore || text.at(index) == .hyphen { index += 1 }
        var gap = 0
        while gap < 3, [.doubleQuote, .singleQuote, .space, .closeBracket].contains(text.at(index)), index < text.bytes.count {
            index += 1
            gap += 1
        }
        var joint: UInt8?
        var isJoined = false
        if text.at(index) == .colon || text.at(index) == .equals {
            joint = text.at(index)
            index += 1
            if text.at(index) == .equals || text.at(index) == .greaterThan { index += 1 }
        } else if text.at(index) == .greaterThan {
            joint = .greaterThan
            index += 1
        } else if gap == 0 {
            return nil
        } else if let end = copulaEnd(text, index) {
            index = end
            isJoined = true
        }
        while gap < 8, [.doubleQuote, .singleQuote, .space, .backtick].contains(text.at(index)), index < text.bytes.count {
            index += 1
            gap += 1
        }
        let isQuoted = [.doubleQuote, .singleQuote, .backtick].contains(text.at(index - 1))
        let end = nameEnd(text, index)
        guard isName(text, index, end) else { return nil }
        let looks = looksChosen(text.bytes[index..<end])
        // "FileHandle" is a class: its value must be quoted; a value without quotes looks like a name or fills the line.
        if isInner, !isQuoted {
            let isHandle = text.lowered(word.start, word.end) == "handle"
            guard !isHandle, joint == .colon || joint == .equals, looks || isLine(text, labelStart(text, word.start), end) else {
                return nil
            }
        }
        // "let handle: CurlHandle", "$handle->open": a thing of a program, unless the two are the line.
        if joint != nil, text.lowered(word.start, word.end) == "handle", !looks, !isQuoted, !isLine(text, word.start, end) { return nil }
        switch joint {
        case .some(let sign):
            let isAssigned = sign == .equals && (text.at(word.end) == .equals || isLine(text, word.start, end))
            guard looks || isQuoted || isAssigned || sign != .equals && isSpelled else { return nil }
            return finding(index, end, 0.85, "username-label")
        case nil:
            // "to handle 32bit", "we handle TLS1.2": a verb.
            guard isJoined || !text.lowered(word.start, word.end).hasPrefix("handle") else { return nil }
            if looks { return finding(index, end, isSpelled ? 0.6 : 0.5, "username-context") }
            guard isSpelled, isJoined, end - index >= 4, endsClause(text, end) else { return nil }
            return finding(index, end, 0.45, "username-context")
        }
    }

    /// "IG: elif.k", "my twitter is jo_b". A name without digits or joints could be any word, unless the label and it are the line.
    private func profile(_ text: FoldedText, _ word: CueWord) -> Finding? {
        var index = word.end
        if text.at(index) == .space { index += 1 }
        let isLabel = text.at(index) == .colon
        if isLabel { index += 1 } else if let end = copulaEnd(text, index) { index = end } else { return nil }
        if text.at(index) == .space { index += 1 }
        let start = index
        if text.at(index) == .atSign { index += 1 }
        let end = nameEnd(text, index)
        guard end - index >= 3, isName(text, index, end), text.at(end) != .colon,
            looksChosen(text.bytes[index..<end]) || isLabel && isLine(text, word.start, end)
        else { return nil }
        return finding(start, end, isLabel ? 0.6 : 0.5, "username-network")
    }

    private static let networks: Set<String> = [
        "instagram", "insta", "ig", "twitter", "telegram", "tiktok", "snapchat", "discord", "reddit", "skype",
    ]

    private func endsClause(_ text: FoldedText, _ end: Int) -> Bool {
        let after = text.at(end)
        return end >= text.bytes.count || after == .comma || after.isNewline || after == .semicolon
            || after == .dot && !text.at(end + 1).isAlphanumeric
    }

    /// "user = jo" as a line of a settings file; in code it stands further in or has more behind it.
    private func isLine(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        (start == 0 || text.at(start - 1).isNewline) && (end >= text.bytes.count || text.at(end).isNewline)
    }

    /// The part of a camelCase name that ends at `end`, in lower case.
    private func wordBefore(_ text: FoldedText, _ end: Int) -> String {
        var start = end
        while end - start < 12, text.at(start - 1).isASCIILetter {
            start -= 1
            if text.at(start).isUpperCase { break }
        }
        return text.lowered(start, end)
    }

    private func labelStart(_ text: FoldedText, _ end: Int) -> Int {
        let start = text.wordStart(before: end, atMost: Self.longest)
        return start
    }

    private static let notHolders: Set<String> = [
        "on", "is", "can", "do", "has", "last", "first", "previous", "allow", "enable", "disable", "require", "show", "hide", "console",
        "auto", "after", "before", "should", "handle", "post", "pre", "no",
    ]

    /// "user name", "user id", "login name": past the second word.
    private func following(_ text: FoldedText, _ start: Int) -> Int? {
        var end = start
        while end - start < 5, text.at(end).isASCIILetter { end += 1 }
        let word = text.lowered(start, end)
        return word == "name" || word == "id" ? end : nil
    }

    private func copulaEnd(_ text: FoldedText, _ start: Int) -> Int? {
        for word in ["is", "ist", "est", "es", "lautet", "was", "as"] {
            let end = start + word.utf8.count
            if text.at(end) == .space,
                text.bytes[min(start, text.bytes.count)..<min(end, text.bytes.count)].lazy.map(\.lowered).elementsEqual(word.utf8)
            {
                return end + 1
            }
        }
        return nil
    }

    private func nameEnd(_ text: FoldedText, _ start: Int) -> Int {
        var end = start
        while end - start <= Self.longest, end < text.bytes.count, isNameByte(text.bytes[end]) { end += 1 }
        while end > start, text.bytes[end - 1] == .dot || text.bytes[end - 1] == .hyphen { end -= 1 }
        return end
    }

    private func isNameByte(_ byte: UInt8) -> Bool { byte.isAlphanumeric || byte == .underscore || byte == .dot || byte == .hyphen }

    private func isName(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        guard (2...Self.longest).contains(end - start), text.bytes[start..<end].contains(where: \.isLetter),
            text.bytes[start].isAlphanumeric, !isDay(text, start)
        else {
            return false
        }
        let after = text.at(end)
        // `CORP\jo`: the domain is no name.
        if after == .backslash, text.bytes[start..<end].allSatisfy({ !$0.isASCIILetter || $0.isUpperCase }) { return false }
        if after == .atSign || after == .openParenthesis || after == .openBracket || after == .slash || after == .percent { return false }
        return end - start > 15 || !Self.plainWords.contains(text.lowered(start, end))
    }

    /// "2026-11-03T10".
    private func isDay(_ text: FoldedText, _ start: Int) -> Bool {
        (0..<4).allSatisfy { text.at(start + $0).isDigit } && text.at(start + 4) == .hyphen && text.at(start + 5).isDigit
    }

    /// Digits or joints among letters: no word of a sentence.
    private func looksChosen(_ name: ArraySlice<UInt8>) -> Bool {
        name.contains(where: \.isDigit) || name.contains(.underscore) || name.dropFirst().dropLast().contains(.dot)
    }

    // MARK: Forms

    /// `'name'@'host'` (MySQL account names).
    private func account(_ text: FoldedText, _ at: Int) -> Finding? {
        let quote = text.at(at - 1)
        guard quote == .singleQuote || quote == .backtick, text.at(at + 1) == quote else { return nil }
        var start = at - 1
        while at - start <= Self.longest, start > 0, isNameByte(text.bytes[start - 1]) { start -= 1 }
        guard text.at(start - 1) == quote, isName(text, start, at - 1) else { return nil }
        return finding(start, at - 1, 0.85, "username-sql")
    }

    /// "@name" of social networks: letters, digits and underscores behind a blank or an opening mark, not a decorator, package or address.
    private func handle(_ text: FoldedText, _ at: Int) -> Finding? {
        let before = text.at(at - 1)
        guard
            before.isSpace || before == .openParenthesis || before == .openBracket || before == .doubleQuote || before == .comma
                || before == .dot
                || before == .slash && text.at(at - 2).isASCIILetter
        else { return nil }
        var end = at + 1
        while end - at <= Self.longest, text.at(end).isASCIIAlphanumeric || text.at(end) == .underscore { end += 1 }
        let after = text.at(end)
        guard (3...31).contains(end - at), text.bytes[(at + 1)..<end].contains(where: \.isASCIILetter), after != .openParenthesis,
            after != .slash,
            after != .atSign, after != .equals, after < 0x80, !(after == .dot || after == .hyphen) || !text.at(end + 1).isAlphanumeric,
            !text.at(at + 1).isDigit || text.bytes[at..<end].count(where: \.isASCIILetter) > 2,
            !CodeSigil.marks(text, at, end)
        else { return nil }
        return finding(at, end, 0.5, "username-handle")
    }

    /// "/home/name/", "/Users/name/", "C:\Users\name\".
    private func home(_ text: FoldedText, _ slash: Int) -> Finding? {
        let sign = text.bytes[slash]
        for folder in Self.homes {
            let start = slash + 1 + folder.count
            guard text.at(start) == sign, text.bytes[(slash + 1)..<min(start, text.bytes.count)].lazy.map(\.lowered).elementsEqual(folder),
                !text.at(slash - 1).isAlphanumeric || text.at(slash - 1) == .colon
            else { continue }
            var first = start + 1
            if text.at(first) == sign { first += 1 }
            let end = nameEnd(text, first)
            let after = text.at(end)
            guard (2...Self.longest).contains(end - first), text.bytes[first..<end].contains(where: \.isLetter),
                after == sign || after.isSpace || after == .doubleQuote || after == .singleQuote || after == .comma || after == .colon,
                !Self.notHomes.contains(text.lowered(first, end))
            else { return nil }
            return finding(first, end, 0.6, "username-home")
        }
        return nil
    }

    /// `CONTOSO\aberg`. A NetBIOS domain has at most 15 capital letters, digits and hyphens. What may be an escape sequence of a program ("DONE\next") needs a word
    /// for users before it. The name alone is the span.
    private func domain(_ text: FoldedText, _ cues: ContextCues, _ slash: Int) -> Finding? {
        guard text.bytes[slash] == .backslash, text.at(slash - 1).isUpperCase || text.at(slash - 1).isDigit else { return nil }
        var start = slash
        while slash - start <= Self.longestDomain, start > 0,
            text.bytes[start - 1].isUpperCase || text.bytes[start - 1].isDigit || text.bytes[start - 1] == .hyphen
        {
            start -= 1
        }
        guard (2...Self.longestDomain).contains(slash - start), text.bytes[start].isUpperCase,
            text.at(start - 1).isSpace
                || [.doubleQuote, .singleQuote, .openParenthesis, .equals, .colon, .comma].contains(text.at(start - 1)),
            !Self.notDomains.contains(text.lowered(start, slash))
        else { return nil }
        let first = text.at(slash + 1) == .backslash ? slash + 2 : slash + 1
        let end = nameEnd(text, first)
        let after = text.at(end)
        guard (3...20).contains(end - first), text.at(first).isASCIILetter,
            !text.at(first).isUpperCase || text.bytes[first..<end].allSatisfy({ !$0.isASCIILetter || $0.isUpperCase }),
            after.isSpace
                || [.dot, .comma, .semicolon, .colon, .doubleQuote, .singleQuote, .closeParenthesis, .closeBracket, .greaterThan].contains(
                    after)
                || after == 0x3F || after == 0x21,
            !Self.fileEndings.contains(String(text.lowered(first, end).reversed().prefix { $0 != "." }.reversed())),
            !Self.notHomes.contains(text.lowered(first, end)), !Self.folders.contains(text.lowered(first, end))
        else { return nil }
        let isNamed = cues.nearest(.username, before: start, window: 24) != nil
        guard isNamed || !Self.escapes.contains(text.bytes[first]) || first > slash + 1 else { return nil }
        return finding(first, end, isNamed ? 0.85 : 0.6, "username-domain")
    }

    private static let longestDomain = 15
    private static let folders: Set<String> = [
        "docs", "src", "bin", "lib", "data", "temp", "tmp", "test", "tests", "main", "share", "shares", "config", "logs", "system",
        "software", "drivers",
        "program", "files", "images", "backup", "build", "include", "def", "none",
    ]
    private static let escapes: [UInt8] = Array("nrtbfvux".utf8)
    private static let notDomains: Set<String> = [
        "hklm", "hkcu", "hkcr", "hku", "hkcc", "builtin", "authority", "service", "windows", "system32",
    ]
    private static let fileEndings: Set<String> = [
        "exe", "dll", "sys", "bat", "cmd", "ps1", "txt", "log", "ini", "doc", "docx", "xls", "xlsx", "pdf", "png", "jpg", "zip", "csv",
        "xml", "json", "c", "h", "cpp", "cs", "py", "js", "ts", "md", "html", "css", "yml", "yaml", "toml", "java", "swift", "lnk", "msi",
        "reg", "tmp", "bak",
    ]

    private static let homes: [[UInt8]] = ["home", "users"].map { Array($0.utf8) }
    private static let notHomes: Set<String> = ["public", "default", "shared", "user", "username", "me", "runner", "root", "admin", "all"]

    /// What people write behind "user:" when they do not write the name.
    private static let plainWords: Set<String> = Set(
        """
        the and not is was has name names user users username none null nil true false unknown invalid missing empty field value string text input example \
        your my our his her their its this that here with for from of to in on at by or no yes na tbd experience interface account accounts id ids group groups role \
        admin required taken wrong incorrect correct already still unavailable available different unique visible hidden displayed shown \
        blank optional list dict self args kwargs bool integer try await new str administrator root guest failed fails success successful failure button page screen required attempt attempts issue issues problem anonymous system default profile data agent manual guide error password email e-mail login logged logs cannot can could will \
        does did do are were be been wants needs says said reports asked asks story stories what when where who why how which hi hello please if an a i we you they
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
