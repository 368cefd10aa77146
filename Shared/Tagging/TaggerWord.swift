package import Tokenization

/// A word as the tagger sees it: a maximal run of pieces that the encoder's pre-tokenizer keeps together. A punctuation mark is a word.
package struct TaggerWord: Sendable, Equatable {
    /// Offsets in Unicode scalars of the text, the end exclusive.
    package let start: Int
    package let end: Int
    /// Index of its first piece among the text's tokens; its scores and features are taken there.
    package let firstPiece: Int
    package internal(set) var features = WordFeatures()
    /// Neither letter nor digit in it.
    var isMark = false
}

/// The row of each feature table for one word, in the order of the tables.
package struct WordFeatures: Sendable, Equatable {
    /// Rows of each table.
    package static let rows = [6, 8, 5, 3, 2, 32]

    /// 0 no letter, 1 all lower, 2 first letter upper and the others lower, 3 all upper, two or more, 4 a single upper-case letter, 5 other.
    package var letterCase: UInt8 = 0
    /// 0 letters only, 1...5 that many digits only (5: or more), 6 letters and digits only, 7 anything else.
    package var characters: UInt8 = 0
    /// Before the word: 0 nothing, 1 one blank, 2 several or a tab, 3 a line break among them, 4 it is the first word.
    package var gap: UInt8 = 0
    /// Of the whole text: 1 no upper-case letter, 2 no lower-case letter, 0 both or no letter at all. Letters without case alone give 1.
    package var textCase: UInt8 = 0
    /// 1 for the first word, after one of . ! ? : ; and after a line break.
    package var sentenceStart: UInt8 = 0
    /// The gazetteer's flags.
    package var gazetteer: UInt8 = 0
}

/// A text cut into words.
package struct WordReading: Sendable {
    package let tokens: [Token]
    package let words: [TaggerWord]
    /// [tokens, tables]: the features of each token's word.
    package let features: [UInt8]
    let scalars: [Unicode.Scalar]
    let kinds: [ScalarKind]

    /// - Parameter tokens: those of `text`, by the encoder's tokenizer.
    package init(_ text: String, tokens: [Token], tokenizer: WordPiece, gazetteer: Gazetteer) {
        self.tokens = tokens
        scalars = Array(text.unicodeScalars)
        kinds = ScalarKind.all(of: scalars)
        var words: [TaggerWord] = []
        words.reserveCapacity(tokens.count)
        var index = 0
        while index < tokens.count {
            let first = index
            index += 1
            while index < tokens.count, tokenizer.continues(tokens[index].id) { index += 1 }
            words.append(TaggerWord(start: tokens[first].start, end: tokens[index - 1].end, firstPiece: first))
        }
        let textCase = Self.textCase(kinds)
        var features: [UInt8] = []
        features.reserveCapacity(tokens.count * WordFeatures.rows.count)
        for index in words.indices {
            let row = Self.features(of: index, words, scalars, kinds, textCase: textCase, gazetteer)
            words[index].features = row
            words[index].isMark = row.letterCase == 0 && row.characters == 7 && !Self.hasDigit(words[index], kinds)
            let end = index + 1 < words.count ? words[index + 1].firstPiece : tokens.count
            for _ in words[index].firstPiece..<end {
                features.append(row.letterCase)
                features.append(row.characters)
                features.append(row.gap)
                features.append(row.textCase)
                features.append(row.sentenceStart)
                features.append(row.gazetteer)
            }
        }
        self.words = words
        self.features = features
    }

    private static func hasDigit(_ word: TaggerWord, _ kinds: [ScalarKind]) -> Bool {
        kinds[word.start..<word.end].contains { $0.contains(.digit) }
    }

    private static func textCase(_ kinds: [ScalarKind]) -> UInt8 {
        var all: ScalarKind = []
        for kind in kinds { all.formUnion(kind) }
        guard all.contains(.letter) else { return 0 }
        return !all.contains(.upper) ? 1 : !all.contains(.lower) ? 2 : 0
    }

    private static func features(
        of index: Int, _ words: [TaggerWord], _ scalars: [Unicode.Scalar], _ kinds: [ScalarKind], textCase: UInt8, _ gazetteer: Gazetteer
    ) -> WordFeatures {
        let word = words[index]
        var features = WordFeatures()
        var letters = 0
        var upper = 0
        var lower = 0
        var digits = 0
        var beginsUpper = false
        for kind in kinds[word.start..<word.end] {
            if kind.contains(.letter) {
                if kind.contains(.upper) {
                    if letters == 0 { beginsUpper = true }
                    upper += 1
                } else if kind.contains(.lower) {
                    lower += 1
                }
                letters += 1
            } else if kind.contains(.digit) {
                digits += 1
            }
        }
        let count = word.end - word.start
        features.letterCase =
            letters == 0
            ? 0 : lower == letters ? 1 : upper == letters ? (letters > 1 ? 3 : 4) : beginsUpper && lower == letters - 1 ? 2 : 5
        features.characters =
            letters == count ? 0 : digits == count ? UInt8(min(digits, 5)) : letters + digits == count ? 6 : 7
        features.textCase = textCase
        features.gazetteer = gazetteer.isEmpty ? 0 : gazetteer.flags(of: scalars[word.start..<word.end])
        guard index > 0 else {
            features.gap = 4
            features.sentenceStart = 1
            return features
        }
        let before = words[index - 1]
        features.gap = before.end < word.start ? gap(before.end..<word.start, scalars, kinds) : 0
        features.sentenceStart = features.gap == 3 || endsSentence(before, scalars) ? 1 : 0
        return features
    }

    private static func gap(_ range: Range<Int>, _ scalars: [Unicode.Scalar], _ kinds: [ScalarKind]) -> UInt8 {
        var blanks = 0
        var hasTab = false
        for position in range where kinds[position].contains(.blank) {
            if kinds[position].contains(.lineBreak) { return 3 }
            if scalars[position] == "\t" { hasTab = true }
            blanks += 1
        }
        return blanks == 0 ? 0 : blanks == 1 && !hasTab ? 1 : 2
    }

    private static func endsSentence(_ word: TaggerWord, _ scalars: [Unicode.Scalar]) -> Bool {
        guard word.end - word.start == 1 else { return false }
        switch scalars[word.start] {
        case ".", "!", "?", ":", ";": return true
        default: return false
        }
    }
}
