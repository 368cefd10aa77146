import Foundation
import GGUF
import Inference
import Privacy
import Testing
import TinyTagger

@testable import Tagging

@Suite struct TaggerTests {
    @Test func readsSpansAndVectorInOnePass() throws {
        let encoder = try encoder(threads: 2)
        for (tap, blocks) in [(1, 1), (1, 2), (2, 0), (0, 1)] {
            let tagger = try Tagger(TaggerFile(file: tinyTagger(tap: tap, blocks: blocks).file()), encoder: encoder)
            var found = 0
            for text in ["", " ", "Please reset my account, the network of my office is not slow.", "THE PRINTER"] {
                let both = try tagger.read(text, sentence: true)
                #expect(try both.encoding.sentence == encoder.embed(text))
                let alone = try tagger.read(text, sentence: false)
                #expect(alone.encoding.sentence.isEmpty && alone.spans == both.spans)
                let count = text.unicodeScalars.count
                #expect(both.spans.allSatisfy { $0.start < $0.end && $0.end <= count && $0.score > 0 && $0.score <= 1 })
                #expect(zip(both.spans, both.spans.dropFirst()).allSatisfy { $0.end <= $1.start })
                found += both.spans.count
            }
            #expect(found > 0)
        }
    }

    /// The words of all windows are one sequence: an entity goes on over a window's end.
    @Test func decodesOverWindowsAsOneSequence() throws {
        let encoder = try encoder()
        var tiny = try tinyTagger(tap: 2, blocks: 0)
        // Every word is inside of a person's name if it may be.
        for label in 0..<5 { tiny.set("classifier.bias", label, label == 2 ? 1e4 : label == 1 ? 1e3 : 0) }
        let tagger = try Tagger(TaggerFile(file: tiny.file()), encoder: encoder)
        let text = (0..<encoder.contextLength * 3).map { ["printer", "laptop"][$0 % 2] }.joined(separator: " ")
        let reading = try tagger.read(text, sentence: true)
        #expect(reading.encoding.windows > 2)
        #expect(reading.spans.count == 1 && reading.spans[0].start == 0 && reading.spans[0].end == text.unicodeScalars.count)
    }

    @Test func readsSentencesAsIfEachCameAlone() throws {
        let tagger = try Tagger(TaggerFile(file: tinyTagger().file()), encoder: encoder(threads: 2))
        let sentences = [
            "Please reset my account, \u{1F600} now. ", "The network of my office is not slow!\n", "THE PRINTER AND THE LAPTOP",
        ]
        let apart = try tagger.readSentences(sentences.joined())
        var start = 0
        var expected: [EntitySpan] = []
        var tokens = 0
        for sentence in sentences {
            let reading = try tagger.read(sentence, sentence: false)
            expected += reading.spans.map { $0.moved(by: start) }
            tokens += reading.encoding.tokens.count
            start += sentence.unicodeScalars.count
        }
        #expect(!expected.isEmpty && apart.spans == expected && apart.tokens == tokens)
        for one in ["", " ", "Please reset my account", "Hi. Please reset my account"] {
            let nothing = try tagger.readSentences(one)
            #expect(nothing.spans.isEmpty && nothing.tokens == 0)
        }
    }

    @Test func statesAreThoseOfFirstPieces() throws {
        let encoder = try encoder()
        let tagger = try Tagger(TaggerFile(file: tinyTagger().file()), encoder: encoder)
        let text = "Printers, slowly: " + String(repeating: "reset laptops ", count: 40)
        let states = try tagger.states(of: text)
        let words = try tagger.words(of: text)
        #expect(states.words == words.words && states.states.count == words.words.count * encoder.dimension)
        let encoding = try encoder.encode(words.tokens, tags: TagRequest(network: tagger.network, features: words.features, states: true))
        for (index, word) in words.words.enumerated() {
            let row = encoding.branchStates[word.firstPiece * 32..<(word.firstPiece + 1) * 32]
            #expect(states.states[index * 32..<(index + 1) * 32] == row)
        }
        #expect(try tagger.states(of: "").states.isEmpty)
    }

    /// Features reach the scores: the same word in another case is another input.
    @Test func caseReachesTheScores() throws {
        let tagger = try Tagger(TaggerFile(file: tinyTagger().file()), encoder: encoder())
        let scores = try ["reset the printer", "Reset The Printer", "reset\nthe printer"].map {
            try tagger.read($0, sentence: false).encoding.labelScores
        }
        #expect(scores[0] != scores[1] && scores[0] != scores[2] && scores[0].count == scores[1].count)
    }

    @Test func tooLongTextIsRefused() throws {
        let tagger = try Tagger(TaggerFile(file: tinyTagger().file()), encoder: encoder())
        let error = #expect(throws: InferenceError.self) { try tagger.read(String(repeating: "a ", count: 40_000), sentence: true) }
        #expect(error?.code == .textTooLong)
    }

    @Test func fileForAnotherEncoderIsRefused() throws {
        let encoder = try encoder()
        try #require(TaggerFile.digest(of: encoder) == nil || TaggerFile.digest(of: encoder) == encoderDigest)
        var tiny = try tinyTagger()
        tiny["weir-tagger.encoder"] = .string(String(repeating: "ab", count: 32))
        let file = try TaggerFile(file: tiny.file())
        guard TaggerFile.digest(of: encoder) != nil else { return }
        let error = #expect(throws: InferenceError.self) { try Tagger(file, encoder: encoder) }
        #expect(error?.code == .badConfiguration && error?.subject == "weir-tagger.encoder")
    }
}
