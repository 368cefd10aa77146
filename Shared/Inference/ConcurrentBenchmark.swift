#if canImport(Glibc)
    import Glibc
#endif

/// Several callers at once, each a thread that sends its next text when the last one's vector is there.
extension EncoderBenchmark {
    package struct Load: Sendable {
        /// Callers with short texts, and beside them callers with long ones.
        package let callers: Int
        package let longCallers: Int
        /// Short texts a second, of all callers together.
        package let textsPerSecond: Double
        /// Of one short text, waiting included.
        package let time: Distribution
        /// Of one long text; nil without long callers.
        package let longTime: Distribution?
    }

    /// Short callers go through `texts` in turn, each from another place; long callers embed `long` without pause. For about `seconds` after
    /// a warm-up; a long text that runs at the end is waited for.
    package static func load(
        _ encoder: Encoder, texts: [String], callers: Int, long: String = "", longCallers: Int = 0, seconds: Double
    ) throws(InferenceError) -> Load {
        precondition(callers > 0 && !texts.isEmpty)
        let record = Record()
        let start = now() + min(0.1, seconds / 4)
        let end = start + seconds
        try onThreads(callers + longCallers) { index in
            let isLong = index >= callers
            var times: [Double] = []
            times.reserveCapacity(1 << 16)
            var next = index * texts.count / callers
            do throws(InferenceError) {
                var began = now()
                while began < end {
                    _ = try encoder.embed(isLong ? long : texts[next % texts.count])
                    next += 1
                    let done = now()
                    if done > start { times.append(done - began) }
                    began = done
                }
                record.add(times, isLong: isLong)
            } catch {
                record.fail(error)
            }
        }
        return try record.load(callers: callers, longCallers: longCallers, seconds: seconds)
    }

    /// What the callers of one run hand in.
    private final class Record: Sendable {
        private let lock = Lock()
        // Safety: touched under `lock`, and after all threads were joined.
        nonisolated(unsafe) private var short: [Double] = []
        nonisolated(unsafe) private var long: [Double] = []
        nonisolated(unsafe) private var error: InferenceError?

        func add(_ times: [Double], isLong: Bool) {
            lock.lock()
            if isLong { long += times } else { short += times }
            lock.unlock()
        }

        func fail(_ error: InferenceError) {
            lock.lock()
            self.error = self.error ?? error
            lock.unlock()
        }

        func load(callers: Int, longCallers: Int, seconds: Double) throws(InferenceError) -> Load {
            if let error { throw error }
            guard !short.isEmpty, longCallers == 0 || !long.isEmpty else {
                throw InferenceError(.badConfiguration, subject: "seconds", expected: "long enough for one text", found: "\(seconds)")
            }
            return Load(
                callers: callers, longCallers: longCallers, textsPerSecond: Double(short.count) / seconds, time: Distribution(short),
                longTime: long.isEmpty ? nil : Distribution(long))
        }
    }

    /// Runs `body` on `count` threads and returns when all are done. Throws `cannotStartThread`.
    private static func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) throws(InferenceError) {
        var threads: [pthread_t] = []
        defer { for thread in threads { pthread_join(thread, nil) } }
        for index in 0..<count {
            guard let thread = startThread({ body(index) }) else {
                throw InferenceError(.cannotStartThread, subject: "callers", expected: "\(count)", found: "\(index)")
            }
            threads.append(thread)
        }
    }
}
