import ArgumentParser
import Files
import Inference
import Tagging
import TypedTOML
import Update

#if canImport(Glibc)
    import Glibc
#endif

/// The encoder and the tagger that find names, places and whatever else has no pattern.
struct NameOptions: ParsableArguments {
    @Option(help: "The encoder, a GGUF file. Its tagger is --tagger, or tagger.gguf beside it if there is one.")
    var model: String?

    @Option(help: "The tagger made for --model, a GGUF file. Without either: those of the node's installed release, if it has them.")
    var tagger: String?

    @Flag(name: .customLong("no-names"), help: "Patterns and terms alone, without a model.")
    var withoutNames = false

    @OptionGroup var configuration: ConfigurationOptions

    @Option(help: "Threads. Default: one a processor, at most 8.")
    var threads: Int?

    func validate() throws {
        if tagger != nil, model == nil { throw ValidationError("--tagger needs --model: a tagger reads the states of one encoder.") }
        if withoutNames, tagger != nil { throw ValidationError("--no-names and --tagger exclude each other.") }
        if let threads { guard (1...256).contains(threads) else { throw ValidationError("--threads must be 1 to 256.") } }
    }

    var threadCount: Int { threads ?? min(8, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    enum Found {
        case tagger(Tagger)
        /// Why names are not looked for.
        case none(because: String)
    }

    func load() throws -> Found {
        if let model {
            if withoutNames {
                _ = try Encoder.tokenizer(path: model)
                return .none(because: "--no-names")
            }
            if let tagger { return .tagger(try Self.load(model, tagger, threadCount)) }
            let beside = Directory.of(model) + "/" + Self.taggerName
            if access(beside, F_OK) == 0 { return .tagger(try Self.load(model, beside, threadCount)) }
            _ = try Encoder.tokenizer(path: model)
            return .none(because: "there is no \(Self.taggerName) beside the model; --tagger names one")
        }
        return withoutNames ? .none(because: "--no-names") : try installed()
    }

    private static let taggerName = "tagger.gguf"

    /// Those of the release in service, from the data directory that the configuration names.
    private func installed() throws -> Found {
        let directory: String
        do {
            directory = try configuration.file().section("node").string("data_dir", default: NodeConfiguration.standardDataDirectory)
        } catch let error as ConfigurationError {
            throw UsageError(error.description)
        }
        // Opening the store would create its folders, and here perhaps for the wrong user.
        guard access("\(directory)/releases/current", F_OK) == 0 else {
            return .none(because: "no installed release is readable in \(directory); --model and --tagger name files")
        }
        let slots = try SlotStore(root: "\(directory)/releases")
        guard let slot = try slots.active() else { return .none(because: "no release is installed in \(directory)") }
        let files = slots.filesPath(slot)
        guard access("\(files)/\(Self.taggerName)", F_OK) == 0 else { return .none(because: "the installed release has no tagger") }
        return .tagger(try Self.load("\(files)/encoder.gguf", "\(files)/\(Self.taggerName)", threadCount))
    }

    private static func load(_ model: String, _ tagger: String, _ threads: Int) throws -> Tagger {
        let encoder: Encoder
        do throws(InferenceError) { encoder = try Encoder(path: model, threads: threads) } catch {
            throw CommandError("\(model): \(error)")
        }
        do throws(InferenceError) { return try Tagger(path: tagger, encoder: encoder) } catch { throw CommandError("\(tagger): \(error)") }
    }
}
