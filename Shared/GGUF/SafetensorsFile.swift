/// Element types of a safetensors file, by their names in it.
package enum SafetensorsType: String, Sendable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case uint16 = "U16"
    case int16 = "I16"
    case uint32 = "U32"
    case int32 = "I32"
    case uint64 = "U64"
    case int64 = "I64"
    case f16 = "F16"
    case bf16 = "BF16"
    case f32 = "F32"
    case f64 = "F64"

    package var sizeInBytes: Int {
        switch self {
        case .bool, .uint8, .int8: 1
        case .uint16, .int16, .f16, .bf16: 2
        case .uint32, .int32, .f32: 4
        case .uint64, .int64, .f64: 8
        }
    }

    /// The same layout in GGUF, for the types that weights come in.
    var tensorType: TensorType? {
        switch self {
        case .f32: .f32
        case .f16: .f16
        case .bf16: .bf16
        default: nil
        }
    }
}

/// One tensor of a safetensors file. Keeps the mapping alive.
package struct SafetensorsTensor: Sendable {
    package let name: String
    package let type: SafetensorsType
    /// Row-major, outermost dimension first (the reverse of GGML order); empty for a scalar.
    package let shape: [Int]
    /// Where the data begins in the file, in bytes.
    package let offset: Int
    package let sizeInBytes: Int
    let file: MappedFile

    package var elementCount: Int { shape.reduce(1, *) }
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[offset..<offset + sizeInBytes]) }

    /// All elements, row-major. Throws `unsupportedTensorType` unless they are F32, F16 or BF16.
    package func floats() throws(GGUFError) -> [Float] {
        if let stored = type.tensorType { return dequantize(bytes, type: stored, count: elementCount) }
        throw GGUFError(
            .unsupportedTensorType, file: file.name, field: "tensor '\(name)'", offset: offset, expected: "F32, F16 or BF16",
            found: type.rawValue)
    }
}

/// A safetensors file, mapped and completely checked before `init` returns.
///
/// Format: eight bytes of header length, a JSON header, then data that the tensors cover without gap or overlap
/// (https://github.com/huggingface/safetensors).
package final class SafetensorsFile: Sendable {
    package enum Limit {
        package static let headerBytes = 100_000_000
        package static let dimensions = 8
    }

    package let path: String
    /// In the order of their data.
    package let tensors: [SafetensorsTensor]
    /// The free-form `__metadata__` of the header.
    package let metadata: [String: String]
    private let index: [String: Int]
    private let file: MappedFile

    #if canImport(Glibc)
        /// Maps and checks the file at `path`.
        package convenience init(path: String) throws(GGUFError) {
            try self.init(file: MappedFile(path: path))
        }
    #endif

    package init(file: MappedFile) throws(GGUFError) {
        var cursor = GGUFCursor(file: file)
        let headerSize = try cursor.readCount("header length", limit: Limit.headerBytes, itemSize: 1)
        let dataStart = cursor.offset + headerSize
        let members = try Self.members(of: file, from: cursor.offset, to: dataStart)
        var metadata: [String: String] = [:]
        var tensors: [SafetensorsTensor] = []
        var names: Set<String> = []
        for member in members {
            let (name, value) = (member.key, member.value)
            let field = name == "__metadata__" ? "__metadata__" : "tensor '\(Self.printable(name))'"
            guard names.insert(name).inserted else {
                throw GGUFError(
                    .duplicateTensor, file: file.name, field: field, offset: cursor.offset, expected: "each name once", found: "it again")
            }
            if name == "__metadata__" {
                metadata = try Self.metadata(value, file: file, at: cursor.offset)
            } else {
                tensors.append(try Self.tensor(name, value, field: field, file: file, headerStart: cursor.offset, dataStart: dataStart))
            }
        }
        tensors.sort { ($0.offset, $0.sizeInBytes) < ($1.offset, $1.sizeInBytes) }
        var end = dataStart
        for tensor in tensors {
            guard tensor.offset == end else {
                throw GGUFError(
                    tensor.offset < end ? .overlappingTensors : .badOffset, file: file.name,
                    field: "tensor '\(Self.printable(tensor.name))'",
                    offset: tensor.offset, expected: "data from byte \(end) on", found: "byte \(tensor.offset)")
            }
            end += tensor.sizeInBytes
        }
        guard end == file.bytes.count else {
            throw GGUFError(
                .badOffset, file: file.name, field: "data", offset: end, expected: "the end of the file",
                found: "\(file.bytes.count - end) bytes of no tensor")
        }
        path = file.name
        self.metadata = metadata
        self.tensors = tensors
        var index: [String: Int] = [:]
        for (position, tensor) in tensors.enumerated() { index[tensor.name] = position }
        self.index = index
        self.file = file
    }

    package var bytes: UnsafeRawBufferPointer { file.bytes }

    package func hasTensor(_ name: String) -> Bool { index[name] != nil }

    /// The tensor called `name`, or `missingTensor`.
    package func tensor(_ name: String) throws(GGUFError) -> SafetensorsTensor {
        guard let position = index[name] else {
            throw GGUFError(
                .missingTensor, file: path, field: "tensor '\(name)'", expected: "a tensor of that name", found: "\(tensors.count) others")
        }
        return tensors[position]
    }
}

// MARK: Parsing

extension SafetensorsFile {
    private static func members(of file: MappedFile, from start: Int, to end: Int) throws(GGUFError) -> [HeaderJSON.Member] {
        let header: HeaderJSON
        do throws(HeaderJSONReader.Failure) {
            header = try HeaderJSONReader.read(UnsafeRawBufferPointer(rebasing: file.bytes[start..<end]))
        } catch {
            let position = start + error.offset
            throw GGUFError(
                .badHeader, file: file.name, field: "header", offset: position, expected: error.expected,
                found: position < end ? "byte 0x" + String(file.bytes[position], radix: 16) : "the end of the header")
        }
        guard case .object(let members) = header else {
            throw GGUFError(.badHeader, file: file.name, field: "header", offset: start, expected: "a JSON object", found: "another value")
        }
        return members
    }

    private static func metadata(_ value: HeaderJSON, file: MappedFile, at offset: Int) throws(GGUFError) -> [String: String] {
        func failure(_ found: String) -> GGUFError {
            GGUFError(.badHeader, file: file.name, field: "__metadata__", offset: offset, expected: "an object of strings", found: found)
        }
        guard case .object(let members) = value else { throw failure("another value") }
        var metadata: [String: String] = [:]
        for member in members {
            guard case .string(let text) = member.value else { throw failure("a member that is not a string") }
            metadata[member.key] = text
        }
        return metadata
    }

    private static func tensor(
        _ name: String, _ value: HeaderJSON, field: String, file: MappedFile, headerStart: Int, dataStart: Int
    ) throws(GGUFError) -> SafetensorsTensor {
        func failure(_ code: GGUFError.Code, _ part: String, _ expected: String, _ found: String) -> GGUFError {
            GGUFError(code, file: file.name, field: part + field, offset: headerStart, expected: expected, found: found)
        }
        guard case .object(let members) = value else { throw failure(.badHeader, "", "an object", "another value") }
        func member(_ key: String) throws(GGUFError) -> HeaderJSON {
            let found = members.filter { $0.key == key }
            guard found.count == 1 else { throw failure(.badHeader, "'\(key)' of ", "one", "\(found.count)") }
            return found[0].value
        }
        func integers(_ key: String) throws(GGUFError) -> [Int] {
            guard case .array(let elements) = try member(key) else {
                throw failure(.badHeader, "'\(key)' of ", "an array", "another value")
            }
            var numbers: [Int] = []
            for element in elements {
                guard case .integer(let number) = element else {
                    throw failure(.badHeader, "'\(key)' of ", "whole numbers from 0 to \(Int.max)", "another value")
                }
                numbers.append(number)
            }
            return numbers
        }
        guard !name.isEmpty else { throw failure(.badName, "", "a name", "an empty one") }
        guard case .string(let typeName) = try member("dtype") else {
            throw failure(.badHeader, "'dtype' of ", "a string", "another value")
        }
        guard let type = SafetensorsType(rawValue: typeName) else {
            let known = SafetensorsType.allCases.map { $0.rawValue }.joined(separator: ", ")
            throw failure(.unknownTensorType, "'dtype' of ", known, "'\(printable(typeName))'")
        }
        let shape = try integers("shape")
        guard shape.count <= Limit.dimensions else {
            throw failure(.badShape, "'shape' of ", "at most \(Limit.dimensions) dimensions", "\(shape.count)")
        }
        var size = type.sizeInBytes
        for dimension in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw failure(.badShape, "'shape' of ", "less than 2^63 bytes", "\(shape)") }
            size = product
        }
        let range = try integers("data_offsets")
        guard range.count == 2, range[0] <= range[1] else {
            throw failure(.badOffset, "'data_offsets' of ", "a beginning and an end", "\(range)")
        }
        guard range[1] - range[0] == size else {
            throw failure(.badOffset, "'data_offsets' of ", "\(size) bytes for \(typeName) \(shape)", "\(range[1] - range[0])")
        }
        guard range[1] <= file.bytes.count - dataStart else {
            throw failure(
                .truncated, "'data_offsets' of ", "an end within the \(file.bytes.count - dataStart) bytes of data", "\(range[1])")
        }
        return SafetensorsTensor(name: name, type: type, shape: shape, offset: dataStart + range[0], sizeInBytes: size, file: file)
    }

    /// A name from the file as it may stand in an error: short, and without characters that could fool a terminal.
    private static func printable(_ name: String) -> String {
        let safe = name.unicodeScalars.prefix(64).map { $0.value > 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        return String(safe) + (name.unicodeScalars.count > 64 ? "…" : "")
    }
}
