package import Inference
package import Privacy
import Tokenization

/// Finds names and other entities that have no pattern, in the encoder's pass.
///
/// Calls block and may come from several threads, as those of `Encoder`. Time is linear in the text.
package final class Tagger: Sendable {
    /// The name of the rule in the spans found here.
    package static let rule = "tagger"

    package let encoder: Encoder
    package let labels: TagLabels
    package let network: TaggerNetwork
    package let gazetteer: Gazetteer
    let decoder: TagDecoder

    /// Loads "tagger.gguf". Throws for a file that is not sound or was made for another encoder.
    package convenience init(path: String, encoder: Encoder) throws(InferenceError) {
        try self.init(TaggerFile(path: path), encoder: encoder)
    }

    package init(_ file: TaggerFile, encoder: Encoder) throws(InferenceError) {
        try file.check(encoder: encoder)
        network = try file.network(encoder: encoder)
        labels = file.labels
        gazetteer = file.gazetteer
        decoder = TagDecoder(labels: labels, transitions: file.transitions)
        self.encoder = encoder
    }

    /// What one pass over a text gave.
    package struct Reading: Sendable {
        /// The sentence vector if it was asked for, tokens and label scores.
        package let encoding: Encoding
        /// In order, without overlap; offsets in Unicode scalars of the text, scores 0...1.
        package let spans: [EntitySpan]
    }

    /// Reads `text` in one pass, for its spans and, with `sentence`, its vector.
    package func read(_ text: String, sentence: Bool) throws(InferenceError) -> Reading {
        let words = try words(of: text)
        let tags = TagRequest(network: network, features: words.features)
        let encoding = try encoder.encode(words.tokens, sentence: sentence, tags: tags)
        return Reading(encoding: encoding, spans: decoder.spans(words, scores: encoding.labelScores))
    }

    /// Reads each sentence and each line of `text` by itself. In a long text of many short sentences what surrounds a name can hide it; alone it has another
    /// chance. Costs the tagger's part of a pass over the text; nothing, and gives nothing, for a text of one sentence.
    /// - Returns: spans as those of `read`, which they are to be added to, and the tokens that were read.
    package func readSentences(_ text: String) throws(InferenceError) -> (spans: [EntitySpan], tokens: Int) {
        let scalars = Array(text.unicodeScalars)
        let sentences = SentenceRanges.find(in: scalars, ScalarKind.all(of: scalars))
        guard sentences.count > 1 else { return ([], 0) }
        var spans: [EntitySpan] = []
        var tokens = 0
        for sentence in sentences {
            let reading = try read(String(String.UnicodeScalarView(scalars[sentence])), sentence: false)
            spans += reading.spans.map { $0.moved(by: sentence.lowerBound) }
            tokens += reading.encoding.tokens.count
        }
        return (spans, tokens)
    }

    /// The words of `text` with their features. Throws `textTooLong`.
    package func words(of text: String) throws(InferenceError) -> WordReading {
        WordReading(text, tokens: try encoder.tokenize(text), tokenizer: encoder.tokenizer, gazetteer: gazetteer)
    }

    /// What the classifier sees of a text; for training it.
    package struct States: Sendable {
        package let words: [TaggerWord]
        /// [words, dimension], row-major: the branch's last states at the words' first pieces.
        package let states: [Float]
    }

    /// The words of `text` and the branch's last states of each. Throws `textTooLong`.
    package func states(of text: String) throws(InferenceError) -> States {
        let words = try words(of: text)
        let tags = TagRequest(network: network, features: words.features, states: true)
        let encoding = try encoder.encode(words.tokens, sentence: false, tags: tags)
        let dimension = encoder.dimension
        var states: [Float] = []
        states.reserveCapacity(words.words.count * dimension)
        for word in words.words {
            states += encoding.branchStates[word.firstPiece * dimension..<(word.firstPiece + 1) * dimension]
        }
        return States(words: words.words, states: states)
    }

    /// The spans that a labelling of a text's words stands for, as `read` makes them: `labels` and `scores` one for each word.
    package func spans(_ words: WordReading, labels: [Int], scores: [Float]) -> [EntitySpan] {
        decoder.spans(words, labels: labels) { scores[$0] }
    }
}
