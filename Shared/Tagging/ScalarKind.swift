/// What the word features ask about a Unicode scalar.
struct ScalarKind: OptionSet, Sendable {
    let rawValue: UInt8

    /// Unicode property Alphabetic.
    static let letter = ScalarKind(rawValue: 1)
    /// Uppercase and Lowercase; each implies `letter`.
    static let upper = ScalarKind(rawValue: 2)
    static let lower = ScalarKind(rawValue: 4)
    /// General category Nd.
    static let digit = ScalarKind(rawValue: 8)
    /// Property White_Space.
    static let blank = ScalarKind(rawValue: 16)
    /// Line feed, carriage return, line separator, paragraph separator.
    static let lineBreak = ScalarKind(rawValue: 32)

    private static let ascii: [ScalarKind] = (0..<128).map { ScalarKind(properties: Unicode.Scalar(UInt8($0))) }

    /// The kinds of `scalars`, in order.
    static func all(of scalars: [Unicode.Scalar]) -> [ScalarKind] {
        let ascii = ascii
        return scalars.map { $0.value < 128 ? ascii[Int($0.value)] : ScalarKind(properties: $0) }
    }

    private init(properties scalar: Unicode.Scalar) {
        let properties = scalar.properties
        var kind: ScalarKind = []
        if properties.isAlphabetic {
            kind.insert(.letter)
            if properties.isLowercase { kind.insert(.lower) } else if properties.isUppercase { kind.insert(.upper) }
        } else if properties.generalCategory == .decimalNumber {
            kind.insert(.digit)
        } else if properties.isWhitespace {
            kind.insert(.blank)
            if [0x0A, 0x0D, 0x2028, 0x2029].contains(scalar.value) { kind.insert(.lineBreak) }
        }
        self = kind
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }
}
