import CKernels
import Foundation
import GGUF
import Inference
import Testing

/// A random BERT of Tests/Fixtures/inference, in several storage types, and what numpy computed with it.
struct TinyModel: Decodable {
    struct Expected: Decodable, Sendable {
        let file: String
        let vectors: [[Float]]
        let lastTokenStates: [[Float]]
    }

    let texts: [String]
    let tokens: [[Int32]]
    let models: [Expected]

    /// `tiny.json`: width 32. `wide.json`: width 256, in types with blocks of 256 elements.
    static func load(_ file: String = "tiny.json") throws -> TinyModel {
        try JSONDecoder().decode(TinyModel.self, from: Data(contentsOf: URL(fileURLWithPath: fixture(file))))
    }

    static func all() throws -> [TinyModel] { try [load(), load("wide.json")] }

    static func encoder(_ file: String = "tiny-f32.gguf", threads: Int = 1, kernels: KernelTable? = nil) throws -> Encoder {
        try Encoder(path: fixture(file), threads: threads, kernels: kernels)
    }
}

func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/inference/" + name).path
}

func cosine(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
    var dot = 0.0
    var squares = (0.0, 0.0)
    for (x, y) in zip(a, b) {
        dot += Double(x) * Double(y)
        squares.0 += Double(x) * Double(x)
        squares.1 += Double(y) * Double(y)
    }
    return dot / (squares.0 * squares.1).squareRoot()
}

/// Tables that this machine can run; the others are named once on the output.
let runnableTables: [KernelTable] = KernelTable.Level.allCases.compactMap { level in
    let table = KernelTable.exactly(level)
    if table == nil { print("SKIPPED kernel table \(level.rawValue): this machine cannot run it") }
    return table
}
