import FoundationEssentials

/// How token states become one sentence vector; numbered as llama.cpp does.
package enum Pooling: UInt32, Sendable {
    case mean = 1
    case classification = 2
}

/// The small files of a Hugging Face BERT model, read and checked against each other.
struct HuggingFaceFolder {
    /// `config.json`, sizes in elements.
    struct Configuration: Decodable {
        let modelType: String
        let hiddenSize: Int
        let layers: Int
        let heads: Int
        let intermediateSize: Int
        let positions: Int
        let tokenTypes: Int?
        let vocabularySize: Int
        let layerNormEpsilon: Float
        let activation: String?
        let positionType: String?

        enum CodingKeys: String, CodingKey {
            case modelType = "model_type"
            case hiddenSize = "hidden_size"
            case layers = "num_hidden_layers"
            case heads = "num_attention_heads"
            case intermediateSize = "intermediate_size"
            case positions = "max_position_embeddings"
            case tokenTypes = "type_vocab_size"
            case vocabularySize = "vocab_size"
            case layerNormEpsilon = "layer_norm_eps"
            case activation = "hidden_act"
            case positionType = "position_embedding_type"
        }
    }

    private struct TokenizerConfiguration: Decodable {
        let lowerCases: Bool?
        let stripsAccents: Bool?
        let splitsIdeographs: Bool?

        enum CodingKeys: String, CodingKey {
            case lowerCases = "do_lower_case"
            case stripsAccents = "strip_accents"
            case splitsIdeographs = "tokenize_chinese_chars"
        }
    }

    private struct PoolingConfiguration: Decodable {
        let usesClassification: Bool?
        let usesMean: Bool?
        let usesMaximum: Bool?
        let usesRootMean: Bool?
        let usesWeightedMean: Bool?
        let usesLastToken: Bool?

        enum CodingKeys: String, CodingKey {
            case usesClassification = "pooling_mode_cls_token"
            case usesMean = "pooling_mode_mean_tokens"
            case usesMaximum = "pooling_mode_max_tokens"
            case usesRootMean = "pooling_mode_mean_sqrt_len_tokens"
            case usesWeightedMean = "pooling_mode_weightedmean_tokens"
            case usesLastToken = "pooling_mode_lasttoken"
        }
    }

    private struct Module: Decodable {
        let type: String
    }

    let path: String
    let configuration: Configuration
    /// Nil where the folder does not say.
    let pooling: Pooling?
    /// In order of id, as in `vocab.txt`.
    let vocabulary: [String]
    /// The identifier in the model card's front matter, if there is one.
    let license: String?

    init(path: String) throws(ImportError) {
        self.path = path
        configuration = try Self.checked(Self.decode(Configuration.self, path + "/config.json"), path + "/config.json")
        try Self.checkTokenizer(path + "/tokenizer_config.json")
        try Self.checkModules(path + "/modules.json")
        pooling = try Self.pooling(path + "/1_Pooling/config.json")
        vocabulary = try Self.vocabulary(path + "/vocab.txt", count: configuration.vocabularySize)
        license = Self.license(path + "/README.md")
    }

    // MARK: Files

    static func read(_ path: String) throws(ImportError) -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw ImportError(.unreadableFile, file: path, field: "file", expected: "a readable file", found: "none")
        }
    }

    private static func decode<T: Decodable>(_ type: T.Type, _ path: String) throws(ImportError) -> T {
        let data = try read(path)
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch DecodingError.keyNotFound(let key, _) {
            throw ImportError(.badConfiguration, file: path, field: key.stringValue, expected: "this key", found: "nothing")
        } catch DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw ImportError(.badConfiguration, file: path, field: field, expected: "\(type)", found: "another type")
        } catch {
            throw ImportError(.badConfiguration, file: path, field: "file", expected: "JSON", found: "something else")
        }
    }

    /// Like `decode`, but nil for a file that is not there.
    private static func decodeIfPresent<T: Decodable>(_ type: T.Type, _ path: String) throws(ImportError) -> T? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try decode(type, path)
    }

    // MARK: Rules

    private static func checked(_ configuration: Configuration, _ path: String) throws(ImportError) -> Configuration {
        func require(_ holds: Bool, _ code: ImportError.Code, _ field: String, _ expected: String, _ found: String) throws(ImportError) {
            if !holds { throw ImportError(code, file: path, field: field, expected: expected, found: found) }
        }
        func range(_ value: Int, _ field: String, _ limits: ClosedRange<Int>) throws(ImportError) {
            try require(limits.contains(value), .badConfiguration, field, "\(limits.lowerBound) to \(limits.upperBound)", "\(value)")
        }
        try require(configuration.modelType == "bert", .unsupportedModel, "model_type", "bert", configuration.modelType)
        let activation = configuration.activation ?? "gelu"
        try require(activation == "gelu", .unsupportedModel, "hidden_act", "gelu", activation)
        let positionType = configuration.positionType ?? "absolute"
        try require(positionType == "absolute", .unsupportedModel, "position_embedding_type", "absolute", positionType)
        try range(configuration.hiddenSize, "hidden_size", 32...16_384)
        try range(configuration.layers, "num_hidden_layers", 1...256)
        try range(configuration.heads, "num_attention_heads", 1...256)
        try range(configuration.intermediateSize, "intermediate_size", 32...65_536)
        try range(configuration.positions, "max_position_embeddings", 8...131_072)
        try range(configuration.tokenTypes ?? 2, "type_vocab_size", 1...16)
        try range(configuration.vocabularySize, "vocab_size", 4...1_048_576)
        try require(
            configuration.hiddenSize.isMultiple(of: configuration.heads), .badConfiguration, "num_attention_heads",
            "a divisor of hidden_size \(configuration.hiddenSize)", "\(configuration.heads)")
        let epsilon = configuration.layerNormEpsilon
        try require(epsilon > 0 && epsilon < 0.1, .badConfiguration, "layer_norm_eps", "above 0, below 0.1", "\(epsilon)")
        return configuration
    }

    /// Our tokenizer is the uncased one; a model trained on another would run and be quietly worse.
    private static func checkTokenizer(_ path: String) throws(ImportError) {
        guard let configuration = try decodeIfPresent(TokenizerConfiguration.self, path) else { return }
        let settings = [
            ("do_lower_case", configuration.lowerCases), ("strip_accents", configuration.stripsAccents),
            ("tokenize_chinese_chars", configuration.splitsIdeographs),
        ]
        for (field, value) in settings where value == false {
            throw ImportError(.unsupportedModel, file: path, field: field, expected: "true (an uncased model)", found: "false")
        }
    }

    private static func checkModules(_ path: String) throws(ImportError) {
        let known: Set<String> = ["Transformer", "Pooling", "Normalize"]
        for module in try decodeIfPresent([Module].self, path) ?? [] {
            let name = module.type.split(separator: ".").last.map(String.init) ?? module.type
            guard known.contains(name) else {
                throw ImportError(
                    .unsupportedModel, file: path, field: "type", expected: "Transformer, Pooling or Normalize", found: module.type)
            }
        }
    }

    private static func pooling(_ path: String) throws(ImportError) -> Pooling? {
        guard let configuration = try decodeIfPresent(PoolingConfiguration.self, path) else { return nil }
        let others = [
            configuration.usesMaximum, configuration.usesRootMean, configuration.usesWeightedMean, configuration.usesLastToken,
        ]
        switch (configuration.usesMean == true, configuration.usesClassification == true, others.contains(true)) {
        case (true, false, false): return .mean
        case (false, true, false): return .classification
        default:
            throw ImportError(.unsupportedModel, file: path, field: "pooling_mode", expected: "mean or cls alone", found: "another choice")
        }
    }

    private static func vocabulary(_ path: String, count: Int) throws(ImportError) -> [String] {
        let data = try read(path)
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ImportError(.badVocabulary, file: path, field: "file", expected: "UTF-8", found: "something else")
        }
        // By scalars: to `Character`, a carriage return and the line feed after it are one.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.last == "\r" ? line.dropLast() : line)
        }
        if lines.last == "" { lines.removeLast() }
        guard lines.count == count else {
            throw ImportError(
                .badVocabulary, file: path, field: "lines", expected: "\(count), as config.json says", found: "\(lines.count)")
        }
        return lines
    }

    /// The `license:` line between the first two `---` of a model card. Absent or unreadable: nil, a model works without.
    private static func license(_ path: String) -> String? {
        guard let data = try? read(path) else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", maxSplits: 200, omittingEmptySubsequences: false)
        guard lines.first == "---" else { return nil }
        for line in lines.dropFirst() {
            if line == "---" { break }
            if line.hasPrefix("license:") {
                let value = line.dropFirst("license:".count).filter { $0 != " " && $0 != "\"" && $0 != "\r" }
                return value.isEmpty ? nil : String(value)
            }
        }
        return nil
    }
}
