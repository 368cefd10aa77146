/// Reads little-endian fields from a file front to back; nothing is read that has not been checked to be there.
struct GGUFCursor {
    let file: MappedFile
    private(set) var offset = 0

    init(file: MappedFile) {
        self.file = file
    }

    var remaining: Int { file.bytes.count - offset }

    func error(_ code: GGUFError.Code, _ field: String, at position: Int, expected: String, found: String) -> GGUFError {
        GGUFError(code, file: file.name, field: field, offset: position, expected: expected, found: found)
    }

    mutating func read<T: FixedWidthInteger>(_: T.Type, _ field: @autoclosure () -> String) throws(GGUFError) -> T {
        let size = MemoryLayout<T>.size
        guard remaining >= size else {
            throw error(.truncated, field(), at: offset, expected: "\(size) bytes", found: "\(remaining) before the end of the file")
        }
        let value = file.bytes.loadUnaligned(fromByteOffset: offset, as: T.self)
        offset += size
        return T(littleEndian: value)
    }

    /// A 64-bit count of at most `limit`, each item of which takes at least `itemSize` bytes of what is left.
    mutating func readCount(_ field: @autoclosure () -> String, limit: Int, itemSize: Int) throws(GGUFError) -> Int {
        let position = offset
        let value = try read(UInt64.self, field())
        guard value <= UInt64(limit) else {
            throw error(.tooLarge, field(), at: position, expected: "at most \(limit)", found: "\(value)")
        }
        let count = Int(value)
        guard count <= remaining / itemSize else {
            throw error(
                .truncated, field(), at: position, expected: "at most \(remaining / itemSize) in the \(remaining) bytes that follow",
                found: "\(count)")
        }
        return count
    }

    /// A length-prefixed UTF-8 string of at most `limit` bytes.
    mutating func readString(_ field: @autoclosure () -> String, limit: Int) throws(GGUFError) -> String {
        let count = try readCount("length of " + field(), limit: limit, itemSize: 1)
        let raw = UnsafeRawBufferPointer(rebasing: file.bytes[offset..<offset + count])
        guard let text = String(validating: raw, as: UTF8.self) else {
            throw error(.invalidUTF8, field(), at: offset, expected: "UTF-8", found: "\(count) bytes that are not")
        }
        offset += count
        return text
    }

    /// A name of printable ASCII without spaces: keys and tensor names end up in errors, logs and C strings.
    mutating func readName(_ field: @autoclosure () -> String, limit: Int) throws(GGUFError) -> String {
        let position = offset
        let name = try readString(field(), limit: limit)
        guard !name.isEmpty else {
            throw error(.badName, field(), at: position, expected: "a name of 1 to \(limit) bytes", found: "an empty one")
        }
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw error(.badName, field(), at: position, expected: "printable ASCII without spaces", found: "other characters")
        }
        return name
    }
}
