/// A restore map as bytes, for the node's own database.
///
///     magic     4  "WRM1"
///     salt      8  little endian
///     tags         count: varint, then 2 bytes each, little endian, below 4096
///     entries      until the checksum: entity code 1, value length: varint, value: UTF-8
///     checksum  8  FNV-1a 64 of all bytes before it, little endian: finds damage, proves nothing
extension RestoreMap {
    private static let magic: [UInt8] = Array("WRM1".utf8)
    private static let checksumSize = 8

    /// Holds personal values in clear: never to be logged or sent. Entries by entity code, then number, so equal maps give equal bytes.
    package func encoded() -> [UInt8] {
        var bytes = Self.magic
        Self.append(salt, size: 8, to: &bytes)
        Self.appendVarint(secretTags.count, to: &bytes)
        for tag in secretTags { Self.append(UInt64(tag), size: 2, to: &bytes) }
        for entity in values.keys.sorted(by: { $0.code < $1.code }) {
            for value in values[entity] ?? [] {
                bytes.append(entity.code)
                Self.appendVarint(value.count, to: &bytes)
                bytes += value
            }
        }
        Self.append(Self.checksum(bytes[...]), size: Self.checksumSize, to: &bytes)
        return bytes
    }

    package init(encoded bytes: [UInt8]) throws(PrivacyError) {
        let smallest = Self.magic.count + 8 + 1 + Self.checksumSize
        guard bytes.starts(with: Self.magic) else {
            throw PrivacyError(.badMagic, offset: 0, expected: "WRM1", found: "\(min(bytes.count, 4)) other bytes")
        }
        guard bytes.count >= smallest else {
            throw PrivacyError(.truncated, offset: bytes.count, expected: "at least \(smallest) bytes", found: "\(bytes.count)")
        }
        let end = bytes.count - Self.checksumSize
        guard Self.checksum(bytes[..<end]) == Self.read(bytes[end...]) else {
            throw PrivacyError(.badChecksum, offset: end, expected: "the checksum of the \(end) bytes before", found: "another")
        }
        var index = Self.magic.count
        self.init(salt: Self.read(bytes[index..<index + 8]))
        index += 8
        let tags = try Self.readVarint(bytes, &index, end: end)
        guard tags <= (end - index) / 2 else {
            throw PrivacyError(.badLength, offset: index, expected: "at most \((end - index) / 2) tags", found: "\(tags)")
        }
        for _ in 0..<tags {
            let tag = Self.read(bytes[index..<index + 2])
            guard tag < 4096, appendSecretTag(UInt16(tag)) else {
                throw PrivacyError(.badTag, offset: index, expected: "a new tag below 4096", found: "\(tag)")
            }
            index += 2
        }
        while index < end {
            let start = index
            guard let entity = EntityType(code: bytes[index]), entity.isRestorable else {
                throw PrivacyError(.unknownEntity, offset: start, expected: "the code of a restorable entity", found: "\(bytes[index])")
            }
            index += 1
            let length = try Self.readVarint(bytes, &index, end: end)
            guard length >= 1, length <= end - index else {
                throw PrivacyError(.badLength, offset: start + 1, expected: "1 to \(end - index) bytes", found: "\(length)")
            }
            let value = Array(bytes[index..<index + length])
            guard String(validating: value, as: UTF8.self) != nil else {
                throw PrivacyError(.badText, offset: index, expected: "UTF-8", found: "\(length) bytes that are not")
            }
            guard append(value, entity) else {
                throw PrivacyError(.duplicateValue, offset: index, expected: "a value not listed before", found: "one that is")
            }
            index += length
        }
    }

    private static func append(_ value: UInt64, size: Int, to bytes: inout [UInt8]) {
        for shift in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }

    private static func read(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    private static func appendVarint(_ value: Int, to bytes: inout [UInt8]) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// At most five bytes: 35 bits, more than a node's memory.
    private static func readVarint(_ bytes: [UInt8], _ index: inout Int, end: Int) throws(PrivacyError) -> Int {
        var value = 0
        for shift in 0..<5 {
            guard index < end else { throw PrivacyError(.truncated, offset: index, expected: "the rest of a length", found: "the end") }
            let byte = bytes[index]
            index += 1
            value |= Int(byte & 0x7F) << (7 * shift)
            if byte & 0x80 == 0 { return value }
        }
        throw PrivacyError(.badLength, offset: index, expected: "a length of at most 5 bytes", found: "a longer one")
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
