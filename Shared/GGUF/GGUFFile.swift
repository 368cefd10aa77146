/// One tensor of a GGUF file. Keeps the mapping alive, so `bytes` stays valid while the tensor (or its file) is referred to.
package struct GGUFTensor: Sendable {
    package let name: String
    package let type: TensorType
    /// GGML order: `shape[0]` is the row length and runs fastest; 1 to 4 dimensions, each at least 1.
    package let shape: [Int]
    /// Where the data begins in the file, in bytes.
    package let offset: Int
    package let sizeInBytes: Int
    let file: MappedFile

    package var elementCount: Int { shape.reduce(1, *) }
    package var rowCount: Int { shape.dropFirst().reduce(1, *) }
    /// The data as stored, aligned to the file's alignment (at least 8).
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[offset..<offset + sizeInBytes]) }

    /// Copies bytes of the tensor, see `MappedFile.copy`. `range` counts from the tensor's first byte.
    package func copy(_ range: Range<Int>, to output: UnsafeMutableRawPointer) {
        precondition(range.upperBound <= sizeInBytes)
        file.copy(range.lowerBound + offset..<range.upperBound + offset, to: output)
    }

    /// Lets the tensor's bytes leave the resident set, see `MappedFile.release`.
    package func releasePages() { file.release(offset..<offset + sizeInBytes) }
}

/// A GGUF file of version 2 or 3, little-endian, mapped and completely checked before `init` returns: after it, no length, offset, type or name
/// in the file needs checking again. What the tensors mean is for the model code to check.
///
/// Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
package final class GGUFFile: Sendable {
    /// Upper bounds that no real file comes near; they bound memory and time on a hostile one.
    package enum Limit {
        package static let metadataCount = 1 << 16
        package static let tensorCount = 1 << 16
        package static let keyBytes = 65_535
        package static let tensorNameBytes = 64
        package static let stringBytes = 1 << 24
        package static let arrayCount = 1 << 24
        package static let dimensions = 4
        package static let alignment = 8...65_536
    }

    package static let defaultAlignment = 32

    package let path: String
    package let version: Int
    package let alignment: Int
    package let metadata: [String: GGUFValue]
    /// In the order of the file's table.
    package let tensors: [GGUFTensor]
    private let tensorIndex: [String: Int]
    private let file: MappedFile

    #if canImport(Glibc)
        /// Maps and checks the file at `path`.
        package convenience init(path: String) throws(GGUFError) {
            try self.init(file: MappedFile(path: path))
        }
    #endif

    /// Checks a file that is already mapped or in memory.
    package init(file: MappedFile) throws(GGUFError) {
        var cursor = GGUFCursor(file: file)
        version = try Self.readVersion(&cursor)
        let tensorCount = try cursor.readCount("tensor count", limit: Limit.tensorCount, itemSize: 32)
        let metadataCount = try cursor.readCount("metadata count", limit: Limit.metadataCount, itemSize: 13)
        metadata = try Self.readMetadata(&cursor, count: metadataCount)
        alignment = try Self.alignment(of: metadata, file: file)
        tensors = try Self.readTensors(&cursor, count: tensorCount, alignment: alignment)
        var index: [String: Int] = [:]
        index.reserveCapacity(tensors.count)
        for (position, tensor) in tensors.enumerated() { index[tensor.name] = position }
        tensorIndex = index
        path = file.name
        self.file = file
    }

    package var sizeInBytes: Int { file.bytes.count }

    /// The tensor called `name`, or `missingTensor`.
    package func tensor(_ name: String) throws(GGUFError) -> GGUFTensor {
        guard let position = tensorIndex[name] else {
            throw GGUFError(
                .missingTensor, file: path, field: "tensor '\(name)'", expected: "a tensor of that name", found: "\(tensors.count) others")
        }
        return tensors[position]
    }

    package func hasTensor(_ name: String) -> Bool { tensorIndex[name] != nil }
}

// MARK: Typed metadata

extension GGUFFile {
    /// The string under `key`; throws `missingKey` or `wrongValueType`, as the other getters do.
    package func string(_ key: String) throws(GGUFError) -> String {
        if case .string(let text) = try value(key) { return text }
        throw wrongType(key, expected: "a string")
    }

    package func integer(_ key: String) throws(GGUFError) -> Int {
        if let number = try value(key).integer { return number }
        throw wrongType(key, expected: "an integer of at most 63 bits")
    }

    package func float(_ key: String) throws(GGUFError) -> Float {
        if let number = try value(key).float { return number }
        throw wrongType(key, expected: "a float")
    }

    package func boolean(_ key: String) throws(GGUFError) -> Bool {
        if case .bool(let flag) = try value(key) { return flag }
        throw wrongType(key, expected: "a boolean")
    }

    package func strings(_ key: String) throws(GGUFError) -> [String] {
        if case .strings(let texts) = try value(key) { return texts }
        throw wrongType(key, expected: "an array of strings")
    }

    package func integers(_ key: String) throws(GGUFError) -> [Int64] {
        if case .integers(let numbers, _) = try value(key) { return numbers }
        throw wrongType(key, expected: "an array of integers")
    }

    package func floats(_ key: String) throws(GGUFError) -> [Float] {
        if case .floats(let numbers) = try value(key) { return numbers }
        throw wrongType(key, expected: "an array of floats")
    }

    private func value(_ key: String) throws(GGUFError) -> GGUFValue {
        if let value = metadata[key] { return value }
        throw GGUFError(.missingKey, file: path, field: "metadata '\(key)'", expected: "this key", found: "\(metadata.count) others")
    }

    private func wrongType(_ key: String, expected: String) -> GGUFError {
        let found = metadata[key]?.typeName ?? "nothing"
        return GGUFError(.wrongValueType, file: path, field: "metadata '\(key)'", expected: expected, found: found)
    }
}

// MARK: Parsing

extension GGUFFile {
    private static func readVersion(_ cursor: inout GGUFCursor) throws(GGUFError) -> Int {
        let magic = try cursor.read(UInt32.self, "magic")
        guard magic == 0x4655_4747 else {
            throw cursor.error(
                .badMagic, "magic", at: 0, expected: "47 47 55 46 (GGUF)", found: "0x" + String(magic.byteSwapped, radix: 16))
        }
        let version = try cursor.read(UInt32.self, "version")
        switch version {
        case 2, 3: return Int(version)
        case 0x0200_0000, 0x0300_0000:
            throw cursor.error(.bigEndian, "version", at: 4, expected: "a little-endian file", found: "a big-endian one")
        default: throw cursor.error(.unsupportedVersion, "version", at: 4, expected: "2 or 3", found: "\(version)")
        }
    }

    private static func readMetadata(_ cursor: inout GGUFCursor, count: Int) throws(GGUFError) -> [String: GGUFValue] {
        var metadata: [String: GGUFValue] = [:]
        for position in 0..<count {
            let start = cursor.offset
            let key = try cursor.readName("metadata key \(position)", limit: Limit.keyBytes)
            let value = try readValue(&cursor, key: key)
            guard metadata.updateValue(value, forKey: key) == nil else {
                throw cursor.error(.duplicateKey, "metadata key \(position)", at: start, expected: "a new key", found: "'\(key)' again")
            }
        }
        return metadata
    }

    private static func readValueType(_ cursor: inout GGUFCursor, _ field: String) throws(GGUFError) -> GGUFValueType {
        let position = cursor.offset
        let raw = try cursor.read(UInt32.self, field)
        guard let type = GGUFValueType(rawValue: raw) else {
            throw cursor.error(.unknownValueType, field, at: position, expected: "a value type of 0 to 12", found: "\(raw)")
        }
        return type
    }

    private static func readValue(_ cursor: inout GGUFCursor, key: String) throws(GGUFError) -> GGUFValue {
        let field = "metadata '\(key)'"
        switch try readValueType(&cursor, "type of " + field) {
        case .uint8: return .uint8(try cursor.read(UInt8.self, field))
        case .int8: return .int8(try cursor.read(Int8.self, field))
        case .uint16: return .uint16(try cursor.read(UInt16.self, field))
        case .int16: return .int16(try cursor.read(Int16.self, field))
        case .uint32: return .uint32(try cursor.read(UInt32.self, field))
        case .int32: return .int32(try cursor.read(Int32.self, field))
        case .uint64: return .uint64(try cursor.read(UInt64.self, field))
        case .int64: return .int64(try cursor.read(Int64.self, field))
        case .float32: return .float32(Float(bitPattern: try cursor.read(UInt32.self, field)))
        case .float64: return .float64(Double(bitPattern: try cursor.read(UInt64.self, field)))
        case .bool: return .bool(try readBool(&cursor, field))
        case .string: return .string(try cursor.readString(field, limit: Limit.stringBytes))
        case .array: return try readArray(&cursor, field)
        }
    }

    private static func readBool(_ cursor: inout GGUFCursor, _ field: String) throws(GGUFError) -> Bool {
        let position = cursor.offset
        let raw = try cursor.read(UInt8.self, field)
        guard raw <= 1 else { throw cursor.error(.badValue, field, at: position, expected: "0 or 1", found: "\(raw)") }
        return raw == 1
    }

    private static func readArray(_ cursor: inout GGUFCursor, _ field: String) throws(GGUFError) -> GGUFValue {
        let typePosition = cursor.offset
        let type = try readValueType(&cursor, "element type of " + field)
        guard type != .array else {
            throw cursor.error(
                .unknownValueType, "element type of " + field, at: typePosition, expected: "a scalar or string", found: "an array")
        }
        let count = try cursor.readCount("length of " + field, limit: Limit.arrayCount, itemSize: type.minimumSize)
        switch type {
        case .uint8: return .integers(try readIntegers(UInt8.self, &cursor, count, field), of: type)
        case .int8: return .integers(try readIntegers(Int8.self, &cursor, count, field), of: type)
        case .uint16: return .integers(try readIntegers(UInt16.self, &cursor, count, field), of: type)
        case .int16: return .integers(try readIntegers(Int16.self, &cursor, count, field), of: type)
        case .uint32: return .integers(try readIntegers(UInt32.self, &cursor, count, field), of: type)
        case .int32: return .integers(try readIntegers(Int32.self, &cursor, count, field), of: type)
        case .uint64: return .integers(try readIntegers(UInt64.self, &cursor, count, field), of: type)
        case .int64, .array: return .integers(try readIntegers(Int64.self, &cursor, count, field), of: .int64)
        case .float32:
            var values: [Float] = []
            values.reserveCapacity(count)
            for _ in 0..<count { values.append(Float(bitPattern: try cursor.read(UInt32.self, field))) }
            return .floats(values)
        case .float64:
            var values: [Double] = []
            values.reserveCapacity(count)
            for _ in 0..<count { values.append(Double(bitPattern: try cursor.read(UInt64.self, field))) }
            return .doubles(values)
        case .bool:
            var values: [Bool] = []
            values.reserveCapacity(count)
            for _ in 0..<count { values.append(try readBool(&cursor, field)) }
            return .bools(values)
        case .string:
            var values: [String] = []
            values.reserveCapacity(count)
            for position in 0..<count {
                values.append(try cursor.readString(field + "[\(position)]", limit: Limit.stringBytes))
            }
            return .strings(values)
        }
    }

    private static func readIntegers<T: FixedWidthInteger>(
        _ type: T.Type, _ cursor: inout GGUFCursor, _ count: Int, _ field: String
    ) throws(GGUFError) -> [Int64] {
        var values: [Int64] = []
        values.reserveCapacity(count)
        for position in 0..<count {
            let start = cursor.offset
            let raw = try cursor.read(type, field)
            guard let value = Int64(exactly: raw) else {
                throw cursor.error(.badValue, field + "[\(position)]", at: start, expected: "at most \(Int64.max)", found: "\(raw)")
            }
            values.append(value)
        }
        return values
    }

    private static func alignment(of metadata: [String: GGUFValue], file: MappedFile) throws(GGUFError) -> Int {
        guard let value = metadata["general.alignment"] else { return defaultAlignment }
        guard case .uint32(let raw) = value, raw.nonzeroBitCount == 1, Limit.alignment.contains(Int(raw)) else {
            throw GGUFError(
                .badAlignment, file: file.name, field: "metadata 'general.alignment'",
                expected: "an unsigned 32-bit power of two from \(Limit.alignment.lowerBound) to \(Limit.alignment.upperBound)",
                found: value.integer.map { "\($0)" } ?? value.typeName)
        }
        return Int(raw)
    }
}

// MARK: The tensor table

extension GGUFFile {
    private struct Entry {
        let name: String
        let type: TensorType
        let shape: [Int]
        /// Relative to the data section.
        let offset: UInt64
        /// Where the offset stands in the file.
        let position: Int
        let size: Int
    }

    private static func readTensors(
        _ cursor: inout GGUFCursor, count: Int, alignment: Int
    ) throws(GGUFError) -> [GGUFTensor] {
        var entries: [Entry] = []
        var names: Set<String> = []
        for index in 0..<count {
            let start = cursor.offset
            let entry = try readEntry(&cursor, index: index, alignment: alignment)
            guard names.insert(entry.name).inserted else {
                throw cursor.error(
                    .duplicateTensor, "tensor \(index)", at: start, expected: "a new name", found: "'\(entry.name)' again")
            }
            entries.append(entry)
        }
        let file = cursor.file
        // Cannot overflow: the cursor is inside the file and the alignment is small.
        let dataStart = (cursor.offset + alignment - 1) & ~(alignment - 1)
        var tensors: [GGUFTensor] = []
        for entry in entries {
            let space = file.bytes.count - dataStart
            guard space >= entry.size, entry.offset <= UInt64(space - entry.size) else {
                throw cursor.error(
                    .truncated, "tensor '\(entry.name)'", at: entry.position,
                    expected: "\(entry.size) bytes within the \(max(space, 0)) of the data section",
                    found: "they begin at \(entry.offset) in it")
            }
            tensors.append(
                GGUFTensor(
                    name: entry.name, type: entry.type, shape: entry.shape, offset: dataStart + Int(entry.offset),
                    sizeInBytes: entry.size, file: file))
        }
        let ordered = tensors.indices.sorted { tensors[$0].offset < tensors[$1].offset }
        for (left, right) in zip(ordered, ordered.dropFirst()) {
            let end = tensors[left].offset + tensors[left].sizeInBytes
            guard end <= tensors[right].offset else {
                throw cursor.error(
                    .overlappingTensors, "tensor '\(tensors[right].name)'", at: entries[right].position,
                    expected: "data from byte \(end) on, where '\(tensors[left].name)' ends", found: "byte \(tensors[right].offset)")
            }
        }
        return tensors
    }

    private static func readEntry(_ cursor: inout GGUFCursor, index: Int, alignment: Int) throws(GGUFError) -> Entry {
        let name = try cursor.readName("name of tensor \(index)", limit: Limit.tensorNameBytes)
        let field = "tensor '\(name)'"
        let shapePosition = cursor.offset
        let shape = try readShape(&cursor, field)
        let typePosition = cursor.offset
        let rawType = try cursor.read(UInt32.self, "type of " + field)
        guard let type = TensorType(rawValue: rawType) else {
            throw cursor.error(
                .unknownTensorType, "type of " + field, at: typePosition,
                expected: "one of " + TensorType.allCases.map { "\($0.rawValue) \($0.name)" }.joined(separator: ", "), found: "\(rawType)")
        }
        guard shape[0].isMultiple(of: type.blockSize) else {
            throw cursor.error(
                .badShape, "shape of " + field, at: shapePosition,
                expected: "rows of a multiple of \(type.blockSize) elements for \(type.name)", found: "\(shape[0])")
        }
        // The element count fits an `Int`; the byte count might not.
        let blocks = shape.reduce(1, *) / type.blockSize
        let (size, overflow) = blocks.multipliedReportingOverflow(by: type.bytesPerBlock)
        guard !overflow else {
            throw cursor.error(.badShape, "shape of " + field, at: shapePosition, expected: "less than 2^63 bytes", found: "\(shape)")
        }
        let position = cursor.offset
        let offset = try cursor.read(UInt64.self, "offset of " + field)
        guard offset.isMultiple(of: UInt64(alignment)) else {
            throw cursor.error(.badOffset, "offset of " + field, at: position, expected: "a multiple of \(alignment)", found: "\(offset)")
        }
        return Entry(name: name, type: type, shape: shape, offset: offset, position: position, size: size)
    }

    private static func readShape(_ cursor: inout GGUFCursor, _ field: String) throws(GGUFError) -> [Int] {
        let position = cursor.offset
        let count = try cursor.read(UInt32.self, "dimension count of " + field)
        guard (1...UInt32(Limit.dimensions)).contains(count) else {
            throw cursor.error(
                .badShape, "dimension count of " + field, at: position, expected: "1 to \(Limit.dimensions)", found: "\(count)")
        }
        var shape: [Int] = []
        var product = 1
        for axis in 0..<Int(count) {
            let start = cursor.offset
            let raw = try cursor.read(UInt64.self, "dimension \(axis) of " + field)
            guard let size = Int(exactly: raw), size > 0 else {
                throw cursor.error(
                    .badShape, "dimension \(axis) of " + field, at: start, expected: "1 to \(Int.max)", found: "\(raw)")
            }
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            guard !overflow else {
                throw cursor.error(
                    .badShape, "dimension \(axis) of " + field, at: start, expected: "at most \(Int.max) elements in all", found: "more")
            }
            product = next
            shape.append(size)
        }
        return shape
    }
}
