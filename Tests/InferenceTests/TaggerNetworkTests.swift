import Foundation
import GGUF
import Inference
import Synchronization
import Testing
import TinyTagger
import Tokenization

/// An encoder of the fixtures, and a network of random weights for it.
private struct Subject: Sendable, CustomTestStringConvertible {
    let encoder: String
    let tap: Int
    let blocks: Int
    var type = TensorType.f32

    var testDescription: String { "\(encoder), tap \(tap), \(blocks) layers of \(type.name)" }

    func tagger() throws -> TinyTagger { try TinyTagger(for: GGUFFile(path: fixture(encoder)), tap: tap, blocks: blocks, type: type) }
}

private let subjects = [
    Subject(encoder: "tiny-f32.gguf", tap: 1, blocks: 1), Subject(encoder: "tiny-f32.gguf", tap: 1, blocks: 2, type: .q8_0),
    Subject(encoder: "tiny-f32.gguf", tap: 0, blocks: 1), Subject(encoder: "tiny-f32.gguf", tap: 0, blocks: 0),
    Subject(encoder: "tiny-f32.gguf", tap: 1, blocks: 0), Subject(encoder: "tiny-f32.gguf", tap: 2, blocks: 0),
    Subject(encoder: "tiny-bf16.gguf", tap: 1, blocks: 1, type: .f16), Subject(encoder: "wide-q5_k.gguf", tap: 0, blocks: 1),
    Subject(encoder: "wide-q6_k.gguf", tap: 1, blocks: 0),
]

/// Any rows of the feature tables, the same for the same tokens.
private func features(_ tokens: [Token]) -> [UInt8] {
    tokens.enumerated().flatMap { index, token in
        TinyTagger.featureRows.enumerated().map { table, rows in UInt8((index * 7 + Int(token.id) * 3 + table * 5) % rows) }
    }
}

private let texts = [
    "", "the", "please reset the password of my account", "the printers, slowly: reset!",
    (0..<40).map { ["printers", "Reset,", "slowly"][$0 % 3] }.joined(separator: " "),
]

@Suite struct TaggerNetworkTests {
    /// What is lost is the 8-bit rounding of narrow rows, as in `EncoderTests`.
    @Test(arguments: subjects) fileprivate func scoresMatchAnIndependentImplementation(_ subject: Subject) throws {
        let file = try subject.tagger().file()
        let reference = ReferenceBranch(encoder: try GGUFFile(path: fixture(subject.encoder)), tagger: file)
        let encoders = try runnableTables.map { try TinyModel.encoder(subject.encoder, kernels: $0) }
        let networks = try encoders.map { try TaggerNetwork(file: file, encoder: $0) }
        #expect(networks.allSatisfy { $0.tap == subject.tap && $0.labels == 5 && $0.featureRows == TinyTagger.featureRows })
        for text in texts.dropFirst() {
            let tokens = Array(try encoders[0].tokenize(text).prefix(min(encoders[0].contextLength - 2, 24)))
            let features = features(tokens)
            let ids = [encoders[0].tokenizer.classification] + tokens.map(\.id) + [encoders[0].tokenizer.separator]
            let expected = try reference.run(ids: ids, features: features)
            let scores = expected.scores.joined().map { Float($0) }
            let states = expected.states.joined().map { Float($0) }
            for (encoder, network) in zip(encoders, networks) {
                let found = try encoder.encode(tokens, tags: TagRequest(network: network, features: features, states: true))
                #expect(found.labelScores.count == scores.count && found.branchStates.count == states.count)
                #expect(cosine(found.labelScores, scores) > 0.998, "\(encoder.kernelTableName), \(text.prefix(20))")
                #expect(cosine(found.branchStates, states) > 0.998, "\(encoder.kernelTableName), \(text.prefix(20))")
            }
        }
    }

    /// Scores are the same with the encoder's upper layers and without, and the sentence vector with a tagger and without, in both plans of
    /// a pass, for every number of windows.
    @Test(arguments: subjects, [1, 2]) fileprivate func neitherResultDependsOnTheOther(_ subject: Subject, _ threads: Int) throws {
        let encoder = try TinyModel.encoder(subject.encoder, threads: threads)
        let network = try TaggerNetwork(file: subject.tagger().file(), encoder: encoder)
        for text in texts + [String(repeating: "my new laptop cannot open the old folders, ", count: 30)] {
            let tokens = try encoder.tokenize(text)
            let tags = TagRequest(network: network, features: features(tokens))
            let both = try encoder.encode(tokens, tokenStates: true, tags: tags)
            let alone = try encoder.encode(tokens, sentence: false, tags: tags)
            let plain = try encoder.encode(text, tokenStates: true)
            #expect(both.sentence == plain.sentence && both.tokenStates == plain.tokenStates)
            #expect(alone.labelScores == both.labelScores && alone.labelScores.count == tokens.count * network.labels)
            #expect(alone.sentence.isEmpty && alone.tokenStates.isEmpty && alone.branchStates.isEmpty && plain.labelScores.isEmpty)
            #expect(both.windows == plain.windows && alone.windows == plain.windows)
            let states = try encoder.encode(tokens, sentence: false, tokenStates: true, tags: tags)
            #expect(states.sentence.isEmpty && states.tokenStates == plain.tokenStates && states.labelScores == both.labelScores)
        }
    }

    /// Each window's scores are those that its tokens get alone: features go with their tokens.
    @Test func windowsTakeTheFeaturesOfTheirTokens() throws {
        let encoder = try TinyModel.encoder()
        let network = try TaggerNetwork(file: subjects[1].tagger().file(), encoder: encoder)
        let tokens = try encoder.tokenize((0..<83).map { ["printers", "Reset,", "slowly"][$0 % 3] }.joined(separator: "  "))
        let features = features(tokens)
        let whole = try encoder.encode(tokens, sentence: false, tags: TagRequest(network: network, features: features))
        var start = 0
        for window in 1...whole.windows {
            var end = tokens.count * window / whole.windows
            while end < tokens.count, encoder.tokenizer.continues(tokens[end].id) { end -= 1 }
            let tags = TagRequest(network: network, features: Array(features[start * 6..<end * 6]))
            let part = try encoder.encode(Array(tokens[start..<end]), sentence: false, tags: tags)
            #expect(part.windows == 1 && part.labelScores[...] == whole.labelScores[start * network.labels..<end * network.labels])
            start = end
        }
        #expect(start == tokens.count && whole.windows > 1)
    }

    @Test func scoresAreTheSameWhoeverRunsBeside() throws {
        let encoder = try TinyModel.encoder(threads: 2)
        let networks = try subjects[0..<2].map { try TaggerNetwork(file: $0.tagger().file(), encoder: encoder) }
        let short = try texts[1..<4].map { try encoder.tokenize($0) }
        let long = try encoder.tokenize(String(repeating: texts[2] + ", ", count: 60))
        @Sendable func encode(_ tokens: [Token], _ kind: Int) throws -> [Float] {
            let tags = kind == 0 ? nil : TagRequest(network: networks[kind % 2], features: features(tokens))
            let encoding = try encoder.encode(tokens, sentence: kind < 3, tags: tags)
            return encoding.sentence + encoding.labelScores
        }
        let expected = try (0..<5).map { kind in try (short + [long]).map { try encode($0, kind) } }
        let wrong = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 8) { caller in
            for turn in 0..<(caller == 0 ? 4 : 60) {
                let kind = (caller + turn) % 5
                let text = caller == 0 ? 3 : turn % 3
                let found = try? encode(caller == 0 ? long : short[text], kind)
                if found != expected[kind][text] { wrong.add(1, ordering: .relaxed) }
            }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    @Test func networkOfAnotherEncoderIsRefused() throws {
        let encoder = try TinyModel.encoder()
        let others =
            [try TinyModel.encoder("tiny-bf16.gguf")]
            + (try runnableTables.filter { $0.name != encoder.kernelTableName }.map {
                try TinyModel.encoder(kernels: $0)
            })
        let tokens = try encoder.tokenize("the printer")
        for other in others {
            let network = try TaggerNetwork(file: subjects[0].tagger().file(), encoder: other)
            let error = #expect(throws: InferenceError.self) {
                try encoder.encode(tokens, tags: TagRequest(network: network, features: features(tokens)))
            }
            #expect(error?.code == .badConfiguration && error?.subject == "tagger")
        }
    }

    /// Finite weights whose sums overflow: scores that are no numbers are not handed out, and the sentence vector alone still is.
    @Test func statesThatOverflowGiveNoScores() throws {
        for table in runnableTables {
            let encoder = try TinyModel.encoder(kernels: table)
            for blocks in [0, 1] {
                var tagger = try Subject(encoder: "tiny-f32.gguf", tap: 1, blocks: blocks).tagger()
                for channel in 0..<32 { tagger.set("features.weight", channel, channel % 2 == 0 ? 3e38 : -3e38) }
                for channel in 0..<32 { tagger.set("features.weight", 6 * 32 + channel, channel % 2 == 0 ? 3e38 : -3e38) }
                let network = try TaggerNetwork(file: tagger.file(), encoder: encoder)
                let tokens = try encoder.tokenize("the printer")
                let zeros = [UInt8](repeating: 0, count: tokens.count * 6)
                let error = #expect(throws: InferenceError.self, "\(table.name), \(blocks)") {
                    try encoder.encode(tokens, tags: TagRequest(network: network, features: zeros))
                }
                #expect(error?.code == .noVector && error?.subject == "label scores")
                let others = [UInt8](repeating: 1, count: tokens.count * 6)
                #expect(try encoder.encode(tokens, tags: TagRequest(network: network, features: others)).labelScores.allSatisfy(\.isFinite))
            }
        }
    }
}
