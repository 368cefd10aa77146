/// What stands for one scalar in a string of JSON or of a program that was pasted or logged as it is: `\n`, `\"`, `\/`, `\u00e9`; in a string within a string
/// with several backslashes.
///
/// Whoever looks for values looks at the scalar: "\nanna@example.org" begins with an a, and "Ren\u00e9" is a name. A backslash of a Windows path
/// (`C:\temp\new`, `\\server\new`) and the one between a domain in capitals and a user's name (`CORP\nina`) begins none.
struct EscapeSequence: Equatable {
    let range: Range<Int>
    let scalar: Unicode.Scalar

    /// In order, without overlap. Linear in the text.
    static func all(in scalars: some RandomAccessCollection<Unicode.Scalar> & Sendable) -> [EscapeSequence] {
        guard scalars.contains("\\") else { return [] }
        var finder = Finder(scalars: Array(scalars))
        return finder.all()
    }

    /// `scalars` with each sequence as the scalar it stands for.
    static func decoded(_ scalars: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        let sequences = all(in: scalars)
        if sequences.isEmpty { return scalars }
        let whole = Array(scalars)
        var decoded: [Unicode.Scalar] = []
        var index = 0
        for sequence in sequences {
            decoded += whole[index..<sequence.range.lowerBound]
            decoded.append(sequence.scalar)
            index = sequence.range.upperBound
        }
        return (decoded + whole[index...])[...]
    }

    private struct Finder {
        let scalars: [Unicode.Scalar]
        private var found: [EscapeSequence] = []
        private var isInPath = false

        /// NetBIOS names have at most so many.
        private static let longestDomain = 15

        init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

        mutating func all() -> [EscapeSequence] {
            var index = 0
            while index < scalars.count {
                guard scalars[index] == "\\" else {
                    if isInPath, Self.endsPath(scalars[index]) { isInPath = false }
                    index += 1
                    continue
                }
                var end = index + 1
                while end < scalars.count, scalars[end] == "\\" { end += 1 }
                if !isInPath { isInPath = followsDrive(index) || beginsShare(index, end) }
                if !isInPath, let (scalar, length) = meaning(at: end), !isBesideDomain(index, end, scalar) {
                    found.append(EscapeSequence(range: index..<end + length, scalar: scalar))
                    end += length
                }
                index = end
            }
            return found
        }

        /// What follows the backslashes.
        private func meaning(at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
            guard index < scalars.count else { return nil }
            switch scalars[index] {
            case "n", "r": return ("\n", 1)
            case "t": return ("\t", 1)
            case "b", "f": return (" ", 1)
            case "\"", "'", "/": return (scalars[index], 1)
            case "u":
                guard index + 4 < scalars.count else { return nil }
                var value: UInt32 = 0
                for scalar in scalars[index + 1...index + 4] {
                    guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
                    value = value << 4 | UInt32(digit)
                }
                // Half of a pair stands for no letter.
                return (Unicode.Scalar(value) ?? "\u{FFFD}", 5)
            default: return nil
            }
        }

        private func isBoundary(_ index: Int) -> Bool {
            if index < 0 || index < found.last?.range.upperBound ?? 0 { return true }
            let scalar = scalars[index]
            return !(scalar.isASCII && UInt8(truncatingIfNeeded: scalar.value).isAlphanumeric) && scalar != "_"
        }

        private func followsDrive(_ index: Int) -> Bool {
            guard index >= 2, scalars[index - 1] == ":", isBoundary(index - 3) else { return false }
            let letter = scalars[index - 2]
            return letter.isASCII && UInt8(truncatingIfNeeded: letter.value).isASCIILetter && !isBoundary(index - 2)
        }

        /// "\\server\": an even number of backslashes, a name and a backslash again.
        private func beginsShare(_ index: Int, _ end: Int) -> Bool {
            guard (end - index) % 2 == 0, isBoundary(index - 1) else { return false }
            var name = end
            while name < scalars.count, name - end <= Self.longestDomain, Self.isOfHostName(scalars[name]) { name += 1 }
            return name > end && name < scalars.count && scalars[name] == "\\"
        }

        private static func isOfHostName(_ scalar: Unicode.Scalar) -> Bool {
            guard scalar.isASCII else { return false }
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            return byte.isASCIIAlphanumeric || byte == .hyphen || byte == .dot || byte == .underscore
        }

        private func isBesideDomain(_ index: Int, _ end: Int, _ scalar: Unicode.Scalar) -> Bool {
            guard scalar == "\n" || scalar == "\t" || scalar == " ", end + 1 < scalars.count, ("a"..."z").contains(scalars[end + 1]) else {
                return false
            }
            var start = index
            var hasLetter = false
            while start > 0, index - start <= Self.longestDomain, !isBoundary(start - 1) || scalars[start - 1] == "-" {
                guard !("a"..."z").contains(scalars[start - 1]) else { return false }
                hasLetter = hasLetter || ("A"..."Z").contains(scalars[start - 1])
                start -= 1
            }
            return hasLetter && index - start >= 2 && index - start <= Self.longestDomain
        }

        private static func endsPath(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "\"", "'", "<", ">", "|", "*", "?", ",", ";": true
            default: scalar.properties.isWhitespace
            }
        }
    }
}
