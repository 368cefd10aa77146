/// Hashes of passwords in the forms of crypt(5), of PHC strings ("$argon2id$v=19$m=..."), of portable PHP hashes and of Cisco's types 5, 8 and 9.
enum PasswordHash {
    private static let longest = 400

    /// The end of the hash whose first "$" stands at `start`.
    static func end(_ text: FoldedText, at start: Int) -> Int? {
        guard !text.at(start - 1).isAlphanumeric, text.at(start - 1) != .dollar else { return nil }
        var index = start + 1
        while index - start <= 16, text.at(index).isASCIIAlphanumeric || text.at(index) == .hyphen { index += 1 }
        guard text.at(index) == .dollar, index > start + 1 else { return nil }
        let scheme = text.lowered(start + 1, index)
        switch scheme {
        case "2a", "2b", "2x", "2y":
            guard text.at(index + 1).isDigit, text.at(index + 2).isDigit, text.at(index + 3) == .dollar else { return nil }
            return field(text, index + 4, exactly: 53)
        case "p", "h": return field(text, index + 1, exactly: 31)
        case "1", "apr1": return last(text, index, exactly: 22)
        case "5", "y", "gy", "7", "8", "9": return last(text, index, exactly: 43)
        case "6": return last(text, index, exactly: 86)
        default:
            guard ["argon2", "pbkdf2", "scrypt"].contains(where: scheme.hasPrefix) else { return nil }
            return last(text, index, exactly: nil)
        }
    }

    private static func field(_ text: FoldedText, _ start: Int, exactly count: Int) -> Int? {
        var index = start
        while index - start < count, isHashByte(text.at(index)) { index += 1 }
        return index - start == count && !text.at(index).isAlphanumeric ? index : nil
    }

    /// Behind parameters and salt.
    private static func last(_ text: FoldedText, _ first: Int, exactly count: Int?) -> Int? {
        var index = first + 1
        var start = index
        var fields = 1
        while index - first < longest, isHashByte(text.at(index)) || isParameterByte(text.at(index)) || text.at(index) == .dollar {
            if text.at(index) == .dollar {
                fields += 1
                start = index + 1
            }
            index += 1
        }
        guard fields >= 2 else { return nil }
        if let count { return field(text, start, exactly: count) }
        while index > start, text.at(index - 1) == .dot || text.at(index - 1) == .comma { index -= 1 }
        return index - start >= 20 ? index : nil
    }

    private static func isHashByte(_ byte: UInt8) -> Bool { byte.isASCIIAlphanumeric || byte == .dot || byte == .slash }
    private static func isParameterByte(_ byte: UInt8) -> Bool {
        byte == .equals || byte == .comma || byte == .plus || byte == .hyphen || byte == .underscore
    }
}
