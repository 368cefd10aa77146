import Testing

@testable import Privacy

/// What must hold for any text: nothing found in what was masked, and every text restored to the scalar except for its secrets.
@Suite struct MaskingPropertyTests {
    private static let fragments: [String] = [
        "jo@example.com", "+1 (212) 555-0143", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "192.0.2.7", "2001:db8::1",
        "00:00:5e:00:53:af", "https://example.com/a?b=c", "219-09-9999", "pwd: x9!k",
        "943 476 5919", "AB123456C", "529.982.247-25", "12345678Z", "L01X00T47", "nhs", "passport", "born", "2024-11-05", "5 May 2024",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "0x52908400098527886E0F7030069857D2E4169EE7", "&#64;", "(at)", "\"",
        "-----BEGIN PRIVATE KEY-----",
        "password", "token=", "[[EMAIL_1]]", "[[NHS_1]]", "[[", "]]", "[", "]", "\\", "\\[", "\\_", "EMAIL_1", "EMAIL", "_", "1", "call",
        "card", "iban",
        "ssn", "order", " ", "  ", "\n", "\r\n", "@", "%40", ".", "-", ":",
        "::", "//", "(", ")", "+", "0", "5550143", "\u{200B}", "\u{301}", "\u{FFFC}", "é", "ж", "中文", "ع٣٤٥", "🙂", "👩‍👧", "＋１", "\u{202E}",
        "x", "is", "=", "\"", "'", ",", "&", ";",
    ]

    private func check(_ text: String, _ anonymizer: Anonymizer) {
        var map = RestoreMap(salt: 3)
        let masking = anonymizer.mask(text, into: &map)
        #expect(anonymizer.leaks(in: masking.masked).isEmpty, "\(text.debugDescription)")
        var expected = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        var index = 0
        var last = 0
        for span in masking.spans {
            #expect(span.start >= last && span.start < span.end && span.end <= scalars.count)
            last = span.end
            guard span.entity == .secret else { continue }
            expected.append(contentsOf: scalars[index..<span.start])
            var value = String.UnicodeScalarView()
            value.append(contentsOf: scalars[span.start..<span.end])
            expected.append(contentsOf: map.placeholder(for: Array(String(value).utf8), .secret).unicodeScalars)
            index = span.end
        }
        expected.append(contentsOf: scalars[index...])
        #expect(Array(map.restore(masking.masked.text).utf8) == Array(String(expected).utf8), "\(text.debugDescription)")
    }

    @Test(arguments: 0..<8) func holdsForRandomMixturesOfWhatMatters(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let anonymizer = Anonymizer()
        for _ in 0..<400 {
            var text = ""
            for _ in 0..<Int.random(in: 0...24, using: &generator) { text += Self.fragments.randomElement(using: &generator) ?? "" }
            check(text, anonymizer)
        }
    }

    @Test func holdsForRandomScalarsOfAllScripts() {
        var generator = SeededGenerator(seed: 99)
        let anonymizer = Anonymizer()
        for _ in 0..<400 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                let bound: UInt32 = [0x80, 0x250, 0x3000, 0x11_0000].randomElement(using: &generator) ?? 0x80
                if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &generator)) { view.append(scalar) }
            }
            check(String(view), anonymizer)
        }
    }
}

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
