import Foundation
import GGUF
import Testing

struct BrokenHeader: Sendable, CustomTestStringConvertible {
    let name: String
    let code: GGUFError.Code
    let header: String
    let dataCount: Int

    var testDescription: String { name }

    init(_ name: String, _ code: GGUFError.Code, _ header: String, dataCount: Int = 8) {
        self.name = name
        self.code = code
        self.header = header
        self.dataCount = dataCount
    }
}

private let two = #""dtype":"F32","shape":[2],"data_offsets":[0,8]"#

private let brokenHeaders: [BrokenHeader] = [
    BrokenHeader("no JSON", .badHeader, "hello"),
    BrokenHeader("empty", .badHeader, ""),
    BrokenHeader("not an object", .badHeader, "[]"),
    BrokenHeader("text after the object", .badHeader, "{} x"),
    BrokenHeader("unclosed object", .badHeader, "{\"a\":{\(two)}"),
    BrokenHeader("unclosed string", .badHeader, "{\"a"),
    BrokenHeader("unquoted name", .badHeader, "{a:1}"),
    BrokenHeader("missing colon", .badHeader, "{\"a\" 1}"),
    BrokenHeader("trailing comma", .badHeader, "{\"a\":{\(two)},}"),
    BrokenHeader("control character in a string", .badHeader, "{\"a\u{1}\":{\(two)}}"),
    BrokenHeader("unknown escape", .badHeader, #"{"a\x":1}"#),
    BrokenHeader("half a surrogate pair", .badHeader, #"{"a\ud800":1}"#),
    BrokenHeader("surrogates the wrong way round", .badHeader, #"{"a\udc00\ud800":1}"#),
    BrokenHeader("leading zero", .badHeader, #"{"a":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}"#),
    BrokenHeader("misspelt literal", .badHeader, #"{"a":nul}"#),
    BrokenHeader("too deep", .badHeader, "{\"a\":" + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}"),
    BrokenHeader("tensor that is no object", .badHeader, #"{"a":7}"#),
    BrokenHeader("metadata that is no object", .badHeader, #"{"__metadata__":7}"#),
    BrokenHeader("metadata of numbers", .badHeader, #"{"__metadata__":{"a":1}}"#),
    BrokenHeader("missing dtype", .badHeader, #"{"a":{"shape":[2],"data_offsets":[0,8]}}"#),
    BrokenHeader("missing shape", .badHeader, #"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#),
    BrokenHeader("missing offsets", .badHeader, #"{"a":{"dtype":"F32","shape":[2]}}"#),
    BrokenHeader("dtype twice", .badHeader, "{\"a\":{\"dtype\":\"F32\",\(two)}}"),
    BrokenHeader("dtype of a number", .badHeader, #"{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}"#),
    BrokenHeader("unknown dtype", .unknownTensorType, #"{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}"#),
    BrokenHeader("shape of strings", .badHeader, #"{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}"#),
    BrokenHeader("negative dimension", .badHeader, #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#),
    BrokenHeader("fractional dimension", .badHeader, #"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#),
    BrokenHeader("dimension beyond 64 bits", .badHeader, #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#),
    BrokenHeader("nine dimensions", .badShape, #"{"a":{"dtype":"F32","shape":[2,1,1,1,1,1,1,1,1],"data_offsets":[0,8]}}"#),
    BrokenHeader("shape that overflows", .badShape, #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#),
    BrokenHeader("one offset", .badOffset, #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8]}}"#),
    BrokenHeader("offsets the wrong way round", .badOffset, #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#),
    BrokenHeader("offsets that contradict the shape", .badOffset, #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#),
    BrokenHeader("data past the end", .truncated, "{\"a\":{\(two)}}", dataCount: 7),
    BrokenHeader("data of no tensor at the end", .badOffset, "{\"a\":{\(two)}}", dataCount: 9),
    BrokenHeader("data of no tensor at the front", .badOffset, #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#),
    BrokenHeader("overlap", .overlappingTensors, "{\"a\":{\(two)},\"b\":{\(two)}}"),
    BrokenHeader("name twice", .duplicateTensor, "{\"a\":{\(two)},\"a\":{\(two)}}"),
    BrokenHeader("empty name", .badName, "{\"\":{\(two)}}"),
]

@Suite("safetensors reader")
struct SafetensorsFileTests {
    private func read(_ bytes: [UInt8]) throws(GGUFError) -> SafetensorsFile {
        try SafetensorsFile(file: MappedFile(name: "broken.safetensors", copying: bytes))
    }

    private func bytes(_ header: String, dataCount: Int = 8) -> [UInt8] {
        little(UInt64(header.utf8.count)) + Array(header.utf8) + Array(repeating: 0, count: dataCount)
    }

    @Test func readsAFileOfTheReferenceImplementation() throws {
        let file = try SafetensorsFile(path: fixture("gguf/tiny.safetensors"))
        #expect(file.metadata == ["format": "np", "note": "a \"quoted\" €"])
        #expect(Set(file.tensors.map(\.name)) == ["single", "half", "brain", "scalar", "empty"])
        let single = try file.tensor("single")
        #expect(single.shape == [2, 3])
        #expect(try single.floats() == [1.5, -2, 0.25, 65_504, 1e-7, -0.0])
        #expect(try file.tensor("half").floats() == [1.5, -2, 0.25, 65_504, Float(Float16(1e-7)), -0.0])
        #expect(try file.tensor("brain").floats().prefix(3) == [1.5, -2, 0.25])
        #expect(try file.tensor("scalar").shape == [])
        #expect(try file.tensor("scalar").floats() == [7])
        #expect(try file.tensor("empty").floats() == [])
        #expect(code { try file.tensor("absent") } == .missingTensor)
    }

    @Test(arguments: brokenHeaders) func refusesABrokenHeader(_ broken: BrokenHeader) {
        let error = #expect(throws: GGUFError.self) { try read(bytes(broken.header, dataCount: broken.dataCount)) }
        #expect(error?.code == broken.code, "\(String(describing: error))")
        #expect(error?.file == "broken.safetensors")
        #expect(error?.offset != nil)
    }

    @Test func refusesBrokenLengths() {
        #expect(code { try read([]) } == .truncated)
        #expect(code { try read([1, 2, 3]) } == .truncated)
        #expect(code { try read(little(UInt64(100)) + [0x7B, 0x7D]) } == .truncated)
        #expect(code { try read(little(UInt64.max)) } == .tooLarge)
        #expect(code { try read(little(UInt64(100_000_001))) } == .tooLarge)
        #expect(code { try read(little(UInt64(2)) + [0x22, 0xFF]) } == .badHeader)
    }

    @Test func listsIntegersButDoesNotReadThemAsWeights() throws {
        let file = try read(bytes(#"{"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#))
        #expect(try file.tensor("ids").type == .int64)
        #expect(code { try file.tensor("ids").floats() } == .unsupportedTensorType)
    }

    @Test func readsAHeaderPaddedWithSpaces() throws {
        let file = try read(bytes("{\"a\":{\(two)}}     "))
        #expect(try file.tensor("a").floats() == [0, 0])
    }
}
