import Foundation
import Testing

@testable import Privacy

/// Values put back into JSON: what a parser then reads, at every level of JSON held in strings of JSON, is the value as it was.
@Suite struct JSONRestoringTests {
    private static let awkward = "a\"b\\c\nd\te\u{01}é\u{2028}🙂"
    private static let map: RestoreMap = {
        var map = RestoreMap(salt: 1)
        _ = map.placeholder(for: Array(awkward.utf8), .custom)
        _ = map.placeholder(for: Array("4111111111111111".utf8), .creditCard)
        _ = map.placeholder(for: Array("Jo \"The Fox\" Fisher".utf8), .person)
        _ = map.placeholder(for: Array("049".utf8), .phoneNumber)
        return map
    }()

    private func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) }

    /// `value` as JSON, held in as many strings of JSON.
    private func nested(_ value: String, levels: Int) throws -> String {
        var text = String(
            decoding: try JSONSerialization.data(withJSONObject: ["a": value, "b": ["x", value]], options: .sortedKeys), as: UTF8.self)
        for _ in 1..<max(1, levels) {
            text = String(decoding: try JSONSerialization.data(withJSONObject: ["arguments": text], options: .sortedKeys), as: UTF8.self)
        }
        return text
    }

    private func value(_ text: String, levels: Int) throws -> String? {
        var text = text
        for _ in 1..<max(1, levels) { text = try #require((try json(text) as? [String: Any])?["arguments"] as? String) }
        return (try json(text) as? [String: Any])?["a"] as? String
    }

    @Test(arguments: 1...4) func escapesAsOftenAsItIsNested(_ levels: Int) throws {
        for (token, expected) in [("[[CUSTOM_1]]", Self.awkward), ("to [[PERSON_1]], \"quoted\"", "to Jo \"The Fox\" Fisher, \"quoted\"")] {
            let restored = Self.map.restore(try nested(token, levels: levels), as: .json)
            #expect(try value(restored, levels: levels) == expected)
        }
    }

    @Test func restoresEqualDocumentsAtEveryCut() throws {
        let text = try nested("[[CUSTOM_1]] and [[person 1]]", levels: 3)
        let whole = Self.map.restore(text, as: .json)
        let scalars = Array(text.unicodeScalars)
        for cut in 0...scalars.count {
            var restorer = StreamingRestorer(Self.map, as: .json)
            let pieces = restorer.consume(String(scalars[..<cut])) + restorer.consume(String(scalars[cut...])) + restorer.finish()
            #expect(pieces == whole, "cut at \(cut)")
        }
    }

    @Test(arguments: [
        // A string that is no JSON keeps its own quotes, and its values are escaped once.
        (#"{"a": "he said \"[[PERSON_1]]\""}"#, 1),
        (#"{"a": "[1] he said \"[[PERSON_1]]\""}"#, 1), (#"{"a": "[[PERSON_1]] said \"x [[PERSON_1]]\""}"#, 1),
        (#"{"a": "{x} said \"[[PERSON_1]]\""}"#, 1),
        // JSON in a string, with blanks and escaped line breaks before it begins.
        (#"{"a": " \n {\n\t\"b\": \"[[PERSON_1]]\"}"}"#, 2), (#"{"a": "[\"[[PERSON_1]]\", 2]"}"#, 2),
        (#"{"a": "[{\"b\": \"[[PERSON_1]]\"}]"}"#, 2),
        // A closed string of an inner text, then one of the outer text.
        (#"{"a": "{\"b\": \"x\"}", "c": "[[PERSON_1]]"}"#, 1),
        // Backslashes that are content.
        (#"{"a": "C:\\", "b": "[[PERSON_1]]"}"#, 1), (#"{"a": "{\"b\": \"\\\\\", \"c\": \"[[PERSON_1]]\"}"}"#, 2),
    ])
    func knowsHowDeepAValueLies(_ text: String, _ depth: Int) throws {
        var escaped = #"Jo "The Fox" Fisher"#
        for _ in 0..<depth { escaped = escaped.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
        let restored = Self.map.restore(text, as: .json)
        #expect(restored == text.replacing("[[PERSON_1]]", with: escaped))
        #expect(throws: Never.self) { try json(restored) }
    }

    @Test func quotesAValueOutsideStringsUnlessItIsANumber() throws {
        #expect(
            Self.map.restore(#"{"card": [[CARD_1]], "who": [[PERSON_1]]}"#, as: .json)
                == #"{"card": 4111111111111111, "who": "Jo \"The Fox\" Fisher"}"#)
        #expect(Self.map.restore("[[[CARD_1]],[[PHONE_1]]]", as: .json) == #"[4111111111111111,"049"]"#)
    }

    @Test(arguments: ["0", "-1", "12.5", "1e9", "-0.1E+10"]) func writesNumbersAsNumbers(_ number: String) {
        var map = RestoreMap()
        _ = map.placeholder(for: Array(number.utf8), .idNumber)
        #expect(map.restore("[[ID_1]]".replacing("ID", with: EntityType.idNumber.placeholderName), as: .json) == number)
    }

    @Test(arguments: ["01", "1.", ".5", "1e", "+1", "1 2", "-", "0x1", "1,5", "NaN"]) func writesNothingElseAsANumber(_ text: String) {
        var map = RestoreMap()
        _ = map.placeholder(for: Array(text.utf8), .idNumber)
        #expect(map.restore("[[ID_1]]".replacing("ID", with: EntityType.idNumber.placeholderName), as: .json) == "\"\(text)\"")
    }

    /// Tool arguments that were masked as JSON come back as they were, escapes and all: what stands in a string stands there as it did.
    @Test func givesMaskedArgumentsBackAsTheyWere() {
        let text =
            #"{"to": "jo@example.com", "body": "call +1 212 555 0143 \"soon\"\nbye", "card": 4111111111111111, "raw": "{\"ip\": \"192.0.2.7\"}"}"#
        var map = RestoreMap()
        let masked = Anonymizer().mask(text, into: &map).masked.text
        #expect(
            masked
                == #"{"to": "[[EMAIL_1]]", "body": "call [[PHONE_1]] \"soon\"\nbye", "card": [[CARD_1]], "raw": "{\"ip\": \"[[IP_1]]\"}"}"#)
        #expect(map.restore(masked, as: .json) == text)
    }

    /// Values whose escapes are a line break, a tab, a slash: written into the JSON as they stood in it, at every depth, and from a plain text escaped.
    @Test(arguments: [
        #"{"a": "12 Baker Street\nLondon NW1 6XE"}"#, #"{"u": "https:\/\/intra.example.org\/u"}"#,
        #"{"in": "{\"a\": \"12 Baker Street\\nLondon NW1 6XE\"}"}"#, #"{"in": "{\"u\": \"https:\\\/\\\/intra.example.org\\\/u\"}"}"#,
        #"{"c": "card 4111 1111\n1111 1111"}"#,
    ])
    func givesEscapedValuesBackAsTheyWere(_ text: String) throws {
        let anonymizer = Anonymizer()
        let reading = anonymizer.read(text)
        let address = "12 Baker Street" + (text.contains("\\\\n") ? "\\\\n" : "\\n") + "London"
        var tagged: [EntitySpan] = []
        if let range = reading.encoderText.range(of: address) {
            let start = reading.encoderText.unicodeScalars.distance(from: reading.encoderText.startIndex, to: range.lowerBound)
            tagged = [.init(entity: .streetAddress, start: start, end: start + address.unicodeScalars.count, score: 0.9, rule: "tagger")]
        }
        var map = RestoreMap()
        let masked = anonymizer.mask(reading, tagged: tagged, into: &map).masked.text
        #expect(masked != text)
        #expect(map.restore(masked, as: .json) == text)
        #expect(map.restore(masked) == text)
    }

    @Test(arguments: [#"C:\new\temp"#, #"CORP\nina"#, #"O\'Hara"#, #"a\nb "c""#, #"ends in \"#, #"half \u00"#])
    func escapesWhatNoStringHoldsAsItIs(_ value: String) throws {
        var map = RestoreMap()
        _ = map.placeholder(for: Array(value.utf8), .custom)
        let restored = try json(map.restore(#"{"a": "[[CUSTOM_1]]"}"#, as: .json)) as? [String: String]
        #expect(restored == ["a": value])
    }

    @Test(arguments: 0..<20) func holdsForRandomDocuments(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "[[CUSTOM_1]]", "[[PERSON_1]]", "[[CARD_1]]", "\"", "\\", "{", "}", "[", "]", "x", " ", "\n", "é", "\\\"", "{\"", "[[", "1",
        ]
        let values = ["[[CUSTOM_1]]": Self.awkward, "[[PERSON_1]]": "Jo \"The Fox\" Fisher", "[[CARD_1]]": "4111111111111111"]
        for _ in 0..<50 {
            var masked = ""
            var plain = ""
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let piece = try #require(pieces.randomElement(using: &generator))
                masked += piece
                plain += values[piece] ?? piece
            }
            // Brackets beside a token may be the token's own; that is the grammar's business, not this test's.
            guard Self.map.restore(masked) == plain else { continue }
            // Text that only looks like JSON is taken for it: quotes then count as strings of an inner document.
            guard !["{", "["].contains(masked.drop { $0.isWhitespace }.first.map(String.init)) else { continue }
            for levels in 1...3 {
                let restored = Self.map.restore(try nested(masked, levels: levels), as: .json)
                #expect(try value(restored, levels: levels) == plain, "\(masked.debugDescription) at \(levels)")
            }
        }
    }
}

extension String {
    fileprivate init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
