import Inference
package import Privacy
package import Tagging

/// Measures a tagger, and the patterns beside it, on labelled texts: `weir-control tagger evaluate`.
package struct TaggerMeasurement: Sendable {
    private let reader: MaskedReader

    package init(tagger: Tagger, anonymizer: Anonymizer) { reader = MaskedReader(tagger: tagger, anonymizer: anonymizer) }

    /// Loads what is to be measured.
    package init(encoderPath: String, taggerPath: String, threads: Int, anonymizer: Anonymizer) throws(TrainingError) {
        let encoder = try TaggerRun.encoder(encoderPath, threads: threads)
        let tagger = try TaggerRun.reading(taggerPath) { () throws(InferenceError) in try Tagger(path: taggerPath, encoder: encoder) }
        self.init(tagger: tagger, anonymizer: anonymizer)
    }

    /// Blocks.
    package func run(
        _ records: [LabelledText], progress: (TaggerProgress) -> Void = { _ in }
    ) throws(TrainingError) -> TaggerFigures {
        var judge = SpanJudge(entities: SpanJudge.entities(in: records))
        try reader.each(records) { record throws(TrainingError) in
            try reader.spans(of: record)
        } progress: {
            progress(TaggerProgress(stage: .measuring, completed: $0, total: records.count))
        } take: { record, spans in
            judge.add(record, found: spans.found, tagged: spans.tagged)
        }
        return TaggerFigures(judge, records: records.count)
    }
}
