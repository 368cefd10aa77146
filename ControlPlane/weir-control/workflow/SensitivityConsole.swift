import Classification
import Privacy
import Workflows

/// The cross-validated figures of a sensitivity head.
enum SensitivityConsole {
    struct Figures: Encodable {
        let texts: Int
        let accuracy: Double
        let macroF1: Double
        /// Above 1: not reachable, and the head is left out.
        let threshold: Float
        /// Of which the head says something, and share of that which is right.
        let spokenShare: Double
        let spokenAccuracy: Double?

        init(_ sensitivity: TrainedSensitivity) {
            let observations = sensitivity.trained.observations
            texts = observations.count
            accuracy = Evaluation.accuracy(observations)
            macroF1 = Evaluation.macroF1(observations, classes: sensitivity.trained.head.labels.count)
            threshold = sensitivity.threshold
            (spokenShare, spokenAccuracy) = sensitivity.spoken
        }
    }

    static func show(_ sensitivity: TrainedSensitivity) {
        let figures = Figures(sensitivity)
        Console.print(
            """
            sensitivity: \(figures.texts) texts, accuracy \(Figure.decimal(figures.accuracy, 4)), macro F1 \(Figure.decimal(figures.macroF1, 4)) \
            (\(sensitivity.trained.folds)-fold cross-validation)
            """)
        guard sensitivity.head != nil else {
            return Console.print(
                "no confidence reaches \(Figure.share(SensitivityTraining.targetAccuracy)): the head is left out of a release")
        }
        Console.print(
            """
            at its threshold of \(Figure.decimal(Double(figures.threshold), 3)) it says something of \(Figure.share(figures.spokenShare)), \
            \(Figure.share(figures.spokenAccuracy)) of it right
            """)
        var table = Table("LEVEL", "PUBLIC#", "INTERNAL#", "PERSONAL#", "SPECIAL#", "NOTHING#")
        for (level, row) in zip(Sensitivity.allCases, sensitivity.confusion) {
            let cells = row.map { String($0) }
            table.add(level.rawValue, cells[0], cells[1], cells[2], cells[3], cells[4])
        }
        Console.print(table.text)
    }
}
