import Foundation
import GGUF
import Testing

@testable import Retrieval

@Suite struct VectorIndexTests {
    private let rows: [[Float]] = [[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, -1], [0.6, 0.8, 0]]

    private func temporary() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("knowledge-\(UUID().uuidString).gguf").path
    }

    @Test func findsTheNearestRowsInOrder() throws {
        let index = try VectorIndex(vectors: rows, dimension: 3)
        let found = try index.search([0.8, 0.6, 0], top: 3)
        #expect(found.map(\.row) == [2, 4, 0])
        let expected: [Float] = [0.96, 0.96, 0.8]
        for (match, score) in zip(found, expected) { #expect(abs(match.score - score) < 1e-6) }
        #expect(try index.search([0, 0, 1], top: 9).map(\.row) == [0, 1, 2, 4, 3])
        #expect(try index.search([0, 0, 1], top: 0).isEmpty)
    }

    /// Fifteen numbers a row: a full vector of eight and a rest of seven.
    @Test func equalsAPlainSearchOverManyRows() throws {
        var state: UInt64 = 1
        func next() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24) - 0.5
        }
        func unit() -> [Float] {
            let vector = (0..<15).map { _ in next() }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / length }
        }
        let rows = (0..<300).map { _ in unit() }
        let index = try VectorIndex(vectors: rows, dimension: 15)
        for _ in 0..<20 {
            let query = unit()
            let scores = rows.map { row in (0..<15).reduce(Float(0)) { $0 + row[$1] * query[$1] } }
            let best = scores.indices.sorted { scores[$0] > scores[$1] }.prefix(10)
            #expect(try index.search(query, top: 10).map(\.row) == Array(best))
        }
    }

    @Test func readsBackWhatItWroteAndWritesTheSameBytes() throws {
        let path = temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let index = try VectorIndex(vectors: rows, dimension: 3)
        try index.write(to: path)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let read = try VectorIndex(path: path)
        #expect(read.rowCount == 5 && read.dimension == 3)
        #expect(try read.search([0.8, 0.6, 0], top: 2).map(\.row) == [2, 4])
        try index.write(to: path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func anEmptyIndexFindsNothing() throws {
        let path = temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try VectorIndex(vectors: [], dimension: 3).write(to: path)
        let read = try VectorIndex(path: path)
        #expect(read.rowCount == 0)
        #expect(try read.search([1, 0, 0], top: 3).isEmpty)
    }

    @Test(arguments: [("short", [1, 0]), ("not of unit length", [1, 1, 0]), ("not a number", [Float.nan, 0, 0]), ("zero", [0, 0, 0])])
    func refusesVectors(name: String, vector: [Float]) throws {
        let error = #expect(throws: RetrievalError.self) { try VectorIndex(vectors: [vector], dimension: 3) }
        #expect(error?.code == .badVector)
        let index = try VectorIndex(vectors: rows, dimension: 3)
        #expect(throws: RetrievalError.self) { try index.search(vector, top: 1) }
    }

    struct Broken: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let code: RetrievalError.Code
        let field: String
        var architecture = "weir-knowledge"
        var version: UInt32 = 1
        var dimension: GGUFValue = .uint32(3)
        var rows: UInt32 = 2
        var tensor = "passage.vector"
        var shape = [3, 2]
        var values: [Float] = [1, 0, 0, 0, 1, 0]
    }

    @Test(arguments: [
        Broken(testDescription: "another architecture", code: .badMetadata, field: "general.architecture", architecture: "bert"),
        Broken(testDescription: "another version", code: .badMetadata, field: "version", version: 9),
        Broken(testDescription: "dimension as text", code: .badMetadata, field: "dimension", dimension: .string("3")),
        Broken(testDescription: "dimension 0", code: .badMetadata, field: "dimension", dimension: .uint32(0)),
        Broken(testDescription: "too many rows", code: .badMetadata, field: "passages", rows: 1_000_000),
        Broken(testDescription: "another number of rows", code: .badTensor, field: "passage.vector", rows: 3),
        Broken(testDescription: "another tensor name", code: .badTensor, field: "passage.vector", tensor: "vectors"),
        Broken(testDescription: "turned round", code: .badTensor, field: "passage.vector", shape: [2, 3]),
        Broken(testDescription: "a row not of unit length", code: .badVector, field: "row 1", values: [1, 0, 0, 0, 3, 0]),
    ])
    func refusesABrokenFile(_ broken: Broken) throws {
        let path = temporary()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var writer = GGUFWriter(path: path)
        try writer.add("general.architecture", .string(broken.architecture))
        try writer.add("weir.knowledge.version", .uint32(broken.version))
        try writer.add("weir.knowledge.dimension", broken.dimension)
        try writer.add("weir.knowledge.passages", .uint32(broken.rows))
        try writer.add(broken.tensor, shape: broken.shape, type: .f32, values: broken.values)
        try writer.write()
        let error = #expect(throws: RetrievalError.self) { try VectorIndex(path: path) }
        #expect(error?.code == broken.code)
        #expect(error?.field.contains(broken.field) == true, "\(error?.description ?? "")")
        #expect(error?.subject == path)
    }
}
