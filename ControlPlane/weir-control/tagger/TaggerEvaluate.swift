import ArgumentParser
import Privacy
import TaggerTraining

struct TaggerEvaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measure masking with a tagger on labelled texts.",
        discussion: """
            \(LabelledDataOptions.format)

            Texts are masked as a node masks them, patterns and tagger together. Counted are the entities that are labelled somewhere in the \
            data. A span is found when one of the same entity shares a character with it; EXACT wants the same characters. THRESHOLD is the \
            score from which the tagger's spans alone give the best F1.
            """)

    @Option(name: .long, help: "The encoder, a GGUF file.") var encoder: String
    @Option(name: .long, help: "The tagger, a GGUF file made for this encoder.") var tagger: String
    @Option(name: .long, help: "Labelled texts. May be given again: they are measured together.") var data: [String]
    @OptionGroup var labelled: LabelledDataOptions
    @Option(name: .long, help: "Write each entity's threshold to this file, as tables for policy.toml.") var writeThresholds: String?
    @Option(name: .long, help: "Threads for encoding.") var threads = 2
    @Option(name: .long, help: "table for people, json for scripts.") var output: OutputFormat = .table

    func validate() throws {
        guard !data.isEmpty else { throw ValidationError("--data is needed") }
        guard (1...256).contains(threads) else { throw ValidationError("--threads is 1 to 256") }
    }

    @concurrent func run() async throws {
        let mapping = try labelled.mapping()
        let records = try data.flatMap { try SpanFile(path: $0, mapping: mapping).records }
        let measurement = try TaggerMeasurement(encoderPath: encoder, taggerPath: tagger, threads: threads, anonymizer: Anonymizer())
        let figures = try measurement.run(records) { TaggerConsole.show($0) }
        Console.progress("measured", isLast: true)
        if output == .json { Console.print(try figures.json()) } else { TaggerConsole.show(figures) }
        if let writeThresholds { try TaggerConsole.write(thresholds: figures, to: writeThresholds) }
    }
}
