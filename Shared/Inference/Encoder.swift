import CKernels
package import GGUF
package import Tokenization

#if canImport(Glibc)
    import Glibc
#endif

/// What an encoder makes of one text.
package struct Encoding: Sendable {
    /// [dimension], unit length.
    package let sentence: [Float]
    /// The text's own tokens, without [CLS] and [SEP]; offsets in Unicode scalars of the text.
    package let tokens: [Token]
    /// [tokens, dimension], row-major: the last layer's state of each of `tokens`. Empty unless asked for.
    package let tokenStates: [Float]
    /// How many windows the text was split into; 1 unless it is longer than the context.
    package let windows: Int
}

/// A BERT-family sentence encoder: text in, unit vector out.
///
/// Calls block, and may come from several threads: one pass runs at a time, on all threads, and short texts that wait go through together.
/// After the first texts of a length, a pass allocates nothing but its results.
///
/// A text of more tokens than the context holds is split into consecutive windows of nearly equal size, each with its own [CLS] and [SEP];
/// every token belongs to exactly one window. Its sentence vector is the mean over the rows of all windows (or, with first-token pooling,
/// the mean of the windows' vectors weighted by their tokens). Short texts that wait go between the pieces of a
/// long one, see `PassGate`.
package final class Encoder: Sendable {
    /// Longest text taken, in tokens: bounds the time of one call (some seconds on two small cores).
    package static let maximumTokens = 32_768
    /// Rows of one pass over a batch: enough that reading the weights no longer counts.
    static let batchRows = 256

    package let configuration: EncoderConfiguration
    package let tokenizer: WordPiece
    package let threads: Int
    private let specialTokens: SpecialTokenText
    private let kernels: KernelTable
    private let passes: PassGate

    package var dimension: Int { configuration.dimension }
    package var contextLength: Int { configuration.contextLength }
    package var architecture: String { configuration.architecture }
    package var kernelTableName: String { kernels.name }

    /// Maps, checks and repacks the model at `path`. `kernels` defaults to the best table of this machine, see `KernelTable.standard()`.
    package convenience init(path: String, threads: Int, kernels: KernelTable? = nil) throws(InferenceError) {
        let file = try reading { () throws(GGUFError) in try GGUFFile(path: path) }
        try self.init(file: file, threads: threads, kernels: kernels)
    }

    package init(file: GGUFFile, threads: Int, kernels: KernelTable? = nil) throws(InferenceError) {
        let kernels = if let kernels { kernels } else { try KernelTable.standard() }
        configuration = try EncoderConfiguration(file: file)
        let vocabulary = try EncoderVocabulary(file: file)
        tokenizer = vocabulary.tokenizer
        specialTokens = vocabulary.specialTokens
        self.kernels = kernels
        self.threads = max(threads, 1)
        let pool = try WorkerPool(threads: self.threads)
        let weights = try EncoderWeights(file: file, configuration: configuration, kernels: kernels, pool: pool)
        passes = PassGate(weights: weights, kernels: kernels, pool: pool)
    }

    /// The tokenizer of the model at `path` alone; no weight is read.
    package static func tokenizer(path: String) throws(InferenceError) -> WordPiece {
        let file = try reading { () throws(GGUFError) in try GGUFFile(path: path) }
        return try EncoderVocabulary(file: file).tokenizer
    }

    /// The unit vector of `text`. An empty text has one too ([CLS] and [SEP] alone). Throws `textTooLong`.
    package func embed(_ text: String) throws(InferenceError) -> [Float] { try encode(text, tokenStates: false).sentence }

    /// The unit vectors of `texts`, in order. Throws for the first text that cannot be encoded; then none is returned.
    package func embed(batch texts: [String]) throws(InferenceError) -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        var pending: [Window] = []
        var rows = 0
        for text in texts {
            let tokens = try tokenize(text)
            let isLong = tokens.count + 2 > contextLength
            if isLong || rows + tokens.count + 2 > Self.batchRows, !pending.isEmpty {
                try flush(&pending, into: &vectors)
                rows = 0
            }
            if isLong {
                vectors.append(try encode(tokens, tokenStates: false).sentence)
            } else {
                pending.append(window(tokens[...]))
                rows += tokens.count + 2
            }
        }
        if !pending.isEmpty { try flush(&pending, into: &vectors) }
        return vectors
    }

    /// The unit vector, the tokens and, if asked for, the state of each token.
    package func encode(_ text: String, tokenStates: Bool) throws(InferenceError) -> Encoding {
        try encode(tokenize(text), tokenStates: tokenStates)
    }

    /// The text's own tokens as the encoder sees them: as `tokenizer` splits it, but for literal special tokens, see `SpecialTokenText`.
    package func tokenize(_ text: String) throws(InferenceError) -> [Token] {
        let tokens = specialTokens.encode(text, with: tokenizer)
        guard tokens.count <= Self.maximumTokens else {
            throw InferenceError(.textTooLong, subject: "tokens", expected: "at most \(Self.maximumTokens)", found: "\(tokens.count)")
        }
        return tokens
    }

    private func encode(_ tokens: [Token], tokenStates wanted: Bool) throws(InferenceError) -> Encoding {
        let room = contextLength - 2
        let windows = max((tokens.count + room - 1) / room, 1)
        var sum = [Float](repeating: 0, count: dimension)
        var states: [Float] = []
        if wanted { states.reserveCapacity(tokens.count * dimension) }
        for index in 0..<windows {
            let part = tokens.count * index / windows..<tokens.count * (index + 1) / windows
            let request = PassRequest(windows: [window(tokens[part])], wantsStates: wanted)
            try passes.run(request)
            for channel in 0..<dimension { sum[channel] += request.windows[0].sum[channel] }
            states.append(contentsOf: request.windows[0].states)
        }
        try normalize(&sum, tokens: tokens.count)
        // With first-token pooling a token's state can overflow and the vector stay whole; a masker must not decide on NaN.
        guard states.withUnsafeBufferPointer({ kn_all_finite($0.baseAddress, $0.count) }) else {
            throw InferenceError(.noVector, subject: "token states", expected: "finite", found: "infinity or NaN")
        }
        return Encoding(sentence: sum, tokens: tokens, tokenStates: states, windows: windows)
    }

    private func flush(_ pending: inout [Window], into vectors: inout [[Float]]) throws(InferenceError) {
        let request = PassRequest(windows: pending, wantsStates: false)
        try passes.run(request)
        for window in request.windows {
            var sum = window.sum
            try normalize(&sum, tokens: window.ids.count - 2)
            vectors.append(sum)
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Makes the pooled states of a text of `tokens` tokens a unit vector. Throws `noVector`.
    private func normalize(_ sum: inout [Float], tokens: Int) throws(InferenceError) {
        guard kn_normalize(&sum, dimension) else {
            throw InferenceError(.noVector, subject: "sentence vector", expected: "finite and not zero", found: "\(tokens) tokens")
        }
    }

    private func window(_ tokens: ArraySlice<Token>) -> Window {
        var ids: [Int32] = []
        ids.reserveCapacity(tokens.count + 2)
        ids.append(tokenizer.classification)
        for token in tokens { ids.append(token.id) }
        ids.append(tokenizer.separator)
        return Window(ids: ids)
    }
}
