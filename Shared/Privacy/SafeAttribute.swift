/// What a placeholder may say of its value: the country of a number, a card's network, the gender a form of address names. Never anything that tells two people
/// of one country and gender apart.
enum SafeAttribute {
    /// Scalars of a title that is looked for before a value, and of what may stand around it.
    static let longestTitle = 10

    /// Nil when the value has none. `before` is the text before the value, for a person's title.
    static func of(_ value: ArraySlice<Unicode.Scalar>, _ entity: EntityType, before: ArraySlice<Unicode.Scalar>) -> String? {
        switch entity {
        case .phoneNumber: callingCode(value)
        case .ibanCode: country(value.prefix(2))
        case .swiftCode: country(value.dropFirst(4).prefix(2))
        case .creditCard: network(value)
        case .person: gender(value, before: before)
        default: nil
        }
    }

    /// "+48" of a number in international form. ITU-T E.164 country codes: of one digit 1 and 7, of two those listed, of three all others.
    private static func callingCode(_ value: ArraySlice<Unicode.Scalar>) -> String? {
        var digits = value.compactMap(digit)
        if value.first != "+" && value.first != "\u{FF0B}" {
            guard digits.starts(with: [0, 0]), value.prefix(2).allSatisfy({ digit($0) == 0 }) else { return nil }
            digits.removeFirst(2)
        }
        guard digits.count >= 7, digits[0] != 0 else { return nil }
        let length = digits[0] == 1 || digits[0] == 7 ? 1 : (twoDigitCodes.contains(digits[0] * 10 + digits[1]) ? 2 : 3)
        return "+" + digits.prefix(length).map(String.init).joined()
    }

    private static let twoDigitCodes: Set<Int> = [
        20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62, 63, 64, 65, 66,
        81, 82, 84,
        86, 90, 91, 92, 93, 94, 95, 98,
    ]

    private static func country(_ letters: ArraySlice<Unicode.Scalar>) -> String? {
        guard letters.count == 2 else { return nil }
        var code = ""
        for scalar in letters {
            guard scalar.isASCII, UInt8(truncatingIfNeeded: scalar.value).isASCIILetter else { return nil }
            code.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) & 0xDF))
        }
        return code
    }

    /// By the issuer identification number, ISO/IEC 7812, ranges as the networks publish them.
    private static func network(_ value: ArraySlice<Unicode.Scalar>) -> String? {
        let digits = value.compactMap(digit)
        guard digits.count >= 12 else { return nil }
        let four = digits.prefix(4).reduce(0) { $0 * 10 + $1 }
        switch four {
        case 4000...4999: return "visa"
        case 5100...5599, 2221...2720: return "mastercard"
        case 3400...3499, 3700...3799: return "amex"
        case 6011, 6440...6599: return "discover"
        case 3528...3589: return "jcb"
        case 3000...3059, 3095, 3600...3699, 3800...3999: return "diners"
        case 6200...6299: return "unionpay"
        case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763: return "maestro"
        default: return nil
        }
    }

    /// "f" or "m" where a title that says so stands in front of the name or begins it.
    private static func gender(_ value: ArraySlice<Unicode.Scalar>, before: ArraySlice<Unicode.Scalar>) -> String? {
        let words = value.split(maxSplits: 1) { $0.properties.isWhitespace }
        // "M." that a tagger took into the name is an initial.
        if words.count > 1, let first = words.first, !first.elementsEqual("M.".unicodeScalars), let gender = titles[word(first)] {
            return gender
        }
        var end = before.endIndex
        while end > before.startIndex, before.endIndex - end < 2, before[end - 1] == " " || before[end - 1] == "\u{A0}" { end -= 1 }
        guard end < before.endIndex else { return nil }
        var start = end
        while start > before.startIndex, end - start <= 6, !before[start - 1].properties.isWhitespace { start -= 1 }
        return titles[word(before[start..<end])]
    }

    private static func word(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ScalarText()
        text.append(scalars)
        return text.string
    }

    /// As they are written: "sr" without its full stop, or "SR", may be anything.
    private static let titles: [String: String] = [
        "Mr": "m", "Mr.": "m", "Herr": "m", "Herrn": "m", "M.": "m", "Sr.": "m",
        "Mrs": "f", "Mrs.": "f", "Ms": "f", "Ms.": "f", "Frau": "f", "Mme": "f", "Mme.": "f", "Sra.": "f",
    ]

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else { return nil }
        return Int(value)
    }
}
