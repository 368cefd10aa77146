/// A text with each masked span drawn together into one scalar. A masked text with its tokens drawn together is the same sequence, which is why a look at the one
/// says what a look at the other would find.
struct Remainder {
    /// Stands for a masked span: no letter, no digit, no cue.
    private static let stand: Unicode.Scalar = "\u{FFFC}"

    let scalars: [Unicode.Scalar]
    /// Offset in the whole text of each scalar; nil when nothing is masked. -1: a masked span.
    private let origins: [Int]?

    /// - Parameter masked: in order, without overlap.
    init(_ whole: [Unicode.Scalar], without masked: [Range<Int>]) {
        guard !masked.isEmpty else {
            scalars = whole
            origins = nil
            return
        }
        var scalars: [Unicode.Scalar] = []
        var origins: [Int] = []
        scalars.reserveCapacity(whole.count)
        origins.reserveCapacity(whole.count)
        var index = 0
        for range in masked {
            scalars.append(contentsOf: whole[index..<range.lowerBound])
            origins.append(contentsOf: index..<range.lowerBound)
            scalars.append(Self.stand)
            origins.append(-1)
            index = range.upperBound
        }
        scalars.append(contentsOf: whole[index...])
        origins.append(contentsOf: index..<whole.count)
        self.scalars = scalars
        self.origins = origins
    }

    /// Whether the scalar at `index` stands for a masked span.
    func isMasked(_ index: Int) -> Bool {
        guard let origins else { return false }
        return origins[index] < 0
    }

    /// Offset in the whole text of a scalar that is not masked.
    func origin(_ index: Int) -> Int { origins?[index] ?? index }

    /// The parts of `start..<end` that are not masked yet and hold more than punctuation, as ranges of the whole text.
    func originals(_ start: Int, _ end: Int) -> [Range<Int>] {
        guard let origins else { return [start..<end] }
        var parts: [Range<Int>] = []
        var index = start
        while index < end {
            guard origins[index] >= 0 else {
                index += 1
                continue
            }
            let first = index
            while index < end, origins[index] >= 0 { index += 1 }
            if scalars[first..<index].contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) {
                parts.append(origins[first]..<origins[index - 1] + 1)
            }
        }
        return parts
    }
}
