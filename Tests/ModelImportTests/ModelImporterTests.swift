import Foundation
import GGUF
import ModelImport
import Testing
import Tokenization

@Suite("Model import")
struct ModelImporterTests {
    private func run(_ model: ModelFolder, _ type: WeightType = .q8_0) throws -> GGUFFile {
        try ModelImporter.run(.init(folder: model.path, output: model.output, type: type))
        return try GGUFFile(path: model.output)
    }

    private func failure(_ change: (ModelFolder) throws -> Void) throws -> ImportError? {
        let model = try ModelFolder()
        try change(model)
        do {
            try ModelImporter.run(.init(folder: model.path, output: model.output))
            return nil
        } catch {
            #expect(!FileManager.default.fileExists(atPath: model.output))
            return error
        }
    }

    @Test func writesTheMetadataThatOthersExpect() throws {
        let model = try ModelFolder()
        let file = try run(model)
        #expect(try file.string("general.architecture") == "bert")
        #expect(try file.string("general.license") == "apache-2.0")
        #expect(try file.integer("general.file_type") == 7)
        #expect(try file.integer("general.quantization_version") == 2)
        #expect(try file.integer("bert.block_count") == 1)
        #expect(try file.integer("bert.context_length") == 16)
        #expect(try file.integer("bert.embedding_length") == 32)
        #expect(try file.integer("bert.feed_forward_length") == 64)
        #expect(try file.integer("bert.attention.head_count") == 4)
        #expect(try file.float("bert.attention.layer_norm_epsilon") == 1e-12)
        #expect(try !file.boolean("bert.attention.causal"))
        #expect(try file.integer("bert.pooling_type") == 1)
        #expect(try file.string("tokenizer.ggml.model") == "bert")
        #expect(try file.strings("tokenizer.ggml.tokens") == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "▁a", "b", "\u{301}x"])
        #expect(try file.integers("tokenizer.ggml.token_type") == [3, 3, 3, 3, 3, 1, 1, 1])
        #expect(try file.integer("tokenizer.ggml.unknown_token_id") == 1)
        #expect(try file.integer("tokenizer.ggml.bos_token_id") == 2)
        #expect(try file.integer("tokenizer.ggml.seperator_token_id") == 3)
        #expect(try file.string("weir.import.weights_sha256").count == 64)
        #expect(try WordPiece(vocabulary: file.strings("tokenizer.ggml.tokens")).encode("AB").map(\.id) == [5, 6])
    }

    @Test(arguments: WeightType.allCases) func keepsShapesAndValues(_ type: WeightType) throws {
        let model = try ModelFolder()
        let file = try run(model, type)
        #expect(file.tensors.count == 21)
        let up = try file.tensor("blk.0.ffn_up.weight")
        #expect(up.shape == [32, 64])
        #expect(up.type.name.lowercased() == type.rawValue)
        #expect(try file.tensor("blk.0.ffn_up.bias").type == .f32)
        #expect(try file.tensor("position_embd.weight").type == .f32)
        #expect(try file.tensor("token_embd.weight").type.name == (type == .q4_0 ? "Q8_0" : type.rawValue.uppercased()))
        let source = try SafetensorsFile(path: model.path + "/model.safetensors").tensor("encoder.layer.0.intermediate.dense.weight")
            .floats()
        let step: Float = [.f32: 0, .f16: 0.001, .q8_0: 0.01, .q4_0: 0.13][type] ?? 0
        for (left, right) in zip(source, try file.floats(of: up)) { #expect(abs(left - right) <= step) }
    }

    @Test func reportsProgressTensorByTensor() throws {
        let model = try ModelFolder()
        var seen: [ModelImporter.Progress] = []
        let summary = try ModelImporter.run(.init(folder: model.path, output: model.output)) { seen.append($0) }
        #expect(seen.map(\.done) == Array(1...21))
        #expect(seen.allSatisfy { $0.total == 21 })
        #expect(seen.first?.tensor == "token_embd.weight")
        #expect(summary.tensorCount == 21)
        #expect(summary.pooling == .mean)
    }

    @Test func readsPoolingAndPrefixedNames() throws {
        let model = try ModelFolder(prefix: "bert.")
        try model.write("1_Pooling/config.json", #"{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}"#)
        #expect(try run(model).integer("bert.pooling_type") == 2)
    }

    @Test func namesWhatIsWrongWithAFolder() throws {
        func check(_ code: ImportError.Code, _ field: String, _ change: (ModelFolder) throws -> Void) throws {
            let error = try failure(change)
            #expect(error?.code == code, "\(field): \(String(describing: error))")
            #expect(error?.field.contains(field) == true, "\(String(describing: error))")
        }
        try check(.unreadableFile, "file") { try $0.remove("config.json") }
        try check(.unreadableFile, "file") { try $0.remove("vocab.txt") }
        try check(.badModelFile, "file") { try $0.remove("model.safetensors") }
        try check(.badConfiguration, "file") { try $0.write("config.json", "{") }
        try check(.badConfiguration, "hidden_size") { try $0.configure("hidden_size", nil) }
        try check(.badConfiguration, "hidden_size") { try $0.configure("hidden_size", "\"32\"") }
        try check(.badConfiguration, "hidden_size") { try $0.configure("hidden_size", "-32") }
        try check(.badConfiguration, "num_hidden_layers") { try $0.configure("num_hidden_layers", "0") }
        try check(.badConfiguration, "num_attention_heads") { try $0.configure("num_attention_heads", "5") }
        try check(.badConfiguration, "layer_norm_eps") { try $0.configure("layer_norm_eps", "-1") }
        try check(.unsupportedModel, "model_type") { try $0.configure("model_type", "\"roberta\"") }
        try check(.unsupportedModel, "hidden_act") { try $0.configure("hidden_act", "\"relu\"") }
        try check(.unsupportedModel, "position_embedding_type") { try $0.configure("position_embedding_type", "\"relative_key\"") }
        try check(.unsupportedModel, "do_lower_case") { try $0.write("tokenizer_config.json", #"{"do_lower_case":false}"#) }
        try check(.unsupportedModel, "type") { try $0.write("modules.json", #"[{"type":"sentence_transformers.models.Dense"}]"#) }
        try check(.unsupportedModel, "pooling_mode") { try $0.write("1_Pooling/config.json", #"{"pooling_mode_max_tokens":true}"#) }
        try check(.badVocabulary, "lines") { try $0.write("vocab.txt", "[UNK]\n[CLS]\n") }
        try check(.badVocabulary, "token 6") { try $0.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\na\n##x\n") }
        try check(.badVocabulary, "[SEP]") { try $0.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\nx\n[MASK]\na\nb\n##x\n") }
        try check(.badVocabulary, "file") { try $0.write("vocab.txt", bytes: [0xFF, 0x0A]) }
        try check(.shapeMismatch, "intermediate.dense.weight") { try $0.configure("intermediate_size", "96") }
        try check(.badModelFile, "encoder.layer.1") { try $0.configure("num_hidden_layers", "2") }
        try check(.badModelFile, "header") { try $0.write("model.safetensors", "12345678") }
    }

    @Test func acceptsWindowsLineEnds() throws {
        let model = try ModelFolder()
        try model.write("vocab.txt", "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\na\r\n##b\r\n##\u{301}x")
        #expect(try run(model).strings("tokenizer.ggml.tokens").last == "\u{301}x")
    }
}
