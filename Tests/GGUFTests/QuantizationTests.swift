import Foundation
import GGUF
import Testing

@Suite("Quantisation")
struct QuantizationTests {
    private let file: GGUFFile

    init() throws {
        file = try GGUFFile(path: fixture("gguf/tiny.gguf"))
    }

    @Test func readsTheMetadataOfAnIndependentWriter() throws {
        #expect(try file.string("general.architecture") == "tiny")
        #expect(try file.string("text") == "grüße 🐟")
        #expect(file.metadata["u8"] == .uint8(255))
        #expect(file.metadata["i8"] == .int8(-128))
        #expect(file.metadata["u16"] == .uint16(.max))
        #expect(file.metadata["i16"] == .int16(.min))
        #expect(file.metadata["u32"] == .uint32(.max))
        #expect(file.metadata["i32"] == .int32(.min))
        #expect(file.metadata["u64"] == .uint64(1 << 63))
        #expect(file.metadata["i64"] == .int64(.min))
        #expect(code { try file.integer("u64") } == .wrongValueType)
        #expect(try file.integer("i32") == Int(Int32.min))
        #expect(try file.float("f32") == 0.1)
        #expect(try file.float("f64") == 0.1)
        #expect(try file.boolean("yes"))
        #expect(try file.strings("strings") == ["a", "", "ж"])
        #expect(try file.integers("integers") == [1, -2, 3])
        #expect(try file.floats("floats") == [0.5, -0.25])
        #expect(file.metadata["flags"] == .bools([true, false]))
    }

    @Test(arguments: [TensorType.f16, .bf16, .q8_0, .q4_0]) func decodesAsTheIndependentPackageDoes(_ type: TensorType) throws {
        let decoded = try file.floats(of: file.tensor(type.name))
        let expected = try file.floats(of: file.tensor("expected." + type.name))
        #expect(decoded.map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test(arguments: [TensorType.q4_1, .q5_0, .q5_1, .iq4_nl, .q4_K, .q5_K, .q6_K])
    func decodesBlocksOfRandomBytesAsTheIndependentPackageDoes(_ type: TensorType) throws {
        let file = try GGUFFile(path: fixture("gguf/blocks.gguf"))
        let decoded = try file.floats(of: file.tensor(type.name))
        let expected = try file.floats(of: file.tensor("expected." + type.name))
        #expect(decoded.map(\.bitPattern) == expected.map(\.bitPattern))
    }

    @Test(arguments: [TensorType.f32, .f16, .q8_0, .q4_0]) func encodesAsTheIndependentPackageDoes(_ type: TensorType) throws {
        let source = try file.tensor("source")
        let encoded = try Quantizer.quantize(file.floats(of: source), to: type)
        #expect(try encoded == Array(file.tensor(type == .f32 ? "source" : type.name).bytes))
    }

    @Test func halvesAgreeWithTheProcessorForEveryValue() {
        for bits in UInt16.min ... .max {
            let ours = floatFromHalf(bits)
            let theirs = Float(Float16(bitPattern: bits))
            #expect(ours.isNaN == theirs.isNaN)
            if !ours.isNaN {
                #expect(ours.bitPattern == theirs.bitPattern)
                #expect(halfFromFloat(ours) == bits)
            } else {
                #expect(halfFromFloat(ours) & 0x7C00 == 0x7C00 && halfFromFloat(ours) & 0x3FF != 0)
            }
        }
    }

    @Test func roundsHalvesToNearestEven() {
        for bits in UInt16.min..<0x7BFF {
            let low = floatFromHalf(bits)
            let high = floatFromHalf(bits + 1)
            let middle = (low + high) / 2
            #expect(halfFromFloat(middle) == (bits.isMultiple(of: 2) ? bits : bits + 1))
            #expect(halfFromFloat(middle.nextDown) == bits)
            #expect(halfFromFloat(middle.nextUp) == bits + 1)
            #expect(halfFromFloat(-middle.nextUp) == (bits + 1) | 0x8000)
        }
        #expect(halfFromFloat(65_519.99) == 0x7BFF)
        #expect(halfFromFloat(65_520) == 0x7C00)
        #expect(halfFromFloat(.greatestFiniteMagnitude) == 0x7C00)
        #expect(halfFromFloat(-.infinity) == 0xFC00)
        #expect(halfFromFloat(.leastNonzeroMagnitude) == 0)
    }

    @Test func quantisesBlocksTooSmallForAScaleToZero() throws {
        let tiny = [Float](repeating: .leastNonzeroMagnitude, count: 32)
        #expect(try Quantizer.quantize(tiny, to: .q8_0) == Array(repeating: 0, count: 34))
        #expect(try Quantizer.quantize(tiny, to: .q4_0).dropFirst(2).allSatisfy { $0 == 0x88 })
    }

    @Test func quantisationErrorStaysWithinHalfAStep() throws {
        var state: UInt64 = 6
        let values: [Float] = (0..<4096).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
        }
        let bytes = try Quantizer.quantize(values, to: .q8_0)
        let decoded = bytes.withUnsafeBytes { dequantize($0, type: .q8_0, count: values.count) }
        for block in stride(from: 0, to: values.count, by: 32) {
            let largest = values[block..<block + 32].map(abs).max() ?? 0
            // Half a step, and what rounding the scale to a half moves 127 steps.
            let bound = largest / 127 * (0.5 + 127 * 0x1p-11)
            for index in block..<block + 32 { #expect(abs(values[index] - decoded[index]) <= bound) }
        }
    }
}
