import Inference
import Privacy

/// Standard input as one text, whole up to a limit, beyond it in blocks that are cut where no value is.
struct TextBlocks {
    /// A text of at most this many bytes is read whole.
    static let limitInBytes = 1 << 20
    /// Behind each possible cut this much is looked at, so that a value that runs over it is seen.
    private static let overlapInBytes = 1 << 16

    private let masker: TextMasker
    private var input: StandardInput
    private var pending: [UInt8]
    /// Whether the text was longer than the limit.
    private(set) var isCut = false

    /// - Parameter read: what was read of the input already.
    init(input: StandardInput, read: [UInt8], masker: TextMasker) {
        self.input = input
        pending = read
        self.masker = masker
    }

    /// The next block; nil at the end. Joined, the blocks are the input, but for what came last before a signal.
    mutating func next() throws -> String? {
        while pending.count <= Self.limitInBytes, try input.read(into: &pending) {}
        // A signal may have cut a value in two.
        guard !pending.isEmpty, !input.isStopped else { return nil }
        var end = pending.count
        if end > Self.limitInBytes {
            isCut = true
            end = try cut()
        }
        let block = pending[..<end]
        pending = Array(pending[end...])
        return try text(block)
    }

    /// The last place in front of the overlap where no value runs over: behind a line break, else a blank, else anything.
    private func cut() throws -> Int {
        var start = Self.limitInBytes - 2 * Self.overlapInBytes
        while start > 0, pending[start] & 0xC0 == 0x80 { start -= 1 }
        var stop = Self.limitInBytes
        while stop > start, pending[stop] & 0xC0 == 0x80 { stop -= 1 }
        var map = RestoreMap()
        let window = try text(pending[start..<stop])
        let spans = masker.mask(try masker.read(window), into: &map).spans
        var best: (place: Int, rank: Int)?
        var next = 0
        var place = start
        for (index, scalar) in window.unicodeScalars.enumerated() {
            guard place < Self.limitInBytes - Self.overlapInBytes else { break }
            while next < spans.count, spans[next].end <= index { next += 1 }
            let isInside = next < spans.count && spans[next].start < index + 1 && index + 1 < spans[next].end
            place += UTF8.width(scalar)
            let rank = scalar == "\n" ? 2 : scalar.properties.isWhitespace ? 1 : 0
            if !isInside, rank >= best?.rank ?? 0 { best = (place, rank) }
        }
        return best?.place ?? stop
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw CommandError("standard input: not UTF-8") }
        return text
    }
}
