/// Secrets of several words: what follows "passphrase:" to the end of its line or sentence, and the words behind "seed phrase" or "recovery phrase"
/// (BIP 39).
///
/// Behind a colon any words are the phrase, unless they begin as a remark does ("passphrase: must have ..."). Behind "is" they must all be plain words in small
/// letters, none of which joins a sentence. Behind "password:" as well, three to eight of them to the end of the line. What stands in quotes is `SecretContextRecognizer`'s.
struct PassphraseRecognizer: Recognizer {
    /// Bytes. Twenty-four words of eight letters and the blanks between them take 216.
    private static let longest = 400
    /// The shortest seed phrases have twelve words; one may be left out.
    private static let leastOfSeed = 11
    private static let leastOfPassphrase = 4
    private static let passwordWords = 3...8
    /// "password", "kennwort"; behind "pin:" and "pass:" stand words of other kinds.
    private static let shortestName = 8

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        var reached = 0
        for position in cues.words.indices {
            let word = cues.words[position]
            guard word.start >= reached, word.cellEnd == nil, !word.cue.isDisjoint(with: [.phrase, .password]) else { continue }
            let isPassphrase = word.cue.contains(.password)
            guard isPassphrase || isSeed(text, cues, position), let value = value(text, word, isPassphrase: isPassphrase) else { continue }
            findings.append(
                Finding(
                    entity: .secret, start: value.lowerBound, end: value.upperBound, score: 1, rule: "secret-phrase",
                    reasons: ["context: passphrase"]))
            reached = value.upperBound
        }
    }

    /// "seed phrase", "recovery phrase", "mnemonic", but not any phrase.
    private func isSeed(_ text: FoldedText, _ cues: ContextCues, _ position: Int) -> Bool {
        let word = cues.words[position]
        guard text.lowered(word.start, word.end).hasPrefix("phrase") else { return true }
        guard position > 0 else { return false }
        let qualifier = cues.words[position - 1]
        return !qualifier.cue.isDisjoint(with: [.keyQualifier, .wallet, .token, .phrase]) && word.start - qualifier.end <= 1
    }

    private func value(_ text: FoldedText, _ word: CueWord, isPassphrase: Bool) -> Range<Int>? {
        var index = word.end
        if text.at(index) == .doubleQuote || text.at(index) == .singleQuote { index += 1 }
        while index - word.end < 3, text.at(index) == .space, index < text.bytes.count { index += 1 }
        let isLabelled = text.at(index) == .colon || text.at(index) == .equals && text.at(index + 1) == .space
        if isLabelled {
            index += 1
            // "passphrase:a b" is no way to write a phrase.
            guard text.at(index).isSpace else { return nil }
        } else {
            guard let copula = copulaEnd(text, index), index > word.end else { return nil }
            index = copula
        }
        var breaks = 0
        let joint = index
        while index - joint < 5, index < text.bytes.count, text.bytes[index].isSpace {
            if text.bytes[index] == .lineFeed { breaks += 1 }
            index += 1
        }
        guard breaks <= 1, text.at(index).isAlphanumeric, index < text.bytes.count else { return nil }
        let end = phraseEnd(text, index)
        let words = text.bytes[index..<end].split(whereSeparator: \.isSpace)
        guard let first = words.first, words.count > 1, !isRemark(text, first, count: words.count), !isAnyones(text, word) else {
            return nil
        }
        guard word.cue.contains(.phrase) else {
            let isWhole =
                isLabelled && breaks == 0 && word.end - word.start >= Self.shortestName && Self.passwordWords.contains(words.count)
                && (end >= text.bytes.count || text.at(end).isNewline)
            return isWhole && words.allSatisfy({ isPlain(text, $0) && $0.allSatisfy(\.isASCIILetter) && !isChatter(text, $0) })
                ? index..<end : nil
        }
        let least = isPassphrase ? (isLabelled ? 2 : Self.leastOfPassphrase) : (isLabelled ? 3 : Self.leastOfSeed)
        guard words.count >= least, isLabelled && isPassphrase || words.allSatisfy({ isPlain(text, $0) }) else { return nil }
        return index..<end
    }

    private func copulaEnd(_ text: FoldedText, _ start: Int) -> Int? {
        for word in ["is", "was", "ist", "lautet", "est", "es"] {
            let end = start + word.utf8.count
            if text.at(end) == .space || text.at(end) == .colon, text.lowered(start, end) == word { return end + 1 }
        }
        return nil
    }

    /// To the end of the line or of the sentence, or to what closes the place it stands in.
    private func phraseEnd(_ text: FoldedText, _ start: Int) -> Int {
        let bytes = text.bytes
        var end = start
        loop: while end < bytes.count, end - start < Self.longest {
            switch bytes[end] {
            case .doubleQuote, .lessThan, .semicolon, .closeParenthesis, .closeBracket, .openBracket, 0x7C, 0x7B, 0x7D, .backtick,
                FoldedText.other:
                break loop
            default:
                let byte = bytes[end]
                let endsSentence = (byte == .dot || byte == 0x21 || byte == 0x3F) && text.at(end + 1).isSpace
                if endsSentence || byte.isNewline { break loop }
                end += 1
            }
        }
        while end > start, bytes[end - 1].isSpace || bytes[end - 1] == .comma || bytes[end - 1] == .singleQuote { end -= 1 }
        return end
    }

    private func isPlain(_ text: FoldedText, _ word: ArraySlice<UInt8>) -> Bool {
        let bare = word.last == .comma ? word.dropLast() : word
        guard (3...12).contains(bare.count), bare.allSatisfy({ $0.isDigit || $0.isASCIILetter && !$0.isUpperCase }) else { return false }
        return !Self.joining.contains(text.lowered(bare.startIndex, bare.endIndex))
    }

    private func isRemark(_ text: FoldedText, _ first: ArraySlice<UInt8>, count: Int) -> Bool {
        let end = first.last == .comma || first.last == .colon ? first.endIndex - 1 : first.endIndex
        let word = text.lowered(first.startIndex, min(end, first.startIndex + 15))
        if Self.joining.contains(word) { return true }
        return SecretContextRecognizer.plainWords.contains(word) && !(count > 2 && Self.contents.contains(word))
    }

    /// What a remark behind "password:" is made of.
    private func isChatter(_ text: FoldedText, _ word: ArraySlice<UInt8>) -> Bool {
        let name = text.lowered(word.startIndex, word.endIndex)
        return Self.chatter.contains(name) || SecretContextRecognizer.plainWords.contains(name) && !Self.contents.contains(name)
    }

    /// "a strong passphrase: long and random" is advice.
    private func isAnyones(_ text: FoldedText, _ word: CueWord) -> Bool {
        text.lowered(word.start - 16, word.start).split(separator: " ").suffix(2).contains { Self.articles.contains($0) }
    }

    private static let articles: Set<Substring> = ["a", "an", "any", "every", "each", "eine", "une", "una"]
    /// What a remark about a word may begin with, and a phrase of three words as well.
    private static let contents: Set<String> = [
        "correct", "new", "old", "strong", "weak", "fine", "good", "bad", "field", "page", "screen", "box", "text", "value", "secret",
        "data", "user",
        "recovery", "help", "change", "hidden", "very", "rotation",
    ]

    private static let chatter: Set<String> = Set(
        """
        account accounts user users login logins logged email mail link send give tell you who how why where they now today yesterday tomorrow week times time ago \
        anymore twice always never often sometimes forgotten locked unlock try tried trying keep get gets got want would could like just only any all some more most \
        one two three four five six seven eight nine ten letters letter digits digit characters character symbols numbers number words word upper lower long length \
        via out off per from into over under after before default current admin administrator team desk support customer client server system database manager
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// Words that a sentence about a passphrase has and none of the lists of words for passphrases (BIP 39, EFF's long list), or hardly as the first.
    private static let joining: Set<String> = Set(
        """
        must should shall may might cannot the and not are was were has had for its than then they them your our his her there because please least minimum maximum \
        longer shorter required requires optional used uses see set enter type use choose enter leave case sensitive
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
