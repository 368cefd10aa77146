extension GGUFFile {
    /// All elements of a tensor as floats, in the order of the file; the reference the packed kernels are checked against.
    ///
    /// Throws `unsupportedTensorType` for a type that can be listed but not yet read.
    package static func floats(of tensor: GGUFTensor) throws(GGUFError) -> [Float] {
        guard let values = dequantize(tensor.bytes, type: tensor.type, count: tensor.elementCount) else {
            throw GGUFError(
                .unsupportedTensorType, file: tensor.file.name, field: "tensor '\(tensor.name)'", offset: tensor.offset,
                expected: "F32, F16, BF16, Q8_0 or Q4_0", found: tensor.type.name)
        }
        return values
    }

    /// The same for a tensor of this file.
    package func floats(of tensor: GGUFTensor) throws(GGUFError) -> [Float] {
        try Self.floats(of: tensor)
    }
}

/// Turns `count` stored elements into floats; nil for a type without a decoder. `bytes` holds exactly the blocks of `count` elements.
package func dequantize(_ bytes: UnsafeRawBufferPointer, type: TensorType, count: Int) -> [Float]? {
    precondition(count.isMultiple(of: type.blockSize) && bytes.count == count / type.blockSize * type.bytesPerBlock)
    return switch type {
    case .f32: decode(bytes, count) { raw, index in Float(bitPattern: load(raw, 4 * index, UInt32.self)) }
    case .f16: decode(bytes, count) { raw, index in floatFromHalf(load(raw, 2 * index, UInt16.self)) }
    case .bf16: decode(bytes, count) { raw, index in floatFromBFloat(load(raw, 2 * index, UInt16.self)) }
    case .q8_0: decodeQ8_0(bytes, count)
    case .q4_0: decodeQ4_0(bytes, count)
    default: nil
    }
}

@inline(__always)
private func load<T: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _: T.Type) -> T {
    T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
}

@inline(__always)
private func decode(_ bytes: UnsafeRawBufferPointer, _ count: Int, _ element: (UnsafeRawBufferPointer, Int) -> Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { output, initialized in
        for index in 0..<count { output.initializeElement(at: index, to: element(bytes, index)) }
        initialized = count
    }
}

/// 32 elements: half scale, then 32 signed bytes.
private func decodeQ8_0(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { output, initialized in
        for block in 0..<count / 32 {
            let start = block * 34
            let scale = floatFromHalf(load(bytes, start, UInt16.self))
            for index in 0..<32 {
                output.initializeElement(at: block * 32 + index, to: scale * Float(Int8(bitPattern: bytes[start + 2 + index])))
            }
        }
        initialized = count
    }
}

/// 32 elements: half scale, then 16 bytes; low nibbles are elements 0 to 15, high nibbles 16 to 31, each less 8.
private func decodeQ4_0(_ bytes: UnsafeRawBufferPointer, _ count: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { output, initialized in
        for block in 0..<count / 32 {
            let start = block * 18
            let scale = floatFromHalf(load(bytes, start, UInt16.self))
            for index in 0..<16 {
                let pair = Int(bytes[start + 2 + index])
                output.initializeElement(at: block * 32 + index, to: scale * Float((pair & 15) - 8))
                output.initializeElement(at: block * 32 + 16 + index, to: scale * Float((pair >> 4) - 8))
            }
        }
        initialized = count
    }
}
