/// Sequences of token hashes, one table look-up for each token. Node 0 is the root.
struct WordTrie: Sendable {
    private var edges = NumberTable()
    private(set) var nodes: Int32 = 1
    /// Bit per hash of a first token, so that most places of a text cost no look-up.
    private var firsts = [UInt64](repeating: 0, count: 64)

    var isEmpty: Bool { nodes == 1 }

    /// The node that `hash` leads to, made where there was none.
    mutating func extend(_ node: Int32, _ hash: UInt64) -> Int32 {
        if node == 0 { firsts[Int(hash >> 58)] |= 1 << (hash >> 52 & 63) }
        if let next = edges[Self.key(node, hash)] { return next }
        edges.insert(Self.key(node, hash), nodes)
        nodes += 1
        return nodes - 1
    }

    /// Whether a sequence may begin with `hash`; rarely yes though none does.
    @inline(__always)
    func mayBegin(with hash: UInt64) -> Bool { firsts[Int(hash >> 58)] >> (hash >> 52 & 63) & 1 == 1 }

    @inline(__always)
    func step(from node: Int32, _ hash: UInt64) -> Int32? { edges[Self.key(node, hash)] }

    /// A node and a hash as one number: two pairs share one with a chance of 2^-64, as every hash goes back to a drawn seed.
    @inline(__always)
    static func key(_ node: Int32, _ hash: UInt64) -> UInt64 {
        let product = (hash ^ UInt64(truncatingIfNeeded: node) &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 32)
    }
}

/// A hash table from numbers that are hashes already, so that none is hashed again: a `Dictionary` took a third of masking's own time.
/// Open addressing with linear probing, at most half full.
struct NumberTable: Sendable {
    private var keys: [UInt64] = []
    /// -1: an empty place.
    private var values: [Int32] = []
    private var count = 0

    @inline(__always)
    subscript(key: UInt64) -> Int32? {
        guard count > 0 else { return nil }
        let mask = keys.count - 1
        var place = Int(truncatingIfNeeded: key) & mask
        while values[place] >= 0 {
            if keys[place] == key { return values[place] }
            place = (place + 1) & mask
        }
        return nil
    }

    /// - Parameters:
    ///   - key: not in the table yet.
    ///   - value: not negative.
    mutating func insert(_ key: UInt64, _ value: Int32) {
        if 2 * (count + 1) > keys.count { grow() }
        put(key, value)
        count += 1
    }

    private mutating func put(_ key: UInt64, _ value: Int32) {
        let mask = keys.count - 1
        var place = Int(truncatingIfNeeded: key) & mask
        while values[place] >= 0 { place = (place + 1) & mask }
        keys[place] = key
        values[place] = value
    }

    private mutating func grow() {
        let old = zip(keys, values)
        let size = max(64, 2 * keys.count)
        keys = [UInt64](repeating: 0, count: size)
        values = [Int32](repeating: -1, count: size)
        for (key, value) in old where value >= 0 { put(key, value) }
    }
}
