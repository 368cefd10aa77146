/// A run of ASCII digits in folded text.
struct DigitGroup {
    let start: Int
    let end: Int
    var count: Int { end - start }
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
