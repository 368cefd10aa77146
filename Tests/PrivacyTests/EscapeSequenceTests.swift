import Testing

@testable import Privacy

@Suite struct EscapeSequenceTests {
    private func decoded(_ text: String) -> String {
        var decoded = ScalarText()
        decoded.append(EscapeSequence.decoded(Array(text.unicodeScalars)[...]))
        return decoded.string
    }

    @Test(arguments: [
        (#"hi\nanna"#, "hi\nanna"), (#"a\tb\rc"#, "a\tb\nc"), (#"Ren\u00e9 \u0041da"#, "René Ada"), (#"\"x\""#, "\"x\""),
        (#"https:\/\/example.org\/x"#, "https://example.org/x"), (#"{\\\"a\\\": \\\"hi\\nbo\\\"}"#, "{\"a\": \"hi\nbo\"}"),
        (#"\ud83d\ude00!"#, "\u{FFFD}\u{FFFD}!"), (#"it\'s"#, "it's"), (#"NOTE\n4 items"#, "NOTE\n4 items"),
        (#"see:\nC:\temp\new folder\x"#, "see:\n" + #"C:\temp\new folder\x"#),
    ])
    func standsForItsScalar(_ text: String, _ meant: String) { #expect(decoded(text) == meant) }

    @Test(arguments: [
        #"C:\temp\new\readme.txt"#, #""C:\\temp\\new""#, #"\\nas01\new\files"#,
        #""\\\\nas01\\new\\files""#, #"CORP\nina"#, #"user CORP\\tsmith failed"#,
        #"\"#, #"\\\\"#, #"\x41"#, #"\u12"#, #"\u12g4"#, #"a\ b"#, "", #"AD-EU1\bob"#,
    ])
    func leavesPathsDomainsAndOtherBackslashesAlone(_ text: String) { #expect(decoded(text) == text) }

    // MARK: Masking

    private func tagged(_ text: String, _ name: String) -> [EntitySpan] {
        let (scalars, wanted) = (Array(text.unicodeScalars), Array(name.unicodeScalars))
        return scalars.indices.filter { scalars[$0...].starts(with: wanted) }.map {
            EntitySpan(entity: .person, start: $0, end: $0 + wanted.count, score: 1, rule: "names")
        }
    }

    @Test(arguments: [
        (#"{"body": "hi\nanna@example.org"}"#, #"{"body": "hi\n[[EMAIL_1]]"}"#),
        (#"{"tel": "x\t+14155550132"}"#, #"{"tel": "x\t[[PHONE_1]]"}"#),
        (#"{"args": "{\"body\": \"a\\n+14155550132\"}"}"#, #"{"args": "{\"body\": \"a\\n[[PHONE_1]]\"}"}"#),
        (#"{"mail": "\u0041nna@example.org"}"#, #"{"mail": "[[EMAIL_1]]"}"#),
        (#"{"a": "{\"password\": \"hunter2x\"}"}"#, #"{"a": "{\"password\": \"[[SECRET_1]]\"}"}"#),
        (#"{"link": "https:\/\/example.org\/anna"}"#, #"{"link": "[[URL_1]]"}"#),
        (#"call +1 415 555\n0132 now"#, #"call [[PHONE_1]] now"#), (#"call +1 415 555 0132\n12 times"#, #"call [[PHONE_1]]\n12 times"#),
    ])
    func valuesAreFoundBesideAndThroughEscapesWhichStay(_ text: String, _ meant: String) {
        var map = RestoreMap()
        let masking = Anonymizer().mask(text, into: &map)
        #expect(masking.masked.text == meant)
        #expect(Anonymizer().leaks(in: masking.masked).isEmpty)
        if !meant.contains("SECRET") { #expect(map.restore(masking.masked.text) == text) }
    }

    @Test func theTaggerReadsWithoutEscapesAndMarksThem() {
        let text = #"{"text": "Hi\nRen\u00e9 Roux, mail ren@example.org"}"#
        let anonymizer = Anonymizer()
        let reading = anonymizer.read(text)
        #expect(reading.encoderText == "{\"text\": \"Hi\nRené Roux, mail email address\"}")
        var map = RestoreMap()
        let masking = anonymizer.mask(reading, tagged: tagged(reading.encoderText, "René Roux"), into: &map)
        #expect(masking.masked.text == #"{"text": "Hi\n[[PERSON_1]], mail [[EMAIL_1]]"}"#)
        // In a tool call's arguments it stands as it stood, wherever in them; in a text as it was written.
        #expect(map.restore(masking.masked.text, as: .json) == text)
        #expect(map.restore(#"{"x": "{\"who\": \"[[PERSON_1]]\"}"}"#, as: .json) == #"{"x": "{\"who\": \"Ren\\u00e9 Roux\"}"}"#)
        #expect(map.restore("[[PERSON_1]]", as: .json) == #""Ren\u00e9 Roux""#)
        #expect(map.restore(masking.masked.text) == text)
        // Known from then on, without escapes too, under a token of its own.
        let again = anonymizer.mask(#"so said René Roux, and \"Ren\u00e9 Roux\" again"#, into: &map).masked.text
        #expect(again == #"so said [[PERSON_2]], and \"[[PERSON_1]]\" again"#)
    }

    @Test func deniedTermsAreFoundBehindAnEscape() {
        var settings = AnonymizerSettings()
        settings.deniedTerms = [.init(term: "Falcon", entity: .custom)]
        var map = RestoreMap()
        #expect(Anonymizer(settings).mask(#"{"a": "see\nfalcon"}"#, into: &map).masked.text == #"{"a": "see\n[[CUSTOM_1]]"}"#)
    }

    @Test func pathsAndDomainsKeepTheirNamesWhole() {
        var map = RestoreMap()
        let masked = Anonymizer().mask(#"login CORP\nina@example.org and C:\temp\new"#, into: &map).masked.text
        #expect(!masked.contains("nina") && masked.hasSuffix(#"C:\temp\new"#))
    }

    /// What an answer may make of a long value.
    @Test func aTokenRepeatedThousandsOfTimesMakesNoGigabyte() {
        var map = RestoreMap()
        _ = map.placeholder(for: [UInt8](repeating: 0x61, count: 60_000), .custom)
        let answer = String(repeating: "[[CUSTOM_1]] ", count: 5_000)
        let restored = map.restore(answer)
        #expect(restored.utf8.count < 18 * answer.utf8.count + 1 << 20 && restored.hasSuffix("[[CUSTOM_1]] "))
        var streaming = StreamingRestorer(map)
        var length = 0
        for _ in 0..<5_000 { length += streaming.consume("[[CUSTOM_1]] ").utf8.count }
        #expect(length + streaming.finish().utf8.count == restored.utf8.count)
    }

    /// A value with backslashes of its own is escaped as any.
    @Test func aPathIsNoEscapedValue() throws {
        var map = RestoreMap()
        _ = map.placeholder(for: Array(#"C:\new\temp"#.utf8), .custom)
        #expect(map.restore(#"{"p": "[[CUSTOM_1]]"}"#, as: .json) == #"{"p": "C:\\new\\temp"}"#)
    }
}
