/// A country calling code (ITU-T E.164, list of assigned codes) and how long the numbers behind it are by the national plans (ITU-T E.129).
struct CountryCode {
    let digits: Int
    let nationalLengths: ClosedRange<Int>

    /// Reads the code off the front of a number's digits.
    init?(_ number: ArraySlice<UInt8>) {
        guard number.count >= 7 else { return nil }
        let one = Digits.prefix(number, count: 1)
        if one == 1 || one == 7 {
            digits = 1
            nationalLengths = 10...10
            return
        }
        let two = Digits.prefix(number, count: 2)
        if let lengths = Self.twoDigit[two] {
            digits = 2
            nationalLengths = lengths
            return
        }
        let three = Digits.prefix(number, count: 3)
        guard one >= 2, Self.isThreeDigit(three) else { return nil }
        digits = 3
        nationalLengths = Self.threeDigit[three] ?? 6...11
    }

    private static let twoDigit: [Int: ClosedRange<Int>] = [
        20: 8...10, 27: 9...9, 30: 10...10, 31: 9...9, 32: 8...9, 33: 9...9, 34: 9...9, 36: 8...9, 39: 6...11, 40: 9...9, 41: 9...9,
        43: 6...13,
        44: 9...10, 45: 8...8, 46: 7...10, 47: 8...8, 48: 9...9, 49: 6...11, 51: 8...9, 52: 10...11, 53: 6...8, 54: 10...11, 55: 10...11,
        56: 9...9, 57: 8...10, 58: 10...10, 60: 8...10, 61: 9...9, 62: 8...12, 63: 8...10, 64: 8...10, 65: 8...8, 66: 8...9, 81: 9...10,
        82: 8...10,
        84: 9...10, 86: 10...11, 90: 10...10, 91: 10...10, 92: 9...10, 93: 9...9, 94: 9...9, 95: 7...10, 98: 10...10,
    ]
    private static let threeDigit: [Int: ClosedRange<Int>] = [
        351: 9...9, 352: 6...9, 353: 7...9, 354: 7...7, 358: 6...11, 359: 8...9, 370: 8...8, 371: 8...8, 372: 7...8, 380: 9...9, 385: 8...9,
        386: 8...8,
        420: 9...9, 421: 9...9, 852: 8...8, 886: 8...9, 966: 8...9, 971: 8...9, 972: 8...9,
    ]
    private static func isThreeDigit(_ code: Int) -> Bool {
        switch code {
        case 211...213, 216, 218, 220...258, 260...269, 290, 291, 297...299, 350...359, 370...383, 385...387, 389, 420, 421, 423, 500...509,
            590...599, 670, 672...683, 685...692, 800, 808, 850, 852, 853, 855, 856, 870, 878, 880...883, 886, 888, 960...968, 970...977,
            979,
            992...996, 998:
            true
        default: false
        }
    }
}
