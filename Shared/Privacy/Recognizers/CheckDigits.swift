/// Check digit schemes that several countries share. All take compact upper-case ASCII; a letter where a digit belongs makes the check fail, never trap.
enum CheckDigits {
    /// The digits of `bytes[range]`, each times its weight, added up; nil when one is no digit.
    static func weightedSum(_ bytes: ArraySlice<UInt8>, _ weights: [Int]) -> Int? {
        guard bytes.count == weights.count else { return nil }
        var sum = 0
        for (byte, weight) in zip(bytes, weights) {
            guard byte.isDigit else { return nil }
            sum += byte.digitValue * weight
        }
        return sum
    }

    /// ISO/IEC 7064 MOD 11,10, the last digit being the check digit.
    static func passesMod11And10(_ digits: ArraySlice<UInt8>) -> Bool {
        var product = 10
        for byte in digits.dropLast() {
            guard byte.isDigit else { return false }
            let sum = (byte.digitValue + product) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        guard let last = digits.last, last.isDigit else { return false }
        return (11 - product) % 10 == last.digitValue
    }

    /// Verhoeff's dihedral check (J. Verhoeff, Error Detecting Decimal Codes, 1969), the last digit being the check digit.
    static func passesVerhoeff(_ digits: ArraySlice<UInt8>) -> Bool {
        var check = 0
        for (position, byte) in digits.reversed().enumerated() {
            guard byte.isDigit else { return false }
            check = product(check, permuted(byte.digitValue, position))
        }
        return check == 0
    }

    /// Multiplication in the dihedral group of order ten.
    private static func product(_ left: Int, _ right: Int) -> Int {
        switch (left < 5, right < 5) {
        case (true, true): (left + right) % 5
        case (true, false): (left + right - 5) % 5 + 5
        case (false, true): (left - 5 - right + 5) % 5 + 5
        case (false, false): (left - right + 5) % 5
        }
    }

    private static func permuted(_ digit: Int, _ position: Int) -> Int {
        var digit = digit
        for _ in 0..<position % 8 { digit = permutation[digit] }
        return digit
    }

    private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

    /// Whether year, month and day name a day of the Gregorian calendar; without a century, 29 February is let through.
    static func isDay(year: Int?, month: Int, day: Int) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        switch month {
        case 4, 6, 9, 11: return day <= 30
        case 2:
            let isLeap = year.map { $0 % 4 == 0 && ($0 % 100 != 0 || $0 % 400 == 0) } ?? true
            return day <= (isLeap ? 29 : 28)
        default: return day <= 31
        }
    }

    /// The number in `bytes[start..<start + count]`; -1 when one of them is no digit.
    static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
        var value = 0
        for index in start..<start + count {
            guard index < bytes.count, bytes[index].isDigit else { return -1 }
            value = value * 10 + bytes[index].digitValue
        }
        return value
    }

    /// Revenue, "PPSN format", and VAT numbers alike: seven digits with weights 8 to 2, a second letter counting nine times (W for nothing), modulo 23, W for 0.
    static func passesIrish(_ number: ArraySlice<UInt8>) -> Bool {
        guard (8...9).contains(number.count), var sum = weightedSum(number.prefix(7), [8, 7, 6, 5, 4, 3, 2]) else { return false }
        let letters = number.suffix(number.count - 7).map { Int($0) - 64 }
        guard letters.allSatisfy({ (1...26).contains($0) }) else { return false }
        if letters.count == 2 { sum += letters[1] % 23 * 9 }
        return letters[0] == (sum % 23 == 0 ? 23 : sum % 23)
    }

    static func isDigits(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy(\.isDigit) }
}
