/// "@name" as languages of programs and documentation write it: arrays, variables, annotations, recipes and tags of comments, none of them a person.
enum CodeSigil {
    /// How much of the line is looked at on either side.
    private static let reach = 100
    private static let wordsOfProse = 4

    /// Whether the word at `sign + 1 ..< end` behind an "@" is one of code.
    static func marks(_ text: FoldedText, _ sign: Int, _ end: Int) -> Bool {
        let name = text.lowered(sign + 1, end)
        if words.contains(name) { return true }
        let line = lineStart(text, sign)
        let hasSign = hasSign(text, line, sign)
        if isElement(text, end) || hasSign && isFollowedByCode(text, end) { return true }
        if isBehindKeyword(text, sign, end, hasSign) { return true }
        if let first = (line..<sign).first(where: { !text.bytes[$0].isSpace }) {
            if let body = leaderEnd(text, first, isIndented: first > line) {
                if tags.contains(name) { return true }
                if body == sign, text.bytes[first] != .hyphen, isFollowedByValue(text, end) { return true }
            }
            // A statement in a block.
            if first > line, text.at(end) == .semicolon, text.at(end + 1).isNewline { return true }
        } else if isAnnotation(text, line, sign, end) {
            return true
        }
        // What begins a line is whom it is said to; alone, "=" and "<" are how people write as well.
        if sign == line, !hasSign { return false }
        // A quoted name is a value wherever it stands, in JSON among braces.
        return text.at(sign - 1) != .doubleQuote && !isAddressed(text, sign, end) && isCode(text, line, sign, end, hasSign)
    }

    /// "$name", "%name", "if (", or a semicolon at the end of the line: what prose does not have.
    private static func hasSign(_ text: FoldedText, _ line: Int, _ sign: Int) -> Bool {
        var index = line
        while index - sign < reach, index < text.bytes.count, index < sign || !text.bytes[index].isNewline {
            let next = text.at(index + 1)
            switch text.bytes[index] {
            case .dollar where next == 0x7B || next == .underscore || next.isASCIILetter && !next.isUpperCase: return true
            case .percent where next.isASCIILetter && !text.at(index - 1).isAlphanumeric: return true
            case .semicolon where next.isNewline || index + 1 >= text.bytes.count: return true
            case .openParenthesis where index < sign && isConditional(text, index): return true
            default: index += 1
            }
        }
        return false
    }

    private static func isConditional(_ text: FoldedText, _ open: Int) -> Bool {
        let last = text.at(open - 1) == .space ? open - 1 : open
        let first = text.wordStart(before: last, atMost: 8)
        return ["if", "unless", "while", "until", "elsif", "foreach"].contains(text.lowered(first, last))
    }

    /// "@list{", "@DB::args".
    private static func isElement(_ text: FoldedText, _ end: Int) -> Bool {
        text.at(end) == 0x7B || text.at(end) == .colon && text.at(end + 1) == .colon
    }

    /// "@list[", "@list = ", "@count > 5"; "<3", ">:(", ">>", "<--" and ">" before another name are no operators.
    private static func isFollowedByCode(_ text: FoldedText, _ end: Int) -> Bool {
        if text.at(end) == .openBracket { return true }
        var index = end
        while index - end < 8, index < text.bytes.count, text.bytes[index] == .space { index += 1 }
        guard index > end else { return false }
        let next = text.at(index + 1)
        switch text.at(index) {
        case .equals: return true
        case .lessThan: return next != UInt8(ascii: "3") && next != .hyphen
        case .greaterThan: return ![.colon, .greaterThan, .hyphen].contains(next)
        default: return false
        }
    }

    /// "// @something x", " * @returned {y}": behind an unknown word of a comment a value, where prose or nothing stands behind a person.
    private static func isFollowedByValue(_ text: FoldedText, _ end: Int) -> Bool {
        var index = end
        while index - end < 8, text.at(index) == .space { index += 1 }
        guard index > end, index < text.bytes.count, !text.at(index).isNewline else { return false }
        var word = index
        while word - index < 2, text.at(word).isLetter { word += 1 }
        return word - index < 2 && ![.atSign, 0x2A, .hyphen, .lessThan, .greaterThan].contains(text.at(index))
    }

    /// "DECLARE @total", "push @list, 5", "my @list;": "my @jo_fisher account", "push @jo_fisher to answer" are a person's.
    private static func isBehindKeyword(_ text: FoldedText, _ sign: Int, _ end: Int, _ hasSign: Bool) -> Bool {
        var last = sign
        while sign - last < 3, text.at(last - 1) == .space || text.at(last - 1) == .openParenthesis { last -= 1 }
        guard last < sign else { return false }
        let first = text.wordStart(before: last, atMost: 9)
        let word = String(decoding: text.bytes[max(first, 0)..<max(last, 0)], as: UTF8.self)
        if shouted.contains(word) { return true }
        let isInBrackets = text.at(sign - 1) == .openParenthesis
        guard keywords.contains(word) || word == "for" && isInBrackets else { return false }
        var index = end
        while index - end < 8, text.at(index) == .space { index += 1 }
        switch text.at(index) {
        case .comma: return hasSign || !isProse(text, index + 1)
        case .equals: return hasSign || text.at(index + 2) == .openParenthesis || !isProse(text, index + 1)
        case .closeParenthesis: return isInBrackets
        case .semicolon: return isStatementEnd(text, index + 1)
        default: return hasSign && index > end && operators.contains(wordEnd(text, index).map { text.lowered(index, $0) } ?? "")
        }
    }

    private static func wordEnd(_ text: FoldedText, _ start: Int) -> Int? {
        var end = start
        while end - start < 8, text.at(end).isASCIILetter { end += 1 }
        return end > start && text.at(end) == .space ? end : nil
    }

    /// Nothing but a comment before the line ends.
    private static func isStatementEnd(_ text: FoldedText, _ start: Int) -> Bool {
        var index = start
        while index - start < 24, text.at(index) == .space { index += 1 }
        return index >= text.bytes.count || text.at(index).isNewline || text.at(index) == .hash && index > start
            || text.at(index) == .slash && text.at(index + 1) == .slash
    }

    /// Two words in a row on the rest of the line.
    private static func isProse(_ text: FoldedText, _ start: Int) -> Bool {
        var index = start
        while index - start < reach, index < text.bytes.count, !text.bytes[index].isNewline {
            if text.bytes[index] == .space, text.at(index - 1).isASCIILetter, text.at(index + 1).isASCIILetter { return true }
            index += 1
        }
        return false
    }

    /// Of SQL.
    private static let shouted: Set<String> = ["DECLARE", "SET", "SELECT", "INTO", "OUTPUT"]
    private static let keywords: Set<String> = [
        "declare", "push", "unshift", "splice", "foreach", "pop", "qw", "my", "our", "local", "return", "unless", "shift", "warn",
    ]

    /// Where the line begins, or as far back as is looked.
    private static func lineStart(_ text: FoldedText, _ sign: Int) -> Int {
        var start = sign
        while sign - start < reach, start > 0, !text.bytes[start - 1].isNewline { start -= 1 }
        return start
    }

    /// Past the sign of a comment and the blanks behind it: "//", "///", "/**", "#'", "--", or an indented "*". An item of a list begins with "*" at the margin.
    private static func leaderEnd(_ text: FoldedText, _ first: Int, isIndented: Bool) -> Int? {
        var end = first
        while end - first < 4, [.slash, 0x2A, .hash, .hyphen, 0x21, .singleQuote].contains(text.at(end)) { end += 1 }
        let leader = text.lowered(first, end)
        guard leaders.contains(leader) || leader == "*" && isIndented else { return nil }
        while text.at(end) == .space || text.at(end) == .tab, end < text.bytes.count { end += 1 }
        return end
    }

    private static let leaders: Set<String> = ["//", "///", "//!", "/*", "/**", "/*!", "#", "##", "#'", "--", "---"]

    /// "@Override" alone on the first of several lines, above a function, or indented.
    private static func isAnnotation(_ text: FoldedText, _ line: Int, _ sign: Int, _ end: Int) -> Bool {
        guard sign > 0 else { return isFollowedByCodeWord(text, end) || isMixedCase(text, sign, end) && text.at(end).isNewline }
        if line < sign { return true }
        return text.at(end).isNewline || isFollowedByCodeWord(text, end)
    }

    private static func isMixedCase(_ text: FoldedText, _ sign: Int, _ end: Int) -> Bool {
        text.at(sign + 1).isUpperCase && text.bytes[(sign + 1)..<end].contains { $0.isASCIILetter && !$0.isUpperCase }
            && text.bytes[(sign + 2)..<end].contains(where: \.isUpperCase)
    }

    private static func isFollowedByCodeWord(_ text: FoldedText, _ end: Int) -> Bool {
        guard text.at(end) == .space || text.at(end).isNewline else { return false }
        var word = end + 1
        while word - end < 12, text.at(word).isASCIILetter { word += 1 }
        return codeWords.contains(text.lowered(end + 1, word))
    }

    private static let codeWords: Set<String> = [
        "func", "def", "class", "struct", "enum", "static", "public", "private", "protected", "final", "override", "async", "var", "let",
        "interface",
        "import", "export", "void", "package", "actor", "extension", "init", "fun", "val", "const", "function", "abstract",
    ]

    /// "thanks @jo_fisher", "@jo_fisher: foo() fails", "@jo_fisher can you": said to or of someone, whatever code the line quotes.
    private static func isAddressed(_ text: FoldedText, _ sign: Int, _ end: Int) -> Bool {
        if text.at(end) == .colon { return true }
        if text.at(end) == .space, text.at(end + 1).isASCIILetter {
            var last = end + 1
            while last - end < 10, text.at(last).isASCIILetter { last += 1 }
            return !operators.contains(text.lowered(end + 1, last))
        }
        guard text.at(sign - 1) == .space else { return false }
        let first = text.wordStart(before: sign - 1, atMost: 8)
        return addressing.contains(text.lowered(first, sign - 1))
    }

    /// What joins or types values, in Perl, Ruby and SQL.
    private static let operators: Set<String> = [
        "if", "unless", "or", "and", "for", "foreach", "while", "until", "eq", "ne", "x", "in", "as", "int", "varchar", "nvarchar",
        "datetime", "do", "end",
        "then", "from", "where", "group", "order", "sendable",
    ]
    private static let addressing: Set<String> = [
        "thanks", "thank", "cc", "by", "from", "with", "to", "hi", "hey", "hello", "ask", "asked", "via", "ping", "of", "danke", "merci",
        "gracias", "says", "said",
    ]

    /// Signs that prose does not have: `$name`, "a->b", "a::b", braces, "()", "==", or a semicolon at the end behind an assignment or a call. A line
    /// with four words in a row is prose that quotes code.
    private static func isCode(_ text: FoldedText, _ line: Int, _ sign: Int, _ end: Int, _ hasSign: Bool) -> Bool {
        var index = line
        var hasOperator = false
        var isFound = false
        var words = 0
        while index - sign < reach, index < text.bytes.count {
            let byte = text.bytes[index]
            if index > sign, byte.isNewline { break }
            let next = text.at(index + 1)
            if byte.isASCIILetter {
                if !text.at(index - 1).isASCIILetter {
                    words = text.at(index - 1) == .space && text.at(index - 2).isASCIILetter ? words + 1 : 1
                    // SQL shouts.
                    if byte.isUpperCase, next.isUpperCase { words = 0 }
                }
                if words == Self.wordsOfProse { return false }
            }
            switch byte {
            // "{see above}" is an aside.
            case 0x7B where !next.isASCIILetter: isFound = true
            case 0x7D where !text.at(index - 1).isASCIILetter: isFound = true
            case .dollar where next == 0x7B || next == .underscore || next.isASCIILetter && !next.isUpperCase: isFound = true
            case .hyphen where next == .greaterThan && !text.at(index - 1).isSpace: isFound = true
            case .colon where next == .colon && text.at(index - 1).isAlphanumeric: isFound = true
            case .equals where next == 0x7E || next == .equals && (hasSign || hasOperator): isFound = true
            case .openParenthesis where next == .closeParenthesis: isFound = true
            case .openParenthesis, .equals: hasOperator = true
            case .semicolon where hasOperator && (next.isNewline || index + 1 == text.bytes.count): isFound = true
            default: break
            }
            index += 1
        }
        return isFound
    }

    /// What stands behind "@" in code, style sheets and documentation, and who is everyone.
    private static let words: Set<String> = Set(
        """
        override property staticmethod classmethod abstractmethod dataclass decorator param params return returns throws deprecated see since author version media \
        import keyframes supports charset namespace page layer apply include mixin extend main escaping available objc discardableresult published state binding \
        environment observable testable autoclosure sendable test suite before after beforeeach aftereach bean autowired component service controller repository \
        entity table column id transactional pytest fixture app router here channel everyone all home work school \
        brief retval export exported echo unchecked preconcurrency mainactor inlinable frozen escaping convention viewbuilder stateobject isa inc argv export_ok \
        array list args argv rowcount identity nullable notnull nonnull inject injectable requestmapping getmapping postmapping restcontroller \
        parameterizedtest interface implementation synthesize selector autoreleasepool lru_cache contextmanager ingroup defgroup endcode rdname importfrom \
        inheritparams retroactive concurrent globalactor propertywrapper resultbuilder usablefrominline
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// Only in a comment.
    private static let tags: Set<String> = Set(
        """
        name file em ref code link note warning todo date copyright license details pre post invariant example examples title description family keywords docs \
        cond endcond li under headername section subsection par mainpage internal private public typedef type module function memberof augments class exception \
        access category package subpackage var global method used alias aliases concept value format usage field generic class overload \
        flow noflow jsx jsxruntime generated nolint formatter __pure__ __inline__ preserve returned throw tparam sa remark remarks attention addtogroup mixes \
        requires fires listens emits event enum member readonly static virtual abstract yields async protected inner instance callback borrows lends summary \
        tutorial variation external default defaultvalue template satisfies typeparam slot csspart cssprop element tagname attr prop arg argument func const \
        constructor constructs fileoverview overview kind order md version implements inheritdoc private_api nodoc relates relatesalso related
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
