package import Privacy

/// What a workflow teaches its sensitivity head with: `sensitivity/<level>.tsv` for each level, named as in `Sensitivity`. UTF-8, a header line `text`, then one
/// text a line; the file's name is the label.
package struct SensitivityExamples: Sendable {
    /// Fewer than this of a level cannot be cross-validated in a way that means anything.
    package static let leastTexts = 20
    /// Below this a warning is given.
    package static let advisedTexts = 60

    package struct Text: Sendable, Equatable {
        package let text: String
        package let level: Sensitivity
    }

    /// In the order of the levels, then of the lines, without repetitions.
    package let texts: [Text]

    /// Nil for a workflow without the folder, or with problems in it, which `collector` gets.
    init?(folder: String, _ collector: inout ProblemCollector) {
        let before = collector.problems.count
        guard let names = collector.attempt({ () throws(WorkflowError) in try TextFile.names(in: folder, suffix: ".tsv") }) ?? nil else {
            return nil
        }
        for name in names where Sensitivity(rawValue: String(name.dropLast(4))) == nil {
            collector.report(
                .unknownLevel, folder + "/" + name, nil, "is not named after a level",
                "the levels are \(Sensitivity.allCases.map { "\($0.rawValue).tsv" }.joined(separator: ", "))")
        }
        var texts: [Text] = []
        var seen: [String: (level: Sensitivity, place: String)] = [:]
        for level in Sensitivity.allCases {
            let path = "\(folder)/\(level.rawValue).tsv"
            guard let file = collector.attempt({ () throws(WorkflowError) in try ExampleFile(path: path, form: .textAlone) }) else {
                continue
            }
            var count = 0
            for example in file.examples {
                let key = ExampleSorter.folded(example.text)
                if let before = seen[key] {
                    if before.level == level {
                        collector.warn(.repeatedExample, path, example.line, "repeats \(before.place)", "the repetition is not used")
                    } else {
                        collector.report(
                            .conflictingExample, path, example.line,
                            "the same text stands at \(before.place) as an example of '\(before.level.rawValue)'",
                            "keep it in one of the two levels")
                    }
                    continue
                }
                seen[key] = (level, "\(path):\(example.line)")
                texts.append(Text(text: example.text, level: level))
                count += 1
            }
            if count < Self.leastTexts {
                collector.report(
                    .tooFewExamples, path, nil, "has \(count) text\(count == 1 ? "" : "s")",
                    "at least \(Self.leastTexts) are needed, \(Self.advisedTexts) or more are good")
            } else if count < Self.advisedTexts {
                collector.warn(.fewExamples, path, nil, "has \(count) texts", "\(Self.advisedTexts) or more are good")
            }
        }
        guard collector.problems.count == before else { return nil }
        self.texts = texts
    }
}
