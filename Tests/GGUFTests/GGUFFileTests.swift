import Foundation
import GGUF
import Testing

/// One rule of the reader: how to break it, and what the error must say.
struct BrokenFile: Sendable, CustomTestStringConvertible {
    let name: String
    let code: GGUFError.Code
    /// Part of the error's field.
    let field: String
    let breakIt: @Sendable (inout TinyGGUF) -> Void

    var testDescription: String { name }

    init(_ name: String, _ code: GGUFError.Code, _ field: String, _ breakIt: @escaping @Sendable (inout TinyGGUF) -> Void) {
        self.name = name
        self.code = code
        self.field = field
        self.breakIt = breakIt
    }
}

private func array(_ type: UInt32, _ count: UInt64, _ payload: [UInt8] = []) -> [UInt8] {
    little(type) + little(count) + payload
}

private let brokenFiles: [BrokenFile] = [
    BrokenFile("wrong magic", .badMagic, "magic") { $0.magic = Array("GGML".utf8) },
    BrokenFile("version 1", .unsupportedVersion, "version") { $0.version = 1 },
    BrokenFile("version 4", .unsupportedVersion, "version") { $0.version = 4 },
    BrokenFile("big-endian", .bigEndian, "version") { $0.version = UInt32(3).byteSwapped },
    BrokenFile("tensor count over the limit", .tooLarge, "tensor count") { $0.tensorCount = 1 << 40 },
    BrokenFile("tensor count larger than the file", .truncated, "tensor count") { $0.tensorCount = 1 << 15 },
    BrokenFile("metadata count over the limit", .tooLarge, "metadata count") { $0.metadataCount = .max },
    BrokenFile("metadata count larger than the file", .truncated, "metadata count") { $0.metadataCount = 1 << 15 },
    BrokenFile("empty key", .badName, "metadata key 1") { $0.metadata[1].key = [] },
    BrokenFile("key with a space", .badName, "metadata key 1") { $0.metadata[1].key = Array("a b".utf8) },
    BrokenFile("key that is not UTF-8", .invalidUTF8, "metadata key 1") { $0.metadata[1].key = [0x61, 0xFF] },
    BrokenFile("key longer than the limit", .tooLarge, "metadata key 1") { $0.metadata[1].key = Array(repeating: 0x61, count: 65_536) },
    BrokenFile("key twice", .duplicateKey, "metadata key 1") { $0.metadata[1].key = $0.metadata[0].key },
    BrokenFile("unknown value type", .unknownValueType, "tiny.block_count") { $0.metadata[1].type = 13 },
    BrokenFile("boolean of 2", .badValue, "tiny.flag") { $0.metadata[2].payload = [2] },
    BrokenFile("string longer than the limit", .tooLarge, "general.architecture") { $0.metadata[0].payload = little(UInt64(1) << 62) },
    BrokenFile("string longer than the file", .truncated, "general.architecture") { $0.metadata[0].payload = little(UInt64(100_000)) },
    BrokenFile("string that is not UTF-8", .invalidUTF8, "general.architecture") { $0.metadata[0].payload = little(UInt64(1)) + [0xC0] },
    BrokenFile("array of an unknown type", .unknownValueType, "tiny.names") { $0.metadata[3].payload = array(99, 0) },
    BrokenFile("array of arrays", .unknownValueType, "tiny.names") { $0.metadata[3].payload = array(9, 1, array(0, 0)) },
    BrokenFile("array longer than the limit", .tooLarge, "tiny.names") { $0.metadata[3].payload = array(0, .max) },
    BrokenFile("array longer than the file", .truncated, "tiny.names") { $0.metadata[3].payload = array(8, 1 << 20) },
    BrokenFile("array of strings cut off by a length", .truncated, "tiny.names'[0]") {
        $0.metadata[3].payload = array(8, 1, little(UInt64(100_000)))
    },
    BrokenFile("array of booleans with a 7", .badValue, "tiny.names") { $0.metadata[3].payload = array(7, 2, [0, 7]) },
    BrokenFile("array of unsigned integers beyond 63 bits", .badValue, "tiny.names'[0]") {
        $0.metadata[3].payload = array(10, 1, little(UInt64.max))
    },
    BrokenFile("alignment of 48", .badAlignment, "general.alignment") {
        $0.metadata.append(.init("general.alignment", 4, little(UInt32(48))))
    },
    BrokenFile("alignment of 0", .badAlignment, "general.alignment") {
        $0.metadata.append(.init("general.alignment", 4, little(UInt32(0))))
    },
    BrokenFile("alignment of 4", .badAlignment, "general.alignment") {
        $0.metadata.append(.init("general.alignment", 4, little(UInt32(4))))
    },
    BrokenFile("alignment of 2^31", .badAlignment, "general.alignment") {
        $0.metadata.append(.init("general.alignment", 4, little(UInt32(1) << 31)))
    },
    BrokenFile("alignment of another type", .badAlignment, "general.alignment") { $0.metadata.append(.init("general.alignment", 0, [32])) },
    BrokenFile("empty tensor name", .badName, "tensor 0") { $0.tensors[0].name = [] },
    BrokenFile("tensor name with a control character", .badName, "tensor 0") { $0.tensors[0].name = [0x61, 0x1B] },
    BrokenFile("tensor name of 65 bytes", .tooLarge, "tensor 0") { $0.tensors[0].name = Array(repeating: 0x61, count: 65) },
    BrokenFile("tensor name twice", .duplicateTensor, "tensor 1") { $0.tensors[1].name = $0.tensors[0].name },
    BrokenFile("no dimensions", .badShape, "dimension count") { $0.tensors[0].dimensionCount = 0 },
    BrokenFile("five dimensions", .badShape, "dimension count") { $0.tensors[0].shape = [32, 1, 1, 1, 1] },
    BrokenFile("2^32 - 1 dimensions", .badShape, "dimension count") { $0.tensors[0].dimensionCount = .max },
    BrokenFile("dimension of 0", .badShape, "dimension 1") { $0.tensors[0].shape = [32, 0] },
    BrokenFile("dimension beyond 63 bits", .badShape, "dimension 0") { $0.tensors[0].shape = [1 << 63] },
    BrokenFile("element count overflows", .badShape, "dimension 1") { $0.tensors[0].shape = [1 << 32, 1 << 32] },
    BrokenFile("byte count overflows", .badShape, "shape of tensor 'first'") {
        $0.tensors[0].shape = [1 << 62]
        $0.tensors[0].type = 0
    },
    BrokenFile("row not a multiple of the block", .badShape, "shape of tensor 'first'") { $0.tensors[0].shape = [16, 4] },
    BrokenFile("unknown tensor type", .unknownTensorType, "type of tensor 'first'") { $0.tensors[0].type = 5 },
    BrokenFile("tensor type far away", .unknownTensorType, "type of tensor 'first'") { $0.tensors[0].type = .max },
    BrokenFile("offset not aligned", .badOffset, "offset of tensor 'second'") { $0.tensors[1].offset = 100 },
    BrokenFile("offset past the end", .truncated, "tensor 'second'") { $0.tensors[1].offset = 1 << 40 },
    BrokenFile("offset that would overflow", .truncated, "tensor 'second'") { $0.tensors[1].offset = ~31 },
    BrokenFile("tensor ends one byte past the file", .truncated, "tensor 'second'") { $0.data.removeLast() },
    BrokenFile("no data at all", .truncated, "tensor 'first'") { $0.data = [] },
    BrokenFile("tensors overlap", .overlappingTensors, "tensor 'second'") { $0.tensors[1].offset = 64 },
    BrokenFile("two tensors at one place", .overlappingTensors, "tensor '") { $0.tensors[1].offset = 0 },
]

@Suite("GGUF reader")
struct GGUFFileTests {
    @Test func readsAValidFile() throws {
        let file = try TinyGGUF().read()
        #expect(file.version == 3)
        #expect(file.alignment == 32)
        #expect(try file.string("general.architecture") == "tiny")
        #expect(try file.integer("tiny.block_count") == 2)
        #expect(try file.boolean("tiny.flag"))
        #expect(try file.strings("tiny.names") == ["a", "bc"])
        #expect(file.tensors.map(\.name) == ["first", "second"])
        #expect(try file.tensor("first").bytes.count == 68)
        #expect(try file.tensor("first").rowCount == 2)
    }

    @Test func readsVersion2() throws {
        var tiny = TinyGGUF()
        tiny.version = 2
        #expect(try tiny.read().version == 2)
    }

    @Test func honoursAnotherAlignment() throws {
        var tiny = TinyGGUF()
        tiny.metadata.append(.init("general.alignment", 4, little(UInt32(8))))
        tiny.tensors[1].offset = 72
        tiny.data = Array(repeating: 0, count: 128)
        let file = try tiny.read()
        #expect(file.alignment == 8)
        #expect(try file.tensor("second").offset.isMultiple(of: 8))
    }

    @Test(arguments: brokenFiles) func refusesABrokenFile(_ broken: BrokenFile) {
        var tiny = TinyGGUF()
        broken.breakIt(&tiny)
        let error = #expect(throws: GGUFError.self) { try tiny.read() }
        #expect(error?.code == broken.code)
        #expect(error?.field.contains(broken.field) == true, "\(String(describing: error))")
        #expect(error?.file == "tiny.gguf")
    }

    @Test func refusesAFileCutAtAnyByte() {
        let bytes = TinyGGUF().bytes
        for count in 0..<bytes.count {
            #expect(throws: GGUFError.self, "cut after \(count) bytes") {
                try GGUFFile(file: MappedFile(name: "cut.gguf", copying: Array(bytes[..<count])))
            }
        }
    }

    @Test func survivesAnyByteOfTheHeaderChanged() {
        let bytes = TinyGGUF().bytes
        for position in 0..<bytes.count - 112 {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var changed = bytes
                changed[position] = value
                guard let file = try? GGUFFile(file: MappedFile(name: "changed.gguf", copying: changed)) else { continue }
                for tensor in file.tensors { _ = try? file.floats(of: tensor) }
            }
        }
    }

    @Test func refusesFilesThatAreNoModels() throws {
        let folder = try TemporaryFolder()
        _ = FileManager.default.createFile(atPath: folder.path("empty.gguf"), contents: nil)
        #expect(throws: GGUFError.self) { try GGUFFile(path: folder.path("absent.gguf")) }
        #expect(code { try GGUFFile(path: folder.path("absent.gguf")) } == .cannotOpen)
        #expect(code { try GGUFFile(path: folder.path("empty.gguf")) } == .truncated)
        #expect(code { try GGUFFile(path: folder.path) } == .cannotOpen)
    }

    @Test func namesTheKeyOfAFailedGetter() throws {
        let file = try TinyGGUF().read()
        #expect(code { try file.integer("tiny.absent") } == .missingKey)
        #expect(code { try file.integer("general.architecture") } == .wrongValueType)
        #expect(code { try file.string("tiny.block_count") } == .wrongValueType)
        #expect(code { try file.float("tiny.block_count") } == .wrongValueType)
        #expect(code { try file.boolean("tiny.block_count") } == .wrongValueType)
        #expect(code { try file.strings("tiny.block_count") } == .wrongValueType)
        #expect(code { try file.tensor("third") } == .missingTensor)
        let error = #expect(throws: GGUFError.self) { try file.strings("tiny.absent") }
        #expect(error?.description == "tiny.gguf: metadata 'tiny.absent': expected this key, found 4 others [missingKey]")
    }

    @Test func saysWhatIsWrongWhere() {
        var tiny = TinyGGUF()
        tiny.version = 7
        let error = #expect(throws: GGUFError.self) { try tiny.read() }
        #expect(error?.description == "tiny.gguf: version at byte 4: expected 2 or 3, found 7 [unsupportedVersion]")
    }

    @Test func listsATensorItCannotDecode() throws {
        var tiny = TinyGGUF()
        tiny.tensors = [.init(name: Array("k".utf8), shape: [256], type: 10, offset: 0)]
        tiny.data = Array(repeating: 0, count: 84)
        let file = try tiny.read()
        #expect(try file.tensor("k").type == .q2_K)
        #expect(code { _ = try file.floats(of: file.tensor("k")) } == .unsupportedTensorType)
    }

    @Test func tensorsKeepTheMappingAlive() throws {
        let folder = try TemporaryFolder()
        var writer = GGUFWriter(path: folder.path("small.gguf"))
        try writer.add("values", shape: [3], type: .f32, values: [1, 2, 3])
        try writer.write()
        let tensor = try GGUFFile(path: folder.path("small.gguf")).tensor("values")
        #expect(try GGUFFile.floats(of: tensor) == [1, 2, 3])
    }
}

/// The code of the error that `body` throws, nil if it throws none.
func code(_ body: () throws -> some Any) -> GGUFError.Code? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? GGUFError)?.code
    }
}

/// A folder of its own for one test, removed when the test lets go of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("weir-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { path + "/" + name }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// The path of a file under Tests/Fixtures.
func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/" + name).path
}
