import Testing

@testable import Privacy

/// What is worst for each scanner, a megabyte of it in an optimised build and a sixteenth in a debug one; quadratic work would take hours.
@Suite struct HostileInputTests {
    #if DEBUG
        private static let size = 1 << 16
    #else
        private static let size = 1 << 20
    #endif

    @Test(arguments: [
        "1", "@", "a", "[", "\\", "[[EMAIL_", "[[EMAIL_1]]", "a@", "a@b.", "%40", "1-", "1 ", "12.", "+1", "(1", "(((", "1111 ", "4111-",
        "::", "f:", "1:", "ff-", "a.", "www.", "http://", "https://x:y", "password=",
        "password is ", "password:\n", "token:", "\"password\":\"", "eyJ", "eyJ.", "sk-", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----",
        "DE89 ", "de89", "call ", "x1", "\u{301}", "\u{200B}", "é", "中", "٣", "🙂", "\n", "a@b.co ",
        "12345678-", "AB 12 34 56 C ", "999 ", "A1", "AA99 ", "nhs 9434765919 ", "bc1q", "1A1zP1eP", "0x", "2024-", "1/1/", "5 may ",
        "may 5 ",
        "4111\n", "\"@", "\"a", "&#64;", "(at)", "a(at)b(dot)", "x=aZ3k", "aZ3", "born 1/1/1980 ", "0", "12345678901 ",
        "1.2.3.4 ", "api key is ", "pwd \"", "x.y.z.", "ssn 1-", "\u{0}",
    ])
    func takesBoundedTime(_ unit: String) {
        let text = String(repeating: unit, count: Self.size / unit.utf8.count)
        var map = RestoreMap(salt: 5)
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            let masked = Anonymizer().mask(text, into: &map).masked
            _ = map.restore(masked.text)
        }
        #expect(elapsed < .seconds(30), "\(unit.debugDescription)")
    }
}
