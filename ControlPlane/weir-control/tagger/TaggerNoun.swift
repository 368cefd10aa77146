import ArgumentParser
import FoundationEssentials
import TaggerTraining

struct TaggerNoun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tagger", abstract: "Taggers: what finds names and other entities that have no pattern. Trained and measured.",
        subcommands: [TaggerTrain.self, TaggerEvaluate.self])
}

/// What both verbs read.
struct LabelledDataOptions: ParsableArguments {
    static let format = """
        DATA are JSON Lines, one object a line: {"text": "...", "spans": [{"start": 0, "end": 4, "type": "PERSON"}]}. Offsets count Unicode \
        scalars, end is exclusive, spans do not overlap; other fields are left alone. A record may carry "allowed": ["DATE_TIME"]: its \
        spans may be incomplete, but in these types only. A type that is no entity of Presidio's naming needs a --map.
        """

    @Option(
        name: .long,
        help: ArgumentHelp(
            "What a type of the data means: an entity, O (nothing personal), or ignore (not known). May be given again.",
            valueName: "type=entity"))
    var map: [String] = []

    func mapping() throws(TrainingError) -> EntityMapping { try EntityMapping(map) }
}

enum TaggerConsole {
    static func show(_ progress: TaggerProgress) {
        let stage =
            switch progress.stage {
            case .reading: "reading data"
            case .encoding: "encoding texts"
            case .training: "training, passes"
            case .writing: "writing"
            case .measuring: "measuring"
            }
        Console.progress(progress.total.map { "\(stage): \(progress.completed) of \($0)" } ?? stage)
    }

    static func show(_ figures: TaggerFigures) {
        var table = Table(
            "ENTITY", "LABELLED#", "FOUND#", "PRECISION#", "RECALL#", "F1#", "EXACT P#", "EXACT R#", "EXACT F1#", "THRESHOLD#", "F1 THERE#")
        func add(_ name: String, _ entity: TaggerFigures.Entity) {
            table.add(
                name, "\(entity.labelled)", "\(entity.found)", Figure.share(entity.overlap.precision), Figure.share(entity.overlap.recall),
                Figure.share(entity.overlap.f1), Figure.share(entity.exact.precision), Figure.share(entity.exact.recall),
                Figure.share(entity.exact.f1), entity.threshold.map { Figure.decimal(Double($0), 2) } ?? "-",
                Figure.share(entity.thresholdF1))
        }
        for (name, entity) in figures.entities.sorted(by: { $0.key < $1.key }) { add(name, entity) }
        add("all", figures.total)
        Console.print(table.text + "\n")
        Console.print(
            """
            \(figures.records) texts, \(figures.characters.personal) characters of personal data, \
            \(Figure.share(figures.characters.leftShare)) of them left; of the other characters \
            \(Figure.share(figures.characters.overmaskedShare)) masked
            """)
    }

    /// Written whole or not at all.
    static func write(thresholds figures: TaggerFigures, to path: String) throws {
        guard let text = figures.policyText() else { throw Failure("\(path): not written, too few labelled spans to choose a threshold") }
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }
}
