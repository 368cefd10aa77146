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
    /// Whether a class counts wherever it was said, as the policy keeps one on the device.
    let classifiesAll: Bool

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

    /// Spans, and for a text that the user said its level and class where something asks for them; the vector is empty. Texts read before cost nothing.
    func other(_ text: String, isUsers: Bool) throws(PipelineError) -> Read {
        let sentence = isUsers && (release.sensitivity != nil || classifiesAll)
        guard release.tagger != nil || sentence, !text.isEmpty else { return Read(vector: [], tokens: 0, entry: .init()) }
        let key = cache.key(of: text)
        if var entry = cache.entry(key), !sentence || entry.intent != nil {
            // The same words may have been the user's, whose level and class count.
            if !isUsers { (entry.level, entry.intent) = (nil, nil) }
            return Read(vector: [], tokens: 0, entry: entry)
        }
        var read = try pass(text, sentence: sentence)
        read.vector = []
        cache.keep(read.entry, as: key)
        return read
    }

    /// What the tagger finds more in a text that was read before, when it reads each sentence by itself. Texts read so before cost nothing.
    func sentences(of text: String, after read: Read) throws(PipelineError) -> (spans: [EntitySpan], tokens: Int) {
        guard let tagger = release.tagger, !text.isEmpty else { return ([], 0) }
        let key = cache.key(of: text)
        var entry = cache.entry(key) ?? read.entry
        if let known = entry.sentenceSpans { return (known, 0) }
        let sentences: (spans: [EntitySpan], tokens: Int)
        do throws(InferenceError) { sentences = try tagger.readSentences(text) } catch { throw PipelineError(error) }
        // Spans of one reading do not overlap.
        let first = Dictionary(read.entry.spans.map { ($0.start, $0) }) { first, _ in first }
        let new = sentences.spans.filter { span in
            guard let same = first[span.start] else { return true }
            return same.entity != span.entity || same.end != span.end
        }
        entry.sentenceSpans = new
        cache.keep(entry, as: key)
        return (new, sentences.tokens)
    }

    private var worthKeeping: Bool { release.tagger != nil || release.sensitivity != nil || classifiesAll }

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
        var entry = TagCache.Entry(spans: spans)
        if sentence {
            do {
                entry.level = try release.sensitivity(of: encoding.sentence)
                entry.intent = try release.head.classify(encoding.sentence).index
            } catch { throw PipelineError(.encoder, detail: "\(error)") }
        }
        return Read(vector: encoding.sentence, tokens: encoding.tokens.count, entry: entry)
    }
}
