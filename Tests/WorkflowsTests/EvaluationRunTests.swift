import Foundation
import Inference
import Testing

@testable import Workflows

@Suite struct EvaluationRunTests {
    private static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/inference/tiny-f32.gguf").path

    private func write(_ rows: [(String, String)]) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("rows-\(UUID().uuidString).tsv").path
        try Data(("text\tintent\n" + rows.map { "\($0.0)\t\($0.1)" }.joined(separator: "\n") + "\n").utf8).write(
            to: URL(fileURLWithPath: path))
        return path
    }

    private var rows: [(String, String)] { WorkflowFolder.examples.flatMap { intent, texts in texts.map { ($0, intent) } } }

    @Test(arguments: [true, false]) func printsTheAgreedObjectAndOneLineForEachTestRow(withValidation: Bool) throws {
        let path = try write(rows)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let settings = EvaluationRun.Settings(trainPath: path, validationPath: withValidation ? path : nil, testPath: path)
        let run = EvaluationRun(settings, encoder: try Encoder(path: Self.model, threads: 1))
        let outcome = try run.run()
        let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.json().utf8)) as? [String: Any])
        for key in ["in_scope_accuracy", "macro_f1", "oos_auroc", "ece"] { #expect(object[key] is NSNumber, "\(key)") }
        let coverage = try #require(object["coverage"] as? [String: [String: Any]])
        #expect(coverage.keys.sorted() == ["0.95", "0.97", "0.98", "0.99"])
        for point in coverage.values {
            for key in ["all", "in_scope"] {
                let kept = try #require(point[key] as? [String: Any])
                #expect(kept["share"] is NSNumber)
            }
            #expect(point["certified"] is [String: Any] && point["in_scope_traffic"] is [String: Any])
        }
        let lines = try outcome.predictions()
        #expect(lines.count == rows.count)
        for (line, row) in zip(lines, rows) {
            let prediction = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(prediction["label"] is String && prediction["confidence"] is NSNumber && prediction["out_of_scope"] is NSNumber)
            #expect(prediction["kept"] is Bool)
            #expect(prediction["truth"] as? String == (row.1 == "oos" ? nil : row.1))
        }
        #expect(try run.run().json() == outcome.json())
    }

    @Test func refusesATestRowOfAnIntentThatWasNotTrained() throws {
        let train = try write(rows)
        let test = try write([("hello", "reset"), ("hello again", "greeting")])
        defer { for path in [train, test] { try? FileManager.default.removeItem(atPath: path) } }
        let settings = EvaluationRun.Settings(trainPath: train, validationPath: nil, testPath: test)
        let encoder = try Encoder(path: Self.model, threads: 1)
        let error = #expect(throws: WorkflowError.self) { try EvaluationRun(settings, encoder: encoder).run() }
        #expect(error?.problems.map(\.code) == [.unknownIntent])
        #expect(error?.problems.first?.line == 3)
    }

    @Test func takesAnotherLabelForOutOfScope() throws {
        let path = try write(rows.map { ($0.0, $0.1 == "oos" ? "none" : $0.1) })
        defer { try? FileManager.default.removeItem(atPath: path) }
        var settings = EvaluationRun.Settings(trainPath: path, validationPath: nil, testPath: path)
        settings.outOfScopeLabel = "none"
        let outcome = try EvaluationRun(settings, encoder: try Encoder(path: Self.model, threads: 1)).run()
        #expect(outcome.report.intents == 3 && outcome.report.outOfScopeRows == 3)
    }
}
