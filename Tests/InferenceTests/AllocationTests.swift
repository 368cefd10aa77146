import AllocationCount
import CKernels
import GGUF
import Testing
import TinyTagger

@testable import Inference

@Suite struct AllocationTests {
    /// One thread takes the plan of row blocks; two take the plan of column parts for the short texts.
    @Test(arguments: [1, 2]) func passAllocatesNothingAfterTheFirstOfItsLength(threads: Int) throws {
        try #require(allocation_count_works(), "a sanitizer has an allocator of its own")
        let file = try GGUFFile(path: fixture("tiny-f32.gguf"))
        let configuration = try EncoderConfiguration(file: file)
        let kernels = try KernelTable.standard()
        let pool = try WorkerPool(threads: threads)
        let weights = try EncoderWeights(file: file, configuration: configuration, kernels: kernels, pool: pool)
        let gate = PassGate(weights: weights, kernels: kernels, pool: pool)

        func run(texts: Int, tokens: Int) throws -> UInt64 {
            let ids = (0..<tokens).map { Int32($0 % configuration.vocabulary) }
            let request = PassRequest(windows: Array(repeating: Window(ids: ids), count: texts), wantsStates: false)
            let turn = try #require(gate.enter(request))
            defer { gate.leave(turn) }
            let before = allocation_count()
            try turn.pass.run(in: gate)
            return allocation_count() - before
        }
        let longest = min(configuration.contextLength, 60)
        #expect(try run(texts: 4, tokens: longest) > 0, "the first pass makes its buffers: the counter counts")
        #expect(try run(texts: 1, tokens: longest) > 0, "short passes have buffers of their own")
        for (texts, tokens) in [(4, longest), (1, 3), (1, 16), (3, 20), (4, longest)] {
            #expect(try run(texts: texts, tokens: tokens) == 0, "\(texts) texts of \(tokens) tokens")
        }
    }

    /// Layers of its own and features for each token, with the encoder's upper layers and without.
    @Test(arguments: [1, 2], [true, false]) func passWithTagsAllocatesNothingEither(threads: Int, hasUpperLayers: Bool) throws {
        try #require(allocation_count_works(), "a sanitizer has an allocator of its own")
        let encoder = try TinyModel.encoder(threads: threads)
        let file = try GGUFFile(path: fixture("tiny-f32.gguf"))
        let pool = try WorkerPool(threads: threads)
        let weights = try EncoderWeights(file: file, configuration: encoder.configuration, kernels: encoder.kernels, pool: pool)
        let gate = PassGate(weights: weights, kernels: encoder.kernels, pool: pool)
        let networks = try [1, 2].map { try TaggerNetwork(file: TinyTagger(for: file, tap: 1, blocks: $0).file(), encoder: encoder) }

        func run(_ network: TaggerNetwork?, texts: Int, tokens: Int) throws -> UInt64 {
            let window = Window(
                ids: (0..<tokens).map { Int32($0 % encoder.configuration.vocabulary) },
                features: network == nil ? [] : [UInt8](repeating: 1, count: (tokens - 2) * 6)[...])
            let kind = PassKind(hasUpperLayers: hasUpperLayers || network == nil, tagger: network)
            let turn = try #require(gate.enter(PassRequest(windows: Array(repeating: window, count: texts), kind: kind)))
            defer { gate.leave(turn) }
            let before = allocation_count()
            try turn.pass.run(in: gate)
            return allocation_count() - before
        }
        #expect(try run(networks[0], texts: 4, tokens: 60) > 0)
        #expect(try run(networks[0], texts: 1, tokens: 60) > 0)
        for (network, texts, tokens) in [(0, 4, 60), (1, 1, 3), (0, 1, 16), (2, 1, 60), (1, 3, 20), (1, 1, 2), (2, 4, 60), (0, 4, 60)] {
            let count = try run(network < 2 ? networks[network] : nil, texts: texts, tokens: tokens)
            #expect(count == 0, "network \(network), \(texts) texts of \(tokens) tokens")
        }
    }
}
