/// Turns floats into stored elements, bit for bit as ggml's reference quantiser does. Throws on the first value or block that has no
/// finite representation; `offset` of the failure is an element index.
package enum Quantizer {
    package struct Failure: Error, Equatable {
        package let element: Int
        package let value: Float
    }

    /// The types this writes.
    package static let types: [TensorType] = [.f32, .f16, .q8_0, .q4_0]

    /// `values.count` is a multiple of the type's block size.
    package static func quantize(_ values: [Float], to type: TensorType) throws(Failure) -> [UInt8] {
        precondition(values.count.isMultiple(of: type.blockSize))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count / type.blockSize * type.bytesPerBlock)
        for index in values.indices where !values[index].isFinite { throw Failure(element: index, value: values[index]) }
        switch type {
        case .f32:
            for value in values { append(value.bitPattern, to: &bytes) }
        case .f16:
            for index in values.indices { append(try half(values[index], index), to: &bytes) }
        case .q8_0:
            for start in stride(from: 0, to: values.count, by: 32) { try appendQ8_0(values, start, &bytes) }
        case .q4_0:
            for start in stride(from: 0, to: values.count, by: 32) { try appendQ4_0(values, start, &bytes) }
        default: preconditionFailure("no quantiser for \(type.name)")
        }
        return bytes
    }

    private static func append<T: FixedWidthInteger>(_ value: T, to bytes: inout [UInt8]) {
        var rest = value
        for _ in 0..<MemoryLayout<T>.size {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    private static func half(_ value: Float, _ element: Int) throws(Failure) -> UInt16 {
        let half = halfFromFloat(value)
        guard half & 0x7C00 != 0x7C00 else { throw Failure(element: element, value: value) }
        return half
    }

    /// `quantize_row_q8_0_ref`: scale = largest magnitude / 127.
    private static func appendQ8_0(_ values: [Float], _ start: Int, _ bytes: inout [UInt8]) throws(Failure) {
        var largest: Float = 0
        for index in start..<start + 32 { largest = max(largest, abs(values[index])) }
        let scale = largest / 127
        // Below the smallest normal scale the inverse overflows to infinity; ggml then stores garbage, we store zeros: the scale rounds to zero.
        let inverse = scale == 0 || !(1 / scale).isFinite ? 0 : 1 / scale
        append(try half(scale, start), to: &bytes)
        for index in start..<start + 32 {
            let rounded = (values[index] * inverse).rounded(.toNearestOrAwayFromZero)
            bytes.append(UInt8(bitPattern: Int8(max(-127, min(127, rounded)))))
        }
    }

    /// `quantize_row_q4_0_ref`: scale = the value of largest magnitude, sign kept, / -8, so that it becomes exactly -8.
    private static func appendQ4_0(_ values: [Float], _ start: Int, _ bytes: inout [UInt8]) throws(Failure) {
        var largest: Float = 0
        var extreme: Float = 0
        for index in start..<start + 32 where largest < abs(values[index]) {
            largest = abs(values[index])
            extreme = values[index]
        }
        let scale = extreme / -8
        let inverse = scale == 0 || !(1 / scale).isFinite ? 0 : 1 / scale
        append(try half(scale, start), to: &bytes)
        func nibble(_ index: Int) -> UInt8 { UInt8(max(0, min(15, values[index] * inverse + 8.5))) }
        for index in start..<start + 16 { bytes.append(nibble(index) | nibble(index + 16) << 4) }
    }
}
