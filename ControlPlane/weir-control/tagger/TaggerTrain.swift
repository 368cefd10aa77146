import ArgumentParser
import FoundationEssentials
import TaggerTraining

struct TaggerTrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Train a tagger's last layer and its transitions on labelled texts, and measure it on others.",
        discussion: """
            \(LabelledDataOptions.format)

            Texts are read as a node reads them: patterns take out what they find, and nothing is learnt of those words. The base gives the \
            layers of the branch, the feature tables, the gazetteer and the labels; what is written differs in its last layer alone and fits \
            the same encoder. The same input gives the same file. The report counts a span as found when one of the same entity shares a \
            character with it; EXACT wants the same characters. THRESHOLD is the score from which the tagger's spans give the best F1.
            """)

    @Option(name: .long, help: "The encoder, a GGUF file.") var encoder: String
    @Option(name: .long, help: "The tagger to begin with, a GGUF file made for this encoder.") var base: String
    @Option(name: .long, help: "Labelled texts to train on. May be given again.") var data: [String]
    @Option(name: .long, help: "The tagger to write.") var out: String
    @Option(name: .long, help: "Labelled texts to measure on.") var heldOut: String?
    @Option(name: .long, help: "Without --held-out: the share of the data that is measured on and not trained on; 0 measures nothing.")
    var heldOutShare = 0.1
    @OptionGroup var labelled: LabelledDataOptions
    @Option(name: .long, help: "Most passes over the data, for the classifier and then for the transitions.") var epochs = 200
    @Option(name: .long, help: "C of the L2 penalty; less is smoother.") var inverseRegularisation = 0.1
    @Option(name: .long, help: "Which texts are held out.") var seed: UInt64 = 1
    @Option(name: .long, help: "Write each entity's threshold to this file, as tables for policy.toml.") var writeThresholds: String?
    @Option(name: .long, help: "Threads for encoding and training.") var threads = 2
    @Option(name: .long, help: "table for people, json for scripts.") var output: OutputFormat = .table

    func validate() throws {
        guard !data.isEmpty else { throw ValidationError("--data is needed") }
        guard (0..<1).contains(heldOutShare) else { throw ValidationError("--held-out-share is 0 or more and less than 1") }
        guard (1...10_000).contains(epochs) else { throw ValidationError("--epochs is 1 to 10000") }
        guard inverseRegularisation > 0, inverseRegularisation.isFinite else {
            throw ValidationError("--inverse-regularisation is above 0")
        }
        guard (1...256).contains(threads) else { throw ValidationError("--threads is 1 to 256") }
    }

    @concurrent func run() async throws {
        var settings = TaggerRun.Settings(encoderPath: encoder, basePath: base, dataPaths: data, outputPath: out)
        settings.heldOutPath = heldOut
        settings.split = HeldOutSplit(share: heldOutShare, seed: seed)
        settings.mapping = try labelled.mapping()
        settings.training.passes = epochs
        settings.training.inverseRegularisation = inverseRegularisation
        settings.training.threads = threads
        let outcome = try TaggerRun(settings).run { TaggerConsole.show($0) }
        Console.progress("trained on \(outcome.words) words in \(outcome.passes) passes", isLast: true)
        if !outcome.converged { Console.complain("warning: not converged after \(outcome.passes) passes; give more --epochs") }
        if output == .json {
            Console.print(try report(outcome))
        } else {
            Console.print(
                """
                \(out): \(outcome.records) texts, \(outcome.words) words, \(outcome.labelledWords) of them in entities; \
                loss \(Figure.decimal(outcome.objective, 4)) a word
                """)
            if let figures = outcome.figures {
                Console.print("")
                TaggerConsole.show(figures)
            }
        }
        if let writeThresholds {
            guard let figures = outcome.figures else { throw Failure("--write-thresholds: nothing was held out to choose thresholds on") }
            try TaggerConsole.write(thresholds: figures, to: writeThresholds)
        }
    }

    private func report(_ outcome: TaggerRun.Outcome) throws -> String {
        struct Report: Encodable {
            let tagger: String
            let records: Int
            let words: Int
            let labelledWords: Int
            let objective: Double
            let passes: Int
            let converged: Bool
            let heldOut: TaggerFigures?
        }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let report = Report(
            tagger: out, records: outcome.records, words: outcome.words, labelledWords: outcome.labelledWords,
            objective: outcome.objective, passes: outcome.passes, converged: outcome.converged, heldOut: outcome.figures)
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
