extension GGUFFile {
    /// All elements of a tensor as floats, in the order of the file; the reference the packed kernels are checked against.
    ///
    /// Throws `unsupportedTensorType` for a type that can be listed but not read.
    package static func floats(of tensor: GGUFTensor) throws(GGUFError) -> [Float] {
        guard tensor.type.isReadable else {
            throw GGUFError(
                .unsupportedTensorType, file: tensor.file.name, field: "tensor '\(tensor.name)'", offset: tensor.offset,
                expected: TensorType.readableNames, found: tensor.type.name)
        }
        return dequantize(tensor.bytes, type: tensor.type, count: tensor.elementCount)
    }

    /// The same for a tensor of this file.
    package func floats(of tensor: GGUFTensor) throws(GGUFError) -> [Float] {
        try Self.floats(of: tensor)
    }
}

extension TensorType {
    /// Whether `dequantize` has a decoder for this type. Integers are no weights: whoever wants them reads the bytes.
    package var isReadable: Bool {
        switch self {
        case .q2_K, .q3_K, .i8, .i32: false
        default: true
        }
    }

    /// The types with a decoder, for errors.
    package static var readableNames: String { allCases.filter { $0.isReadable }.map { $0.name }.joined(separator: ", ") }
}

/// `count` stored elements of a readable type as floats. `bytes` holds exactly their blocks.
package func dequantize(_ bytes: UnsafeRawBufferPointer, type: TensorType, count: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { output, initialized in
        dequantize(bytes, type: type, into: UnsafeMutableBufferPointer(rebasing: output[..<count]))
        initialized = count
    }
}

/// Fills `output`, whole blocks of a readable type, from exactly their bytes. Allocates nothing.
package func dequantize(_ bytes: UnsafeRawBufferPointer, type: TensorType, into output: UnsafeMutableBufferPointer<Float>) {
    let count = output.count
    precondition(count.isMultiple(of: type.blockSize) && bytes.count == count / type.blockSize * type.bytesPerBlock)
    switch type {
    case .f32: for index in 0..<count { output[index] = Float(bitPattern: load(bytes, 4 &* index, UInt32.self)) }
    case .f16: for index in 0..<count { output[index] = floatFromHalf(load(bytes, 2 &* index, UInt16.self)) }
    case .bf16: for index in 0..<count { output[index] = floatFromBFloat(load(bytes, 2 &* index, UInt16.self)) }
    case .q4_0: blocks(bytes, type, output, decodeQ4_0)
    case .q4_1: blocks(bytes, type, output, decodeQ4_1)
    case .q5_0: blocks(bytes, type, output, decodeQ5_0)
    case .q5_1: blocks(bytes, type, output, decodeQ5_1)
    case .q8_0: blocks(bytes, type, output, decodeQ8_0)
    case .iq4_nl: blocks(bytes, type, output, decodeIQ4_NL)
    case .q4_K: blocks(bytes, type, output, decodeQ4_K)
    case .q5_K: blocks(bytes, type, output, decodeQ5_K)
    case .q6_K: blocks(bytes, type, output, decodeQ6_K)
    case .q2_K, .q3_K, .i8, .i32: preconditionFailure("no decoder for \(type.name)")
    }
}

@inline(__always)
private func load<T: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _: T.Type) -> T {
    T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
}

/// Decodes block by block; a decoder gets one block's bytes and the place of its elements.
@inline(__always)
private func blocks(
    _ bytes: UnsafeRawBufferPointer, _ type: TensorType, _ output: UnsafeMutableBufferPointer<Float>,
    _ decode: (UnsafeRawBufferPointer, UnsafeMutableBufferPointer<Float>) -> Void
) {
    let (size, stride) = (type.blockSize, type.bytesPerBlock)
    for block in 0..<output.count / size {
        decode(
            UnsafeRawBufferPointer(rebasing: bytes[block * stride..<(block + 1) * stride]),
            UnsafeMutableBufferPointer(rebasing: output[block * size..<(block + 1) * size]))
    }
}

@inline(__always)
private func half(_ block: UnsafeRawBufferPointer, _ offset: Int) -> Float {
    floatFromHalf(load(block, offset, UInt16.self))
}

// MARK: Blocks of 32 (ggml's block_q4_0 and so on): halves first, then high bits, then the packed elements.
// In the four- and five-bit types low nibbles are elements 0 to 15, high nibbles 16 to 31.

private func decodeQ8_0(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let scale = half(block, 0)
    for index in 0..<32 { output[index] = scale * Float(Int8(bitPattern: block[2 + index])) }
}

private func decodeQ4_0(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let scale = half(block, 0)
    for index in 0..<16 {
        let pair = Int(block[2 + index])
        output[index] = scale * Float((pair & 15) - 8)
        output[16 + index] = scale * Float((pair >> 4) - 8)
    }
}

private func decodeQ4_1(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let (scale, minimum) = (half(block, 0), half(block, 2))
    for index in 0..<16 {
        let pair = Int(block[4 + index])
        output[index] = scale * Float(pair & 15) + minimum
        output[16 + index] = scale * Float(pair >> 4) + minimum
    }
}

private func decodeQ5_0(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let scale = half(block, 0)
    let high = Int(load(block, 2, UInt32.self))
    for index in 0..<16 {
        let pair = Int(block[6 + index])
        output[index] = scale * Float((pair & 15 | (high >> index & 1) << 4) - 16)
        output[16 + index] = scale * Float((pair >> 4 | (high >> (index + 16) & 1) << 4) - 16)
    }
}

private func decodeQ5_1(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let (scale, minimum) = (half(block, 0), half(block, 2))
    let high = Int(load(block, 4, UInt32.self))
    for index in 0..<16 {
        let pair = Int(block[8 + index])
        output[index] = scale * Float(pair & 15 | (high >> index & 1) << 4) + minimum
        output[16 + index] = scale * Float(pair >> 4 | (high >> (index + 16) & 1) << 4) + minimum
    }
}

/// The sixteen unevenly spaced values of IQ4_NL (`kvalues_iq4nl`).
private func valueIQ4_NL(_ index: Int) -> Float {
    switch index {
    case 0: -127
    case 1: -104
    case 2: -83
    case 3: -65
    case 4: -49
    case 5: -35
    case 6: -22
    case 7: -10
    case 8: 1
    case 9: 13
    case 10: 25
    case 11: 38
    case 12: 53
    case 13: 69
    case 14: 89
    default: 113
    }
}

private func decodeIQ4_NL(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let scale = half(block, 0)
    for index in 0..<16 {
        let pair = Int(block[2 + index])
        output[index] = scale * valueIQ4_NL(pair & 15)
        output[16 + index] = scale * valueIQ4_NL(pair >> 4)
    }
}

// MARK: Blocks of 256 (ggml's K-quants): eight groups of 32 with six-bit scales and minima under two halves; Q6_K has 16 groups of 16.

/// Scale and minimum of group 0 to 7 out of the twelve packed bytes at `offset` (`get_scale_min_k4`).
private func scaleAndMinimum(_ block: UnsafeRawBufferPointer, _ offset: Int, _ group: Int) -> (Float, Float) {
    func byte(_ index: Int) -> UInt8 { block[offset + index] }
    if group < 4 { return (Float(byte(group) & 63), Float(byte(group + 4) & 63)) }
    return (
        Float(byte(group + 4) & 15 | (byte(group - 4) >> 6) << 4), Float(byte(group + 4) >> 4 | (byte(group) >> 6) << 4)
    )
}

private func decodeQ4_K(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let (scale, minimum) = (half(block, 0), half(block, 2))
    for group in 0..<8 {
        let (groupScale, groupMinimum) = scaleAndMinimum(block, 4, group)
        let (step, base) = (scale * groupScale, minimum * groupMinimum)
        let (packed, shift) = (16 + group / 2 * 32, UInt8(group & 1) * 4)
        for index in 0..<32 { output[group * 32 + index] = step * Float(block[packed + index] >> shift & 15) - base }
    }
}

private func decodeQ5_K(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let (scale, minimum) = (half(block, 0), half(block, 2))
    for group in 0..<8 {
        let (groupScale, groupMinimum) = scaleAndMinimum(block, 4, group)
        let (step, base) = (scale * groupScale, minimum * groupMinimum)
        let (packed, shift) = (48 + group / 2 * 32, UInt8(group & 1) * 4)
        for index in 0..<32 {
            let high = (block[16 + index] >> UInt8(group) & 1) << 4
            output[group * 32 + index] = step * Float(block[packed + index] >> shift & 15 | high) - base
        }
    }
}

private func decodeQ6_K(_ block: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<Float>) {
    let scale = half(block, 208)
    // In each half of 128: four runs of 32, the first two in low nibbles, the last two in high ones; a scale serves 16 elements.
    for part in 0..<2 {
        for run in 0..<4 {
            for group in 0..<2 {
                let step = scale * Float(Int8(bitPattern: block[192 + part * 8 + run * 2 + group]))
                for index in group * 16..<group * 16 + 16 {
                    let pair = block[part * 64 + run % 2 * 32 + index]
                    let high = block[128 + part * 32 + index] >> UInt8(2 * run) & 3
                    let value = (run < 2 ? pair & 15 : pair >> 4) | high << 4
                    output[part * 128 + run * 32 + index] = step * Float(Int(value) - 32)
                }
            }
        }
    }
}
