import Foundation
import GGUF
import Testing

@Suite("GGUF writer")
struct GGUFWriterTests {
    @Test func readsBackWhatItWrote() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("out.gguf")
        let values: [(String, GGUFValue)] = [
            ("u8", .uint8(200)), ("i8", .int8(-3)), ("u16", .uint16(60_000)), ("i16", .int16(-300)), ("u32", .uint32(.max)),
            ("i32", .int32(.min)), ("u64", .uint64(.max)), ("i64", .int64(.min)), ("f32", .float32(0.1)), ("f64", .float64(-0.2)),
            ("bool", .bool(true)), ("text", .string("ü 🐟")), ("empty", .string("")), ("floats", .floats([1, -2])),
            ("doubles", .doubles([0.5])), ("flags", .bools([true, false])), ("texts", .strings(["", "ж"])), ("none", .strings([])),
            ("bytes", .integers([0, 255], of: .uint8)), ("shorts", .integers([-1], of: .int16)),
            ("longs", .integers([.min, .max], of: .int64)),
        ]
        var writer = GGUFWriter(path: path)
        for (key, value) in values { try writer.add(key, value) }
        let numbers = (0..<64).map { Float($0) - 31.5 }
        for type in Quantizer.types { try writer.add(type.name, shape: [32, 2], type: type, values: numbers) }
        try writer.write()

        let file = try GGUFFile(path: path)
        #expect(file.version == 3)
        for (key, value) in values { #expect(file.metadata[key] == value) }
        #expect(file.metadata.count == values.count)
        #expect(file.tensors.map(\.type) == Quantizer.types)
        for tensor in file.tensors {
            #expect(tensor.shape == [32, 2])
            #expect(tensor.offset.isMultiple(of: 32))
        }
        #expect(try file.floats(of: file.tensor("F32")) == numbers)
        #expect(try file.floats(of: file.tensor("F16")) == numbers)
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: path))) == writer.encoded())
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.gguf"])
    }

    @Test func replacesAFileUnderAnOpenMapping() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("model.gguf")
        func write(_ value: Float) throws {
            var writer = GGUFWriter(path: path)
            try writer.add("x", shape: [1], type: .f32, values: [value])
            try writer.write()
        }
        try write(1)
        let old = try GGUFFile(path: path)
        try write(2)
        #expect(try old.floats(of: old.tensor("x")) == [1])
        let new = try GGUFFile(path: path)
        #expect(try new.floats(of: new.tensor("x")) == [2])
    }

    @Test func leavesNothingBehindWhenItFails() throws {
        let folder = try TemporaryFolder()
        let writer = GGUFWriter(path: folder.path("absent/model.gguf"))
        #expect(code { try writer.write() } == .cannotWrite)
        // A folder cannot be replaced by a file: the rename fails after the writing.
        try FileManager.default.createDirectory(atPath: folder.path("taken"), withIntermediateDirectories: true)
        #expect(code { try GGUFWriter(path: folder.path("taken")).write() } == .cannotWrite)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
    }

    @Test func refusesWhatTheReaderWouldRefuse() throws {
        var writer = GGUFWriter(path: "x")
        try writer.add("key", .bool(true))
        try writer.add("t", shape: [1], type: .f32, values: [1])
        #expect(code { try writer.add("key", .bool(true)) } == .duplicateKey)
        #expect(code { try writer.add("", .bool(true)) } == .badName)
        #expect(code { try writer.add("a b", .bool(true)) } == .badName)
        #expect(code { try writer.add("t", shape: [1], type: .f32, values: [1]) } == .duplicateTensor)
        #expect(code { try writer.add("", shape: [1], type: .f32, values: [1]) } == .badName)
        #expect(code { try writer.add(String(repeating: "n", count: 65), shape: [1], type: .f32, values: [1]) } == .badName)
        #expect(code { try writer.add("u", shape: [], type: .f32, values: [1]) } == .badShape)
        #expect(code { try writer.add("u", shape: [1, 1, 1, 1, 1], type: .f32, values: [1]) } == .badShape)
        #expect(code { try writer.add("u", shape: [0], type: .f32, values: []) } == .badShape)
        #expect(code { try writer.add("u", shape: [2], type: .f32, values: [1]) } == .badShape)
        #expect(code { try writer.add("u", shape: [.max, .max], type: .f32, values: [1]) } == .badShape)
        #expect(code { try writer.add("u", shape: [16], type: .q8_0, values: Array(repeating: 0, count: 16)) } == .badShape)
        #expect(code { try writer.add("u", shape: [32], type: .q8_0, bytes: Array(repeating: 0, count: 33)) } == .badShape)
        #expect(code { try writer.add("u", shape: [256], type: .q4_K, values: Array(repeating: 0, count: 256)) } == .unsupportedTensorType)
        #expect(code { try writer.add("u", shape: [1], type: .f32, values: [.nan]) } == .notFinite)
        #expect(code { try writer.add("u", shape: [1], type: .f16, values: [1e6]) } == .notFinite)
        #expect(code { try writer.add("u", shape: [32], type: .q8_0, values: Array(repeating: 1e30, count: 32)) } == .notFinite)
        #expect(code { try writer.add("u", shape: [32], type: .q4_0, values: Array(repeating: -.infinity, count: 32)) } == .notFinite)
    }
}
