/// The tokens that stand for masked values, `[[EMAIL_1]]` or `[[PHONE_1 +48]]`, and the one grammar by which they are recognised again.
///
///     placeholder = open padding name joint number [blanks attribute] padding close
///     open, close = one or two brackets of one form
///     bracket     = "[", full-width, lenticular, escaped by one to three "\", or as an HTML character reference; "⟦" and "〚" stand for two
///     padding     = up to 3 blanks and emphasis marks (* _ ` ~)
///     name        = a placeholder name, in any case
///     joint       = up to 2 blanks, one of _ - – . : or an escaped "_" or none, up to 2 blanks
///     number      = 1 to 6 digits          attribute = 1 to 12 letters, digits and "+"
///     blanks      = spaces, tabs and line breaks
///
/// With one bracket on each side the name is in capitals and the joint holds "_": "rows[id1]" and "[url 1]" are code and footnotes.
///
/// ASCII may be full-width throughout. That is as much damage as models and the programs between do to tokens: case, spaces, a lost bracket, other brackets,
/// Markdown and HTML, a wrapped line. Whatever this grammar accepts in a text that comes in is masked as a value of its own, so a restored text never
/// depends on what a user typed.
///
/// No form begins with three brackets or holds "[[" further in. A token as `render` writes it is therefore found with exactly its own extent, whatever text
/// stands on its two sides.
enum Placeholder {
    struct Match: Equatable {
        let entity: EntityType
        let number: Int
        /// Scalars from the first bracket to the last.
        let length: Int
    }

    enum Outcome: Equatable {
        case none
        case match(Match)
        /// The text ended inside what may become a placeholder, or one that may still gain a closing bracket.
        case incomplete
    }

    /// Above this many values of one type in one conversation nothing more can be numbered.
    static let largestNumber = 999_999
    /// The longest text the grammar accepts, in scalars: what a stream may have to hold back.
    static let longestLength = 4 * longestReference + 2 * mostPadding + longestName + joint + 6 + mostBlanks + longestAttribute
    static let longestAttribute = 12
    private static let longestName = 8
    private static let mostBlanks = 2
    private static let mostPadding = 3
    /// Blanks, three backslashes and the underscore, blanks.
    private static let joint = 2 * mostBlanks + 4
    /// `&lbrack;`
    private static let longestReference = 8
    private static let mostBackslashes = 3

    static func render(_ entity: EntityType, _ number: Int, attribute: String? = nil) -> String {
        guard let attribute else { return "[[\(entity.placeholderName)_\(number)]]" }
        return "[[\(entity.placeholderName)_\(number) \(attribute)]]"
    }

    /// Whether a placeholder may start with `scalar`: what a scan has to stop at.
    @inline(__always)
    static func canStart(with scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x5B, 0x5C, 0x26, 0xFF3B, 0x3010, 0x27E6, 0x301A: true
        default: false
        }
    }

    /// The same for the bytes of UTF-8; yes for a few other scalars too.
    @inline(__always)
    static func canStart(withUTF8 byte: UInt8) -> Bool {
        switch byte {
        case .openBracket, .backslash, .ampersand, 0xE2, 0xE3, 0xEF: true
        default: false
        }
    }

    /// Whether a placeholder starts at `start` of `scalars`. `isComplete` says that no more text will follow.
    static func match(_ scalars: [Unicode.Scalar], at start: Int, isComplete: Bool) -> Outcome {
        var examined = 0
        return match(scalars, at: start, isComplete: isComplete, examined: &examined)
    }

    /// - Parameter examined: grows by how many scalars were looked at, at most one more than `longestLength`.
    static func match(_ scalars: [Unicode.Scalar], at start: Int, isComplete: Bool, examined: inout Int) -> Outcome {
        var reader = Reader(scalars: scalars, index: start, isComplete: isComplete)
        defer { examined += reader.index - start + 1 }
        do throws(Stop) {
            return .match(try reader.placeholder(from: start))
        } catch {
            return error == .ranOut ? .incomplete : .none
        }
    }

    /// Whether `letters` is the name of a placeholder, in capitals.
    static func isName(_ letters: ArraySlice<Unicode.Scalar>) -> Bool {
        letters.count <= longestName && letters.allSatisfy(\.isASCII)
            && names[packed(letters.lazy.map { UInt8(truncatingIfNeeded: $0.value) })] != nil
    }

    // MARK: Reading

    private enum Stop: Error {
        case mismatch
        case ranOut
    }

    /// How a bracket is written; the two of a pair are written alike.
    private enum Form: Equatable {
        case plain
        case lenticular
        /// One scalar that looks like two brackets.
        case double
        case escaped(backslashes: Int)
        case reference
    }

    private struct Reader {
        let scalars: [Unicode.Scalar]
        var index: Int
        let isComplete: Bool

        /// The scalar at `index + offset`, its full-width form folded; throws when the text ends before it.
        private func peek(_ offset: Int = 0) throws(Stop) -> Unicode.Scalar {
            guard index + offset < scalars.count else { throw isComplete ? .mismatch : .ranOut }
            let scalar = scalars[index + offset]
            if case 0xFF01...0xFF5E = scalar.value { return Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value - 0xFEE0)) }
            return scalar
        }

        mutating func placeholder(from start: Int) throws(Stop) -> Match {
            let opensTwice = try brackets(opening: true)
            try padding()
            let nameStart = index
            let entity = try name()
            let isInCapitals = scalars[nameStart..<index].allSatisfy { !$0.properties.isLowercase }
            let hasUnderscore = try joint()
            let number = try number()
            try attribute()
            try padding()
            let closesTwice = try brackets(opening: false)
            guard opensTwice || closesTwice || (isInCapitals && hasUnderscore) else { throw .mismatch }
            return Match(entity: entity, number: number, length: index - start)
        }

        /// Whether there are two.
        private mutating func brackets(opening: Bool) throws(Stop) -> Bool {
            guard let first = try bracket(opening: opening) else { throw .mismatch }
            if first == .double { return true }
            // At the end of a complete text there is no second; at the end of a chunk one may still come.
            guard index < scalars.count || !isComplete else { return false }
            let before = index
            do throws(Stop) {
                if try bracket(opening: opening) == first { return true }
            } catch {
                // Running out in the middle of a second bracket of a complete text is a mismatch of that bracket alone.
                if error == .ranOut { throw .ranOut }
            }
            index = before
            return false
        }

        /// Nil: none stands here, and `index` did not move.
        private mutating func bracket(opening: Bool) throws(Stop) -> Form? {
            let scalar = try peek()
            switch (scalar, opening) {
            case ("[", true), ("]", false):
                index += 1
                return .plain
            case ("\u{3010}", true), ("\u{3011}", false):
                index += 1
                return .lenticular
            case ("\u{27E6}", true), ("\u{27E7}", false), ("\u{301A}", true), ("\u{301B}", false):
                index += 1
                return .double
            case ("\\", _):
                var count = 1
                while count < Placeholder.mostBackslashes, try peek(count) == "\\" { count += 1 }
                guard try peek(count) == (opening ? "[" : "]") else { return nil }
                index += count + 1
                return .escaped(backslashes: count)
            case ("&", _):
                guard let length = try reference(opening: opening) else { return nil }
                index += length
                return .reference
            default:
                return nil
            }
        }

        /// Length of a character reference for a bracket: `&#91;`, `&#x5B;`, `&lbrack;`, `&lsqb;`, in any case.
        private func reference(opening: Bool) throws(Stop) -> Int? {
            for spelling in opening ? Placeholder.openReferences : Placeholder.closeReferences {
                var length = 0
                while length < spelling.count, try lowered(peek(length)) == spelling[length] { length += 1 }
                if length == spelling.count { return length }
            }
            return nil
        }

        private func lowered(_ scalar: Unicode.Scalar) -> UInt8 { scalar.isASCII ? UInt8(truncatingIfNeeded: scalar.value).lowered : 0 }

        private mutating func padding() throws(Stop) {
            var count = 0
            while count < Placeholder.mostPadding {
                let scalar = try peek()
                guard Self.isBlank(scalar) || scalar == "*" || scalar == "_" || scalar == "`" || scalar == "~" else { return }
                index += 1
                count += 1
            }
        }

        @discardableResult
        private mutating func blanks() throws(Stop) -> Int {
            var count = 0
            while count < Placeholder.mostBlanks, Self.isBlank(try peek()) {
                index += 1
                count += 1
            }
            return count
        }

        /// Whether it holds an underscore.
        private mutating func joint() throws(Stop) -> Bool {
            var hasUnderscore = false
            try blanks()
            switch try peek() {
            case "_":
                hasUnderscore = true
                index += 1
            case "-", "\u{2011}", "\u{2013}", ".", ":": index += 1
            case "\\":
                var count = 1
                while count < Placeholder.mostBackslashes, try peek(count) == "\\" { count += 1 }
                guard try peek(count) == "_" else { throw .mismatch }
                hasUnderscore = true
                index += count + 1
            default: break
            }
            try blanks()
            return hasUnderscore
        }

        private mutating func name() throws(Stop) -> EntityType {
            var name: UInt64 = 0
            while let letter = Self.letter(try peek()) {
                name = name << 8 | UInt64(letter)
                // "[click here]" is let go at its third scalar: no name begins so.
                guard Placeholder.prefixes.contains(name) else { throw .mismatch }
                index += 1
            }
            guard let entity = Placeholder.names[name] else { throw .mismatch }
            return entity
        }

        private mutating func number() throws(Stop) -> Int {
            var value = 0
            var digits = 0
            while digits <= 6 {
                let scalar = try peek()
                guard scalar.isASCII, UInt8(truncatingIfNeeded: scalar.value).isDigit else { break }
                value = value * 10 + Int(scalar.value - 0x30)
                digits += 1
                index += 1
            }
            guard digits >= 1, digits <= 6 else { throw .mismatch }
            return value
        }

        private mutating func attribute() throws(Stop) {
            guard try blanks() > 0 else { return }
            var count = 0
            while Self.isOfAttribute(try peek()) {
                count += 1
                guard count <= Placeholder.longestAttribute else { throw .mismatch }
                index += 1
            }
        }

        private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{A0}", "\u{202F}", "\u{3000}": true
            default: false
            }
        }

        /// In upper case; nil for anything but an ASCII letter.
        private static func letter(_ scalar: Unicode.Scalar) -> UInt8? {
            guard scalar.isASCII, UInt8(truncatingIfNeeded: scalar.value).isASCIILetter else { return nil }
            return UInt8(truncatingIfNeeded: scalar.value) & 0xDF
        }

        private static func isOfAttribute(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isASCII && (UInt8(truncatingIfNeeded: scalar.value).isASCIIAlphanumeric || scalar == "+")
        }
    }

    private static let openReferences = ["&#91;", "&#x5b;", "&lbrack;", "&lsqb;"].map { Array($0.utf8) }
    private static let closeReferences = ["&#93;", "&#x5d;", "&rbrack;", "&rsqb;"].map { Array($0.utf8) }

    /// A name of at most eight letters as one number, the first letter highest.
    private static func packed(_ name: some Sequence<UInt8>) -> UInt64 { name.reduce(0) { $0 << 8 | UInt64($1) } }

    private static let names: [UInt64: EntityType] = Dictionary(
        uniqueKeysWithValues: EntityType.allCases.map { (packed($0.placeholderName.utf8), $0) })
    /// What a name may begin with; nine letters are no prefix, as a ninth pushes the first out and what is left is none.
    private static let prefixes: Set<UInt64> = Set(
        EntityType.allCases.flatMap { entity in
            (1...entity.placeholderName.utf8.count).map { packed(entity.placeholderName.utf8.prefix($0)) }
        })
}
