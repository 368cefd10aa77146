import Foundation
import Inference
import Testing
import Tokenization

/// Against float64 passes in numpy over the same stored weights. What is lost here is the 8-bit rounding of 32-channel rows.
@Suite struct EncoderTests {
    @Test func vectorsMatchAnIndependentImplementationForEveryFileTypeAndTable() throws {
        let tiny = try TinyModel.load()
        for expected in tiny.models {
            for table in runnableTables {
                let encoder = try TinyModel.encoder(expected.file, kernels: table)
                var sum = 0.0
                for (text, vector) in zip(tiny.texts, expected.vectors) {
                    let found = try encoder.embed(text)
                    let agreement = cosine(found, vector)
                    sum += agreement
                    #expect(agreement > 0.998, "\(expected.file), \(table.name), \(text.prefix(40))")
                    #expect(abs(found.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
                }
                #expect(sum / Double(tiny.texts.count) > 0.9995, "\(expected.file), \(table.name)")
            }
        }
    }

    @Test func tokenStatesCoverTheWholeTextOverAllWindows() throws {
        let tiny = try TinyModel.load()
        for expected in tiny.models {
            let encoder = try TinyModel.encoder(expected.file)
            for (index, text) in tiny.texts.enumerated() {
                let encoding = try encoder.encode(text, tokenStates: true)
                #expect(encoding.tokens.map(\.id) == tiny.tokens[index])
                #expect(encoding.tokenStates.count == encoding.tokens.count * encoder.dimension)
                #expect(encoding.windows == max(1, (encoding.tokens.count + 61) / 62))
                if !encoding.tokens.isEmpty {
                    #expect(
                        cosine(encoding.tokenStates.suffix(encoder.dimension), expected.lastTokenStates[index]) > 0.995,
                        "\(text.prefix(40))")
                }
            }
        }
    }

    @Test func batchesThreadsAndCallersDoNotChangeAVector() async throws {
        let tiny = try TinyModel.load()
        let alone = try TinyModel.encoder(threads: 1)
        let expected = try tiny.texts.map { text in try alone.embed(text) }
        #expect(try alone.embed(batch: tiny.texts) == expected)
        let together = try TinyModel.encoder(threads: 3)
        #expect(try tiny.texts.map { text in try together.embed(text) } == expected)
        #expect(try together.embed(batch: tiny.texts) == expected)
        let texts = tiny.texts
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<6 {
                group.addTask {
                    for index in texts.indices {
                        let shifted = (index + caller) % texts.count
                        let found = try together.embed(texts[shifted])
                        #expect(found == expected[shifted])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func encodersStopTheirThreadsWhenTheyGo() throws {
        for _ in 0..<50 { _ = try TinyModel.encoder(threads: 4).embed("the printer") }
    }

    @Test func hardTextsGiveAVectorInBoundedTime() throws {
        let encoder = try TinyModel.encoder()
        for text in [
            "", " \n\t", String(repeating: "e\u{301}", count: 5000), String(repeating: "\u{1F600}", count: 1000), "\u{0}\u{FFFD}",
            "東京 дом नमस्ते",
        ] {
            #expect(try encoder.embed(text).count == 32)
        }
        #expect(throws: InferenceError.self) { try encoder.embed(String(repeating: "a ", count: 100_000)) }
    }

    @Test func benchmarkMeasuresWhatItWasAskedFor() throws {
        let encoder = try TinyModel.encoder(threads: 2)
        let text = try EncoderBenchmark.text(tokens: 8, encoder)
        let latency = try EncoderBenchmark.latency(of: text, encoder, seconds: 0.001)
        #expect(latency.tokens == 8 && latency.time.count >= 20)
        #expect(latency.time.least <= latency.time.p50 && latency.time.p50 <= latency.time.p999)
        #expect(try EncoderBenchmark.tokenization(of: text, encoder, seconds: 0.001).tokens == 8)
        let batch = try EncoderBenchmark.batch(of: EncoderBenchmark.queries, encoder, seconds: 0.001)
        #expect(batch.texts == 512 && batch.rounds >= 3 && batch.textsPerSecond > 0)
    }

    @Test func benchmarkOfSeveralCallersCountsThemAll() throws {
        let encoder = try TinyModel.encoder(threads: 2)
        let long = try EncoderBenchmark.text(tokens: 400, encoder)
        for longCallers in [0, 1] {
            let load = try EncoderBenchmark.load(
                encoder, texts: EncoderBenchmark.queries, callers: 3, long: long, longCallers: longCallers, seconds: 0.05)
            #expect(load.callers == 3 && load.longCallers == longCallers)
            #expect(load.textsPerSecond > 0 && (load.longTime != nil) == (longCallers > 0))
        }
        #expect(throws: InferenceError.self) {
            try EncoderBenchmark.load(encoder, texts: [String(repeating: "a ", count: 100_000)], callers: 2, seconds: 0.01)
        }
    }
}

@Suite struct SpecialTokenTextTests {
    /// Ids and offsets as Hugging Face `tokenizers` gives them with added tokens.
    @Test(arguments: [
        ("[CLS] the [SEP]", [2, 5, 3], [0, 6, 10]), ("[SEP][SEP]", [3, 3], [0, 5]), ("дä [MASK]the", [1, 4, 5], [0, 3, 9]),
        ("[sep]", [1, 1, 1], [0, 1, 4]),
        ("[", [1], [0]), ("[CLS", [1, 1], [0, 1]), ("the [PAD] printer [UNK]", [5, 0, 18, 1], [0, 4, 10, 18]),
    ])
    func literalSpecialTokensAreThoseTokens(text: String, ids: [Int32], starts: [Int]) throws {
        let tokens = try TinyModel.encoder().tokenize(text)
        #expect(tokens.map(\.id) == ids)
        #expect(tokens.map(\.start) == starts)
        #expect(tokens.allSatisfy { $0.end > $0.start && $0.end <= text.unicodeScalars.count })
    }
}
