#if canImport(Crypto)
    internal import Crypto
#endif

/// What stands in a masked text in place of a value of one entity.
///
/// Secrets are one-way whatever is asked for: `mask`, `hash` and `keep` are `replace` for them, whose numbered token nothing restores.
package enum MaskingOperator: Sendable, Hashable {
    /// A numbered placeholder, `[[PERSON_1]]`, that the conversation's map restores.
    case replace
    /// The entity's name alone, `[[PERSON]]`. Not restorable, and no longer told from another person.
    case redact
    /// Asterisks and the last letters and digits, `****1234`. Not restorable.
    case mask
    /// A keyed digest, `[[PERSON #9f86d081884c7d65]]`: the same for the same value in every conversation under one key. Not restorable.
    case hash
    /// The value itself. It leaves the device, and the second scan does not mind it. Denied terms of the entity are replaced all the same.
    case keep
}

/// The forms of one-way operators.
enum OneWayForm {
    /// Hexadecimal digits of a digest: 64 bits, so that among a million values two share one with a chance of 1 in 40 million.
    static let digestDigits = 16
    /// Always as many: how long a value is says something about it. More than a placeholder takes as padding, so that none can begin with them.
    private static let asterisks = "****"

    static func redacted(_ entity: EntityType) -> String { "[[\(entity.placeholderName)]]" }

    /// At most half of the value's letters and digits stay.
    static func masked(_ value: ArraySlice<Unicode.Scalar>, keeping count: Int) -> String {
        let characters = value.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        var text = ScalarText()
        text.append(asterisks)
        if count > 0, characters.count >= 2 * count { text.append(characters.suffix(count)) }
        return text.string
    }

    /// HMAC-SHA-256 of the entity's name, a zero byte and the value, cut to the first 64 bits with a letter among their digits. Built without `Crypto`, as the fuzzer is, it redacts.
    static func hashed(_ value: [UInt8], _ entity: EntityType, key: [UInt8]) -> String {
        #if canImport(Crypto)
            let code = HMAC<SHA256>.authenticationCode(for: Array(entity.rawValue.utf8) + [0] + value, using: SymmetricKey(data: key))
            var digits: [UInt8] = []
            for byte in code { digits += [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]] }
            for start in stride(from: 0, to: digits.count, by: digestDigits) where isDigest(digits[start..<start + digestDigits]) {
                return "[[\(entity.placeholderName) #\(String(decoding: digits[start..<start + digestDigits], as: UTF8.self))]]"
            }
            return redacted(entity)
        #else
            return redacted(entity)
        #endif
    }

    /// A digest holds a letter: sixteen digits alone, typed in this form, may be a card's.
    private static func isDigest(_ digits: some Collection<UInt8>) -> Bool {
        digits.allSatisfy { $0.isHex && !$0.isUpperCase } && digits.contains { !$0.isDigit }
    }

    static let hexDigits: [UInt8] = Array("0123456789abcdef".utf8)

    /// Length of a redacted or hashed form at `start`; nil when none stands there. `mask` leaves nothing to tell it by.
    static func length(_ scalars: [Unicode.Scalar], at start: Int) -> Int? {
        func at(_ index: Int) -> UInt8 {
            index < scalars.count && scalars[index].isASCII ? UInt8(truncatingIfNeeded: scalars[index].value) : 0
        }
        guard at(start) == .openBracket, at(start + 1) == .openBracket else { return nil }
        var index = start + 2
        while index - start <= 10, at(index).isUpperCase { index += 1 }
        guard Placeholder.isName(scalars[start + 2..<index]) else { return nil }
        if at(index) == .space, at(index + 1) == .hash {
            let digits = index + 2
            index = digits + digestDigits
            guard isDigest((digits..<index).map(at)) else { return nil }
        }
        return at(index) == .closeBracket && at(index + 1) == .closeBracket ? index + 2 - start : nil
    }
}
