/// A text as the recognizers see it: one byte for each Unicode scalar that matters.
///
/// ASCII stays. Full-width forms, decimal digits of any script, Unicode spaces and dashes, and Latin letters with diacritics become their ASCII
/// counterpart; other letters become `otherLetter`, all else `other`. Invisible scalars and combining marks are left out, so that a zero-width
/// space inside a number hides nothing. `scalarRange` leads back to the original.
struct FoldedText: Sendable {
    /// A letter outside ASCII of a script that separates words by spaces.
    static let otherLetter: UInt8 = 0x80
    /// Anything else outside ASCII: symbols, emoji, and scripts without spaces between words, where a letter is no word boundary.
    static let other: UInt8 = 0x81

    let bytes: [UInt8]
    let scalarCount: Int
    /// Words for "password" among the letters that are not kept.
    let passwordWords: [Range<Int>]
    /// Scalar offset of each byte; nil when nothing was left out and both offsets are equal.
    private let positions: [Int32]?

    init(_ scalars: some Sequence<Unicode.Scalar>, count: Int) {
        var folded: [UInt8] = []
        folded.reserveCapacity(count)
        var kept: [Int32]?
        var unfolded = UnfoldedWords()
        var index = 0
        for scalar in scalars {
            let byte = Self.byte(scalar)
            if byte == Self.dropped {
                if kept == nil { kept = (0..<Int32(folded.count)).map { $0 } }
            } else {
                folded.append(byte)
                kept?.append(Int32(index))
                if byte >= Self.otherLetter { unfolded.next(scalar, at: index, count: folded.count) }
            }
            index += 1
        }
        bytes = folded
        positions = kept
        scalarCount = index
        passwordWords = unfolded.found
    }

    init(_ text: String) {
        self.init(text.unicodeScalars, count: text.utf8.count)
    }

    /// The scalars that bytes `start..<end` (not empty) came from.
    func scalarRange(_ start: Int, _ end: Int) -> (start: Int, end: Int) {
        guard let positions else { return (start, end) }
        return (Int(positions[start]), Int(positions[end - 1]) + 1)
    }

    /// The byte at `index`, or a space outside the text: the edge of the text is a boundary like any other.
    @inline(__always)
    func at(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0x20 }

    /// The next longest run of ASCII letters and digits that begins at or after `index`.
    func alphanumericRun(from index: Int) -> Range<Int>? {
        var start = index
        while start < bytes.count, !bytes[start].isASCIIAlphanumeric { start += 1 }
        guard start < bytes.count else { return nil }
        var end = start + 1
        while end < bytes.count, bytes[end].isASCIIAlphanumeric { end += 1 }
        return start..<end
    }

    /// Stands for a scalar that is left out.
    static let dropped: UInt8 = 0xFF

    @inline(__always)
    static func byte(_ scalar: Unicode.Scalar) -> UInt8 { scalar.isASCII ? ascii(UInt8(truncatingIfNeeded: scalar.value)) : fold(scalar) }

    /// Control characters other than white space are as invisible as a zero-width space, and hide as little.
    @inline(__always)
    private static func ascii(_ byte: UInt8) -> UInt8 {
        (byte < 0x20 && !byte.isSpace) || byte == 0x7F ? dropped : byte
    }

    private static func fold(_ scalar: Unicode.Scalar) -> UInt8 {
        let value = scalar.value
        switch value {
        case 0xC0...0x17F: return latin[Int(value - 0xC0)]
        case 0xAD, 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F, 0x200B...0x200F, 0x202A...0x202E,
            0x2060...0x2064, 0x2066...0x2069, 0xFEFF, 0xFE00...0xFE0F,
            0x80...0x84, 0x86...0x9F, 0x61C, 0x180B...0x180F, 0xE0000...0xE0FFF:
            return dropped
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return 0x20
        case 0x85, 0x2028, 0x2029: return 0x0A
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: return 0x2D
        case 0x2018, 0x2019, 0x201A, 0x201B: return 0x27
        case 0x201C, 0x201D, 0x201E, 0x201F, 0xAB, 0xBB: return 0x22
        case 0xFF01...0xFF5E: return UInt8(truncatingIfNeeded: value - 0xFF01 + 0x21)
        case 0xAA, 0xB5, 0xBA, 0x180...0x2FF, 0x370...0x5FF, 0x620...0x65F, 0x670...0x6EF, 0x6FA...0x8FF, 0x10A0...0x10FF, 0x1E00...0x1FFF:
            return otherLetter
        case ..<0x660: return other
        default:
            if scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue { return 0x30 + UInt8(digit) }
            if case 0x900...0xDFF = value { return otherLetter }
            return other
        }
    }

    /// Base letters of U+00C0...U+017F, in order.
    private static let latin: [UInt8] = Array(
        ("AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTsaaaaaaaceeeeiiiidnooooo*ouuuuyty"
            + "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs")
            .utf8)
}

/// Byte classes. Folded bytes are ASCII or one of the two `FoldedText` markers.
extension UInt8 {
    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
    @inline(__always) var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inline(__always) var isUpperCase: Bool { self &- 0x41 < 26 }
    @inline(__always) var isLetter: Bool { isASCIILetter || self == FoldedText.otherLetter }
    @inline(__always) var isAlphanumeric: Bool { isDigit || isLetter }
    @inline(__always) var isASCIIAlphanumeric: Bool { isDigit || isASCIILetter }
    @inline(__always) var isHex: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
    @inline(__always) var isSpace: Bool { self == 0x20 || self &- 0x09 < 5 }
    @inline(__always) var isNewline: Bool { self == 0x0A || self == 0x0D }
    @inline(__always) var lowered: UInt8 { isUpperCase ? self | 0x20 : self }
    @inline(__always) var digitValue: Int { Int(self &- 0x30) }

    static var tab: UInt8 { 0x09 }
    static var lineFeed: UInt8 { 0x0A }
    static var space: UInt8 { 0x20 }
    static var doubleQuote: UInt8 { 0x22 }
    static var hash: UInt8 { 0x23 }
    static var dollar: UInt8 { 0x24 }
    static var percent: UInt8 { 0x25 }
    static var ampersand: UInt8 { 0x26 }
    static var singleQuote: UInt8 { 0x27 }
    static var openParenthesis: UInt8 { 0x28 }
    static var closeParenthesis: UInt8 { 0x29 }
    static var plus: UInt8 { 0x2B }
    static var comma: UInt8 { 0x2C }
    static var hyphen: UInt8 { 0x2D }
    static var dot: UInt8 { 0x2E }
    static var slash: UInt8 { 0x2F }
    static var colon: UInt8 { 0x3A }
    static var semicolon: UInt8 { 0x3B }
    static var lessThan: UInt8 { 0x3C }
    static var equals: UInt8 { 0x3D }
    static var greaterThan: UInt8 { 0x3E }
    static var atSign: UInt8 { 0x40 }
    static var openBracket: UInt8 { 0x5B }
    static var backslash: UInt8 { 0x5C }
    static var closeBracket: UInt8 { 0x5D }
    static var underscore: UInt8 { 0x5F }
    static var backtick: UInt8 { 0x60 }
}
