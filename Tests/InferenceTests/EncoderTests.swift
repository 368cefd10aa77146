import Foundation
import GGUF
import Inference
import Testing
import Tokenization

/// Against float64 passes in numpy over the same stored weights. What is lost here is the 8-bit rounding of 32-channel rows.
@Suite struct EncoderTests {
    @Test func vectorsMatchAnIndependentImplementationForEveryFileTypeAndTable() throws {
        var types: Set<TensorType> = []
        for tiny in try TinyModel.all() {
            for expected in tiny.models {
                types.formUnion(try GGUFFile(path: fixture(expected.file)).tensors.map(\.type))
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
        #expect(types.isSuperset(of: [.f32, .f16, .bf16, .q8_0, .q4_0, .q4_K, .q5_K, .q6_K]))
    }

    @Test func tokenStatesCoverTheWholeTextOverAllWindows() throws {
        for tiny in try TinyModel.all() {
            for expected in tiny.models {
                let encoder = try TinyModel.encoder(expected.file)
                let room = encoder.contextLength - 2
                for (index, text) in tiny.texts.enumerated() {
                    let encoding = try encoder.encode(text, tokenStates: true)
                    #expect(encoding.tokens.map(\.id) == tiny.tokens[index])
                    #expect(encoding.tokenStates.count == encoding.tokens.count * encoder.dimension)
                    #expect(encoding.windows == max(1, (encoding.tokens.count + room - 1) / room))
                    if !encoding.tokens.isEmpty {
                        #expect(
                            cosine(encoding.tokenStates.suffix(encoder.dimension), expected.lastTokenStates[index]) > 0.995,
                            "\(text.prefix(40))")
                    }
                }
            }
        }
    }

    /// Both poolings; three windows, whose equal parts would end between words or inside one. Each token has the state that its window alone
    /// gives it.
    @Test(arguments: ["tiny-f32.gguf", "tiny-bf16.gguf"], ["", "\u{1F41F} "])
    func windowsCoverEveryTokenOnceAndBeginWithAWord(_ file: String, _ beginning: String) throws {
        let encoder = try TinyModel.encoder(file)
        #expect(encoder.configuration.pooling == (file == "tiny-f32.gguf" ? .mean : .firstToken))
        let text = beginning + (0..<83).map { ["printers", "Reset,", "slowly"][$0 % 3] }.joined(separator: "  ")
        let scalars = Array(text.unicodeScalars)
        let encoding = try encoder.encode(text, tokenStates: true)
        let tokens = encoding.tokens
        #expect(encoding.windows == 3 && tokens == encoder.tokenizer.encode(text))
        #expect(encoding.tokenStates.count == tokens.count * encoder.dimension)
        let covered = tokens.flatMap { $0.start..<$0.end }
        #expect(covered == scalars.indices.filter { scalars[$0] != " " })

        var part = 0..<0
        for window in 1...3 {
            var end = tokens.count * window / 3
            while end < tokens.count, tokens[end].start == tokens[end - 1].end, scalars[tokens[end].start] != "," { end -= 1 }
            part = part.upperBound..<end
            let slice = scalars[tokens[part.lowerBound].start..<tokens[part.upperBound - 1].end]
            let alone = try encoder.encode(String(String.UnicodeScalarView(slice)), tokenStates: true)
            #expect(alone.windows == 1 && alone.tokens.count == part.count)
            for (index, position) in part.enumerated() {
                let found = encoding.tokenStates[position * encoder.dimension..<(position + 1) * encoder.dimension]
                let expected = alone.tokenStates[index * encoder.dimension..<(index + 1) * encoder.dimension]
                #expect(cosine(found, expected) > 0.9999, "token \(position)")
            }
        }
        #expect(part.upperBound == tokens.count)
    }

    /// Words of as many pieces as they have letters: there is no room to move a window's end to a word's.
    @Test func windowsWithoutRoomAreFull() throws {
        let encoder = try TinyModel.encoder()
        let room = encoder.contextLength - 2
        let tokens = try encoder.tokenize((0..<room * 2).map { _ in "printers" }.joined(separator: " "))
        #expect(tokens.count == room * 4)
        for count in [room * 2, room * 2 - 1, room * 3, room * 4 - 3] {
            let encoding = try encoder.encode(Array(tokens[..<count]), tokenStates: true)
            #expect(encoding.windows == (count + room - 1) / room && encoding.tokenStates.count == count * encoder.dimension)
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

    /// What loading lets go of a mapped file must stay where there is no file.
    @Test func modelInMemoryIsReadAsOftenAsOneLikes() throws {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: fixture("tiny-f32.gguf"))))
        let file = try GGUFFile(file: MappedFile(name: "tiny", copying: bytes))
        let expected = try TinyModel.encoder().embed("please reset the password")
        for _ in 0..<3 { #expect(try Encoder(file: file, threads: 1).embed("please reset the password") == expected) }
    }

    @Test func encodersStopTheirThreadsWhenTheyGo() throws {
        for _ in 0..<50 { _ = try TinyModel.encoder(threads: 4).embed("the printer") }
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
                encoder, texts: EncoderBenchmark.queries, callers: 3, long: long, longCallers: longCallers, seconds: 1)
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
