import ArgumentParser
import GGUF
import Inference

/// A model file and how to run it; for the commands that need nothing else.
struct ModelOptions: ParsableArguments {
    @Option(help: "The model, a GGUF file of a BERT-family encoder.")
    var model: String

    @Option(help: "Threads one text may use.")
    var threads = 1

    @Option(help: "Highest kernel table to use: \(KernelTable.Level.names). Default: the best of this processor.")
    var kernels: String?

    func validate() throws {
        guard (1...256).contains(threads) else { throw ValidationError("--threads must be 1 to 256.") }
        if let kernels, KernelTable.Level(rawValue: kernels) == nil {
            throw ValidationError("--kernels must be one of \(KernelTable.Level.names).")
        }
    }

    func load() throws(InferenceError) -> Encoder { try Encoder(path: model, threads: threads, kernels: table) }

    /// The same from a file that is mapped already.
    func load(_ file: GGUFFile) throws(InferenceError) -> Encoder { try Encoder(file: file, threads: threads, kernels: table) }

    private var table: KernelTable? { kernels.flatMap { KernelTable.Level(rawValue: $0) }.map { KernelTable.upTo($0) } }
}
