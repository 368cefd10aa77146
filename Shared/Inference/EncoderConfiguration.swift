package import GGUF

/// Shape of a BERT-family encoder, read from GGUF metadata and checked: after `init` every product of two of these fits easily.
package struct EncoderConfiguration: Sendable, Equatable {
    /// How token states become the sentence vector; raw values are llama.cpp's `pooling_type`.
    package enum Pooling: Int, Sendable {
        case mean = 1
        case firstToken = 2
    }

    package let architecture: String
    package let layers: Int
    package let dimension: Int
    package let feedForward: Int
    package let heads: Int
    package let contextLength: Int
    package let vocabulary: Int
    package let normEpsilon: Float
    package let pooling: Pooling

    package var headDimension: Int { dimension / heads }

    package init(file: GGUFFile) throws(InferenceError) {
        architecture = try reading { () throws(GGUFError) in try file.string("general.architecture") }
        guard architecture == "bert" else {
            throw InferenceError(
                .unsupportedArchitecture, subject: "general.architecture", expected: "bert", found: InferenceError.printable(architecture))
        }
        func integer(_ key: String, _ range: ClosedRange<Int>) throws(InferenceError) -> Int {
            let value = try reading { () throws(GGUFError) in try file.integer("bert." + key) }
            guard range.contains(value) else {
                throw InferenceError(
                    .badConfiguration, subject: "bert." + key, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)")
            }
            return value
        }
        layers = try integer("block_count", 1...256)
        dimension = try integer("embedding_length", 32...8192)
        feedForward = try integer("feed_forward_length", 32...32_768)
        heads = try integer("attention.head_count", 1...256)
        contextLength = try integer("context_length", 3...65_536)
        vocabulary = try reading { () throws(GGUFError) in try file.strings("tokenizer.ggml.tokens") }.count
        for (key, value) in [("embedding_length", dimension), ("feed_forward_length", feedForward)] where !value.isMultiple(of: 32) {
            throw InferenceError(.badConfiguration, subject: "bert." + key, expected: "a multiple of 32", found: "\(value)")
        }
        guard dimension.isMultiple(of: heads) else {
            throw InferenceError(
                .badConfiguration, subject: "bert.attention.head_count", expected: "a divisor of \(dimension)", found: "\(heads)")
        }
        normEpsilon = try reading { () throws(GGUFError) in try file.float("bert.attention.layer_norm_epsilon") }
        guard normEpsilon >= 0, normEpsilon < 1 else {
            throw InferenceError(
                .badConfiguration, subject: "bert.attention.layer_norm_epsilon", expected: "0 to 1", found: "\(normEpsilon)")
        }
        let kind =
            file.metadata["bert.pooling_type"] == nil ? 1 : try reading { () throws(GGUFError) in try file.integer("bert.pooling_type") }
        guard let pooling = Pooling(rawValue: kind) else {
            throw InferenceError(
                .unsupportedPooling, subject: "bert.pooling_type", expected: "1 (mean) or 2 (first token)", found: "\(kind)")
        }
        self.pooling = pooling
    }
}
