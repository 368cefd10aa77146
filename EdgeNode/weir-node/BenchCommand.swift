import ArgumentParser
import FoundationEssentials
import Inference
import Releases

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Times the encoder on this machine.",
        discussion: """
            Latency of one text per token length (special tokens included) and texts per second over a mixed batch. Takes about ten seconds. \
            With --json one JSON object, times in microseconds.
            """)

    @OptionGroup var model: ModelOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    private struct Latency: Encodable {
        var tokens: Int
        var runs: Int
        var p50_us: Double
        var p99_us: Double
        var least_us: Double
    }

    private struct Batch: Encodable {
        var texts: Int
        var tokens: Int
        var texts_per_second: Double
    }

    private struct Report: Encodable {
        var version: String
        var model: String
        var model_sha256: String
        var kernel_table: String
        var threads: Int
        var latency: [Latency]
        var batch: Batch
        var resident_bytes: Int
    }

    func run() throws {
        let encoder = try model.load()
        let digest = try ChunkDigest(path: model.model).sha256
        let results = try EncoderBenchmark.run(encoder: encoder)
        func micro(_ seconds: Double) -> Double { (seconds * 1e8).rounded() / 100 }
        let report = Report(
            version: AgentVersion.text, model: model.model,
            model_sha256: digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
            kernel_table: results.kernelTable, threads: results.threads,
            latency: results.latencies.map {
                Latency(tokens: $0.tokens, runs: $0.runs, p50_us: micro($0.p50), p99_us: micro($0.p99), least_us: micro($0.least))
            },
            batch: Batch(
                texts: results.batchTexts, tokens: results.batchTokens, texts_per_second: (results.textsPerSecond * 10).rounded() / 10),
            resident_bytes: results.residentBytes)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            Output.line(String(decoding: try encoder.encode(report), as: UTF8.self))
            return
        }
        Output.line("kernels \(report.kernel_table), \(report.threads) threads, model \(report.model_sha256.prefix(12))")
        for line in report.latency {
            Output.line("\(line.tokens) tokens: p50 \(line.p50_us) us, p99 \(line.p99_us) us, least \(line.least_us) us")
        }
        Output.line("batch of \(report.batch.texts) texts, \(report.batch.tokens) tokens: \(report.batch.texts_per_second) texts/s")
        Output.line("resident \(report.resident_bytes / 1_048_576) MiB")
    }
}
