import Classification
import Inference
import Privacy
import Tagging

/// Labelled texts as a node reads them: patterns first, then the tagger on what is left.
struct MaskedReader: Sendable {
    let tagger: Tagger
    let anonymizer: Anonymizer
    /// Texts of one round, after which progress is told; within it, callers share the encoder, which takes texts that wait together.
    private static let round = 256
    private let callers: Int

    init(tagger: Tagger, anonymizer: Anonymizer) {
        self.tagger = tagger
        self.anonymizer = anonymizer
        callers = max(2 * tagger.encoder.threads, 2)
    }

    /// The tagger's last states of a text's words and what the words may be.
    func states(of record: LabelledText, _ masks: LabelMasks) throws(TrainingError) -> (states: [Float], masks: [LabelMasks.Mask]) {
        let reading = anonymizer.read(record.text)
        do throws(InferenceError) {
            let found = try tagger.states(of: reading.encoderText)
            return (found.states, masks.masks(of: found.words.map { reading.original($0.start, $0.end) }, in: record))
        } catch {
            throw TrainingError(error, record)
        }
    }

    /// What masking takes of a text, and what the tagger alone sees in it; offsets in scalars of the text.
    func spans(of record: LabelledText) throws(TrainingError) -> (found: [EntitySpan], tagged: [EntitySpan]) {
        let reading = anonymizer.read(record.text)
        do throws(InferenceError) {
            let tagged = try tagger.read(reading.encoderText, sentence: false).spans
            var map = RestoreMap()
            let found = anonymizer.mask(reading, tagged: tagged, into: &map).spans
            let placed = tagged.compactMap { span in
                reading.original(span.start, span.end).map {
                    EntitySpan(entity: span.entity, start: $0.lowerBound, end: $0.upperBound, score: span.score, rule: span.rule)
                }
            }
            return (found, placed)
        } catch {
            throw TrainingError(error, record)
        }
    }

    /// `body` of each record on several threads; `take` gets the results in the records' order, on this thread.
    func each<Value>(
        _ records: [LabelledText], _ body: (LabelledText) throws(TrainingError) -> Value, progress: (Int) -> Void,
        take: (LabelledText, Value) -> Void
    ) throws(TrainingError) {
        for start in stride(from: 0, to: records.count, by: Self.round) {
            let round = records[start..<min(start + Self.round, records.count)]
            var results = [Result<Value, TrainingError>?](repeating: nil, count: round.count)
            results.withUnsafeMutableBufferPointer { results in
                nonisolated(unsafe) let results = results
                forEachPart(min(callers, round.count)) { part in
                    for index in stride(from: part, to: round.count, by: callers) {
                        let record = round[round.startIndex + index]
                        results[index] = Result { () throws(TrainingError) in try body(record) }
                    }
                }
            }
            for (record, result) in zip(round, results) {
                if let value = try result?.get() { take(record, value) }
            }
            progress(start + round.count)
        }
    }
}

extension TrainingError {
    init(_ error: InferenceError, _ record: LabelledText) {
        self.init(
            .badModel, file: record.file, line: record.line, field: error.subject, expected: error.expected, found: error.found)
    }

    init(_ error: InferenceError, file: String) {
        self.init(.badModel, file: file, field: error.subject, expected: error.expected, found: error.found)
    }
}
