import Tokenization

#if canImport(Glibc)
    import Glibc
#endif

/// Times an encoder: one text at a time, a batch, and (in `ConcurrentBenchmark.swift`) several callers at once. Times are in seconds.
package enum EncoderBenchmark {
    /// What many timings of the same thing came to.
    package struct Distribution: Sendable {
        package let count: Int
        package let least: Double
        package let p50: Double
        package let p90: Double
        package let p99: Double
        package let p999: Double

        /// `times` must not be empty.
        init(_ times: [Double]) {
            let sorted = times.sorted()
            func quantile(_ share: Double) -> Double { sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)] }
            count = sorted.count
            least = sorted[0]
            p50 = quantile(0.5)
            p90 = quantile(0.9)
            p99 = quantile(0.99)
            p999 = quantile(0.999)
        }
    }

    package struct Latency: Sendable {
        /// Tokens of the text, [CLS] and [SEP] included.
        package let tokens: Int
        package let time: Distribution
    }

    package struct Batch: Sendable {
        package let texts: Int
        /// Of all texts, [CLS] and [SEP] included.
        package let tokens: Int
        package let rounds: Int
        /// Of the median round.
        package let textsPerSecond: Double
    }

    package static let standardLengths = [8, 16, 32, 64, 128, 256]

    /// String to unit vector, for about `seconds`.
    package static func latency(of text: String, _ encoder: Encoder, seconds: Double) throws(InferenceError) -> Latency {
        let tokens = try encoder.tokenize(text).count + 2
        return Latency(tokens: tokens, time: try time(for: seconds) { () throws(InferenceError) in _ = try encoder.embed(text) })
    }

    /// String to tokens, for about `seconds`.
    package static func tokenization(of text: String, _ encoder: Encoder, seconds: Double) throws(InferenceError) -> Latency {
        let tokens = try encoder.tokenize(text).count + 2
        return Latency(tokens: tokens, time: try time(for: seconds) { () throws(InferenceError) in _ = try encoder.tokenize(text) })
    }

    /// All of `texts` in one call, for about `seconds`.
    package static func batch(of texts: [String], _ encoder: Encoder, seconds: Double) throws(InferenceError) -> Batch {
        var tokens = 0
        for text in texts { tokens += try encoder.tokenize(text).count + 2 }
        let round = try time(for: seconds, warmUp: 1, atLeast: 3) { () throws(InferenceError) in _ = try encoder.embed(batch: texts) }
        return Batch(texts: texts.count, tokens: tokens, rounds: round.count, textsPerSecond: Double(texts.count) / round.p50)
    }

    /// Multiply-accumulates of one token in all matrices, attention left out.
    package static func matrixWork(_ model: EncoderConfiguration) -> Int {
        model.layers * (4 * model.dimension + 2 * model.feedForward) * model.dimension
    }

    /// Two ways to work on the same text, by turns, so that whatever disturbs one disturbs the other, for about `seconds`.
    package static func paired(
        seconds: Double, _ first: () throws(InferenceError) -> Void, _ second: () throws(InferenceError) -> Void
    ) throws(InferenceError) -> (first: Distribution, second: Distribution) {
        for _ in 0..<10 {
            try first()
            try second()
        }
        var times: (first: [Double], second: [Double]) = ([], [])
        let start = now()
        while times.first.count < 20 || (now() - start < seconds && times.first.count < 1 << 16) {
            let began = now()
            try first()
            let middle = now()
            try second()
            times.first.append(middle - began)
            times.second.append(now() - middle)
        }
        return (Distribution(times.first), Distribution(times.second))
    }

    private static func time(
        for seconds: Double, warmUp: Int = 10, atLeast: Int = 20, _ body: () throws(InferenceError) -> Void
    ) throws(InferenceError) -> Distribution {
        for _ in 0..<warmUp { try body() }
        var times: [Double] = []
        times.reserveCapacity(1 << 16)
        let start = now()
        while times.count < atLeast || (now() - start < seconds && times.count < 1 << 16) {
            let began = now()
            try body()
            times.append(now() - began)
        }
        return Distribution(times)
    }

    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// Texts made here, for a benchmark that was given none.
extension EncoderBenchmark {
    private static let words = [
        "please", "reset", "the", "password", "of", "my", "account", "because", "printer", "shows", "an", "error", "when", "network",
        "slow",
        "morning", "can", "you", "help", "me", "with", "new", "laptop", "order", "in", "office", "before", "friday", "and", "tell", "why",
    ]

    /// A text of `tokens` tokens, [CLS] and [SEP] included; a word that would overshoot is left out for a comma.
    package static func text(tokens: Int, _ encoder: Encoder) throws(InferenceError) -> String {
        var text = ""
        var left = tokens - 2
        var index = 0
        while left > 0 {
            let word = words[index % words.count]
            let cost = try encoder.tokenize(word).count
            text += cost > left ? "," : text.isEmpty ? word : " " + word
            left -= cost > left ? 1 : cost
            index += 1
        }
        return text
    }

    /// 512 short texts of 3 to 14 words, the same on every machine.
    package static let queries: [String] = (0..<512).map { number in
        (0..<3 + number % 12).map { words[(number * 7 + $0 * (1 + number % 5)) % words.count] }.joined(separator: " ")
    }
}
