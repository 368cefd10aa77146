/// Text put together from scalars, as UTF-8. Appending to `String.UnicodeScalarView` piece by piece reserves exactly what it needs each time, which made a text
/// of 150,000 short pieces take 40 seconds; bytes grow geometrically.
struct ScalarText {
    private(set) var utf8: [UInt8] = []

    /// Decodes once; the bytes are valid by construction, so nothing is repaired.
    var string: String { String(decoding: utf8, as: UTF8.self) }

    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            utf8.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if let encoded = UTF8.encode(scalar) {
            utf8.append(contentsOf: encoded)
        }
    }

    mutating func append(_ scalars: some Sequence<Unicode.Scalar>) {
        for scalar in scalars { append(scalar) }
    }

    /// Returns how many scalars it appended.
    @discardableResult
    mutating func append(_ text: String) -> Int {
        let start = utf8.count
        utf8.append(contentsOf: text.utf8)
        return utf8[start...].count { $0 & 0xC0 != 0x80 }
    }

    mutating func append(utf8 bytes: [UInt8]) { utf8.append(contentsOf: bytes) }
}
