/// What happens to a Unicode scalar on its way into a word.
enum ScalarClass: UInt8 {
    /// Part of a word, as it is.
    case plain = 0
    case removed, space, ideograph, punctuation
    /// Replaced by other scalars: lower case, decomposition without its marks.
    case mapped
    /// Decomposed into two or three jamo by arithmetic.
    case hangul
}

/// `BertTables` unpacked for look-up: one byte a scalar for the Basic Multilingual Plane, binary search above it.
struct BertScalars: Sendable {
    /// Shared: 64 KiB, built once.
    static let shared = BertScalars()

    /// Indexed by scalar, 0 to 0xFFFF; raw values of `ScalarClass`.
    let basicPlane: [UInt8]

    private init() {
        var plane = [UInt8](repeating: ScalarClass.plain.rawValue, count: 0x1_0000)
        func mark(_ ranges: [UInt32], _ kind: ScalarClass) {
            for index in stride(from: 0, to: ranges.count, by: 2) where ranges[index] < 0x1_0000 {
                for scalar in ranges[index]...min(ranges[index + 1], 0xFFFF) { plane[Int(scalar)] = kind.rawValue }
            }
        }
        mark(BertTables.punctuation, .punctuation)
        for entry in BertTables.mapped where entry >> 21 < 0x1_0000 { plane[Int(entry >> 21)] = ScalarClass.mapped.rawValue }
        for index in stride(from: 0, to: BertTables.expanded.count, by: 4) where BertTables.expanded[index] < 0x1_0000 {
            plane[Int(BertTables.expanded[index])] = ScalarClass.mapped.rawValue
        }
        mark([0xAC00, 0xD7A3], .hangul)
        mark(BertTables.ideographs, .ideograph)
        mark(BertTables.spaces, .space)
        mark(BertTables.removed, .removed)
        basicPlane = plane
    }

    func kind(of scalar: UInt32) -> ScalarClass {
        if scalar < 0x1_0000 { return ScalarClass(rawValue: basicPlane[Int(scalar)]) ?? .plain }
        if contains(BertTables.removed, scalar) { return .removed }
        if contains(BertTables.ideographs, scalar) { return .ideograph }
        if contains(BertTables.punctuation, scalar) { return .punctuation }
        return replacement(of: scalar).0 == scalar ? .plain : .mapped
    }

    /// The one to three scalars that stand for `scalar`; unused places are 0, and a scalar without a replacement stands for itself.
    func replacement(of scalar: UInt32) -> (UInt32, UInt32, UInt32) {
        if scalar >= 0xAC00 && scalar <= 0xD7A3 {
            // Unicode 3.12, conjoining jamo: 19 leading, 21 vowels, 28 trailing (0 for none).
            let index = scalar - 0xAC00
            let trailing = index % 28
            return (0x1100 + index / 588, 0x1161 + index % 588 / 28, trailing == 0 ? 0 : 0x11A7 + trailing)
        }
        let mapped = BertTables.mapped
        let position = lowerBound(mapped.count) { mapped[$0] >> 21 < UInt64(scalar) }
        if position < mapped.count, mapped[position] >> 21 == UInt64(scalar) {
            return (UInt32(truncatingIfNeeded: mapped[position] & 0x1F_FFFF), 0, 0)
        }
        let expanded = BertTables.expanded
        let group = lowerBound(expanded.count / 4) { expanded[4 * $0] < scalar }
        if 4 * group < expanded.count, expanded[4 * group] == scalar {
            return (expanded[4 * group + 1], expanded[4 * group + 2], expanded[4 * group + 3])
        }
        return (scalar, 0, 0)
    }

    private func contains(_ ranges: [UInt32], _ scalar: UInt32) -> Bool {
        let range = lowerBound(ranges.count / 2) { ranges[2 * $0 + 1] < scalar }
        return 2 * range < ranges.count && ranges[2 * range] <= scalar
    }

    /// The first index of 0..<count for which `isBefore` does not hold.
    private func lowerBound(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
