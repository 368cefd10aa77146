package import Privacy
import Telemetry

/// A conversation that is masked and restored on this device alone, call by call. Its map lives as long as someone holds the conversation, and in memory only.
package final class MaskedConversation: Sendable {
    private let map = Lock(RestoreMap())

    package init() {}

    /// Calls of one conversation take turns, so that no number is given twice.
    func mask(_ texts: [(reading: PatternReading, tagged: [EntitySpan])], _ anonymizer: Anonymizer) -> [Masking] {
        map.withLock { anonymizer.mask(texts, into: &$0) }
    }

    /// Of its map in memory, roughly.
    package var sizeInBytes: Int { map.withLock { $0.sizeInBytes } }

    package func restore(_ text: String, as style: RestoreMap.Style) -> String { map.withLock { $0 }.restore(text, as: style) }
}

extension RequestPipeline {
    package struct TextToMask: Sendable {
        package var text: String
        /// What a user says has a level as a whole, what others say counts by its spans.
        package var isUsers: Bool

        package init(text: String, isUsers: Bool) {
            self.text = text
            self.isUsers = isUsers
        }
    }

    package struct Masked: Sendable {
        /// One for each text, in their order.
        package var maskings: [Masking]
        /// Of all of them together.
        package var sensitivity: Sensitivity
    }

    /// Masks texts that belong together as the policy says, as texts that are about to leave: the release's tagger, where there is one, reads them whole and then
    /// sentence by sentence. Nothing is recorded.
    package func mask(_ texts: [TextToMask], in conversation: MaskedConversation) async throws(PipelineError) -> Masked {
        guard texts.reduce(0, { $0 + $1.text.utf8.count }) <= textLimitInBytes else {
            throw PipelineError(.tooLarge(limitInBytes: textLimitInBytes))
        }
        let active = serving.current
        return try await compute { () throws(PipelineError) in
            let models = active.release.map { ModelReader(release: $0, cache: active.tags, classifiesAll: false) }
            var read: [(reading: PatternReading, tagged: [EntitySpan])] = []
            var sensitivity = Sensitivity.public
            for text in texts {
                let reading = active.anonymizer.read(text.text)
                guard let models else {
                    read.append((reading, []))
                    continue
                }
                let known = try models.other(reading.encoderText, isUsers: text.isUsers)
                sensitivity = max(sensitivity, known.entry.level ?? .public)
                let more = try models.sentences(of: reading.encoderText, after: known).spans
                if !more.isEmpty {
                    // What the sentences give away only ever raises the level.
                    var unused = RestoreMap()
                    let once = active.anonymizer.mask(reading, tagged: known.entry.spans, into: &unused)
                    sensitivity = max(sensitivity, Self.sensitivity([once]))
                }
                read.append((reading, known.entry.spans + more))
            }
            let maskings = conversation.mask(read, active.anonymizer)
            return Masked(maskings: maskings, sensitivity: max(sensitivity, Self.sensitivity(maskings)))
        }
    }
}
