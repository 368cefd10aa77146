/// A text as it is looked at: each masked span drawn together into one scalar, and each escape sequence into the one it stands for. A masked text with its tokens
/// drawn together is the same sequence, which is why a look at the one says what a look at the other would find.
struct Remainder {
    /// Stands for a masked span: no letter, no digit, no cue.
    private static let stand: Unicode.Scalar = "\u{FFFC}"

    let scalars: [Unicode.Scalar]
    /// Of each scalar, what it stands for in the whole text; nil when all stand for themselves. Empty: a masked span.
    private let origins: [Range<Int32>]?

    /// - Parameter masked: in order, without overlap.
    init(_ whole: [Unicode.Scalar], without masked: [Range<Int>]) {
        var drawn = whole
        var origins: [Range<Int32>]?
        if !masked.isEmpty { (drawn, origins) = Self.drawn(whole, masked) }
        let escapes = EscapeSequence.all(in: drawn)
        guard !escapes.isEmpty else {
            scalars = drawn
            self.origins = origins
            return
        }
        var scalars: [Unicode.Scalar] = []
        var ranges: [Range<Int32>] = []
        scalars.reserveCapacity(drawn.count)
        ranges.reserveCapacity(drawn.count)
        func origin(_ index: Int) -> Range<Int32> { origins?[index] ?? Int32(index)..<Int32(index + 1) }
        var index = 0
        for escape in escapes {
            scalars += drawn[index..<escape.range.lowerBound]
            for index in index..<escape.range.lowerBound { ranges.append(origin(index)) }
            scalars.append(escape.scalar)
            ranges.append(origin(escape.range.lowerBound).lowerBound..<origin(escape.range.upperBound - 1).upperBound)
            index = escape.range.upperBound
        }
        scalars += drawn[index...]
        for index in index..<drawn.count { ranges.append(origin(index)) }
        self.scalars = scalars
        self.origins = ranges
    }

    private static func drawn(_ whole: [Unicode.Scalar], _ masked: [Range<Int>]) -> ([Unicode.Scalar], [Range<Int32>]) {
        var scalars: [Unicode.Scalar] = []
        var origins: [Range<Int32>] = []
        scalars.reserveCapacity(whole.count)
        origins.reserveCapacity(whole.count)
        var index = 0
        func pass(_ range: Range<Int>) {
            scalars.append(contentsOf: whole[range])
            for index in range { origins.append(Int32(index)..<Int32(index + 1)) }
        }
        for range in masked {
            pass(index..<range.lowerBound)
            scalars.append(stand)
            origins.append(0..<0)
            index = range.upperBound
        }
        pass(index..<whole.count)
        return (scalars, origins)
    }

    /// Whether the scalar at `index` stands for a masked span.
    func isMasked(_ index: Int) -> Bool {
        guard let origins else { return false }
        return origins[index].isEmpty
    }

    /// The scalars of the whole text that `start..<end`, in which nothing is masked, stands for.
    func origin(_ start: Int, _ end: Int) -> Range<Int> {
        guard let origins else { return start..<end }
        return Int(origins[start].lowerBound)..<Int(origins[end - 1].upperBound)
    }

    /// The parts of `start..<end` that are not masked yet and hold more than punctuation, as ranges of the whole text.
    func originals(_ start: Int, _ end: Int) -> [Range<Int>] {
        guard origins != nil else { return [start..<end] }
        var parts: [Range<Int>] = []
        var index = start
        while index < end {
            guard !isMasked(index) else {
                index += 1
                continue
            }
            let first = index
            while index < end, !isMasked(index) { index += 1 }
            if scalars[first..<index].contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
                parts.append(origin(first, index))
            }
        }
        return parts
    }
}
