/// What stands behind the label of an identifier, and how much it looks like one by itself.
///
///     value = token { blank group }      token = letters and digits, with single - / . : _ inside
///
/// Groups of digits behind a blank belong to it while they look like one number; so do the register and number of a German docket ("3 O 123/21").
struct IdentifierValue {
    let end: Int
    let digits: Int
    let letters: Int
    private let isDotted: Bool
    private let hasLower: Bool
    let hasJoint: Bool
    private let isDate: Bool

    private static let longest = 40

    /// Nil when no value starts at `start`. `isLegal`: the label may be that of a case.
    init?(_ text: FoldedText, at start: Int, isLegal: Bool) {
        let bytes = text.bytes
        guard start < bytes.count, bytes[start].isASCIIAlphanumeric else { return nil }
        var end = Self.tokenEnd(text, start)
        guard end - start <= Self.longest else { return nil }
        if isLegal, let docket = Self.docketEnd(text, start, tokenEnd: end) {
            end = docket
        } else {
            end = Self.groupsEnd(text, start, tokenEnd: end)
        }
        let after = text.at(end)
        if after.isAlphanumeric || after == .atSign || after == .percent || after == .dollar || after >= 0x80 { return nil }
        let value = bytes[start..<end]
        self.end = end
        digits = value.count(where: \.isDigit)
        letters = value.count(where: \.isASCIILetter)
        isDotted = value.count { $0 == .dot } >= 1 && letters == 0 && value.allSatisfy { $0.isDigit || $0 == .dot } && digits < 9
        hasLower = value.contains { $0.isASCIILetter && !$0.isUpperCase }
        hasJoint = value.contains { $0 == .hyphen || $0 == .slash }
        isDate = Self.isDate(value)
    }

    /// Behind a label that says identifier: three digits at least, and no date, year, decimal or dotted address.
    var isPlausible: Bool { digits >= 3 && digits + letters >= 4 && !isDate && !isDotted && !(hasLower && digits < 3) }

    /// Behind a word that may say something else: five digits, or capitals with three.
    var isTelling: Bool { isPlausible && (letters == 0 ? digits >= 5 : !hasLower && digits >= 3 || digits >= 6) }

    /// Behind a word that most often says something else: capitals and digits, joined.
    var isUnmistakable: Bool { isTelling && letters > 0 && !hasLower && hasJoint && digits >= 4 }

    /// The record of a booking: six to ten capitals and digits in one run, two of each. Few have the digits that other identifiers must have.
    func isLocator(in value: ArraySlice<UInt8>) -> Bool {
        (6...10).contains(value.count) && digits >= 2 && letters >= 2 && value.allSatisfy { $0.isDigit || $0.isUpperCase }
    }

    private static func tokenEnd(_ text: FoldedText, _ start: Int) -> Int {
        var end = start
        while end < text.bytes.count, end - start <= longest {
            let byte = text.bytes[end]
            if byte.isASCIIAlphanumeric {
                end += 1
            } else if byte == .hyphen || byte == .slash || byte == .dot || byte == .colon || byte == .underscore,
                text.at(end + 1).isASCIIAlphanumeric,
                end > start
            {
                end += 1
            } else {
                break
            }
        }
        return end
    }

    /// "123 456 789", "AB 12 34": groups of two to five digits behind single blanks, when the token before is a short group itself.
    private static func groupsEnd(_ text: FoldedText, _ start: Int, tokenEnd: Int) -> Int {
        let token = text.bytes[start..<tokenEnd]
        guard token.count <= 5, token.allSatisfy({ $0.isDigit || $0.isUpperCase }) || token.allSatisfy({ $0.isUpperCase || $0 == .hyphen })
        else {
            return tokenEnd
        }
        // Behind capitals alone comes the number in one run: "AB 123456".
        var lengths = token.contains(where: \.isUpperCase) ? 2...9 : 2...5
        var end = tokenEnd
        while end - start < longest, text.at(end) == .space {
            var group = end + 1
            while group - end <= 10, text.at(group).isDigit { group += 1 }
            guard lengths.contains(group - end - 1), !text.at(group).isAlphanumeric, text.at(group) != .slash, text.at(group) != .colon,
                !(text.at(group) == .hyphen || text.at(group) == .dot || text.at(group) == .comma) || !text.at(group + 1).isAlphanumeric
            else { break }
            end = group
            lengths = 2...5
        }
        return end
    }

    /// "3 O 123/21", "VI ZR 12/20", "RG 21/01234": short words before a token of digits, slash, digits.
    private static func docketEnd(_ text: FoldedText, _ start: Int, tokenEnd: Int) -> Int? {
        var first = start
        var end = tokenEnd
        for _ in 0..<3 {
            if let slash = text.bytes[first..<end].firstIndex(of: .slash) {
                return first > start && text.bytes[first..<slash].allSatisfy(\.isDigit)
                    && text.bytes[(slash + 1)..<end].allSatisfy(\.isDigit) ? end : nil
            }
            guard end - first <= 4, text.at(end) == .space, text.at(end + 1).isASCIIAlphanumeric else { return nil }
            first = end + 1
            end = Self.tokenEnd(text, first)
        }
        return nil
    }

    /// The end of a vehicle's registration mark: two or three groups of at most four capitals or digits, or one run of both: "AB 12 CDE", "B-AB 1234", "1234 BCD".
    static func plateEnd(_ text: FoldedText, at start: Int) -> Int? {
        var end = start
        var groups = 0
        while groups < 4 {
            var group = groups == 0 ? end : end + 1
            let first = group
            while group - first <= 8, text.at(group).isUpperCase || text.at(group).isDigit { group += 1 }
            guard (1...(groups == 0 ? 8 : 4)).contains(group - first), !text.at(group).isAlphanumeric else { break }
            end = group
            groups += 1
            guard text.at(end) == .space || text.at(end) == .hyphen, text.at(end + 1).isUpperCase || text.at(end + 1).isDigit else { break }
        }
        let mark = text.bytes[start..<end]
        let digits = mark.count(where: \.isDigit)
        let letters = mark.count(where: \.isUpperCase)
        return groups > 0 && (1...6).contains(digits) && (1...6).contains(letters) && (4...8).contains(digits + letters) ? end : nil
    }

    /// Three numbers of which one may be a year, or a year alone.
    private static func isDate(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count <= 10, value.allSatisfy({ $0.isDigit || $0 == .hyphen || $0 == .slash || $0 == .dot || $0 == .colon }) else {
            return false
        }
        let parts = value.split { !$0.isDigit }
        let sizes = parts.map(\.count)
        if sizes == [4] { return (1900...2099).contains(Digits.prefix(value, count: 4)) }
        if sizes.count == 2, value.contains(.colon) { return sizes.allSatisfy { $0 <= 2 } }
        return sizes.count == 3
            && (sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2 || sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 4 || sizes[2] == 2))
    }
}
