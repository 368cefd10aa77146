/// The pieces of a WordPiece vocabulary, found by their bytes: open addressing over one array, one probe for most words.
///
/// The hash is FNV-1a, which grows byte by byte: the hashes of all prefixes of a word cost one pass, as longest match needs.
struct PieceTable: Sendable {
    /// Where a piece may stand in a word. The raw value of 0 marks an empty slot.
    enum Place: UInt16 {
        case first = 1
        case continuation = 2

        var seed: UInt64 { self == .first ? 0xCBF2_9CE4_8422_2325 : 0x8422_2325_CBF2_9CE4 }
    }

    struct Slot {
        var tag: UInt32 = 0
        /// Of the bytes in `pool`.
        var offset: UInt32 = 0
        var id: Int32 = 0
        var length: UInt16 = 0
        var place: UInt16 = 0
    }

    private(set) var slots: [Slot]
    /// The bytes of all pieces one after the other, and 8 more so that a piece can be compared in steps of 8.
    private(set) var pool: [UInt8]
    /// Length in bytes of the longest piece of each place.
    private(set) var longestFirst = 0
    private(set) var longestContinuation = 0

    /// Room for `count` pieces at half load.
    init(count: Int) {
        var size = 16
        while size < 2 * count { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
        pool = []
    }

    @inline(__always)
    static func extend(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    @inline(__always)
    static func index(_ hash: UInt64, mask: Int) -> Int {
        Int(truncatingIfNeeded: hash ^ hash >> 29) & mask
    }

    /// Adds a piece of 1 to 65,535 bytes; gives back the id of an equal one that is there already, and then adds nothing.
    mutating func insert(_ piece: UnsafeBufferPointer<UInt8>, place: Place, id: Int32) -> Int32? {
        var hash = place.seed
        for byte in piece { hash = Self.extend(hash, byte) }
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        let mask = slots.count - 1
        var index = Self.index(hash, mask: mask)
        while slots[index].place != 0 {
            let slot = slots[index]
            let start = Int(slot.offset)
            if slot.place == place.rawValue, slot.length == piece.count, pool[start..<start + piece.count].elementsEqual(piece) {
                return slot.id
            }
            index = (index + 1) & mask
        }
        slots[index] = Slot(
            tag: tag, offset: UInt32(pool.count), id: id, length: UInt16(piece.count),
            place: place.rawValue)
        pool.append(contentsOf: piece)
        if place == .first {
            longestFirst = max(longestFirst, piece.count)
        } else {
            longestContinuation = max(longestContinuation, piece.count)
        }
        return nil
    }

    /// A bit for each id below `vocabularyCount`, 64 to a word, lowest first: set for the pieces that continue a word.
    func continuations(vocabularyCount: Int) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: (vocabularyCount + 63) / 64)
        for slot in slots where slot.place == Place.continuation.rawValue { bits[Int(slot.id >> 6)] |= 1 << UInt64(slot.id & 63) }
        return bits
    }

    /// To be called once after the last `insert`.
    mutating func seal() {
        pool.append(contentsOf: repeatElement(0, count: 8))
    }
}
