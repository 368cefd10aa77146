import Classification
import Contract
import Inference
import Privacy
import SwiftProtobuf
import Tagging

/// What a node masks and classifies before it switches to a release: for each intent the example the head is surest of, so that a node with other kernels
/// cannot come to another label by rounding; and some examples that hold something to mask, for patterns and for the tagger.
///
/// A release goes to every device, and an example may be somebody's real request: what is found in it is replaced by specimens.
struct GoldenInputs {
    /// At most this many beside those that show masking at work, and of those of each kind.
    private static let mostIntents = 64
    private static let mostMasked = 8

    let inputs: [GoldenInput]
    /// Whether one of them holds what only the tagger finds.
    let showTagger: Bool

    /// Throws `InferenceError` or `ClassificationError`.
    init(_ workflow: Workflow, _ head: IntentHead, _ encoding: MaskedEncoding) throws {
        var surest: [Int: (input: GoldenInput, confidence: Float)] = [:]
        var masked: [GoldenInput] = []
        var tagged: [GoldenInput] = []
        var taggedTexts: Set<String> = []
        let vectors = try encoding.vectors(workflow.examples.map(\.text))
        for (example, vector) in zip(workflow.examples, vectors) {
            var (text, found, reading) = (example.text, try head.classify(vector), try encoding.mask(example.text))
            let values = (reading.masking.spans + reading.masking.kept).sorted { $0.start < $1.start }
            if !values.isEmpty {
                guard let published = SpecimenValues.replacing(values, in: text) else { continue }
                (text, found, reading) = (published, try head.classify(try encoding.vectors([published])[0]), try encoding.mask(published))
            }
            guard found.label == example.intent, reading.isSure else { continue }
            let spans = reading.masking.spans
            let input = GoldenInput.with {
                $0.text = text
                $0.intent = example.intent
                $0.maskedText = reading.masking.masked.text
            }
            let isTagged = spans.contains { $0.rule == Tagger.rule }
            if isTagged { taggedTexts.insert(text) }
            if !spans.isEmpty, found.margin > 0.5 {
                if isTagged, tagged.count < Self.mostMasked { tagged.append(input) }
                if !isTagged, masked.count < Self.mostMasked { masked.append(input) }
            }
            if found.confidence > surest[found.index]?.confidence ?? -1 { surest[found.index] = (input, found.confidence) }
        }
        let chosen = surest.sorted { $0.key < $1.key }.prefix(Self.mostIntents).map(\.value.input)
        inputs = chosen + (masked + tagged).filter { !chosen.contains($0) }
        showTagger = inputs.contains { taggedTexts.contains($0.text) }
    }
}
