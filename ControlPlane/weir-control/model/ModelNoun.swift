import ArgumentParser
import ModelImport

struct ModelNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Encoders.", subcommands: [ModelImportVerb.self])
}

extension WeightType: ExpressibleByArgument {}

struct ModelImportVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turn a Hugging Face BERT folder into one GGUF file, quantised.",
        discussion: "Needs config.json, vocab.txt and model.safetensors. The file follows llama.cpp's conventions for 'bert'.")

    @Argument(help: "The folder.") var folder: String
    @Option(name: .long, help: "The GGUF file to write.") var out: String
    @Option(name: .long, help: "f32, f16, q8_0 or q4_0.") var type: WeightType = .q8_0
    @Option(name: .long, help: "The model's name. Default: the folder's own.") var name: String?
    @Option(name: .long, help: "SPDX identifier. Default: the model card's.") var license: String?

    @concurrent func run() async throws {
        let summary = try ModelImporter.run(.init(folder: folder, output: out, type: type, name: name, license: license)) {
            Console.progress("\($0.done) of \($0.total) tensors")
        }
        Console.progress("\(summary.tensorCount) tensors", isLast: true)
        Console.print(
            """
            \(summary.path): \(Figure.bytes(UInt64(summary.sizeInBytes))), \(summary.parameterCount) parameters, \(summary.pooling) pooling, \
            source SHA-256 \(summary.sourceSHA256)
            """)
    }
}
