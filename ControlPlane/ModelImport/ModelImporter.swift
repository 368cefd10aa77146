import Crypto
import FoundationEssentials
import GGUF
import Tokenization

/// How the matrices of an imported model are stored. Vectors, positions and token types stay F32.
package enum WeightType: String, Sendable, CaseIterable {
    case f32, f16
    case q8_0 = "q8_0"
    case q4_0 = "q4_0"

    var tensorType: TensorType {
        switch self {
        case .f32: .f32
        case .f16: .f16
        case .q8_0: .q8_0
        case .q4_0: .q4_0
        }
    }

    /// `general.file_type`, numbered as llama.cpp's `llama_ftype`.
    var fileType: UInt32 {
        switch self {
        case .f32: 0
        case .f16: 1
        case .q4_0: 2
        case .q8_0: 7
        }
    }
}

/// Turns a Hugging Face BERT folder (`config.json`, `vocab.txt`, `model.safetensors`; optionally `tokenizer_config.json`, `modules.json`,
/// `1_Pooling/config.json`, `README.md`) into one GGUF file that follows llama.cpp's conventions for `bert`.
package enum ModelImporter {
    package struct Settings: Sendable {
        package var folder: String
        package var output: String
        package var type: WeightType
        /// `general.name`; the folder's own name where nil.
        package var name: String?
        /// `general.license`, an SPDX identifier; the model card's where nil.
        package var license: String?

        package init(folder: String, output: String, type: WeightType = .q8_0, name: String? = nil, license: String? = nil) {
            self.folder = folder
            self.output = output
            self.type = type
            self.name = name
            self.license = license
        }
    }

    package struct Progress: Sendable {
        /// Tensors finished, of `total`.
        package let done: Int
        package let total: Int
        /// The GGUF name of the tensor just finished.
        package let tensor: String
    }

    package struct Summary: Sendable {
        package let path: String
        package let sizeInBytes: Int
        package let tensorCount: Int
        package let parameterCount: Int
        package let pooling: Pooling
        /// Of `model.safetensors`, in hexadecimal.
        package let sourceSHA256: String
    }

    /// Reads, checks, quantises and writes. The file appears under its name complete or not at all.
    @discardableResult
    package static func run(_ settings: Settings, progress: (Progress) -> Void = { _ in }) throws(ImportError) -> Summary {
        let folder = try HuggingFaceFolder(path: settings.folder)
        try checkVocabulary(folder)
        let weights = try ImportError.wrap { () throws(GGUFError) in try SafetensorsFile(path: settings.folder + "/model.safetensors") }
        let model = BertTensors(folder.configuration)
        try model.check(weights)
        let pooling = folder.pooling ?? .mean
        let digest = hexadecimal(SHA256.hash(data: weights.bytes))
        let entries = try metadata(folder, settings, pooling: pooling, weightsSHA256: digest)
        return try ImportError.wrap { () throws(GGUFError) in
            let parameterCount = try write(model, weights, entries, settings, progress)
            let written = try GGUFFile(path: settings.output)
            return Summary(
                path: settings.output, sizeInBytes: written.sizeInBytes, tensorCount: written.tensors.count, parameterCount: parameterCount,
                pooling: pooling, sourceSHA256: digest)
        }
    }

    /// Gives back the number of parameters.
    private static func write(
        _ model: BertTensors, _ weights: SafetensorsFile, _ metadata: [(String, GGUFValue)], _ settings: Settings,
        _ progress: (Progress) -> Void
    ) throws(GGUFError) -> Int {
        var writer = GGUFWriter(path: settings.output)
        for (key, value) in metadata { try writer.add(key, value) }
        let prefix = model.prefix(in: weights)
        var parameterCount = 0
        for (index, entry) in model.entries.enumerated() {
            let source = try weights.tensor(prefix + entry.source)
            parameterCount += source.elementCount
            try writer.add(
                entry.name, shape: source.shape.reversed(), type: entry.type(for: settings.type.tensorType), values: try source.floats())
            progress(Progress(done: index + 1, total: model.entries.count, tensor: entry.name))
        }
        try writer.write()
        return parameterCount
    }

    // MARK: Metadata

    private static let specialNames = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

    private static func checkVocabulary(_ folder: HuggingFaceFolder) throws(ImportError) {
        do throws(TokenizationError) {
            _ = try WordPiece(vocabulary: folder.vocabulary)
        } catch {
            throw ImportError(
                .badVocabulary, file: folder.path + "/vocab.txt", field: error.subject, expected: error.expected, found: error.found,
                underlying: .vocabulary(error))
        }
    }

    private static func metadata(
        _ folder: HuggingFaceFolder, _ settings: Settings, pooling: Pooling, weightsSHA256: String
    ) throws(ImportError) -> [(String, GGUFValue)] {
        let configuration = folder.configuration
        var entries: [(String, GGUFValue)] = [
            ("general.architecture", .string("bert")),
            ("general.name", .string(settings.name ?? URL(filePath: settings.folder).lastPathComponent)),
        ]
        if let license = settings.license ?? folder.license { entries.append(("general.license", .string(license))) }
        entries += [
            ("general.file_type", .uint32(settings.type.fileType)),
            ("general.quantization_version", .uint32(2)),
            ("weir.import.weights_sha256", .string(weightsSHA256)),
            ("weir.import.configuration_sha256", .string(try sha256(ofFile: folder.path + "/config.json"))),
            ("weir.import.vocabulary_sha256", .string(try sha256(ofFile: folder.path + "/vocab.txt"))),
            ("bert.block_count", .uint32(UInt32(configuration.layers))),
            ("bert.context_length", .uint32(UInt32(configuration.positions))),
            ("bert.embedding_length", .uint32(UInt32(configuration.hiddenSize))),
            ("bert.feed_forward_length", .uint32(UInt32(configuration.intermediateSize))),
            ("bert.attention.head_count", .uint32(UInt32(configuration.heads))),
            ("bert.attention.layer_norm_epsilon", .float32(configuration.layerNormEpsilon)),
            ("bert.attention.causal", .bool(false)),
            ("bert.pooling_type", .uint32(pooling.rawValue)),
            ("tokenizer.ggml.model", .string("bert")),
            // What llama.cpp's converter records for this tokenizer; nothing reads it.
            ("tokenizer.ggml.pre", .string("jina-v2-en")),
            ("tokenizer.ggml.token_type_count", .uint32(UInt32(configuration.tokenTypes ?? 2))),
            ("tokenizer.ggml.tokens", .strings(folder.vocabulary.map(marked))),
            // 3 is a control token, 1 a normal one.
            ("tokenizer.ggml.token_type", .integers(folder.vocabulary.map { specialNames.contains($0) ? 3 : 1 }, of: .int32)),
        ]
        let special = [
            ("bos", "[CLS]"), ("eos", "[SEP]"), ("unknown", "[UNK]"), ("seperator", "[SEP]"), ("padding", "[PAD]"), ("mask", "[MASK]"),
        ]
        for (key, name) in special {
            // "seperator" is the key's name in the wild. [PAD] and [MASK] are not needed to run a model.
            guard let id = folder.vocabulary.firstIndex(of: name) else { continue }
            entries.append(("tokenizer.ggml.\(key)_token_id", .uint32(UInt32(id))))
        }
        entries += [("tokenizer.ggml.add_bos_token", .bool(true)), ("tokenizer.ggml.add_eos_token", .bool(true))]
        return entries
    }

    /// llama.cpp's form of a WordPiece token: word starts get U+2581, continuations lose their "##".
    private static func marked(_ token: String) -> String {
        if specialNames.contains(token) { return token }
        guard token.utf8.starts(with: [0x23, 0x23]), token.utf8.count > 2 else { return "\u{2581}" + token }
        // By scalars: a combining mark after "##" makes one `Character` of it and the second sign.
        return String(String.UnicodeScalarView(token.unicodeScalars.dropFirst(2)))
    }

    private static func sha256(ofFile path: String) throws(ImportError) -> String {
        hexadecimal(SHA256.hash(data: try HuggingFaceFolder.read(path)))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
