import Testing
import Transfer

@Suite struct RetryAfterTests {
    /// 1994-11-06T08:49:37Z, the date of RFC 9110's examples.
    static let example: Int64 = 784_111_777

    @Test(arguments: [
        ("0", 0), ("120", 120), (" 5 ", 5), ("99999999999999999999", Int64(Int32.max)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sunday, 06-Nov-94 08:49:37 GMT", 37), ("Sun Nov  6 08:49:37 1994", 37),
        ("Sun, 06 Nov 1994 08:49:00 GMT", 0), ("Mon, 07 Nov 1994 08:49:00 GMT", 86_400),
    ])
    func valueGivesAWait(_ value: String, _ seconds: Int64) {
        #expect(RetryAfter.parse(value, now: Self.example - 37) == .seconds(seconds))
    }

    @Test(arguments: [
        "", " ", "-1", "+5", "1.5", "5s", "soon", "1 2", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT", "Sun, 06 Nov +994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun Nov 6 08:49:37 94",
        "06 Nov 1994 08:49:37 GMT",
    ])
    func otherFormsGiveNothing(_ value: String) { #expect(RetryAfter.parse(value, now: 0) == nil) }

    @Test(
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Sat, 21 Nov 2026 07:37:10 GMT", 1_795_246_630),
            ("Sun, 01 Mar 2100 00:00:00 GMT", 4_107_542_400), ("Fri, 31 Dec 1999 23:59:60 GMT", 946_684_800),
            ("Friday, 31-Dec-69 23:59:59 GMT", 3_155_759_999),
        ] as [(String, Int64)])
    func dateCountsSecondsSince1970(_ text: String, _ seconds: Int64) { #expect(RetryAfter.date(text) == seconds) }
}
