import Classification
import Inference
import Privacy
import Tagging

/// What a release's models make of one text: the sentence vector, the tagger's spans, the sensitivity head's level. Blocks.
///
/// Texts are those the encoder reads, with plain words for what patterns found (`PatternReading.encoderText`).
struct ModelReader {
    let release: LoadedRelease
    let cache: TagCache

    struct Read {
        var vector: [Float]
        /// Tokens through the encoder; 0 for what the cache knew.
        var tokens: Int
        var entry: TagCache.Entry
    }

    /// One pass for the text that is answered: vector, spans and level.
    func answered(_ text: String) throws(PipelineError) -> Read {
        let read = try pass(text, sentence: true)
        if worthKeeping { cache.keep(read.entry, as: cache.key(of: text)) }
        return read
    }

    /// Spans, and for a `levelled` text its level; the vector is empty. Texts read before cost nothing.
    func other(_ text: String, levelled: Bool) throws(PipelineError) -> Read {
        let levelled = levelled && release.sensitivity != nil
        guard release.tagger != nil || levelled, !text.isEmpty else { return Read(vector: [], tokens: 0, entry: .init()) }
        let key = cache.key(of: text)
        if var entry = cache.entry(key), !levelled || entry.level != nil {
            // The same words may have been somebody's whose level counts.
            if !levelled { entry.level = nil }
            return Read(vector: [], tokens: 0, entry: entry)
        }
        var read = try pass(text, sentence: levelled)
        read.vector = []
        cache.keep(read.entry, as: key)
        return read
    }

    private var worthKeeping: Bool { release.tagger != nil || release.sensitivity != nil }

    private func pass(_ text: String, sentence: Bool) throws(PipelineError) -> Read {
        let encoding: Encoding
        var spans: [EntitySpan] = []
        do throws(InferenceError) {
            if let tagger = release.tagger {
                let reading = try tagger.read(text, sentence: sentence)
                (encoding, spans) = (reading.encoding, reading.spans)
            } else {
                encoding = try release.encoder.encode(text, tokenStates: false)
            }
        } catch {
            throw PipelineError(error)
        }
        return Read(
            vector: encoding.sentence, tokens: encoding.tokens.count,
            entry: .init(spans: spans, level: sentence ? try level(encoding.sentence) : nil))
    }

    /// Nil for a release without the head.
    private func level(_ vector: [Float]) throws(PipelineError) -> Sensitivity? {
        do { return try release.sensitivity(of: vector) } catch { throw PipelineError(.encoder, detail: "\(error)") }
    }
}
