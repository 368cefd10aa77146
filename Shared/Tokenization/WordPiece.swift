/// The tokenizer of uncased BERT models: words are cut at spaces, punctuation and ideographs, lower-cased, stripped of accents, and each is cut
/// into the longest pieces the vocabulary has, from the left. Equal to Hugging Face `tokenizers` with `BertNormalizer`, `BertPreTokenizer` and
/// `WordPiece`, offsets included.
///
/// Text is text: "[CLS]" in it is three words. Time and memory are linear in the text, whatever it holds: a word longer than 100 scalars becomes
/// one unknown token. Marks are not put into canonical order, which matters only to a vocabulary with two of the few combining marks that are not
/// of class Mn (or were not, in the Unicode version of BERT's tables) in one piece.
package struct WordPiece: Sendable {
    /// Longer words are unknown.
    package static let maximumWordScalars = 100
    package static let maximumVocabulary = 1 << 20
    package static let maximumTokenBytes = 1024

    package let unknown: Int32
    package let classification: Int32
    package let separator: Int32
    package let vocabularyCount: Int
    private let table: PieceTable
    /// One bit for each id, see `continues`.
    private let continuations: [UInt64]
    private let scalars = BertScalars.shared

    /// - Parameters:
    ///   - vocabulary: in order of id, either as in `vocab.txt` ("play", "##ing") or as in llama.cpp's files ("\u{2581}play", "ing").
    ///   - unknown: ids that the special tokens are known to have; each must bear its name ([UNK], [CLS], [SEP]).
    package init(
        vocabulary: [String], unknown: Int? = nil, classification: Int? = nil, separator: Int? = nil
    ) throws(TokenizationError) {
        guard !vocabulary.isEmpty else {
            throw TokenizationError(.emptyVocabulary, subject: "tokens", expected: "at least one", found: "none")
        }
        guard vocabulary.count <= Self.maximumVocabulary else {
            throw TokenizationError(
                .vocabularyTooLarge, subject: "tokens", expected: "at most \(Self.maximumVocabulary)", found: "\(vocabulary.count)")
        }
        self.unknown = try Self.special("[UNK]", given: unknown, in: vocabulary)
        self.classification = try Self.special("[CLS]", given: classification, in: vocabulary)
        self.separator = try Self.special("[SEP]", given: separator, in: vocabulary)
        vocabularyCount = vocabulary.count
        table = try Self.table(of: vocabulary)
        var continuations = table.continuations(vocabularyCount: vocabularyCount)
        // llama.cpp's files mark the first pieces of words, and special tokens not.
        for (id, token) in vocabulary.enumerated() where token.utf8.first == UInt8(ascii: "[") && Self.specialNames.contains(token) {
            continuations[id >> 6] &= ~(1 << UInt64(id & 63))
        }
        self.continuations = continuations
    }

    private static let specialNames = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

    /// Whether the piece `id`, an id of the vocabulary, goes on with the word of the piece before it, instead of beginning one.
    package func continues(_ id: Int32) -> Bool { continuations[Int(id >> 6)] >> UInt64(id & 63) & 1 != 0 }

    private static func special(_ name: String, given: Int?, in vocabulary: [String]) throws(TokenizationError) -> Int32 {
        if let given {
            guard vocabulary.indices.contains(given) else {
                throw TokenizationError(
                    .specialTokenOutOfRange, subject: "id of \(name)", expected: "0 to \(vocabulary.count - 1)", found: "\(given)")
            }
            guard isNamed(vocabulary[given], name) else {
                throw TokenizationError(.missingSpecialToken, subject: name, expected: "this token under id \(given)", found: "another")
            }
            return Int32(given)
        }
        guard let index = vocabulary.firstIndex(where: { isNamed($0, name) }) else {
            throw TokenizationError(.missingSpecialToken, subject: name, expected: "this token", found: "\(vocabulary.count) others")
        }
        return Int32(index)
    }

    private static func isNamed(_ token: String, _ name: String) -> Bool { token == name || token == "\u{2581}" + name }

    private static let wordMark: [UInt8] = [0xE2, 0x96, 0x81]
    private static let continuationMark: [UInt8] = [0x23, 0x23]

    private static func table(of vocabulary: [String]) throws(TokenizationError) -> PieceTable {
        // A plain vocabulary marks continuations, llama.cpp's marks first pieces; either mark may also occur as an ordinary character.
        let plain = vocabulary.count { $0.utf8.starts(with: continuationMark) }
        let phantom = vocabulary.count { $0.utf8.starts(with: wordMark) }
        let marksWords = phantom > plain
        var table = PieceTable(count: vocabulary.count)
        // An empty piece matches nothing, so it stays out of the table; a second one is a duplicate all the same.
        var empty: [PieceTable.Place: Int32] = [:]
        for (id, token) in vocabulary.enumerated() {
            guard token.utf8.count <= maximumTokenBytes else {
                throw TokenizationError(
                    .tokenTooLong, subject: "token \(id)", expected: "at most \(maximumTokenBytes) bytes", found: "\(token.utf8.count)")
            }
            var text = token
            let earlier = text.withUTF8 { bytes in
                let (piece, place) = marksWords ? markedPiece(bytes) : plainPiece(bytes)
                return piece.isEmpty ? empty.updateValue(Int32(id), forKey: place) : table.insert(piece, place: place, id: Int32(id))
            }
            if let earlier {
                throw TokenizationError(
                    .duplicateToken, subject: "token \(id)", expected: "a new token", found: "the same as token \(earlier)")
            }
        }
        table.seal()
        return table
    }

    /// A token as in `vocab.txt`. "##" alone continues nothing: it is a piece like any other.
    private static func plainPiece(_ bytes: UnsafeBufferPointer<UInt8>) -> (UnsafeBufferPointer<UInt8>, PieceTable.Place) {
        guard bytes.count > 2, bytes[0] == continuationMark[0], bytes[1] == continuationMark[1] else { return (bytes, .first) }
        return (UnsafeBufferPointer(rebasing: bytes[2...]), .continuation)
    }

    /// A token as in llama.cpp's files.
    private static func markedPiece(_ bytes: UnsafeBufferPointer<UInt8>) -> (UnsafeBufferPointer<UInt8>, PieceTable.Place) {
        let isWord = bytes.count >= 3 && bytes[0] == wordMark[0] && bytes[1] == wordMark[1] && bytes[2] == wordMark[2]
        return isWord ? (UnsafeBufferPointer(rebasing: bytes[3...]), .first) : (bytes, .continuation)
    }
}

// MARK: Encoding

extension WordPiece {
    /// The tokens of `text`, with offsets in its Unicode scalars; with `addSpecialTokens`, [CLS] before and [SEP] after them.
    package func encode(_ text: String, addSpecialTokens: Bool = false) -> [Token] {
        var tokens: [Token] = []
        tokens.reserveCapacity(text.utf8.count / 4 + 8)
        if addSpecialTokens { tokens.append(Token(id: classification, start: 0, end: 0)) }
        let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { encode(utf8: $0, into: &tokens) }
        if isContiguous == nil { Array(text.utf8).withUnsafeBufferPointer { encode(utf8: $0, into: &tokens) } }
        if addSpecialTokens { tokens.append(Token(id: separator, start: 0, end: 0)) }
        return tokens
    }

    /// Appends the tokens of UTF-8 text. A byte that belongs to no scalar counts as one scalar and is dropped, as U+FFFD is. Allocates nothing
    /// but what `tokens` needs to grow.
    package func encode(utf8: UnsafeBufferPointer<UInt8>, into tokens: inout [Token]) {
        let capacity = WordBuilder.capacity
        withUnsafeTemporaryAllocation(byteCount: capacity + 8, alignment: 8) { bytes in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: capacity) { origins in
                withUnsafeTemporaryAllocation(of: UInt64.self, capacity: capacity) { hashes in
                    table.slots.withUnsafeBufferPointer { slots in
                        table.pool.withUnsafeBytes { pool in
                            var builder = WordBuilder(
                                bytes: bytes, origins: origins, hashes: hashes, slots: slots, pool: pool, unknown: unknown,
                                longestFirst: table.longestFirst, longestContinuation: table.longestContinuation)
                            run(utf8, &builder, &tokens)
                        }
                    }
                }
            }
        }
    }

    private func run(_ input: UnsafeBufferPointer<UInt8>, _ word: inout WordBuilder, _ tokens: inout [Token]) {
        scalars.basicPlane.withUnsafeBufferPointer { classes in
            var position = 0
            var scalar = 0
            while position < input.count {
                let byte = input[position]
                if byte < 0x80 {
                    position += 1
                    switch classes[Int(byte)] {
                    case ScalarClass.plain.rawValue: word.append(ascii: byte, from: scalar)
                    // Among ASCII only capital letters are mapped.
                    case ScalarClass.mapped.rawValue: word.append(ascii: byte | 0x20, from: scalar)
                    case ScalarClass.removed.rawValue: break
                    case ScalarClass.punctuation.rawValue:
                        word.finish(&tokens)
                        word.append(ascii: byte, from: scalar)
                        word.finish(&tokens)
                    default: word.finish(&tokens)
                    }
                } else {
                    let (value, length) = Self.decode(input, at: position)
                    position += length
                    append(value, from: scalar, &word, &tokens)
                }
                scalar += 1
            }
            word.finish(&tokens)
        }
    }

    private func append(_ value: UInt32, from scalar: Int, _ word: inout WordBuilder, _ tokens: inout [Token]) {
        switch scalars.kind(of: value) {
        case .plain: word.append(value, from: scalar)
        case .removed: break
        case .space: word.finish(&tokens)
        case .punctuation, .ideograph:
            word.finish(&tokens)
            word.append(scalars.replacement(of: value).0, from: scalar)
            word.finish(&tokens)
        case .mapped, .hangul:
            let (first, second, third) = scalars.replacement(of: value)
            appendReplacement(first, from: scalar, &word, &tokens)
            if second != 0 { appendReplacement(second, from: scalar, &word, &tokens) }
            if third != 0 { appendReplacement(third, from: scalar, &word, &tokens) }
        }
    }

    /// A decomposition can end in punctuation: U+2260 is an equals sign and a mark.
    private func appendReplacement(_ value: UInt32, from scalar: Int, _ word: inout WordBuilder, _ tokens: inout [Token]) {
        let isPunctuation = scalars.kind(of: value) == .punctuation
        if isPunctuation { word.finish(&tokens) }
        word.append(value, from: scalar)
        if isPunctuation { word.finish(&tokens) }
    }

    /// The scalar at `position`, whose byte is not ASCII, and its length; U+FFFD and 1 where the bytes are not UTF-8.
    private static func decode(_ input: UnsafeBufferPointer<UInt8>, at position: Int) -> (UInt32, Int) {
        let lead = input[position]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        let invalid: (UInt32, Int) = (0xFFFD, 1)
        guard lead >= 0xC2, lead <= 0xF4, length <= input.count - position else { return invalid }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            let byte = input[position + offset]
            guard byte & 0xC0 == 0x80 else { return invalid }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let isShortest = length == 2 || (length == 3 && value >= 0x800) || value >= 0x1_0000
        guard isShortest, value <= 0x10_FFFF, !(0xD800...0xDFFF).contains(value) else { return invalid }
        return (value, length)
    }
}
