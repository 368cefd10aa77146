import FoundationEssentials
import Inference
import Telemetry

/// What `bench` found, as a JSON object or a table.
struct BenchReport: Encodable {
    var version: String
    var commit: String?
    var cpu: String
    var cores: Int
    var model: String
    var model_sha256: String
    /// Multiply-accumulates of the matrices for one token; attention comes on top.
    var matrix_macs_per_token: Int
    var kernel_table: String
    var threads: Int
    var load: Load
    var memory = Memory()
    var latency: [Latency] = []
    var tokenizer: [Latency] = []
    var batch: Batch?
    var callers: [Callers] = []
    var starvation: [Callers] = []
    var tagger: Tagger?

    /// Milliseconds: mapping and checking the header; checking, tokenizer and repacking; the first text.
    struct Load: Encodable {
        var map_ms: Double
        var prepare_ms: Double
        var first_vector_ms: Double
        var total_ms: Double

        init(map: Duration, prepare: Duration, firstVector: Duration) {
            func milliseconds(_ duration: Duration) -> Double { rounded(duration / .milliseconds(1), 100) }
            map_ms = milliseconds(map)
            prepare_ms = milliseconds(prepare)
            first_vector_ms = milliseconds(firstVector)
            total_ms = milliseconds(map + prepare + firstVector)
        }
    }

    /// Resident bytes: after the first vector, and after everything.
    struct Memory: Encodable {
        var loaded_bytes = 0
        var loaded_anonymous_bytes = 0
        var after_bytes = 0
        var after_anonymous_bytes = 0
        var peak_bytes = 0

        init() {}
        init(loaded: ResidentMemory?, now: ResidentMemory?, peak: Int) {
            loaded_bytes = loaded?.total ?? 0
            loaded_anonymous_bytes = loaded?.anonymous ?? 0
            after_bytes = now?.total ?? 0
            after_anonymous_bytes = now?.anonymous ?? 0
            peak_bytes = peak
        }
    }

    struct Times: Encodable {
        var runs: Int
        var least_us: Double
        var p50_us: Double
        var p90_us: Double
        var p99_us: Double
        var p999_us: Double

        init(_ time: EncoderBenchmark.Distribution) {
            func micro(_ seconds: Double) -> Double { rounded(seconds * 1e6, 100) }
            runs = time.count
            least_us = micro(time.least)
            p50_us = micro(time.p50)
            p90_us = micro(time.p90)
            p99_us = micro(time.p99)
            p999_us = micro(time.p999)
        }
    }

    struct Latency: Encodable {
        var tokens: Int
        var time: Times

        init(_ latency: EncoderBenchmark.Latency) {
            tokens = latency.tokens
            time = Times(latency.time)
        }
    }

    struct Batch: Encodable {
        var texts: Int
        var tokens: Int
        var rounds: Int
        var texts_per_second: Double

        init(_ batch: EncoderBenchmark.Batch) {
            texts = batch.texts
            tokens = batch.tokens
            rounds = batch.rounds
            texts_per_second = rounded(batch.textsPerSecond, 10)
        }
    }

    struct Callers: Encodable {
        var callers: Int
        var long_callers: Int
        var texts_per_second: Double
        var time: Times
        var long_time: Times?

        init(_ load: EncoderBenchmark.Load) {
            callers = load.callers
            long_callers = load.longCallers
            texts_per_second = rounded(load.textsPerSecond, 10)
            time = Times(load.time)
            long_time = load.longTime.map { Times($0) }
        }
    }

    struct Tagger: Encodable {
        /// Resident, by loading and using it.
        var added_bytes: Int
        var rows: [Row]

        struct Row: Encodable {
            var tokens: Int
            var vector: Times
            var vector_and_tags: Times
            /// Of the time of the vector alone: of the least times, and of the medians.
            var least_ratio: Double
            var p50_ratio: Double

            init(tokens: Int, vector: EncoderBenchmark.Distribution, vectorAndTags: EncoderBenchmark.Distribution) {
                self.tokens = tokens
                self.vector = Times(vector)
                vector_and_tags = Times(vectorAndTags)
                least_ratio = rounded(vectorAndTags.least / vector.least, 1000)
                p50_ratio = rounded(vectorAndTags.p50 / vector.p50, 1000)
            }
        }
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension BenchReport {
    func table() -> String {
        var lines = [
            "weir-node \(version)\(commit.map { ", commit \($0)" } ?? ""), kernels \(kernel_table), \(threads) thread\(threads == 1 ? "" : "s")",
            "\(cpu), \(cores) cores",
            "model \(model), SHA-256 \(model_sha256.prefix(12))",
            "load to first vector \(load.total_ms) ms: map \(load.map_ms), check and repack \(load.prepare_ms), first text \(load.first_vector_ms)",
            "resident \(mega(memory.loaded_bytes)) MB loaded (\(mega(memory.loaded_anonymous_bytes)) anonymous), "
                + "\(mega(memory.after_bytes)) MB at the end (\(mega(memory.after_anonymous_bytes))), peak \(mega(memory.peak_bytes)) MB",
        ]
        if !latency.isEmpty {
            lines += ["", heading("one text, ms")] + latency.map { left("\($0.tokens) tokens") + cells($0.time, 1e-3) }
        }
        if !tokenizer.isEmpty {
            lines += ["", heading("its tokenizer, us")] + tokenizer.map { left("\($0.tokens) tokens") + cells($0.time, 1) }
        }
        if let batch {
            lines += ["", "batch of \(batch.texts) texts, \(batch.tokens) tokens: \(batch.texts_per_second) texts/s"]
        }
        if !callers.isEmpty {
            lines += ["", heading("callers, short texts, ms") + right("texts/s")]
            lines += callers.map { left("\($0.callers)") + cells($0.time, 1e-3) + right("\($0.texts_per_second)") }
        }
        if !starvation.isEmpty {
            lines += ["", heading("beside long texts, ms") + right("texts/s")]
            for row in starvation {
                let who = left("\(row.callers) short, \(row.long_callers) long")
                lines.append(who + cells(row.time, 1e-3) + right("\(row.texts_per_second)"))
                if let long = row.long_time { lines.append(left("  the long texts") + cells(long, 1e-3)) }
            }
        }
        if let tagger {
            lines += ["", "tagger, +\(mega(tagger.added_bytes)) MB resident", heading("vector alone; with tags, ms") + right("p50 ratio")]
            for row in tagger.rows {
                lines.append(left("\(row.tokens) tokens") + cells(row.vector, 1e-3))
                lines.append(left("  with tags") + cells(row.vector_and_tags, 1e-3) + right("\(row.p50_ratio)"))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func heading(_ title: String) -> String {
        left(title) + ["runs", "least", "p50", "p90", "p99", "p99.9"].map { right($0) }.joined()
    }
    private func mega(_ bytes: Int) -> Double { rounded(Double(bytes) / 1e6, 10) }
    private func left(_ text: String) -> String { text + String(repeating: " ", count: max(26 - text.count, 1)) }
    private func right(_ text: String) -> String { String(repeating: " ", count: max(11 - text.count, 1)) + text }
    private func cells(_ time: Times, _ unit: Double) -> String {
        right("\(time.runs)")
            + [time.least_us, time.p50_us, time.p90_us, time.p99_us, time.p999_us].map { right("\(rounded($0 * unit, 1000))") }.joined()
    }
}

/// To whole parts of `parts`.
private func rounded(_ value: Double, _ parts: Double) -> Double { (value * parts).rounded() / parts }
