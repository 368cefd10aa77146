package import Inference
package import Privacy
package import Tagging

#if canImport(Glibc)
    import Glibc
#endif

/// Texts to sentence vectors and masked texts exactly as a node makes them: patterns first, plain words for what they found, then the encoder and its tagger.
package struct MaskedEncoding: Sendable {
    package let encoder: Encoder
    package let anonymizer: Anonymizer
    /// Nil: patterns alone.
    package let tagger: Tagger?
    /// Texts of one call to the encoder: enough to fill its batches, few enough for a smooth progress bar.
    private static let batch = 64

    package init(encoder: Encoder, anonymizer: Anonymizer, tagger: Tagger? = nil) {
        self.encoder = encoder
        self.anonymizer = anonymizer
        self.tagger = tagger
    }

    package struct MaskedReading: Sendable {
        package let masking: Masking
        /// Whether a node with other kernels, whose scores differ in their last digits, is sure to mask the same.
        package let isSure: Bool
    }

    /// Each text stands alone: a conversation's map would make its vector depend on what stood before it.
    package func mask(_ text: String) throws(InferenceError) -> MaskedReading {
        var map = RestoreMap()
        let reading = anonymizer.read(text)
        guard let tagger else { return MaskedReading(masking: anonymizer.mask(reading, into: &map), isSure: true) }
        let text = reading.encoderText
        let read = try tagger.read(text, sentence: false)
        let words = try tagger.words(of: text).words
        return MaskedReading(
            masking: anonymizer.mask(reading, tagged: read.spans, into: &map),
            isSure: read.spans.allSatisfy { $0.score >= Self.sureProbability }
                && words.allSatisfy { Self.isSure($0, read, labels: tagger.labels) })
    }

    /// Odds of nine to one: far more than rounding moves.
    private static let sureProbability: Float = 0.9

    /// Whether a word beside the spans is nothing with `sureProbability`, by its own scores.
    private static func isSure(_ word: TaggerWord, _ read: Tagger.Reading, labels: TagLabels) -> Bool {
        if read.spans.contains(where: { $0.start < word.end && word.start < $0.end }) { return true }
        guard let outside = labels.roles.firstIndex(of: .outside) else { return false }
        let scores = read.encoding.labelScores[word.firstPiece * labels.count..<(word.firstPiece + 1) * labels.count]
        let own = scores[scores.startIndex + outside]
        return 1 / scores.reduce(0) { $0 + expf($1 - own) } >= sureProbability
    }

    /// - Parameter progress: texts done so far.
    package func vectors(_ texts: [String], progress: (Int) -> Void = { _ in }) throws(InferenceError) -> [[Float]] {
        try encode(texts, progress: progress) { anonymizer.read($0).encoderText }
    }

    /// Vectors of texts that are the operator's own and approved: nothing is masked.
    package func approvedVectors(_ texts: [String], progress: (Int) -> Void = { _ in }) throws(InferenceError) -> [[Float]] {
        try encode(texts, progress: progress) { $0 }
    }

    private func encode(_ texts: [String], progress: (Int) -> Void, _ read: (String) -> String) throws(InferenceError) -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        for start in stride(from: 0, to: texts.count, by: Self.batch) {
            vectors += try encoder.embed(batch: texts[start..<min(start + Self.batch, texts.count)].map(read))
            progress(vectors.count)
        }
        return vectors
    }
}

/// What a build or an evaluation is doing, for a progress bar.
package struct WorkflowProgress: Sendable, Equatable {
    package enum Stage: String, Sendable, CaseIterable {
        case encodingExamples, encodingValidation, encodingTest, encodingKnowledge, encodingSensitivity
        case training, crossValidating, calibrating, writing
    }

    package let stage: Stage
    package let completed: Int
    /// Nil: not known.
    package let total: Int?
}
