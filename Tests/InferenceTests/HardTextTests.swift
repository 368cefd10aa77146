import Inference
import Testing
import Tokenization

/// Texts nobody writes on purpose. Each has a vector, or an error that says why not; passes are bounded by the tokens, never by the text.
@Suite("Hard texts") struct HardTextTests {
    private let encoder: Encoder
    private let room: Int

    init() throws {
        encoder = try TinyModel.encoder(threads: 2)
        room = encoder.contextLength - 2
    }

    /// Encodes `text` and holds the result to everything it promises, whatever the text is.
    @discardableResult
    private func check(_ text: String, _ name: String) throws -> Encoding {
        let encoding = try encoder.encode(text, tokenStates: true)
        #expect(abs(encoding.sentence.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5, "\(name)")
        #expect(encoding.tokenStates.count == encoding.tokens.count * encoder.dimension, "\(name)")
        #expect(encoding.tokenStates.allSatisfy { $0.isFinite }, "\(name)")
        #expect(encoding.windows == max(1, (encoding.tokens.count + room - 1) / room), "\(name)")
        let scalars = text.unicodeScalars.count
        var last = 0
        for token in encoding.tokens where token.start < last || token.end <= token.start || token.end > scalars {
            Issue.record("\(name): token at \(token.start)..<\(token.end) after \(last)")
        }
        for token in encoding.tokens { last = max(last, token.start) }
        return encoding
    }

    private static let unknowns = ["\u{3C8}", "\u{3C8}\u{3C9} \u{436}", "\u{1F41F}", "zzz qqq xxx", "\u{65E5}\u{672C}"]

    @Test(arguments: unknowns) func textOfUnknownTokensHasAVector(_ text: String) throws {
        for count in [1, 100] {
            let encoding = try check(String(repeating: text + " ", count: count), text)
            #expect(!encoding.tokens.isEmpty && encoding.tokens.allSatisfy { $0.id == encoder.tokenizer.unknown })
        }
    }

    struct Long: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let unit: String
        let count: Int
        let tokens: Int
    }

    static let longTexts = [
        Long(testDescription: "letters without a space", unit: "a", count: 100_000, tokens: 1),
        Long(testDescription: "combining marks alone", unit: "\u{301}", count: 100_000, tokens: 0),
        Long(testDescription: "a letter under 99,999 marks", unit: "\u{301}\u{302}\u{323}", count: 33_333, tokens: 0),
        Long(testDescription: "letters with a mark each", unit: "e\u{301}", count: 50_000, tokens: 1),
        Long(testDescription: "words of 100 letters", unit: String(repeating: "a", count: 100) + " ", count: 1_000, tokens: 1_000),
        Long(testDescription: "Hangul syllables", unit: "\u{D55C}", count: 100_000, tokens: 1),
        Long(testDescription: "NUL", unit: "\u{0}", count: 100_000, tokens: 0),
        Long(testDescription: "replacement characters", unit: "\u{FFFD}", count: 100_000, tokens: 0),
        Long(testDescription: "spaces", unit: " \u{3000}\u{A0}\n", count: 100_000, tokens: 0),
        Long(testDescription: "bidirectional controls", unit: "\u{202A}\u{202E}\u{2066}\u{2069}\u{200F}", count: 20_000, tokens: 0),
        Long(testDescription: "families of joined emoji", unit: "\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}", count: 20_000, tokens: 1),
        Long(testDescription: "flags and skin tones", unit: "\u{1F1E9}\u{1F1EA}\u{1F44D}\u{1F3FD} ", count: 20_000, tokens: 20_000),
        Long(testDescription: "the most tokens", unit: "!", count: Encoder.maximumTokens, tokens: Encoder.maximumTokens),
        Long(testDescription: "special tokens as text", unit: "[SEP]", count: 20_000, tokens: 20_000),
        Long(testDescription: "special tokens that do not close", unit: "[SEP ", count: 16_000, tokens: 32_000),
    ]

    @Test(arguments: longTexts) func longTextHasAVector(_ long: Long) throws {
        let encoding = try check(String(repeating: long.unit, count: long.count), long.testDescription)
        #expect(encoding.tokens.count == long.tokens)
        if long.tokens == 0 { #expect(try encoding.sentence == encoder.embed("")) }
    }

    @Test(arguments: [("!", 32_769), ("!", 100_000), ("\u{65E5}", 100_000), ("a ", 50_000), ("[", 100_000), ("[UNK]", 40_000)])
    func textOfTooManyTokensSaysSo(unit: String, count: Int) throws {
        let text = String(repeating: unit, count: count)
        for call in [
            { _ = try encoder.embed(text) }, { _ = try encoder.encode(text, tokenStates: true) },
            { _ = try encoder.embed(batch: ["a", text]) },
        ] {
            let error = #expect(throws: InferenceError.self) { try call() }
            #expect(error == InferenceError(.textTooLong, subject: "tokens", expected: "at most 32768", found: "\(count)"))
        }
    }

    /// All 1,112,064 scalars in order, in words of five: every script, unassigned places, private use, noncharacters, controls.
    @Test func everyScalarOfUnicodeHasAVector() throws {
        var scalars = 0
        for start in stride(from: UInt32(0), through: 0x10_FFFF, by: 512) {
            var text = String.UnicodeScalarView()
            for value in start..<start + 512 {
                guard let scalar = Unicode.Scalar(value) else { continue }
                text.append(scalar)
                scalars += 1
                if value % 5 == 4 { text.append(" ") }
            }
            try check(String(text), "from U+\(String(start, radix: 16))")
        }
        #expect(scalars == 0x11_0000 - 0x800)
    }

    @Test func batchOfHardTextsGivesTheirVectors() throws {
        let texts = Self.longTexts.filter { $0.tokens < 2_000 }.map { String(repeating: $0.unit, count: $0.count) } + ["", "the printer"]
        let batch = try encoder.embed(batch: texts)
        for (text, vector) in zip(texts, batch) { #expect(try vector == encoder.embed(text)) }
    }
}
