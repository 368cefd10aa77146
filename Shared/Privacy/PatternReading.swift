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
    /// What the encoder reads words for: `spans` and `kept`, by start.
    private let spoken: [EntitySpan]
    /// Offset in `encoderText` of the words for each of `spoken`.
    private let spokenStarts: [Int]
    private let encoderCount: Int

    init(_ scalars: [Unicode.Scalar], _ spans: [EntitySpan], kept: [EntitySpan], oneWay: [Range<Int>]) {
        self.scalars = scalars
        self.spans = spans
        self.kept = kept
        self.oneWay = oneWay
        spoken = kept.isEmpty ? spans : (spans + kept).sorted { $0.start < $1.start }
        var starts: [Int] = []
        starts.reserveCapacity(spoken.count)
        // How much longer `encoderText` is than the text, up to here.
        var growth = 0
        for span in spoken {
            starts.append(span.start + growth)
            growth += Self.spokenCount(span) - (span.end - span.start)
        }
        spokenStarts = starts
        encoderCount = scalars.count + growth
    }

    /// The text with plain words for every span, "email address": what the encoder and its tagger read, in training and in serving. Made at each call.
    package var encoderText: String {
        var text = ScalarText()
        var index = 0
        for span in spoken {
            text.append(scalars[index..<span.start])
            text.append(span.entity.spokenName)
            index = span.end
        }
        text.append(scalars[index...])
        return text.string
    }

    /// The scalars of the text that `start..<end` of `encoderText` came from. An end that lies in the words for a span moves to the span's border; spans
    /// further inside stay in the range. Nil when nothing is left, and for a range that is empty or outside `encoderText`.
    package func original(_ start: Int, _ end: Int) -> Range<Int>? {
        guard start >= 0, start < end, end <= encoderCount else { return nil }
        let lower =
            switch place(of: start) {
            case .text(let offset): offset
            case .spoken(let span): span.end
            }
        let upper =
            switch place(of: end - 1) {
            case .text(let offset): offset + 1
            case .spoken(let span): span.start
            }
        return lower < upper ? lower..<upper : nil
    }

    /// Where a scalar of `encoderText` came from.
    private enum Place {
        case text(Int)
        case spoken(EntitySpan)
    }

    private func place(of offset: Int) -> Place {
        var low = 0
        var high = spokenStarts.count
        while low < high {
            let middle = (low + high) / 2
            if spokenStarts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return .text(offset) }
        let span = spoken[low - 1]
        let behind = offset - spokenStarts[low - 1] - Self.spokenCount(span)
        return behind < 0 ? .spoken(span) : .text(span.end + behind)
    }

    /// Spoken names are ASCII: as many scalars as bytes.
    private static func spokenCount(_ span: EntitySpan) -> Int { span.entity.spokenName.utf8.count }
}
