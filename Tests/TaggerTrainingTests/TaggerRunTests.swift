import Foundation
import GGUF
import Inference
import Privacy
import Tagging
import Testing
import TinyTagger

@testable import TaggerTraining

/// Whole runs with the random encoder of Fixtures/inference: what capitals tell can be learnt, what words mean cannot.
@Suite final class TaggerRunTests {
    private static let encoderPath = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/inference/tiny-f32.gguf").path

    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tagger-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func path(_ name: String) -> String { folder + "/" + name }

    private func write(_ lines: [String], _ name: String = "data.jsonl") throws {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    /// A tagger without a branch on the first layer's states.
    private func writeBase(_ name: String = "base.gguf", digest: String? = nil, labels: [String] = TinyTagger.labels) throws {
        let encoder = try Encoder(path: Self.encoderPath, threads: 1)
        let tiny = try TinyTagger(
            for: GGUFFile(path: Self.encoderPath), tap: 1, blocks: 0, labels: labels, digest: digest ?? TaggerFile.digest(of: encoder))
        try tiny.writer(path: path(name)).write()
    }

    private func settings(_ data: [String] = ["data.jsonl"]) -> TaggerRun.Settings {
        var settings = TaggerRun.Settings(
            encoderPath: Self.encoderPath, basePath: path("base.gguf"), dataPaths: data.map(path), outputPath: path("out.gguf"))
        settings.training.threads = 1
        return settings
    }

    /// Names are the words with a capital; the mail addresses are a pattern's.
    private static let lines: [String] = {
        let names = ["Anna", "Bob Miller", "Zoe", "Jan Kowalski", "Mia"]
        return (0..<120).map { index in
            let name = names[index % names.count]
            let before = ["we met ", "call ", "a mail a\(index)@example.org came from ", "it was "][index % 4]
            let text = before + name + [" again today", " now", " and left"][index % 3]
            let start = before.unicodeScalars.count
            let end = start + name.unicodeScalars.count
            return #"{"text": "\#(text)", "spans": [{"start": \#(start), "end": \#(end), "type": "PERSON_NAME"}]}"#
        }
    }()

    @Test func trainsATaggerThatFindsWhatItWasTaught() throws {
        try writeBase()
        try write(Self.lines)
        var settings = settings()
        settings.mapping = try EntityMapping(["PERSON_NAME=PERSON"])
        settings.split = HeldOutSplit(share: 0.3, seed: 1)
        var stages: [TaggerProgress.Stage] = []
        let outcome = try TaggerRun(settings).run { if stages.last != $0.stage { stages.append($0.stage) } }
        #expect(stages == [.reading, .encoding, .training, .writing, .measuring])
        let figures = try #require(outcome.figures)
        #expect(outcome.records + figures.records == 120 && figures.records > 20)
        let person = try #require(figures.entities["PERSON"])
        #expect(person.overlap.f1 > 0.9 && person.exact.f1 > 0.9, "\(person)")
        #expect(figures.entities.keys.sorted() == ["PERSON"])
        #expect(figures.characters.leftShare ?? 1 < 0.1)

        // What was written is what was measured, and measuring it again gives the same.
        try write(Self.lines.filter { line in settings.split.isHeldOut(try! text(of: line)) }, "held.jsonl")
        let records = try SpanFile(path: path("held.jsonl"), mapping: settings.mapping).records
        let measurement = try TaggerMeasurement(
            encoderPath: Self.encoderPath, taggerPath: path("out.gguf"), threads: 1, anonymizer: Anonymizer())
        #expect(try measurement.run(records).json() == figures.json())
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["base.gguf", "data.jsonl", "held.jsonl", "out.gguf"])
    }

    private func text(of line: String) throws -> String {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["text"] as? String ?? ""
    }

    @Test func writesTheSameFileFromTheSameInputWhateverTheThreads() throws {
        try writeBase()
        try write(Self.lines)
        var files: [Data] = []
        for threads in [1, 3] {
            var settings = settings()
            settings.mapping = try EntityMapping(["PERSON_NAME=PERSON"])
            settings.training.threads = threads
            settings.training.passes = 20
            _ = try TaggerRun(settings).run()
            files.append(try Data(contentsOf: URL(fileURLWithPath: path("out.gguf"))))
        }
        #expect(files[0] == files[1])
    }

    @Test func keepsAllButTheLastLayer() throws {
        try writeBase()
        try write(Self.lines)
        var settings = settings()
        settings.mapping = try EntityMapping(["PERSON_NAME=PERSON"])
        settings.split = HeldOutSplit(share: 0, seed: 1)
        #expect(try TaggerRun(settings).run().figures == nil)
        let (base, out) = try (GGUFFile(path: path("base.gguf")), GGUFFile(path: path("out.gguf")))
        #expect(base.metadata == out.metadata)
        let changed = zip(base.tensors, out.tensors).filter { !$0.bytes.elementsEqual($1.bytes) }.map(\.0.name)
        #expect(changed == ["classifier.weight", "classifier.bias", "transitions.weight"])
    }

    @Test func readsTheWordsThatPatternsLeave() throws {
        try writeBase()
        let encoder = try Encoder(path: Self.encoderPath, threads: 1)
        let tagger = try Tagger(path: path("base.gguf"), encoder: encoder)
        let masks = try #require(LabelMasks(tagger.labels))
        let reader = MaskedReader(tagger: tagger, anonymizer: Anonymizer())
        // "mail address to Anna": the first two words stand for what a pattern took.
        let record = LabelledText(text: "anna@example.org to Anna", spans: [.init(.emailAddress, 0..<16), .init(.person, 20..<24)])
        let found = try reader.states(of: record, masks)
        #expect(found.masks == [masks.any, masks.any, 1, 2])
        #expect(found.states.count == 4 * encoder.dimension)
    }

    @Test func refusesATaggerOfAnotherEncoder() throws {
        try writeBase(digest: String(repeating: "a", count: 64))
        try write(Self.lines)
        let error = #expect(throws: TrainingError.self) { try TaggerRun(settings()).run() }
        #expect(error?.problems.map(\.code) == [.badModel] && error?.problems.first?.file == path("base.gguf"))
        #expect(!FileManager.default.fileExists(atPath: path("out.gguf")))
    }

    @Test func refusesMoreLabelsThanItCanTrain() throws {
        let entities = EntityType.allCases.prefix(33)
        try writeBase(labels: ["O"] + entities.map { "B-" + $0.rawValue } + entities.map { "I-" + $0.rawValue })
        try write(Self.lines)
        let error = #expect(throws: TrainingError.self) { try TaggerRun(settings()).run() }
        #expect(error?.problems.map(\.field) == ["labels"])
    }

    @Test(arguments: [
        ("no records", [], TrainingProblem.Code.tooFewRecords),
        ("no label of the tagger's", [#"{"text": "a b", "spans": []}"#], .tooFewRecords),
        ("a broken line", ["{"], .badJSON),
    ])
    func refusesDataWithNothingToLearn(name: String, lines: [String], code: TrainingProblem.Code) throws {
        try writeBase()
        try write(lines)
        var settings = settings()
        settings.split = HeldOutSplit(share: 0, seed: 1)
        let error = #expect(throws: TrainingError.self) { try TaggerRun(settings).run() }
        #expect(error?.problems.map(\.code) == [code])
        #expect(!FileManager.default.fileExists(atPath: path("out.gguf")))
    }

    @Test func namesTheRecordThatIsTooLong() throws {
        try writeBase()
        let long = String(repeating: "a ", count: Encoder.maximumTokens + 1)
        try write(Self.lines.prefix(2) + [#"{"text": "\#(long)", "spans": []}"#])
        var settings = settings()
        settings.mapping = try EntityMapping(["PERSON_NAME=PERSON"])
        settings.split = HeldOutSplit(share: 0, seed: 1)
        let error = #expect(throws: TrainingError.self) { try TaggerRun(settings).run() }
        #expect(error?.problems.first?.line == 3 && error?.problems.first?.file == path("data.jsonl"))
    }

    @Test func refusesAnOutputThatCannotBeWritten() throws {
        try writeBase()
        try write(Self.lines)
        var settings = settings()
        settings.outputPath = path("nowhere/out.gguf")
        settings.mapping = try EntityMapping(["PERSON_NAME=PERSON"])
        #expect(throws: TrainingError.self) { try TaggerRun(settings).run() }
    }
}
