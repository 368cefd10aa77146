package import Inference
package import Privacy

/// Texts to sentence vectors exactly as a node makes them: masked first, placeholders read as plain words, then encoded.
package struct MaskedEncoding: Sendable {
    package let encoder: Encoder
    package let anonymizer: Anonymizer
    /// Texts of one call to the encoder: enough to fill its batches, few enough for a smooth progress bar.
    private static let batch = 64

    package init(encoder: Encoder, anonymizer: Anonymizer) {
        self.encoder = encoder
        self.anonymizer = anonymizer
    }

    /// Each text stands alone: a conversation's map would make its vector depend on what stood before it.
    package func mask(_ text: String) -> Masking {
        var map = RestoreMap()
        return anonymizer.mask(text, into: &map)
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
        case encodingExamples, encodingValidation, encodingTest, encodingKnowledge, training, crossValidating, calibrating, writing
    }

    package let stage: Stage
    package let completed: Int
    /// Nil: not known.
    package let total: Int?
}
