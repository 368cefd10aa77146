import Foundation
import GGUF
@testable import Tagging
import Testing
import TinyTagger
import Tokenization

@Suite struct WordReadingTests {
    private func column(_ text: String, _ feature: KeyPath<WordFeatures, UInt8>) throws -> [Int] {
        try reading(text).words.map { Int($0.features[keyPath: feature]) }
    }

    @Test(arguments: [
        ("", []), (" \n\t", []), ("abc", [1]), ("a", [1]), ("Abc", [2]), ("Ab", [2]), ("ABC", [3]), ("AB", [3]), ("A", [4]), ("aBC", [5]),
        ("AbC", [5]), ("12", [0]), (".", [0]), ("A1", [4]), ("1st", [1]), ("4Th", [2]), ("2PAC", [3]), ("iPhone", [5]), ("\u{E9}", [1]),
        ("\u{C9}", [4]), ("\u{D6}sterreich", [2]), ("\u{41C}\u{43E}\u{441}\u{43A}\u{432}\u{430}", [2]), ("\u{6771}\u{4EAC}", [5, 5]),
        ("\u{5E9}\u{5DC}\u{5D5}\u{5DD}", [5]), ("\u{1F600}", [0]), ("\u{1C5}ungla", [5]), ("Jose\u{301}", [2]),
    ]) func letterCase(_ text: String, _ expected: [Int]) throws { #expect(try column(text, \.letterCase) == expected) }

    @Test(arguments: [
        ("abc", [0]), ("\u{E9}t\u{E9}", [0]), ("1", [1]), ("12", [2]), ("123", [3]), ("1234", [4]), ("12345", [5]), ("123456789", [5]),
        ("\u{661}\u{662}", [2]), ("a1", [6]), ("1a", [6]), (".", [7]), ("\u{1F600}", [7]), ("x\u{B2}", [7]), ("Jose\u{301}a", [7]),
        ("3.14", [1, 7, 2]), ("\u{6771}1", [0, 1]),
    ]) func characters(_ text: String, _ expected: [Int]) throws { #expect(try column(text, \.characters) == expected) }

    @Test(arguments: [
        ("a b", [4, 1]), ("  a", [4]), ("a,b", [4, 0, 0]), ("a  b", [4, 2]), ("a\tb", [4, 2]), ("a \t b", [4, 2]), ("a\nb", [4, 3]),
        ("a\r\nb", [4, 3]), ("a \n b", [4, 3]), ("a\u{2028}b", [4, 3]), ("a\u{A0}b", [4, 1]), ("a\u{3000}b", [4, 1]),
        ("a \u{200B} b", [4, 2]), ("a\u{200B},", [4, 0]), ("a\u{200B} ,", [4, 1]),
    ]) func gap(_ text: String, _ expected: [Int]) throws { #expect(try column(text, \.gap) == expected) }

    @Test(arguments: [
        ("a b", 1), ("a 1.", 1), ("A B", 2), ("A 1.", 2), ("a B", 0), ("1 .", 0), ("\u{6771}", 1), ("\u{6771} A", 2), ("\u{E9} \u{41C}", 0),
    ]) func textCase(_ text: String, _ expected: Int) throws {
        let found = try column(text, \.textCase)
        #expect(!found.isEmpty && found.allSatisfy { $0 == expected })
    }

    @Test(arguments: [
        ("a b", [1, 0]), ("a. b", [1, 0, 1]), ("a! b? c: d; e", [1, 0, 1, 0, 1, 0, 1, 0, 1]), ("a, b", [1, 0, 0]), ("a\nb c", [1, 1, 0]),
        ("a...b", [1, 0, 1, 1, 1]), ("a.\" b", [1, 0, 1, 0]),
    ]) func sentenceStart(_ text: String, _ expected: [Int]) throws { #expect(try column(text, \.sentenceStart) == expected) }

    /// In either form of a vocabulary a word is its first piece and those that continue it, and a literal special token is a word.
    @Test(arguments: [
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "print", "##er", "##s", "re", "'", "s", "##set"],
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "\u{2581}print", "er", "s", "\u{2581}re", "\u{2581}'", "\u{2581}s", "set"],
    ]) func wordIsAFirstPieceAndThoseThatContinueIt(_ vocabulary: [String]) throws {
        let tokenizer = try WordPiece(vocabulary: vocabulary)
        let text = "Printers [SEP]reset\u{AD}s ? printer's\u{1F600}reset"
        let tokens = SpecialTokenText(vocabulary: vocabulary).encode(text, with: tokenizer)
        let reading = WordReading(text, tokens: tokens, tokenizer: tokenizer, gazetteer: .empty)
        let scalars = Array(text.unicodeScalars)
        let words = reading.words.map { String(String.UnicodeScalarView(scalars[$0.start..<$0.end])) }
        #expect(words == ["Printers", "[SEP]", "reset\u{AD}s", "?", "printer", "'", "s\u{1F600}reset"])
        #expect(reading.words.map(\.firstPiece) == [0, 3, 4, 7, 8, 10, 11])
        #expect(reading.features.count == tokens.count * WordFeatures.rows.count)
        for (index, word) in reading.words.enumerated() {
            let end = index + 1 < reading.words.count ? reading.words[index + 1].firstPiece : tokens.count
            let row = [
                word.features.letterCase, word.features.characters, word.features.gap, word.features.textCase, word.features.sentenceStart,
                word.features.gazetteer,
            ]
            for token in word.firstPiece..<end { #expect(Array(reading.features[token * 6..<token * 6 + 6]) == row) }
        }
    }

    /// A scalar that stands for two words, and words that share it.
    @Test func featuresStayInTheirTablesForAnyText() throws {
        var seed: UInt64 = 3
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        let scalars: [Unicode.Scalar] = [
            "a", "B", "1", " ", "\n", "\t", ".", "'", "\u{301}", "\u{200B}", "\u{2260}", "\u{AC00}", "\u{6771}", "\u{1F600}", "\u{130}",
            "\u{FFFD}",
            "\u{2028}", "\u{1E9E}", "\u{0}", "\u{10FFFF}",
        ]
        for _ in 0..<500 {
            let text = String(String.UnicodeScalarView((0..<random(40)).map { _ in scalars[random(scalars.count)] }))
            let reading = try reading(text)
            #expect(reading.words.allSatisfy { $0.start < $0.end && $0.end <= text.unicodeScalars.count })
            for (index, row) in reading.features.enumerated() { #expect(Int(row) < WordFeatures.rows[index % 6]) }
        }
    }
}

@Suite struct GazetteerTests {
    private func gazetteer(_ entries: [(hash: UInt32, flags: UInt8)]) throws -> Gazetteer {
        var tagger = try tinyTagger()
        tagger.setGazetteer(entries)
        return try Gazetteer(file: tagger.file())
    }

    /// Published test vectors of 32-bit FNV-1a.
    @Test(arguments: [("", 0x811C_9DC5), ("a", 0xE40C_292C), ("foobar", 0xBF9C_F968)] as [(String, UInt32)])
    func hashIsFNV1a(_ text: String, _ expected: UInt32) {
        #expect(Gazetteer.hash(of: text.unicodeScalars) == expected)
        #expect(Gazetteer.hash(of: text.uppercased().unicodeScalars) == expected)
    }

    @Test func findsWordsWhateverTheirCase() throws {
        let names: [(String, UInt8)] = [
            ("anna", 1), ("smith", 2), ("zo\u{EB}", 3), ("\u{43C}\u{43E}\u{441}\u{43A}\u{432}\u{430}", 4), ("will", 9),
        ]
        let entries = names.map { (hash: Gazetteer.hash(of: $0.0.unicodeScalars), flags: $0.1) }.sorted { $0.hash < $1.hash }
        let gazetteer = try gazetteer(entries)
        let text = "ANNA Smith, Zo\u{CB} ann \u{41C}\u{43E}\u{441}\u{43A}\u{432}\u{430} will x"
        #expect(try reading(text, gazetteer: gazetteer).words.map { $0.features.gazetteer } == [1, 2, 0, 3, 0, 4, 9, 0])
        #expect(try reading(text).words.allSatisfy { $0.features.gazetteer == 0 })
        for hash in [UInt32(0), 1, .max] {
            #expect(try self.gazetteer([(hash, 5)]).count == 1)
        }
    }
}
