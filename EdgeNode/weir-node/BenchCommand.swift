import ArgumentParser
import FoundationEssentials
import GGUF
import Inference
import Releases
import Tagging
import Telemetry

#if canImport(Glibc)
    import Glibc
#endif

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Times the encoder on this machine.",
        discussion: """
            Loading and memory, then what --measure names: 'latency' of one text per length (special tokens included), its 'tokenizer' part, \
            texts per second of a 'batch', 'callers' that send short texts at the same time, and 'starvation': short texts while another \
            caller sends texts of 4,000 tokens without pause. With --tagger also 'tagger': vector and tags of one text beside its vector alone. Takes about fifteen seconds. With --json one JSON object, times in microseconds \
            but where the name says otherwise.
            """)

    enum Measurement: String, ExpressibleByArgument, CaseIterable {
        case latency, tokenizer, batch, callers, starvation, tagger
    }

    static let longTokens = 4000

    @OptionGroup var model: ModelOptions

    @Option(help: "The tagger made for --model, a GGUF file.")
    var tagger: String?

    @Option(parsing: .upToNextOption, help: "What to measure.")
    var measure = Measurement.allCases

    @Option(parsing: .upToNextOption, help: "Tokens of the single texts. Default: 8 to 256, or what --texts-by-length has.")
    var lengths: [Int] = []

    @Option(parsing: .upToNextOption, help: "Callers at the same time, for 'callers'.")
    var callers = [1, 2, 4, 8]

    @Option(help: "Texts of the batch and the callers: one per line or, in a .jsonl file, a JSON string per line. Default: 512 made here.")
    var texts: String?

    @Option(help: "A JSON file of the single texts: {\"8\": \"...\", ...}. Default: made here.")
    var textsByLength: String?

    @Option(help: "Seconds of each run of a batch or of callers; a length takes a third of it, its tokenizer a tenth.")
    var seconds = 1.2

    @Option(help: "The commit this was built from, for the report.")
    var commit: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard seconds >= 0.01, seconds <= 3600 else { throw ValidationError("--seconds must be 0.01 to 3600.") }
        guard callers.allSatisfy({ (1...256).contains($0) }) else { throw ValidationError("--callers must be 1 to 256.") }
        let most = Encoder.maximumTokens
        guard lengths.allSatisfy({ (3...most).contains($0) }) else { throw ValidationError("--lengths must be 3 to \(most).") }
    }

    func run() throws {
        // First of all, while the process is fresh.
        let (encoder, load) = try timedLoad()
        let loaded = ResidentMemory.current()
        let singles = try singleTexts(encoder)
        let batch = try texts.map { try BenchTexts.lines($0) } ?? EncoderBenchmark.queries
        var report = BenchReport(
            version: AgentVersion.text, commit: commit, cpu: BenchMachine.processor(), cores: BenchMachine.cores(), model: model.model,
            model_sha256: try BenchMachine.sha256(model.model), matrix_macs_per_token: EncoderBenchmark.matrixWork(encoder.configuration),
            kernel_table: encoder.kernelTableName, threads: encoder.threads, load: load)
        for part in Measurement.allCases where measure.contains(part) {
            switch part {
            case .latency:
                report.latency = try singles.map { text in
                    progress(part, text.unicodeScalars.count, "characters")
                    return .init(try EncoderBenchmark.latency(of: text, encoder, seconds: seconds / 3))
                }
            case .tokenizer:
                report.tokenizer = try singles.map { .init(try EncoderBenchmark.tokenization(of: $0, encoder, seconds: seconds / 10)) }
            case .batch:
                progress(part, batch.count, "texts")
                report.batch = .init(try EncoderBenchmark.batch(of: batch, encoder, seconds: seconds))
            case .callers:
                report.callers = try callers.map { count in
                    progress(part, count, "at once")
                    return .init(try EncoderBenchmark.load(encoder, texts: batch, callers: count, seconds: seconds))
                }
            case .starvation: report.starvation = try starvation(encoder, batch)
            case .tagger: break
            }
        }
        if let tagger, measure.contains(.tagger) { report.tagger = try tags(tagger, encoder, singles) }
        report.memory = .init(loaded: loaded, now: ResidentMemory.current(), peak: BenchMachine.peakMemory())
        Output.line(json ? try report.json() : report.table())
    }

    /// Short texts of one and of four callers, each alone and then beside a caller of long ones.
    private func starvation(_ encoder: Encoder, _ texts: [String]) throws -> [BenchReport.Callers] {
        let long = try EncoderBenchmark.text(tokens: Self.longTokens, encoder)
        return try [(1, 0), (1, 1), (4, 0), (4, 1)].map { short, longCallers in
            progress(.starvation, short, longCallers == 0 ? "short alone" : "short beside long")
            return .init(
                try EncoderBenchmark.load(encoder, texts: texts, callers: short, long: long, longCallers: longCallers, seconds: seconds))
        }
    }

    /// The request's one pass with the tagger's branch, features and decoding, and without.
    private func tags(_ path: String, _ encoder: Encoder, _ texts: [String]) throws -> BenchReport.Tagger {
        let before = ResidentMemory.current()?.total ?? 0
        let tagger: Tagging.Tagger
        do throws(InferenceError) { tagger = try Tagging.Tagger(path: path, encoder: encoder) } catch {
            throw CommandError("\(path): \(error)")
        }
        let rows = try texts.map { text in
            progress(.tagger, text.unicodeScalars.count, "characters")
            let (plain, tagged) = try EncoderBenchmark.paired(
                seconds: seconds,
                { () throws(InferenceError) in _ = try encoder.embed(text) },
                { () throws(InferenceError) in _ = try tagger.read(text, sentence: true) })
            return BenchReport.Tagger.Row(tokens: try encoder.tokenize(text).count + 2, vector: plain, vectorAndTags: tagged)
        }
        return .init(added_bytes: (ResidentMemory.current()?.total ?? 0) - before, rows: rows)
    }

    /// The steps of loading, up to the first vector.
    private func timedLoad() throws -> (Encoder, BenchReport.Load) {
        let clock = ContinuousClock()
        let began = clock.now
        let file = try GGUFFile(path: model.model)
        let mapped = clock.now
        let encoder = try model.load(file)
        let prepared = clock.now
        _ = try encoder.embed("the first text that a process embeds has about sixteen tokens")
        return (encoder, .init(map: mapped - began, prepare: prepared - mapped, firstVector: clock.now - prepared))
    }

    private func singleTexts(_ encoder: Encoder) throws -> [String] {
        guard let textsByLength else {
            let wanted = lengths.isEmpty ? EncoderBenchmark.standardLengths.filter { $0 <= encoder.contextLength } : lengths
            return try wanted.map { try EncoderBenchmark.text(tokens: $0, encoder) }
        }
        let given = try BenchTexts.byLength(textsByLength)
        return try (lengths.isEmpty ? given.keys.sorted() : lengths).map { length in
            guard let text = given[length] else { throw UsageError("\(textsByLength): no text for \(length) tokens") }
            let count = try encoder.tokenize(text).count + 2
            guard count == length else { throw UsageError("\(textsByLength): the text for \(length) tokens has \(count)") }
            return text
        }
    }

    /// For a person who looks on.
    private func progress(_ part: Measurement, _ number: Int, _ unit: String) {
        if isatty(STDERR_FILENO) == 1 { Output.error("\(part.rawValue): \(number) \(unit)") }
    }
}
