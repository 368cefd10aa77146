import CKernels
package import GGUF
package import Tokenization

#if canImport(Glibc)
    import Glibc
#endif

/// What an encoder makes of one text.
package struct Encoding: Sendable {
    /// [dimension], unit length; empty if not asked for.
    package let sentence: [Float]
    /// The text's own tokens, without [CLS] and [SEP]; offsets in Unicode scalars of the text.
    package let tokens: [Token]
    /// [tokens, dimension], row-major: the last layer's state of each of `tokens`. Empty unless asked for.
    package let tokenStates: [Float]
    /// [tokens, labels], row-major: the tagger's scores. Empty without a tagger.
    package let labelScores: [Float]
    /// [tokens, dimension], row-major: the states that the scores come from. Empty unless asked for.
    package let branchStates: [Float]
    /// How many windows the text was split into; 1 unless it is longer than the context.
    package let windows: Int
}

/// A BERT-family sentence encoder: text in, unit vector out.
///
/// Calls block, and may come from several threads: one pass runs at a time, on all threads, and short texts that wait go through together.
/// After the first texts of a length, a pass allocates nothing but its results.
///
/// A text of more tokens than the context holds is split into consecutive windows of nearly equal size, each with its own [CLS] and [SEP];
/// every token belongs to exactly one window, and windows begin with a word where there is room for that. Its sentence vector is the mean over the rows of all windows (or, with first-token pooling,
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
    /// The first layer's query weights, by whose bytes a file that was made for this encoder knows it.
    package let firstQuery: GGUFTensor
    let kernels: KernelTable
    private let specialTokens: SpecialTokenText
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
        firstQuery = try reading { () throws(GGUFError) in try file.tensor("blk.0.attn_q.weight") }
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
                vectors.append(try encode(tokens).sentence)
            } else {
                pending.append(Window(ids: ids(tokens[...])))
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

    /// What is asked for about a text of these tokens, which `tokenize` gave: the sentence vector, the last layer's states, a tagger's scores.
    /// The encoder's layers above the tagger's tap run only for the first two. Throws `noVector`, or `badConfiguration` for a network that was
    /// loaded for another encoder.
    package func encode(
        _ tokens: [Token], sentence: Bool = true, tokenStates: Bool = false, tags: TagRequest? = nil
    ) throws(InferenceError) -> Encoding {
        let tables = tags?.network.featureRows.count ?? 0
        if let tags { try check(tags, tokens.count) }
        let kind = PassKind(hasUpperLayers: sentence || tokenStates || tags == nil, tagger: tags?.network)
        let windows = windows(of: tokens)
        var sum = [Float](repeating: 0, count: sentence ? dimension : 0)
        var states: [Float] = []
        var scores: [Float] = []
        var branchStates: [Float] = []
        for part in windows {
            let input = Window(ids: ids(tokens[part]), features: tags?.features[part.lowerBound * tables..<part.upperBound * tables] ?? [])
            let request = PassRequest(
                windows: [input], kind: kind, wantsStates: tokenStates, wantsBranchStates: tags?.states ?? false)
            try passes.run(request)
            let output = request.windows[0]
            for channel in sum.indices { sum[channel] += output.sum[channel] }
            if windows.count == 1 {
                (states, scores, branchStates) = (output.states, output.labelScores, output.branchStates)
            } else {
                states += output.states
                scores += output.labelScores
                branchStates += output.branchStates
            }
        }
        if sentence { try normalize(&sum, tokens: tokens.count) }
        // With first-token pooling a token's state can overflow and the vector stay whole; a masker must not decide on NaN.
        try checkFinite(states, "token states")
        try checkFinite(scores, "label scores")
        return Encoding(
            sentence: sum, tokens: tokens, tokenStates: states, labelScores: scores, branchStates: branchStates, windows: windows.count)
    }

    private func check(_ tags: TagRequest, _ tokens: Int) throws(InferenceError) {
        guard tags.network.fits(configuration, kernels) else {
            throw InferenceError(.badConfiguration, subject: "tagger", expected: "one loaded for this encoder", found: "another's")
        }
        let rows = tags.network.featureRows
        precondition(tags.features.count == tokens * rows.count, "a row of each table for each token")
        var table = 0
        for row in tags.features {
            precondition(Int(row) < rows[table], "rows of the feature tables")
            table = table + 1 == rows.count ? 0 : table + 1
        }
    }

    private func checkFinite(_ values: [Float], _ subject: String) throws(InferenceError) {
        guard values.withUnsafeBufferPointer({ kn_all_finite($0.baseAddress, $0.count) }) else {
            throw InferenceError(.noVector, subject: subject, expected: "finite", found: "infinity or NaN")
        }
    }

    /// The windows of a text: of nearly equal size, but that none begins inside a word if the one before has room to end at it.
    private func windows(of tokens: [Token]) -> [Range<Int>] {
        let room = contextLength - 2
        let count = max((tokens.count + room - 1) / room, 1)
        var windows: [Range<Int>] = []
        windows.reserveCapacity(count)
        var start = 0
        for index in 1...count {
            var end = tokens.count * index / count
            if index < count {
                let least = max(tokens.count * (index + 1) / count - room, start + 1)
                var word = end
                while word > least, tokenizer.continues(tokens[word].id) { word -= 1 }
                if !tokenizer.continues(tokens[word].id) { end = word }
            }
            windows.append(start..<end)
            start = end
        }
        return windows
    }

    private func flush(_ pending: inout [Window], into vectors: inout [[Float]]) throws(InferenceError) {
        let request = PassRequest(windows: pending)
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

    private func ids(_ tokens: ArraySlice<Token>) -> [Int32] {
        var ids: [Int32] = []
        ids.reserveCapacity(tokens.count + 2)
        ids.append(tokenizer.classification)
        for token in tokens {
            precondition(token.id >= 0 && token.id < tokenizer.vocabularyCount, "a token of this encoder")
            ids.append(token.id)
        }
        ids.append(tokenizer.separator)
        return ids
    }
}
