import Tokenization

#if canImport(Glibc)
    import Glibc
#endif

/// Times an encoder on texts made here: latency of one text per token length, and texts per second over a mixed batch.
package enum EncoderBenchmark {
    package struct Latency: Sendable {
        /// Tokens of the text, [CLS] and [SEP] included.
        package let tokens: Int
        package let runs: Int
        /// String to unit vector, in seconds.
        package let p50: Double
        package let p99: Double
        package let least: Double
    }

    package struct Results: Sendable {
        package let kernelTable: String
        package let threads: Int
        package let latencies: [Latency]
        /// Texts of the batch, their tokens with [CLS] and [SEP], and the best rate of several rounds.
        package let batchTexts: Int
        package let batchTokens: Int
        package let textsPerSecond: Double
        /// Resident set of this process after the run, in bytes; 0 where the system does not tell.
        package let residentBytes: Int
    }

    package static let standardLengths = [8, 16, 32, 64, 128, 256]

    /// Takes about a second per length and three for the batch. Lengths beyond the context are left out.
    package static func run(encoder: Encoder, lengths: [Int] = standardLengths) throws(InferenceError) -> Results {
        var latencies: [Latency] = []
        for length in lengths where length >= 3 && length <= encoder.contextLength {
            guard let text = text(of: length, encoder) else { continue }
            latencies.append(try latency(encoder, text, tokens: length))
        }
        let texts = queries()
        var tokens = 0
        for text in texts { tokens += encoder.tokenizer.encode(text).count + 2 }
        var best = Double.infinity
        let start = seconds()
        repeat {
            let began = seconds()
            _ = try encoder.embed(batch: texts)
            best = min(best, seconds() - began)
        } while seconds() - start < 3
        return Results(
            kernelTable: encoder.kernelTableName, threads: encoder.threads, latencies: latencies, batchTexts: texts.count,
            batchTokens: tokens, textsPerSecond: Double(texts.count) / best, residentBytes: residentBytes())
    }

    private static func latency(_ encoder: Encoder, _ text: String, tokens: Int) throws(InferenceError) -> Latency {
        for _ in 0..<10 { _ = try encoder.embed(text) }
        var times: [Double] = []
        times.reserveCapacity(1 << 16)
        let start = seconds()
        while times.count < 100 || (seconds() - start < 1 && times.count < 1 << 16) {
            let began = seconds()
            _ = try encoder.embed(text)
            times.append(seconds() - began)
        }
        times.sort()
        return Latency(
            tokens: tokens, runs: times.count, p50: times[times.count / 2], p99: times[times.count * 99 / 100], least: times[0])
    }

    private static let words = [
        "please", "reset", "the", "password", "of", "my", "account", "because", "printer", "shows", "an", "error", "when", "network",
        "slow",
        "morning", "can", "you", "help", "me", "with", "new", "laptop", "order", "in", "office", "before", "friday", "and", "tell", "why",
    ]

    /// Words until the text has `length` tokens; a word that would overshoot is left out for a comma.
    private static func text(of length: Int, _ encoder: Encoder) -> String? {
        var text = ""
        var index = 0
        while encoder.tokenizer.encode(text).count + 2 < length {
            let longer = text + (text.isEmpty ? "" : " ") + words[index % words.count]
            text = encoder.tokenizer.encode(longer).count + 2 <= length ? longer : text + ","
            index += 1
            if index > 4 * length { return nil }
        }
        return text
    }

    /// 512 short texts of 3 to 14 words, the same on every machine.
    private static func queries() -> [String] {
        (0..<512).map { number in
            (0..<3 + number % 12).map { words[(number * 7 + $0 * (1 + number % 5)) % words.count] }.joined(separator: " ")
        }
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Second field of /proc/self/statm, in pages.
    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = fread(&bytes, 1, bytes.count, file)
        let fields = bytes[..<count].split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
