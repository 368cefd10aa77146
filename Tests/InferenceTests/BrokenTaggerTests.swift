import GGUF
import Inference
import Testing
import TinyTagger

/// One way to spoil a sound tagger's network, and what the refusal must say.
private struct TaggerDamage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: InferenceError.Code
    /// The error's subject.
    let names: String
    let spoil: @Sendable (inout TinyTagger) -> Void

    init(_ name: String, _ code: InferenceError.Code, _ names: String, _ spoil: @escaping @Sendable (inout TinyTagger) -> Void) {
        testDescription = name
        self.code = code
        self.names = names
        self.spoil = spoil
    }
}

private let brokenKeys: [TaggerDamage] = [
    TaggerDamage("an encoder in its place", .unsupportedArchitecture, "general.architecture") {
        $0["general.architecture"] = .string("bert")
    },
    TaggerDamage("an architecture that is a number", .badFile, "metadata 'general.architecture'") {
        $0["general.architecture"] = .uint32(1)
    },
    TaggerDamage("a tap at the last layer", .badConfiguration, "weir-tagger.tap") { $0["weir-tagger.tap"] = .uint32(2) },
    TaggerDamage("a tap far above", .badConfiguration, "weir-tagger.tap") { $0["weir-tagger.tap"] = .uint64(1 << 62) },
    TaggerDamage("a tap below 0", .badConfiguration, "weir-tagger.tap") { $0["weir-tagger.tap"] = .int32(-1) },
    TaggerDamage("a tap that is a float", .badFile, "metadata 'weir-tagger.tap'") { $0["weir-tagger.tap"] = .float32(1) },
    TaggerDamage("a linear head above the last layer", .badConfiguration, "weir-tagger.tap") {
        $0["weir-tagger.block_count"] = .uint32(0)
        $0["weir-tagger.tap"] = .uint32(3)
    },
    TaggerDamage("more layers than the encoder has", .badConfiguration, "weir-tagger.block_count") {
        $0["weir-tagger.block_count"] = .uint32(3)
    },
    TaggerDamage("layers below 0", .badConfiguration, "weir-tagger.block_count") { $0["weir-tagger.block_count"] = .int64(-1) },
    TaggerDamage("more layers than the file has", .badFile, "tensor 'blk.1.attn_q.weight'") { $0["weir-tagger.block_count"] = .uint32(2) },
    TaggerDamage("another width", .badConfiguration, "weir-tagger.dimension") { $0["weir-tagger.dimension"] = .uint32(64) },
    TaggerDamage("no width", .badConfiguration, "weir-tagger.dimension") { $0["weir-tagger.dimension"] = .uint32(0) },
    TaggerDamage("no labels", .badConfiguration, "count of weir-tagger.labels") { $0["weir-tagger.labels"] = .strings([]) },
    TaggerDamage("too many labels", .badConfiguration, "count of weir-tagger.labels") {
        $0["weir-tagger.labels"] = .strings((0..<1025).map { "\($0)" })
    },
    TaggerDamage("labels that are numbers", .badFile, "metadata 'weir-tagger.labels'") {
        $0["weir-tagger.labels"] = .integers([1], of: .uint32)
    },
    TaggerDamage("more labels than rows", .badShape, "classifier.weight") {
        $0["weir-tagger.labels"] = .strings(TinyTagger.labels + ["B-URL"])
    },
    TaggerDamage("fewer labels than rows", .badShape, "classifier.weight") { $0["weir-tagger.labels"] = .strings(["O", "B-URL"]) },
    TaggerDamage("no feature tables", .badConfiguration, "count of weir-tagger.features") {
        $0["weir-tagger.features"] = .integers([], of: .uint32)
    },
    TaggerDamage("too many feature tables", .badConfiguration, "count of weir-tagger.features") {
        $0["weir-tagger.features"] = .integers(Array(repeating: 1, count: 17), of: .uint32)
    },
    TaggerDamage("a feature table without rows", .badConfiguration, "weir-tagger.features[1]") {
        $0["weir-tagger.features"] = .integers([6, 0], of: .uint32)
    },
    TaggerDamage("a feature table below 0", .badConfiguration, "weir-tagger.features[0]") {
        $0["weir-tagger.features"] = .integers([-6, 8], of: .int32)
    },
    TaggerDamage("a feature table of 2^40 rows", .badConfiguration, "weir-tagger.features[5]") {
        $0["weir-tagger.features"] = .integers([6, 8, 5, 3, 2, 1 << 40], of: .int64)
    },
    TaggerDamage("feature tables that are text", .badFile, "metadata 'weir-tagger.features'") {
        $0["weir-tagger.features"] = .strings(["6"])
    },
    TaggerDamage("fewer feature rows than tables say", .badShape, "features.weight") {
        $0["weir-tagger.features"] = .integers([6, 8, 5, 3, 2, 33], of: .uint32)
    },
]

private let brokenTensors: [TaggerDamage] = [
    TaggerDamage("a classifier on its side", .badShape, "classifier.weight") { $0[tensor: "classifier.weight"]?.shape = [5, 32] },
    TaggerDamage("a classifier without a shape", .badShape, "classifier.weight") { $0[tensor: "classifier.weight"]?.shape = [160] },
    TaggerDamage("features on their side", .badShape, "features.weight") { $0[tensor: "features.weight"]?.shape = [56, 32] },
    TaggerDamage("a matrix of another shape", .badShape, "blk.0.ffn_up.weight") { $0[tensor: "blk.0.ffn_up.weight"]?.shape = [64, 32] },
    TaggerDamage("a bias that is too short", .badShape, "blk.0.ffn_up.bias") {
        $0[tensor: "blk.0.ffn_up.bias"]?.shape = [63]
        $0[tensor: "blk.0.ffn_up.bias"]?.bytes.removeLast(4)
    },
    TaggerDamage("a matrix of integers", .unsupportedTensorType, "blk.0.attn_k.weight") { $0[tensor: "blk.0.attn_k.weight"]?.type = .i32 },
    TaggerDamage("features of integers", .unsupportedTensorType, "features.weight") { $0[tensor: "features.weight"]?.type = .i32 },
    TaggerDamage("a matrix of zeros", .allZero, "blk.0.attn_v.weight") { tagger in
        for index in 0..<32 * 32 { tagger.set("blk.0.attn_v.weight", index, 0) }
    },
    TaggerDamage("a classifier of zeros", .allZero, "classifier.weight") { tagger in
        for index in 0..<5 * 32 { tagger.set("classifier.weight", index, 0) }
    },
    TaggerDamage("a row whose sum is infinite", .notFinite, "blk.0.attn_q.weight, row 2") { tagger in
        for index in 64..<96 { tagger.set("blk.0.attn_q.weight", index, .greatestFiniteMagnitude) }
    },
]

@Suite("Broken taggers") struct BrokenTaggerTests {
    private let encoder: Encoder
    private let sound: TinyTagger

    init() throws {
        encoder = try TinyModel.encoder()
        sound = try TinyTagger(for: GGUFFile(path: fixture("tiny-f32.gguf")), tap: 1, blocks: 1)
    }

    private func refusal(_ tagger: TinyTagger, _ comment: String) throws -> InferenceError? {
        let file = try tagger.file()
        let error = #expect(throws: InferenceError.self, "\(comment)") { try TaggerNetwork(file: file, encoder: encoder) }
        #expect(error.map { $0.description.utf8.count < 500 } ?? true, "\(comment)")
        return error
    }

    @Test func soundOneLoads() throws { _ = try TaggerNetwork(file: sound.file(), encoder: encoder) }

    @Test(arguments: brokenKeys + brokenTensors) fileprivate func refuses(_ damage: TaggerDamage) throws {
        var tagger = sound
        damage.spoil(&tagger)
        let error = try refusal(tagger, damage.testDescription)
        #expect(error?.code == damage.code && error?.subject == damage.names, "\(error?.description ?? "no error")")
    }

    @Test(arguments: [
        "general.architecture", "weir-tagger.tap", "weir-tagger.block_count", "weir-tagger.dimension", "weir-tagger.labels",
        "weir-tagger.features",
    ]) func refusesAFileWithoutKey(_ key: String) throws {
        var tagger = sound
        tagger[key] = nil
        let error = try refusal(tagger, key)
        #expect(error?.code == .badFile && error?.subject == "metadata '\(key)'", "\(error?.description ?? "no error")")
    }

    @Test func refusesAFileWithoutAnyTensorOfTheNetworkAndOneWithANumberThatIsNone() throws {
        let own = sound.tensors.filter { !$0.name.hasPrefix("transitions") }
        #expect(own.count == 19)
        for tensor in own {
            var tagger = sound
            tagger[tensor: tensor.name] = nil
            let missing = try refusal(tagger, tensor.name)
            #expect(missing?.code == .badFile && missing?.subject == "tensor '\(tensor.name)'", "\(missing?.description ?? "no error")")
            let last = tensor.bytes.count / 4 - 1
            for (element, value) in [(0, Float.nan), (last, .infinity), (last / 2, -.infinity)] {
                var tagger = sound
                tagger.set(tensor.name, element, value)
                let error = try refusal(tagger, tensor.name)
                let row = tensor.shape.count == 2 ? ", row \(element / tensor.shape[0])" : ""
                #expect(error?.code == .notFinite && error?.subject == tensor.name + row, "\(error?.description ?? "no error")")
            }
        }
    }
}
