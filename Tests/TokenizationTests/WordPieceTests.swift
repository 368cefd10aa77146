import Foundation
import Testing
import Tokenization

private let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

@Suite("WordPiece")
struct WordPieceTests {
    private let tokenizer: WordPiece
    private let vocabulary: [String]

    init() throws {
        vocabulary = try lines(of: fixture("tokenization/vocab.txt"))
        tokenizer = try WordPiece(vocabulary: vocabulary)
    }

    private func pieces(_ text: String) -> [String] {
        tokenizer.encode(text).map { vocabulary[Int($0.id)] }
    }

    @Test func agreesWithHuggingFaceOnIdsAndOffsets() throws {
        let cases = try decode([TokenizerCase].self, fromLinesOf: fixture("tokenization/cases.jsonl"))
        #expect(cases.count > 190)
        for (index, expected) in cases.enumerated() {
            let tokens = tokenizer.encode(expected.text)
            #expect(tokens.map(\.id) == expected.ids, "case \(index)")
            #expect(tokens.map { [$0.start, $0.end] } == expected.offsets ?? [], "case \(index)")
        }
    }

    @Test func readsBothFormsOfAVocabulary() throws {
        let marked = vocabulary.map { token in
            if special.contains(token) { return token }
            let isContinuation = token.hasPrefix("##")
            return isContinuation ? String(String.UnicodeScalarView(token.unicodeScalars.dropFirst(2))) : "\u{2581}" + token
        }
        let other = try WordPiece(vocabulary: marked)
        for expected in try decode([TokenizerCase].self, fromLinesOf: fixture("tokenization/cases.jsonl")) {
            #expect(other.encode(expected.text).map(\.id) == expected.ids)
        }
    }

    @Test func addsSpecialTokensOnRequestOnly() {
        #expect(tokenizer.encode("the", addSpecialTokens: true).map { vocabulary[Int($0.id)] } == ["[CLS]", "the", "[SEP]"])
        #expect(tokenizer.encode("", addSpecialTokens: true).count == 2)
        #expect(tokenizer.encode("").isEmpty)
        #expect(tokenizer.encode("the", addSpecialTokens: true).first == Token(id: tokenizer.classification, start: 0, end: 0))
    }

    @Test func takesSpecialTokensInTextForText() {
        let tokens = tokenizer.encode("[CLS] [SEP]")
        #expect(!tokens.contains { $0.id == tokenizer.classification || $0.id == tokenizer.separator })
        #expect(pieces("[CLS]") == ["[", "c", "##l", "##s", "]"])
    }

    @Test func offsetsCountScalarsOfTheOriginal() {
        // É as one scalar, as E and a mark, and a mark with nothing to stand on.
        #expect(tokenizer.encode("é cafÉ e\u{301}x").map { [$0.start, $0.end] } == [[0, 1], [2, 6], [7, 8], [9, 10]])
        // Hangul falls apart into jamo that share one scalar.
        #expect(tokenizer.encode("x 한").map { [$0.start, $0.end] } == [[0, 1], [2, 3], [2, 3], [2, 3]])
    }

    @Test func wordsOfMoreThanAHundredScalarsAreUnknown() {
        #expect(pieces(String(repeating: "a", count: 100)).count == 100)
        #expect(pieces(String(repeating: "a", count: 101)) == ["[UNK]"])
        #expect(tokenizer.encode(String(repeating: "a", count: 5000) + " b").map { [$0.start, $0.end] } == [[0, 5000], [5001, 5002]])
    }

    @Test func oneUnknownPartMakesTheWordUnknown() {
        #expect(pieces("printer\u{3c8} the") == ["[UNK]", "the"])
    }

    @Test func bytesThatAreNoTextAreDropped() {
        func ids(_ bytes: [UInt8]) -> [Int32] {
            var tokens: [Token] = []
            bytes.withUnsafeBufferPointer { tokenizer.encode(utf8: $0, into: &tokens) }
            return tokens.map(\.id)
        }
        let the = ids(Array("the".utf8))
        #expect(ids([0xFF] + Array("t".utf8) + [0xC3] + Array("he".utf8) + [0xE2, 0x82]) == the)
        // An encoded surrogate, an overlong slash, a scalar beyond the last.
        #expect(ids([0xED, 0xA0, 0x80] + Array("the".utf8) + [0xC0, 0xAF, 0xF4, 0x90, 0x80, 0x80]) == the)
    }

    @Test func extremeTextsTakeLinearTime() throws {
        let texts = [
            String(repeating: "a", count: 100_000), String(repeating: "\u{301}", count: 100_000),
            String(repeating: "e\u{301}", count: 50_000),
            String(repeating: "한", count: 100_000), String(repeating: "日", count: 100_000), String(repeating: "🐟", count: 100_000),
            String(repeating: "!", count: 100_000), String(repeating: "\u{302E}\u{1D165}", count: 50_000),
            String(repeating: String(repeating: "ab", count: 50) + "\u{3c8} ", count: 1_000), String(repeating: " ", count: 1_000_000),
        ]
        let clock = ContinuousClock()
        for text in texts {
            var count = 0
            let time = clock.measure { count = tokenizer.encode(text).count }
            #expect(count <= text.unicodeScalars.count * 3)
            // A quadratic pass over 100,000 scalars takes minutes; the limit leaves room for a debug build on a busy machine.
            #expect(time < .seconds(10))
        }
        #expect(tokenizer.encode(String(repeating: "\u{301}", count: 100_000)).isEmpty)
    }

    @Test func refusesABrokenVocabulary() {
        func code(_ vocabulary: [String], unknown: Int? = nil) -> TokenizationError.Code? {
            do throws(TokenizationError) {
                _ = try WordPiece(vocabulary: vocabulary, unknown: unknown)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code([]) == .emptyVocabulary)
        #expect(code(["[CLS]", "[SEP]"]) == .missingSpecialToken)
        #expect(code(["[UNK]", "[SEP]"]) == .missingSpecialToken)
        #expect(code(["[UNK]", "[CLS]"]) == .missingSpecialToken)
        #expect(code(special + ["a", "b", "a"]) == .duplicateToken)
        #expect(code(special + ["##a", "##b", "##a"]) == .duplicateToken)
        #expect(code(special + ["\u{2581}a", "b", "\u{2581}a"]) == .duplicateToken)
        #expect(code(special + ["a", "##a"]) == nil)
        #expect(code(special, unknown: 9) == .specialTokenOutOfRange)
        #expect(code(special, unknown: -1) == .specialTokenOutOfRange)
        #expect(code(special, unknown: 2) == .missingSpecialToken)
        #expect(code(special + ["", "a", ""]) == .duplicateToken)
        #expect(code(special + ["\u{2581}a", "\u{2581}", "\u{2581}"]) == .duplicateToken)
        #expect(code(special + ["\u{2581}a", "\u{2581}", ""]) == nil)
        #expect(code(special + [String(repeating: "a", count: 1025)]) == .tokenTooLong)
        #expect(code(special + ["", "##", "#"]) == nil)
    }

    @Test func namesTheDuplicate() {
        let error = #expect(throws: TokenizationError.self) { try WordPiece(vocabulary: special + ["a", "b", "a"]) }
        #expect(error?.description == "vocabulary: token 7: expected a new token, found the same as token 5 [duplicateToken]")
    }
}

struct TokenizerCase: Decodable {
    let text: String
    let ids: [Int32]
    let offsets: [[Int]]?
}

func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/" + name).path
}

/// The lines of a file, the empty one after the last line feed left out. Cut by bytes: some tokens are combining marks.
func lines(of path: String) throws -> [String] {
    try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
}

func decode<T: Decodable>(_: [T].Type, fromLinesOf path: String) throws -> [T] {
    try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A).map { try JSONDecoder().decode(T.self, from: $0) }
}
