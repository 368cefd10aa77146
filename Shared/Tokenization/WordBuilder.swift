/// One word in the making and its cutting into pieces. Works in memory that its caller lends.
struct WordBuilder {
    /// Bytes of the longest word that is looked up.
    static let capacity = 4 * WordPiece.maximumWordScalars

    /// `capacity + 8` bytes: the normalised word.
    let bytes: UnsafeMutableRawBufferPointer
    /// `[capacity]`: for each byte, the scalar of the text it comes from.
    let origins: UnsafeMutableBufferPointer<Int>
    /// `[capacity]`: hashes of prefixes, while a word is cut.
    let hashes: UnsafeMutableBufferPointer<UInt64>
    let slots: UnsafeBufferPointer<PieceTable.Slot>
    let pool: UnsafeRawBufferPointer
    let unknown: Int32
    let longestFirst: Int
    let longestContinuation: Int

    private var count = 0
    private var scalarCount = 0
    private var last = 0
    private var hash = PieceTable.Place.first.seed

    init(
        bytes: UnsafeMutableRawBufferPointer, origins: UnsafeMutableBufferPointer<Int>, hashes: UnsafeMutableBufferPointer<UInt64>,
        slots: UnsafeBufferPointer<PieceTable.Slot>, pool: UnsafeRawBufferPointer, unknown: Int32, longestFirst: Int,
        longestContinuation: Int
    ) {
        self.bytes = bytes
        self.origins = origins
        self.hashes = hashes
        self.slots = slots
        self.pool = pool
        self.unknown = unknown
        self.longestFirst = longestFirst
        self.longestContinuation = longestContinuation
    }

    @inline(__always)
    mutating func append(ascii byte: UInt8, from scalar: Int) {
        last = scalar
        scalarCount &+= 1
        // A word over the limit is unknown whatever it holds; only its extent still matters.
        if scalarCount <= WordPiece.maximumWordScalars { appendByte(byte, scalar) }
    }

    mutating func append(_ value: UInt32, from scalar: Int) {
        last = scalar
        scalarCount &+= 1
        guard scalarCount <= WordPiece.maximumWordScalars else { return }
        func part(_ shift: UInt32, _ mark: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: mark | value >> shift) }
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | value >> shift & 0x3F) }
        if value < 0x80 {
            appendByte(UInt8(value), scalar)
        } else if value < 0x800 {
            appendByte(part(6, 0xC0), scalar)
            appendByte(tail(0), scalar)
        } else if value < 0x1_0000 {
            appendByte(part(12, 0xE0), scalar)
            appendByte(tail(6), scalar)
            appendByte(tail(0), scalar)
        } else {
            appendByte(part(18, 0xF0), scalar)
            appendByte(tail(12), scalar)
            appendByte(tail(6), scalar)
            appendByte(tail(0), scalar)
        }
    }

    @inline(__always)
    private mutating func appendByte(_ byte: UInt8, _ scalar: Int) {
        bytes[count] = byte
        origins[count] = scalar
        hash = PieceTable.extend(hash, byte)
        count &+= 1
    }

    /// Ends the word, if there is one, and appends its tokens.
    @inline(__always)
    mutating func finish(_ tokens: inout [Token]) {
        if count == 0 { return }
        if scalarCount > WordPiece.maximumWordScalars {
            tokens.append(Token(id: unknown, start: origins[0], end: last + 1))
        } else if let id = find(0, count, hash, .first) {
            tokens.append(Token(id: id, start: origins[0], end: last + 1))
        } else {
            cut(&tokens)
        }
        count = 0
        scalarCount = 0
        hash = PieceTable.Place.first.seed
    }

    /// Longest match from the left; a word with a part that no piece matches is unknown as a whole.
    private func cut(_ tokens: inout [Token]) {
        let before = tokens.count
        var start = 0
        while start < count {
            let place: PieceTable.Place = start == 0 ? .first : .continuation
            let limit = min(count - start, start == 0 ? longestFirst : longestContinuation)
            var hash = place.seed
            for length in 0..<limit {
                hash = PieceTable.extend(hash, bytes[start + length])
                hashes[length] = hash
            }
            var length = limit
            var match: Int32?
            while length > 0 {
                match = find(start, length, hashes[length - 1], place)
                if match != nil { break }
                length -= 1
            }
            guard let match else {
                tokens.removeSubrange(before...)
                tokens.append(Token(id: unknown, start: origins[0], end: last + 1))
                return
            }
            tokens.append(Token(id: match, start: origins[start], end: origins[start + length - 1] + 1))
            start += length
        }
    }

    /// The id of the piece equal to `length` bytes of the word from `start` on.
    @inline(__always)
    private func find(_ start: Int, _ length: Int, _ hash: UInt64, _ place: PieceTable.Place) -> Int32? {
        let mask = slots.count - 1
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var index = PieceTable.index(hash, mask: mask)
        while slots[index].place != 0 {
            let slot = slots[index]
            if slot.tag == tag, slot.place == place.rawValue, Int(slot.length) == length, equal(start, Int(slot.offset), length) {
                return slot.id
            }
            index = (index + 1) & mask
        }
        return nil
    }

    /// Eight bytes a step; both buffers are readable for eight bytes past their content.
    @inline(__always)
    private func equal(_ start: Int, _ offset: Int, _ length: Int) -> Bool {
        var done = 0
        while done < length {
            let left = bytes.loadUnaligned(fromByteOffset: start + done, as: UInt64.self)
            let right = pool.loadUnaligned(fromByteOffset: offset + done, as: UInt64.self)
            let rest = length - done
            let difference = (left ^ right).littleEndian
            if rest >= 8 {
                if difference != 0 { return false }
            } else if difference << UInt64(64 - 8 * rest) != 0 {
                return false
            }
            done += 8
        }
        return true
    }
}
