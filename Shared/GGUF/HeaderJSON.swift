/// A JSON value as far as a safetensors header needs it: other numbers than whole ones, booleans and null are only skipped.
enum HeaderJSON {
    struct Member {
        let key: String
        let value: HeaderJSON
    }

    /// Members as they come, the same name perhaps twice.
    case object([Member])
    case array([HeaderJSON])
    case string(String)
    /// 0 to `Int.max`.
    case integer(Int)
    case other
}

/// A strict JSON reader (RFC 8259) over the header's bytes; depth and number of values are bounded.
struct HeaderJSONReader {
    /// What is wrong, and at which byte of the header.
    struct Failure: Error {
        let offset: Int
        let expected: String
    }

    private static let maximumDepth = 16
    /// Some ten values describe a tensor.
    private static let maximumValues = 1 << 21

    private let bytes: UnsafeRawBufferPointer
    private var offset = 0
    private var valueCount = 0

    private init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Reads one value followed by nothing but white space.
    static func read(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> HeaderJSON {
        var reader = HeaderJSONReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.offset == bytes.count else { throw Failure(offset: reader.offset, expected: "the end of the header") }
        return value
    }

    private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte, byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B && byte != 0x0C { offset += 1 }
    }

    private mutating func take(_ expected: UInt8) -> Bool {
        guard byte == expected else { return false }
        offset += 1
        return true
    }

    private mutating func require(_ character: UInt8) throws(Failure) {
        guard take(character) else { throw Failure(offset: offset, expected: "'\(Character(Unicode.Scalar(character)))'") }
    }

    private mutating func value(depth: Int) throws(Failure) -> HeaderJSON {
        guard depth < Self.maximumDepth else { throw Failure(offset: offset, expected: "at most \(Self.maximumDepth) levels") }
        guard valueCount < Self.maximumValues else { throw Failure(offset: offset, expected: "at most \(Self.maximumValues) values") }
        valueCount += 1
        skipSpace()
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true")
        case UInt8(ascii: "f"): return try literal("false")
        case UInt8(ascii: "n"): return try literal("null")
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> HeaderJSON {
        offset += 1
        var members: [HeaderJSON.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw Failure(offset: offset, expected: "a member name in quotes") }
            let key = try string()
            skipSpace()
            try require(UInt8(ascii: ":"))
            members.append(HeaderJSON.Member(key: key, value: try value(depth: depth + 1)))
            skipSpace()
        } while take(UInt8(ascii: ","))
        try require(UInt8(ascii: "}"))
        return .object(members)
    }

    private mutating func array(depth: Int) throws(Failure) -> HeaderJSON {
        offset += 1
        var elements: [HeaderJSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        try require(UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func literal(_ word: String) throws(Failure) -> HeaderJSON {
        for expected in word.utf8 {
            guard take(expected) else { throw Failure(offset: offset, expected: word) }
        }
        return .other
    }

    private mutating func digits() throws(Failure) -> Int? {
        let start = offset
        var value: Int? = 0
        while let byte, (0x30...0x39).contains(byte) {
            if let current = value {
                let (product, overflow) = current.multipliedReportingOverflow(by: 10)
                let (sum, carry) = product.addingReportingOverflow(Int(byte) - 0x30)
                value = overflow || carry ? nil : sum
            }
            offset += 1
        }
        guard offset > start else { throw Failure(offset: offset, expected: "a value") }
        return value
    }

    private mutating func number() throws(Failure) -> HeaderJSON {
        var isWhole = !take(UInt8(ascii: "-"))
        let first = byte
        let start = offset
        let value = try digits()
        guard first != UInt8(ascii: "0") || offset == start + 1 else { throw Failure(offset: start, expected: "no leading zero") }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            _ = try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            _ = try digits()
        }
        if isWhole, let value { return .integer(value) }
        return .other
    }

    private mutating func string() throws(Failure) -> String {
        let start = offset
        offset += 1
        var text: [UInt8] = []
        while let current = byte, current != UInt8(ascii: "\"") {
            guard current >= 0x20 else { throw Failure(offset: offset, expected: "no control character in a string") }
            offset += 1
            if current == UInt8(ascii: "\\") {
                text.append(contentsOf: String(try escape()).utf8)
            } else {
                text.append(current)
            }
        }
        guard take(UInt8(ascii: "\"")) else { throw Failure(offset: offset, expected: "a closing quote") }
        guard let valid = String(validating: text, as: UTF8.self) else { throw Failure(offset: start, expected: "UTF-8") }
        return valid
    }

    private mutating func escape() throws(Failure) -> Character {
        let start = offset
        let letter = byte
        offset += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if (0xD800...0xDBFF).contains(unit), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = try hexadecimal()
                guard (0xDC00...0xDFFF).contains(low) else { throw Failure(offset: start, expected: "a pair of surrogates") }
                unit = 0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw Failure(offset: start, expected: "a pair of surrogates") }
            return Character(scalar)
        default: throw Failure(offset: start, expected: "an escape of JSON")
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw Failure(offset: offset, expected: "four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }
}
