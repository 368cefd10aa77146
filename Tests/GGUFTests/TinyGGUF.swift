import GGUF

/// A valid file of two tensors and some metadata whose every field a test can spoil.
struct TinyGGUF {
    struct Entry {
        var key: [UInt8]
        var type: UInt32
        var payload: [UInt8]

        init(_ key: String, _ type: UInt32, _ payload: [UInt8]) {
            self.key = Array(key.utf8)
            self.type = type
            self.payload = payload
        }
    }

    struct Tensor {
        var name: [UInt8]
        var shape: [UInt64]
        /// Written as the dimension count where it should differ from the shape's.
        var dimensionCount: UInt32?
        var type: UInt32
        var offset: UInt64
    }

    var magic: [UInt8] = Array("GGUF".utf8)
    var version: UInt32 = 3
    var tensorCount: UInt64?
    var metadataCount: UInt64?
    var metadata: [Entry] = [
        Entry("general.architecture", 8, string("tiny")),
        Entry("tiny.block_count", 4, little(UInt32(2))),
        Entry("tiny.flag", 7, [1]),
        Entry("tiny.names", 9, little(UInt32(8)) + little(UInt64(2)) + string("a") + string("bc")),
    ]
    var tensors: [Tensor] = [
        Tensor(name: Array("first".utf8), shape: [32, 2], type: 8, offset: 0),
        Tensor(name: Array("second".utf8), shape: [4], type: 0, offset: 96),
    ]
    /// Q8_0 [32, 2] takes 68 bytes, then 28 of padding, then four floats.
    var data: [UInt8] = Array(repeating: 0, count: 112)

    var bytes: [UInt8] {
        var bytes = magic + little(version)
        bytes += little(tensorCount ?? UInt64(tensors.count)) + little(metadataCount ?? UInt64(metadata.count))
        for entry in metadata { bytes += little(UInt64(entry.key.count)) + entry.key + little(entry.type) + entry.payload }
        for tensor in tensors {
            bytes += little(UInt64(tensor.name.count)) + tensor.name + little(tensor.dimensionCount ?? UInt32(tensor.shape.count))
            for size in tensor.shape { bytes += little(size) }
            bytes += little(tensor.type) + little(tensor.offset)
        }
        bytes += Array(repeating: 0, count: (32 - bytes.count % 32) % 32)
        return bytes + data
    }

    func read() throws(GGUFError) -> GGUFFile {
        try GGUFFile(file: MappedFile(name: "tiny.gguf", copying: bytes))
    }
}

func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

func string(_ text: String) -> [UInt8] {
    little(UInt64(text.utf8.count)) + Array(text.utf8)
}
