/// The tokens that stand for masked values, `[[EMAIL_1]]`, and the one grammar by which they are recognised again.
///
///     placeholder = open blanks name blanks [ "_" / "-" / "\_" ] blanks number blanks close
///     open, close = one or two brackets, all of them escaped by "\" or none
///     name        = a placeholder name, in any case        number = 1 to 6 digits        blanks = up to 2 spaces
///
/// That is as much damage as models do to tokens (case, spaces, a lost bracket, Markdown's backslashes). Whatever this grammar accepts in a text
/// that comes in is masked as a value of its own, so a restored text never depends on what a user typed.
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
    static let longestLength = 4 + longestName + 2 * 4 + 2 + 6 + 4
    private static let longestName = 8
    private static let mostBlanks = 2

    static func render(_ entity: EntityType, _ number: Int) -> String { "[[\(entity.placeholderName)_\(number)]]" }

    /// Whether a placeholder starts at `start` of `scalars`. `isComplete` says that no more text will follow.
    static func match(_ scalars: [Unicode.Scalar], at start: Int, isComplete: Bool) -> Outcome {
        var reader = Reader(scalars: scalars, index: start, isComplete: isComplete)
        do throws(Stop) {
            return .match(try reader.placeholder(from: start))
        } catch {
            return error == .ranOut ? .incomplete : .none
        }
    }

    private enum Stop: Error {
        case mismatch
        case ranOut
    }

    private struct Reader {
        let scalars: [Unicode.Scalar]
        var index: Int
        let isComplete: Bool

        /// The scalar at `index + offset`; throws when the text ends before it.
        private func peek(_ offset: Int = 0) throws(Stop) -> Unicode.Scalar {
            guard index + offset < scalars.count else { throw isComplete ? .mismatch : .ranOut }
            return scalars[index + offset]
        }

        mutating func placeholder(from start: Int) throws(Stop) -> Match {
            let isEscaped = try peek() == "\\"
            try bracket("[", isEscaped: isEscaped)
            try optionalBracket("[", isEscaped: isEscaped)
            try blanks()
            let entity = try name()
            try blanks()
            let joint = try peek()
            if joint == "\\" {
                guard try peek(1) == "_" else { throw .mismatch }
                index += 2
            } else if joint == "_" || joint == "-" {
                index += 1
            }
            try blanks()
            let number = try number()
            try blanks()
            try bracket("]", isEscaped: isEscaped)
            try optionalBracket("]", isEscaped: isEscaped)
            return Match(entity: entity, number: number, length: index - start)
        }

        private mutating func bracket(_ bracket: Unicode.Scalar, isEscaped: Bool) throws(Stop) {
            if isEscaped {
                guard try peek() == "\\" else { throw .mismatch }
                index += 1
            }
            guard try peek() == bracket else { throw .mismatch }
            index += 1
        }

        private mutating func optionalBracket(_ bracket: Unicode.Scalar, isEscaped: Bool) throws(Stop) {
            // At the end of a complete text there is none; at the end of a chunk one may still come.
            guard index < scalars.count || !isComplete else { return }
            if isEscaped {
                guard try peek() == "\\" else { return }
                guard index + 1 < scalars.count || !isComplete, try peek(1) == bracket else { return }
                index += 2
            } else if try peek() == bracket {
                index += 1
            }
        }

        private mutating func blanks() throws(Stop) {
            var count = 0
            while count < Placeholder.mostBlanks, try peek() == " " {
                index += 1
                count += 1
            }
        }

        private mutating func name() throws(Stop) -> EntityType {
            var bytes: [UInt8] = []
            while true {
                let scalar = try peek()
                guard scalar.isASCII, UInt8(truncatingIfNeeded: scalar.value).isASCIILetter else { break }
                bytes.append(UInt8(truncatingIfNeeded: scalar.value) & 0xDF)
                guard bytes.count <= Placeholder.longestName else { throw .mismatch }
                index += 1
            }
            guard let entity = Placeholder.names[String(decoding: bytes, as: UTF8.self)] else { throw .mismatch }
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
    }

    private static let names: [String: EntityType] = Dictionary(uniqueKeysWithValues: EntityType.allCases.map { ($0.placeholderName, $0) })
}
