/// A run of ASCII digits in folded text.
struct DigitGroup {
    let start: Int
    let end: Int
    var count: Int { end - start }
}

extension FoldedText {
    /// Whether a comma at `index` may part thousands: one to three digits before it and three behind it. Between longer runs it parts cells.
    func isThousandsComma(_ index: Int) -> Bool {
        guard at(index) == .comma, at(index - 1).isDigit, at(index + 1).isDigit else { return false }
        return !(at(index - 2).isDigit && at(index - 3).isDigit && at(index - 4).isDigit) && at(index + 2).isDigit && at(index + 3).isDigit
            && !at(index + 4).isDigit
    }

    /// The bytes `start..<end`, as far as there are any, in lower case.
    func lowered(_ start: Int, _ end: Int) -> String {
        let first = min(max(start, 0), bytes.count)
        return bytes[first..<max(first, min(end, bytes.count))].loweredText
    }

    /// Where the run of ASCII letters that ends at `end` begins; no more than `limit` of them are looked at.
    func wordStart(before end: Int, atMost limit: Int) -> Int {
        var start = end
        while end - start < limit, at(start - 1).isASCIILetter { start -= 1 }
        return start
    }

    /// Whether nothing but `start..<end` and a few marks make up the text: an answer to a question. Who pads his number with more did not just answer.
    func isAlone(_ start: Int, _ end: Int) -> Bool {
        guard start <= 4, bytes.count - end <= 4 else { return false }
        return bytes[..<start].allSatisfy { !$0.isAlphanumeric && $0 != FoldedText.other }
            && bytes[end...].allSatisfy { !$0.isAlphanumeric && $0 != FoldedText.other }
    }
}

extension ArraySlice<UInt8> {
    /// In lower case.
    var loweredText: String { String(decoding: lazy.map(\.lowered), as: UTF8.self) }
}

/// Arithmetic shared by the recognizers of numbers.
enum Digits {
    /// Luhn's check (ISO/IEC 7812-1) over the digits among `bytes`.
    static func passesLuhn(_ bytes: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        var doubles = false
        var count = 0
        for byte in bytes.reversed() where byte.isDigit {
            let value = doubles ? byte.digitValue * 2 : byte.digitValue
            sum += value > 9 ? value - 9 : value
            doubles.toggle()
            count += 1
        }
        return count > 1 && sum % 10 == 0
    }

    /// The number made by the first `count` digits among `bytes`; 0 when there are fewer.
    static func prefix(_ bytes: ArraySlice<UInt8>, count: Int) -> Int {
        var value = 0
        var taken = 0
        for byte in bytes where byte.isDigit {
            value = value * 10 + byte.digitValue
            taken += 1
            if taken == count { return value }
        }
        return 0
    }

    /// All digits alike: a placeholder such as 000-00-0000 or 1111111111, never a real number.
    static func areAllEqual(_ bytes: ArraySlice<UInt8>) -> Bool {
        var first: UInt8?
        for byte in bytes where byte.isDigit {
            if let first, first != byte { return false }
            first = byte
        }
        return true
    }
}
