import Foundation
import GGUF
import Inference
import Tagging
import Testing
import TinyTagger

/// One way to spoil a sound file, and what the refusal must say.
private struct Damage: Sendable, CustomTestStringConvertible {
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

private let broken: [Damage] = [
    Damage("an encoder in its place", .unsupportedArchitecture, "general.architecture") { $0["general.architecture"] = .string("bert") },
    Damage("no architecture", .badFile, "metadata 'general.architecture'") { $0["general.architecture"] = nil },
    Damage("no encoder", .badFile, "metadata 'weir-tagger.encoder'") { $0["weir-tagger.encoder"] = nil },
    Damage("a short digest", .badConfiguration, "weir-tagger.encoder") { $0["weir-tagger.encoder"] = .string("ab") },
    Damage("a digest of capitals", .badConfiguration, "weir-tagger.encoder") {
        $0["weir-tagger.encoder"] = .string(String(repeating: "A", count: 64))
    },
    Damage("no dimension", .badFile, "metadata 'weir-tagger.dimension'") { $0["weir-tagger.dimension"] = nil },
    Damage("a dimension of 0", .badConfiguration, "weir-tagger.dimension") { $0["weir-tagger.dimension"] = .uint32(0) },
    Damage("a dimension below 0", .badConfiguration, "weir-tagger.dimension") { $0["weir-tagger.dimension"] = .int32(-32) },
    Damage("no features", .badFile, "metadata 'weir-tagger.features'") { $0["weir-tagger.features"] = nil },
    Damage("other features", .badConfiguration, "weir-tagger.features") {
        $0["weir-tagger.features"] = .integers([6, 8, 5, 3, 2], of: .uint32)
    },
    Damage("features in another order", .badConfiguration, "weir-tagger.features") {
        $0["weir-tagger.features"] = .integers([8, 6, 5, 3, 2, 32], of: .uint32)
    },
    Damage("no labels", .badFile, "metadata 'weir-tagger.labels'") { $0["weir-tagger.labels"] = nil },
    Damage("labels of nobody", .badConfiguration, "weir-tagger.labels[3]") {
        $0["weir-tagger.labels"] = .strings(["O", "B-PERSON", "I-PERSON", "B-NOBODY", "I-NOBODY"])
    },
    Damage("labels that could fool a terminal", .badConfiguration, "weir-tagger.labels[1]") {
        $0["weir-tagger.labels"] = .strings(["O", "\u{1B}[2J", "I-PERSON", "B-LOCATION", "I-LOCATION"])
    },
    Damage("more labels than rows", .badShape, "classifier.weight") { $0["weir-tagger.labels"] = .strings(["O", "B-URL"]) },
    Damage("a bias of another length", .badShape, "classifier.bias") {
        $0[tensor: "classifier.bias"] = .init("classifier.bias", [4], .f32, [UInt8](repeating: 0, count: 16))
    },
    Damage("no transitions", .badFile, "tensor 'transitions.weight'") { $0[tensor: "transitions.weight"] = nil },
    Damage("transitions without a beginning", .badShape, "transitions.weight") {
        $0[tensor: "transitions.weight"] = .init("transitions.weight", [5, 5], .f32, [UInt8](repeating: 0, count: 100))
    },
    Damage("transitions on their side", .badShape, "transitions.weight") { $0[tensor: "transitions.weight"]?.shape = [6, 5] },
    Damage("transitions of integers", .badFile, "tensor 'transitions.weight'") { $0[tensor: "transitions.weight"]?.type = .i32 },
    Damage("a transition that is no number", .notFinite, "transitions.weight[29]") { $0.set("transitions.weight", 29, .nan) },
    Damage("an infinite transition", .notFinite, "transitions.weight[0]") { $0.set("transitions.weight", 0, -.infinity) },
    Damage("a bias that is no number", .notFinite, "classifier.bias[4]") { $0.set("classifier.bias", 4, .nan) },
    Damage("an infinite weight", .notFinite, "classifier.weight[159]") { $0.set("classifier.weight", 159, .infinity) },
    Damage("hashes out of order", .badConfiguration, "gazetteer.hashes[2]") { $0.setGazetteer([(1, 1), (7, 1), (6, 1), (9, 1)]) },
    Damage("a hash twice", .badConfiguration, "gazetteer.hashes[1]") { $0.setGazetteer([(7, 1), (7, 2)]) },
    Damage("hashes in signed order", .badConfiguration, "gazetteer.hashes[1]") { $0.setGazetteer([(0xFFFF_FFFF, 1), (7, 2)]) },
    Damage("a flag past the table", .badConfiguration, "gazetteer.flags[1]") { $0.setGazetteer([(7, 1), (8, 32)]) },
    Damage("a flag below 0", .badConfiguration, "gazetteer.flags[0]") { $0.setGazetteer([(7, 0xFF), (8, 3)]) },
    Damage("hashes without flags", .badFile, "tensor 'gazetteer.flags'") {
        $0.setGazetteer([(7, 1)])
        $0[tensor: "gazetteer.flags"] = nil
    },
    Damage("flags without hashes", .badFile, "tensor 'gazetteer.hashes'") {
        $0.setGazetteer([(7, 1)])
        $0[tensor: "gazetteer.hashes"] = nil
    },
    Damage("fewer flags than hashes", .badShape, "gazetteer.flags") {
        $0.setGazetteer([(7, 1), (8, 1)])
        $0[tensor: "gazetteer.flags"] = .init("gazetteer.flags", [1], .i8, [1])
    },
    Damage("hashes in two dimensions", .badShape, "gazetteer.hashes") {
        $0.setGazetteer([(7, 1), (8, 1)])
        $0[tensor: "gazetteer.hashes"]?.shape = [1, 2]
    },
    Damage("hashes that are floats", .unsupportedTensorType, "gazetteer.hashes") {
        $0.setGazetteer([(7, 1), (8, 1)])
        $0[tensor: "gazetteer.hashes"]?.type = .f32
    },
    Damage("flags that are wide", .unsupportedTensorType, "gazetteer.flags") {
        $0.setGazetteer([(7, 1)])
        $0[tensor: "gazetteer.flags"] = .init("gazetteer.flags", [1], .i32, [1, 0, 0, 0])
    },
]

@Suite struct TaggerFileTests {
    @Test(arguments: broken) fileprivate func refuses(_ damage: Damage) throws {
        var tiny = try tinyTagger()
        damage.spoil(&tiny)
        let file = try tiny.file()
        let error = #expect(throws: InferenceError.self) { try TaggerFile(file: file) }
        #expect(error?.code == damage.code && error?.subject == damage.names, "\(error?.description ?? "no error")")
        let description = error?.description ?? ""
        #expect(description.utf8.count < 500 && description.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 >= 0x80 })
    }

    @Test func missingFileIsNamed() {
        let error = #expect(throws: InferenceError.self) { try TaggerFile(path: "/nowhere/tagger.gguf") }
        #expect(error?.code == .badFile)
    }

    /// What is not replaced is copied as it is stored, whatever its type.
    @Test(arguments: [TensorType.f32, .f16, .q8_0]) func copyWithAnotherClassifierKeepsTheRest(_ type: TensorType) throws {
        var tiny = try TinyTagger(for: GGUFFile(path: encoderPath), tap: 1, blocks: 2, type: type, digest: encoderDigest)
        tiny.setGazetteer([(7, 1), (0xFFFF_FFFF, 31)])
        tiny["general.name"] = .string("tiny")
        var file = try TaggerFile(file: tiny.file())
        let labels = try TagLabels(["O", "B-URL", "I-URL"])
        let weight = (0..<96).map { Float($0) / 96 }
        let transitions = (0..<12).map { Float($0) }
        file.replace(labels: labels, classifierWeight: weight, classifierBias: [1, 2, 3], transitions: transitions)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("weir-\(UUID().uuidString).gguf").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try file.writer(path: path).write()

        let copy = try TaggerFile(path: path)
        #expect(copy.labels == labels && copy.classifierWeight == weight && copy.classifierBias == [1, 2, 3])
        #expect(copy.transitions == transitions && copy.encoder == encoderDigest && copy.gazetteer.count == 2)
        let (before, after) = (try tiny.file(), try GGUFFile(path: path))
        #expect(before.tensors.map(\.name) == after.tensors.map(\.name))
        for (one, other) in zip(before.tensors, after.tensors) where !["classifier", "transitions"].contains(one.name.prefix { $0 != "." })
        {
            #expect(one.type == other.type && one.shape == other.shape && one.bytes.elementsEqual(other.bytes), "\(one.name)")
        }
        for (key, value) in before.metadata where key != "weir-tagger.labels" { #expect(after.metadata[key] == value) }
        let tagger = try Tagger(path: path, encoder: encoder())
        #expect(tagger.labels.count == 3 && tagger.network.labels == 3)
        _ = try tagger.read("the printer", sentence: true)
    }
}
