/// The `Retry-After` header: seconds, or a date in one of the three forms of HTTP. RFC 9110, 10.2.3 and 5.6.7.
package enum RetryAfter {
    /// How long to wait, zero for a date in the past; nil when the value has none of the forms.
    /// - Parameter now: seconds since 1970, UTC.
    package static func parse(_ value: String, now: Int64) -> Duration? {
        let text = value.drop { $0 == " " || $0 == "\t" }
        let digits = text.prefix { ("0"..."9").contains($0) }
        if !digits.isEmpty, text.dropFirst(digits.count).allSatisfy({ $0 == " " || $0 == "\t" }) {
            // More digits than fit mean longer than anybody waits.
            return .seconds(Int32(digits) ?? Int32.max)
        }
        return date(String(text)).map { .seconds(max(0, $0 - now)) }
    }

    /// Seconds since 1970 of an HTTP date; nil when it is none.
    package static func date(_ text: String) -> Int64? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" }).map(String.init)
        // Sun, 06 Nov 1994 08:49:37 GMT
        if parts.count == 6, parts[5] == "GMT", parts[0].utf8.count == 3 || text.contains("-") {
            let isTwoDigit = parts[3].utf8.count == 2
            // Sunday, 06-Nov-94 08:49:37 GMT: a two-digit year; 70 to 99 is the last century.
            guard isTwoDigit == text.contains("-"), isTwoDigit || parts[3].utf8.count == 4, let year = digits(parts[3][...]) else {
                return nil
            }
            let century: Int64 = isTwoDigit ? (year >= 70 ? 1900 : 2000) : 0
            return seconds(year: century + year, month: parts[2], day: parts[1], clock: parts[4])
        }
        // Sun Nov  6 08:49:37 1994
        if parts.count == 5, parts[4].utf8.count == 4, !text.contains(","), let year = digits(parts[4][...]) {
            return seconds(year: year, month: parts[1], day: parts[2], clock: parts[3])
        }
        return nil
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func seconds(year: Int64, month: String, day: String, clock: String) -> Int64? {
        let time = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard let month = months.firstIndex(of: month), let day = number(day[...]), (1...31).contains(day), (1...9999).contains(year),
            time.count == 3, let hour = number(time[0]), let minute = number(time[1]), let second = number(time[2]), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        return daysSince1970(year, Int64(month) + 1, day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func number(_ text: Substring) -> Int64? {
        (1...2).contains(text.utf8.count) ? digits(text) : nil
    }

    /// Without the sign that `Int64` would take.
    private static func digits(_ text: Substring) -> Int64? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int64(text) : nil
    }

    /// Days of the proleptic Gregorian calendar, counted in eras of 400 years that start in March, so that the leap day comes last.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
