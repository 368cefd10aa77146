/// A text cut into words and single scalars, each with a hash that does not tell case: what `DeniedTerms` and, token by token, `KnownValues` compare.
///
/// A word is a run of letters, digits and combining marks. In scripts without spaces between words (Han, Kana, Thai ...) every scalar is a token of its own,
/// as is everything between words. Two runs of tokens with equal hashes hold, case aside, equal text.
struct WordTokens {
    /// Offsets of each token's first scalar and after its last.
    private(set) var starts: [Int32] = []
    private(set) var ends: [Int32] = []
    private(set) var hashes: [UInt64] = []

    var count: Int { starts.count }

    /// The token that begins at `index`, which lies within the text and not inside a word.
    /// - Parameter isOpaque: whether the scalar at an offset stands for something else and equals nothing.
    @inline(__always)
    static func token(
        _ scalars: UnsafeBufferPointer<Unicode.Scalar>, at index: Int, seed: UInt64, isOpaque: (Int) -> Bool
    ) -> (hash: UInt64, end: Int) {
        var hash = mixed(seed, lowered(scalars[index]))
        var end = index + 1
        guard isOfWord(scalars[index]) else { return (isOpaque(index) ? opaque : max(hash, opaque + 1), end) }
        while end < scalars.count, isOfWord(scalars[end]) {
            hash = mixed(hash, lowered(scalars[end]))
            end += 1
        }
        return (max(hash, opaque + 1), end)
    }

    /// Tokens of what `Folding` leaves: equal for texts that differ in diacritics, in invisible scalars or in how much white space separates their words.
    init(folding scalars: some RandomAccessCollection<Unicode.Scalar>, seed: UInt64) {
        reserve(scalars.count)
        var isInWord = false
        var isInSpace = false
        var offset: Int32 = 0
        for scalar in scalars {
            defer { offset += 1 }
            guard let folded = Folding.fold(scalar) else { continue }
            let isOfWord = Self.isOfWord(scalar)
            let isSpace = folded == Folding.space
            if isOfWord, isInWord {
                extend(to: offset, folded)
            } else if isSpace, isInSpace {
                ends[ends.count - 1] = offset + 1
            } else {
                begin(at: offset, Self.mixed(seed, folded))
            }
            isInWord = isOfWord
            isInSpace = isSpace
        }
    }

    private mutating func reserve(_ scalars: Int) {
        starts.reserveCapacity(scalars / 2 + 1)
        ends.reserveCapacity(scalars / 2 + 1)
        hashes.reserveCapacity(scalars / 2 + 1)
    }

    @inline(__always)
    private mutating func begin(at offset: Int32, _ hash: UInt64) {
        starts.append(offset)
        ends.append(offset + 1)
        hashes.append(hash)
    }

    @inline(__always)
    private mutating func extend(to offset: Int32, _ value: UInt32) {
        let last = hashes.count - 1
        hashes[last] = Self.mixed(hashes[last], value)
        ends[last] = offset + 1
    }

    /// A hash that tells case, over a range of scalars.
    static func exactHash(_ scalars: some Sequence<Unicode.Scalar>, seed: UInt64) -> UInt64 {
        scalars.reduce(seed) { mixed($0, $1.value) }
    }

    /// A multiplication carries only upwards; the fold back reaches the low bits too.
    @inline(__always)
    private static func mixed(_ hash: UInt64, _ value: UInt32) -> UInt64 {
        let product = (hash ^ UInt64(value)) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 32)
    }

    /// The hash of what equals nothing; no other token has it.
    private static let opaque: UInt64 = 0

    // MARK: Scalars

    @inline(__always)
    static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x80 { return UInt8(truncatingIfNeeded: value).isASCIIAlphanumeric }
        if value < UInt32(tabled) { return words[Int(value)] }
        switch value {
        case 0xAC00...0xD7A3, 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: return true
        case 0x2E80...0xA4CF, 0xF900...0xFAFF, 0xFF66...0xFF9D, 0x1_B000...0x1_B16F, 0x2_0000...0x3_FFFF: return false
        default: return isOfWord(scalar.properties)
        }
    }

    private static func isOfWord(_ properties: Unicode.Scalar.Properties) -> Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
            .nonspacingMark,
            .spacingMark, .enclosingMark:
            true
        default: false
        }
    }

    /// The scalar's simple lower case up to Armenian; itself elsewhere.
    @inline(__always)
    static func lowered(_ scalar: Unicode.Scalar) -> UInt32 {
        let value = scalar.value
        if value < 0x80 { return UInt32(UInt8(truncatingIfNeeded: value).lowered) }
        return value < UInt32(cased) ? lowerCase[Int(value)] : value
    }

    private static let tabled = 0x2E80
    private static let cased = 0x590

    /// Whether a scalar below `tabled` belongs to a word; not so for scripts without spaces: Thai, Lao, Tibetan, Myanmar, Khmer.
    private static let words: [Bool] = (0..<tabled).map { value in
        switch value {
        case 0xE00...0x109F, 0x1780...0x17FF, 0x1950...0x19FF: return false
        default: return Unicode.Scalar(UInt32(value)).map { isOfWord($0.properties) } ?? false
        }
    }

    private static let lowerCase: [UInt32] = (0..<cased).map { value in
        let mapping = Unicode.Scalar(UInt32(value))?.properties.lowercaseMapping.unicodeScalars
        return mapping?.count == 1 ? mapping?.first?.value ?? UInt32(value) : UInt32(value)
    }
}

/// Text as denied terms and allowed values are compared: without case and diacritics, without invisible scalars, full-width forms and typographic dashes and
/// quotes as ASCII.
enum Folding {
    static let space: UInt32 = 0x20

    /// Nil for a scalar that counts for nothing. Beyond what `FoldedText` knows one by one, letters stay themselves in lower case.
    static func fold(_ scalar: Unicode.Scalar) -> UInt32? {
        let byte = FoldedText.byte(scalar)
        if byte == FoldedText.dropped { return nil }
        if byte >= 0x80 { return WordTokens.lowered(scalar) }
        return byte.isSpace ? space : UInt32(byte.lowered)
    }

    /// Equal for texts that count as the same value: folded, white space drawn together and none at the ends.
    static func key(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt32] {
        var key: [UInt32] = []
        for scalar in scalars {
            guard let folded = fold(scalar), folded != space || (key.last ?? space) != space else { continue }
            key.append(folded)
        }
        if key.last == space { key.removeLast() }
        return key
    }
}
