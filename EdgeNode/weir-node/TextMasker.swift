import Inference
import Privacy
import Tagging

/// Masks texts of any length with what the command line named.
struct TextMasker: Sendable {
    let anonymizer: Anonymizer
    /// Nil: patterns and terms alone.
    let tagger: Tagger?

    /// A text in which everything was looked for. Does not depend on a conversation.
    struct Reading: Sendable {
        let patterns: PatternReading
        let tagged: [EntitySpan]
    }

    func read(_ text: String) throws(InferenceError) -> Reading {
        let patterns = anonymizer.read(text)
        guard let tagger else { return Reading(patterns: patterns, tagged: []) }
        let whole = patterns.encoderText
        // A token has at least a byte: short texts are never too long for the encoder.
        if whole.utf8.count <= Self.pieceInScalars {
            return Reading(patterns: patterns, tagged: try tagger.read(whole, sentence: false).spans)
        }
        var tagged: [EntitySpan] = []
        let scalars = Array(whole.unicodeScalars)
        var start = 0
        while start < scalars.count {
            let end = Self.cut(scalars, from: start)
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[start..<end])
            tagged += try tagger.read(String(piece), sentence: false).spans.map { $0.moved(by: start) }
            start = end
        }
        return Reading(patterns: patterns, tagged: tagged)
    }

    func mask(_ reading: Reading, into map: inout RestoreMap) -> Masking {
        anonymizer.mask(reading.patterns, tagged: reading.tagged, into: &map)
    }

    /// Scalars the tagger reads at once: a fraction of what the encoder takes, for a scalar may have several tokens.
    private static let pieceInScalars = 8_192

    /// Where the piece that starts at `start` ends: behind the last line break of its second half, else behind the last blank, else where it is full.
    private static func cut(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        let full = start + pieceInScalars
        guard full < scalars.count else { return scalars.count }
        let half = start + pieceInScalars / 2
        if let line = scalars[half..<full].lastIndex(of: "\n") { return line + 1 }
        if let blank = scalars[half..<full].lastIndex(where: { $0.properties.isWhitespace }) { return blank + 1 }
        return full
    }
}
