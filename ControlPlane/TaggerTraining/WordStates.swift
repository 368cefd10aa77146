import Classification

/// The states of the words of many texts and what each word may be: what a tagger's last layer is trained on.
///
/// States are kept in half precision, 768 bytes a word at 384 numbers, so that a million words fit into 0.8 GB and are encoded once; encoding them again for
/// each evaluation of the objective would cost more than everything else together.
package struct WordStates: Sendable {
    /// Words that lie in memory together, as `[panel][dimension][lane]` halves with `panelWidth` lanes (words): the products of training read them forward.
    /// Whole texts, padded with zeros to whole panels.
    struct Chunk: Sendable {
        let halves: [UInt16]
        let masks: [LabelMasks.Mask]
        /// Words of each text.
        let lengths: [Int]

        var words: Int { masks.count }
        var panels: Int { WordStates.panels(words) }
    }

    static let panelWidth = 8
    /// Words at which a chunk is closed: 256 * 384 floats, unpacked, stay in the second-level cache. A longer text is a chunk of its own.
    private static let chunkLimit = 256

    package let dimension: Int
    package private(set) var words = 0
    package private(set) var texts = 0
    private(set) var chunks: [Chunk] = []
    private var pending: [Float] = []
    private var pendingMasks: [LabelMasks.Mask] = []
    private var pendingLengths: [Int] = []

    package init(dimension: Int) {
        precondition(dimension > 0)
        self.dimension = dimension
    }

    static func panels(_ words: Int) -> Int { (words + panelWidth - 1) / panelWidth }

    /// Adds one text. One without words is left out.
    /// - Parameters:
    ///   - states: `[words, dimension]`, row-major, finite.
    ///   - masks: what each word may be; never empty.
    package mutating func append(_ states: [Float], masks: [LabelMasks.Mask]) {
        precondition(states.count == masks.count * dimension && !masks.contains(0))
        if masks.isEmpty { return }
        if !pendingMasks.isEmpty, pendingMasks.count + masks.count > Self.chunkLimit { close() }
        pending += states
        pendingMasks += masks
        pendingLengths.append(masks.count)
        words += masks.count
        texts += 1
    }

    /// To be called once after the last text.
    package mutating func finish() {
        if !pendingMasks.isEmpty { close() }
        pending = []
    }

    private mutating func close() {
        let width = Self.panelWidth
        let count = pendingMasks.count
        let dimension = dimension
        let size = Self.panels(count) * width * dimension
        let halves = [UInt16](unsafeUninitializedCapacity: size) { output, initialized in
            output.initialize(repeating: 0)
            initialized = size
            pending.withUnsafeBufferPointer { states in
                for word in 0..<count {
                    let panel = (word / width) * dimension * width + word % width
                    for index in 0..<dimension {
                        output[panel + index * width] = halfFromFloat(states[word * dimension + index])
                    }
                }
            }
        }
        chunks.append(Chunk(halves: halves, masks: pendingMasks, lengths: pendingLengths))
        pending.removeAll(keepingCapacity: true)
        pendingMasks.removeAll(keepingCapacity: true)
        pendingLengths.removeAll(keepingCapacity: true)
    }

    /// Up to `count` nearly equal ranges of chunks.
    func shards(_ count: Int) -> [Range<Int>] {
        let count = min(count, chunks.count)
        return (0..<count).map { partRange($0, of: count, count: chunks.count) }
    }

    /// Mean and standard deviation of each number over all words; the deviation is 1 where a number never changes.
    func moments() -> (mean: [Float], deviation: [Float]) {
        var sums = [Double](repeating: 0, count: dimension)
        var squares = sums
        let width = Self.panelWidth
        for chunk in chunks {
            for panel in 0..<chunk.panels {
                // Padding holds zeros, which add nothing.
                for index in 0..<dimension {
                    for lane in 0..<width {
                        let value = Double(floatFromHalf(chunk.halves[(panel * dimension + index) * width + lane]))
                        sums[index] += value
                        squares[index] += value * value
                    }
                }
            }
        }
        let count = Double(max(words, 1))
        let mean = sums.map { $0 / count }
        let deviation = zip(squares, mean).map { (max($0 / count - $1 * $1, 0)).squareRoot() }
        return (mean.map { Float($0) }, deviation.map { $0 > 1e-4 ? Float($0) : 1 })
    }
}

extension WordStates.Chunk {
    /// All halves as floats, in the same order. A plain loop, which the compiler turns into vector code.
    func unpack(into output: UnsafeMutablePointer<Float>) {
        halves.withUnsafeBufferPointer { halves in
            for index in 0..<halves.count { output[index] = floatFromHalf(halves[index]) }
        }
    }
}

/// Binary16 to binary32 for finite numbers: shifted into place, the exponent is short by 127 - 15, which one multiplication repairs.
@inline(__always)
private func floatFromHalf(_ half: UInt16) -> Float {
    let value = Float(bitPattern: UInt32(half & 0x7FFF) << 13) * 0x1p112
    return Float(bitPattern: value.bitPattern | UInt32(half & 0x8000) << 16)
}

/// Binary32 to binary16, to nearest even. What is too small for a normal half becomes zero and what is too large the largest one: neither
/// occurs in states that were normalised, and the file is not written with it.
@inline(__always)
private func halfFromFloat(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let magnitude = bits & 0x7FFF_FFFF
    let rounded = (magnitude &- 0x3800_0000 &+ 0xFFF &+ ((magnitude >> 13) & 1)) >> 13
    let half = magnitude < 0x3880_0000 ? 0 : min(rounded, 0x7BFF)
    return UInt16(truncatingIfNeeded: half | (bits >> 16) & 0x8000)
}
