// Compiles without Files too: the Embedded and the fuzzing build of this module (scripts/check-arm.sh, scripts/fuzz.sh) have no file system calls to write with.
#if canImport(Files)
    import Files
#endif

/// Collects metadata and tensors and writes them as a GGUF file of version 3, little-endian, data aligned to 32 bytes.
///
/// Refuses what `GGUFFile` would refuse to read back: bad names, duplicates, shapes that do not fit the type, numbers that are not finite.
package struct GGUFWriter {
    package let path: String
    private var metadata: [(key: String, value: GGUFValue)] = []
    private var tensors: [(name: String, type: TensorType, shape: [Int], bytes: [UInt8])] = []
    private var keys: Set<String> = []
    private var names: Set<String> = []
    private let alignment = GGUFFile.defaultAlignment

    /// Touches nothing until `write`.
    package init(path: String) {
        self.path = path
    }

    /// Adds one metadata entry; they are written in the order they come.
    package mutating func add(_ key: String, _ value: GGUFValue) throws(GGUFError) {
        try checkName(key, field: "metadata key", limit: GGUFFile.Limit.keyBytes)
        guard keys.insert(key).inserted else {
            throw error(.duplicateKey, "metadata key", expected: "a new key", found: "'\(key)' again")
        }
        metadata.append((key, value))
    }

    /// Adds a tensor from floats. `shape` in GGML order (row length first); rows are whole blocks of `type`, which is one of `Quantizer.types`.
    package mutating func add(_ name: String, shape: [Int], type: TensorType, values: [Float]) throws(GGUFError) {
        try checkShape(name, shape, type, count: values.count)
        guard Quantizer.types.contains(type) else {
            throw error(
                .unsupportedTensorType, "tensor '\(name)'", expected: Quantizer.types.map { $0.name }.joined(separator: ", "),
                found: type.name)
        }
        let bytes: [UInt8]
        do throws(Quantizer.Failure) {
            bytes = try Quantizer.quantize(values, to: type)
        } catch {
            throw notFinite(error, name, type)
        }
        try append(name, type, shape, bytes)
    }

    private func notFinite(_ failure: Quantizer.Failure, _ name: String, _ type: TensorType) -> GGUFError {
        error(
            .notFinite, "element \(failure.element) of tensor '\(name)'", expected: "a number that \(type.name) can hold",
            found: "\(failure.value)")
    }

    /// Adds a tensor whose data is already in stored form.
    package mutating func add(_ name: String, shape: [Int], type: TensorType, bytes: [UInt8]) throws(GGUFError) {
        try checkShape(name, shape, type, count: bytes.count / type.bytesPerBlock * type.blockSize)
        guard bytes.count.isMultiple(of: type.bytesPerBlock) else {
            throw error(.badShape, "tensor '\(name)'", expected: "whole blocks of \(type.bytesPerBlock) bytes", found: "\(bytes.count)")
        }
        try append(name, type, shape, bytes)
    }

    private mutating func append(_ name: String, _ type: TensorType, _ shape: [Int], _ bytes: [UInt8]) throws(GGUFError) {
        guard names.insert(name).inserted else {
            throw error(.duplicateTensor, "tensor", expected: "a new name", found: "'\(name)' again")
        }
        tensors.append((name, type, shape, bytes))
    }

    private func checkName(_ name: String, field: String, limit: Int) throws(GGUFError) {
        guard (1...limit).contains(name.utf8.count), name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw error(
                .badName, field, expected: "1 to \(limit) bytes of printable ASCII without spaces", found: "\(name.utf8.count) bytes")
        }
    }

    private func checkShape(_ name: String, _ shape: [Int], _ type: TensorType, count: Int) throws(GGUFError) {
        try checkName(name, field: "tensor name", limit: GGUFFile.Limit.tensorNameBytes)
        let field = "shape of tensor '\(name)'"
        guard (1...GGUFFile.Limit.dimensions).contains(shape.count), shape.allSatisfy({ $0 > 0 }) else {
            throw error(.badShape, field, expected: "1 to \(GGUFFile.Limit.dimensions) dimensions of at least 1", found: "\(shape)")
        }
        guard shape[0].isMultiple(of: type.blockSize) else {
            throw error(.badShape, field, expected: "rows of a multiple of \(type.blockSize) for \(type.name)", found: "\(shape[0])")
        }
        var product = 1
        for size in shape where product <= count {
            product = product.multipliedReportingOverflow(by: size).overflow ? Int.max : product * size
        }
        guard product == count else { throw error(.badShape, field, expected: "\(count) elements, as given", found: "\(shape)") }
    }

    private func error(_ code: GGUFError.Code, _ field: String, expected: String, found: String) -> GGUFError {
        GGUFError(code, file: path, field: field, expected: expected, found: found)
    }
}

// MARK: Writing

extension GGUFWriter {
    #if canImport(Files)
        /// Writes the file atomically (`AtomicFile`). Throws `cannotWrite`.
        package func write() throws(GGUFError) {
            do throws(FileError) {
                try AtomicFile.write(chunks: chunks(), to: path, mode: 0o644)
            } catch {
                throw GGUFError(.cannotWrite, file: path, field: "file", expected: "to \(error.step)", found: error.reason)
            }
        }
    #endif

    /// The whole file as bytes.
    package func encoded() -> [UInt8] {
        Array(chunks().joined())
    }

    private func chunks() -> [[UInt8]] {
        var header = Bytes()
        header.append(UInt32(0x4655_4747))
        header.append(UInt32(3))
        header.append(UInt64(tensors.count))
        header.append(UInt64(metadata.count))
        for (key, value) in metadata {
            header.append(key)
            header.append(value)
        }
        var offset = 0
        for tensor in tensors {
            header.append(tensor.name)
            header.append(UInt32(tensor.shape.count))
            for size in tensor.shape { header.append(UInt64(size)) }
            header.append(tensor.type.rawValue)
            header.append(UInt64(offset))
            offset += padded(tensor.bytes.count)
        }
        header.pad(to: padded(header.bytes.count))
        var chunks = [header.bytes]
        for tensor in tensors {
            chunks.append(tensor.bytes)
            chunks.append(Array(repeating: 0, count: padded(tensor.bytes.count) - tensor.bytes.count))
        }
        return chunks
    }

    private func padded(_ count: Int) -> Int {
        (count + alignment - 1) & ~(alignment - 1)
    }
}

/// Little-endian fields of a GGUF header.
private struct Bytes {
    private(set) var bytes: [UInt8] = []

    mutating func append<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ text: String) {
        append(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func pad(to count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
    }

    mutating func append(_ value: GGUFValue) {
        switch value {
        case .uint8(let number): tag(.uint8, number)
        case .int8(let number): tag(.int8, number)
        case .uint16(let number): tag(.uint16, number)
        case .int16(let number): tag(.int16, number)
        case .uint32(let number): tag(.uint32, number)
        case .int32(let number): tag(.int32, number)
        case .uint64(let number): tag(.uint64, number)
        case .int64(let number): tag(.int64, number)
        case .float32(let number): tag(.float32, number.bitPattern)
        case .float64(let number): tag(.float64, number.bitPattern)
        case .bool(let flag): tag(.bool, flag ? 1 as UInt8 : 0)
        case .string(let text):
            append(GGUFValueType.string.rawValue)
            append(text)
        case .integers(let numbers, let type):
            array(type, numbers.count)
            for number in numbers {
                // A number too large for its declared width is our own mistake.
                switch type {
                case .uint8: append(UInt8(number))
                case .int8: append(Int8(number))
                case .uint16: append(UInt16(number))
                case .int16: append(Int16(number))
                case .uint32: append(UInt32(number))
                case .int32: append(Int32(number))
                case .uint64: append(UInt64(number))
                default: append(number)
                }
            }
        case .floats(let numbers):
            array(.float32, numbers.count)
            for number in numbers { append(number.bitPattern) }
        case .doubles(let numbers):
            array(.float64, numbers.count)
            for number in numbers { append(number.bitPattern) }
        case .bools(let flags):
            array(.bool, flags.count)
            for flag in flags { append(flag ? 1 as UInt8 : 0) }
        case .strings(let texts):
            array(.string, texts.count)
            for text in texts { append(text) }
        }
    }

    private mutating func tag(_ type: GGUFValueType, _ value: some FixedWidthInteger) {
        append(type.rawValue)
        append(value)
    }

    private mutating func array(_ type: GGUFValueType, _ count: Int) {
        append(GGUFValueType.array.rawValue)
        append(type.rawValue)
        append(UInt64(count))
    }
}
