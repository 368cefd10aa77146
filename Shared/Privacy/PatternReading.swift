/// A text in which patterns and denied terms were looked for: what a tagger reads next, and what `Anonymizer.mask(_:tagged:into:)` masks.
///
/// It does not depend on the conversation, so that a text has one sentence vector wherever it stands. Holds the text as it came: stays on the node.
package struct PatternReading: Sendable {
    /// What patterns and denied terms found, in order, without overlap; offsets in Unicode scalars of the text.
    package let spans: [EntitySpan]
    /// What they found and the operator `keep` leaves in the text; in order, without overlap. The encoder reads plain words for it all the same, so that a
    /// policy does not move sentence vectors.
    package let kept: [EntitySpan]
    /// Where the text has the form of a one-way operator's output: nothing looks into it, nothing is masked.
    let oneWay: [Range<Int>]
    let scalars: [Unicode.Scalar]
    /// What the encoder reads something else for, by start: plain words for `spans` and `kept`, and for an escape sequence its scalar.
    private let pieces: [Piece]
    /// Offset in `encoderText` of what stands for each of `pieces`.
    private let pieceStarts: [Int]
    private let encoderCount: Int

    private struct Piece {
        enum Reading {
            case spoken(EntityType)
            case escape(Unicode.Scalar)
        }

        let range: Range<Int>
        let reading: Reading

        /// Scalars of what is read for it. Spoken names are ASCII: as many scalars as bytes.
        var count: Int {
            switch reading {
            case .spoken(let entity): entity.spokenName.utf8.count
            case .escape: 1
            }
        }
    }

    init(_ scalars: [Unicode.Scalar], _ spans: [EntitySpan], kept: [EntitySpan], oneWay: [Range<Int>]) {
        self.scalars = scalars
        self.spans = spans
        self.kept = kept
        self.oneWay = oneWay
        let spoken = kept.isEmpty ? spans : (spans + kept).sorted { $0.start < $1.start }
        pieces = Self.pieces(spoken, EscapeSequence.all(in: scalars))
        var starts: [Int] = []
        starts.reserveCapacity(pieces.count)
        // How much longer `encoderText` is than the text, up to here.
        var growth = 0
        for piece in pieces {
            starts.append(piece.range.lowerBound + growth)
            growth += piece.count - piece.range.count
        }
        pieceStarts = starts
        encoderCount = scalars.count + growth
    }

    /// Both in order. An escape sequence that a span cuts is left as it stands.
    private static func pieces(_ spoken: [EntitySpan], _ escapes: [EscapeSequence]) -> [Piece] {
        var pieces: [Piece] = []
        pieces.reserveCapacity(spoken.count + escapes.count)
        var rest = escapes[...]
        for span in spoken {
            while let escape = rest.first, escape.range.lowerBound < span.end {
                if escape.range.upperBound <= span.start { pieces.append(Piece(range: escape.range, reading: .escape(escape.scalar))) }
                rest.removeFirst()
            }
            pieces.append(Piece(range: span.start..<span.end, reading: .spoken(span.entity)))
        }
        return pieces + rest.map { Piece(range: $0.range, reading: .escape($0.scalar)) }
    }

    /// The text with plain words for every span, "email address", and without escapes: what the encoder and its tagger read, in training and in serving. Made
    /// at each call.
    package var encoderText: String {
        var text = ScalarText()
        var index = 0
        for piece in pieces {
            text.append(scalars[index..<piece.range.lowerBound])
            switch piece.reading {
            case .spoken(let entity): text.append(entity.spokenName)
            case .escape(let scalar): text.append(scalar)
            }
            index = piece.range.upperBound
        }
        text.append(scalars[index...])
        return text.string
    }

    /// The scalars of the text that `start..<end` of `encoderText` came from. An end that lies in the words for a span moves to the span's border; spans
    /// further inside stay in the range. Nil when nothing is left, and for a range that is empty or outside `encoderText`.
    package func original(_ start: Int, _ end: Int) -> Range<Int>? {
        guard start >= 0, start < end, end <= encoderCount else { return nil }
        let (first, last) = (place(of: start), place(of: end - 1))
        let lower = first.isSpoken ? first.range.upperBound : first.range.lowerBound
        let upper = last.isSpoken ? last.range.lowerBound : last.range.upperBound
        return lower < upper ? lower..<upper : nil
    }

    /// What of the text a scalar of `encoderText` stands for.
    private func place(of offset: Int) -> (range: Range<Int>, isSpoken: Bool) {
        var low = 0
        var high = pieceStarts.count
        while low < high {
            let middle = (low + high) / 2
            if pieceStarts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return (offset..<offset + 1, false) }
        let piece = pieces[low - 1]
        let behind = offset - pieceStarts[low - 1] - piece.count
        guard behind < 0 else { return (piece.range.upperBound + behind..<piece.range.upperBound + behind + 1, false) }
        if case .spoken = piece.reading { return (piece.range, true) }
        return (piece.range, false)
    }
}
