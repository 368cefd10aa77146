import Foundation
import GGUF
import Inference
import Tagging
import TinyTagger

@testable import Workflows

/// A workflow folder under the temporary directory, right in every point until a test changes a file.
final class WorkflowFolder {
    let path: String

    static let settings = """
        [workflow]
        name = "desk"
        description = "a test"

        [[intent]]
        name = "reset"
        action = "template"
        template = "Open the portal."
        offline = "answer"

        [[intent]]
        name = "printer"
        description = "printers"
        action = "knowledge"
        risk = "low"

        [[intent]]
        name = "fraud"
        action = "escalate"
        risk = "high"
        max_tokens = 300
        """

    static let examples: [(intent: String, texts: [String])] = [
        (
            "reset",
            [
                "forgot my password", "cannot sign in", "password expired", "reset my login", "locked out of my account",
                "new password please",
            ]
        ),
        (
            "printer",
            [
                "printer is jammed", "no ink in the printer", "cannot print", "printer offline", "paper stuck in tray two",
                "prints blank pages",
            ]
        ),
        (
            "fraud",
            [
                "suspicious mail", "someone asked for my pin", "odd invoice", "phishing attempt", "fake ceo call",
                "mail to bob@example.org wants money",
            ]
        ),
        ("oos", ["what is the weather", "tell me a joke", "who won the match"]),
    ]

    /// Texts of each level, told apart by their words.
    static func sensitivityFiles(_ count: Int = 24) -> [String: String?] {
        let words = [
            "public": ["weather", "browser", "text size"], "internal": ["server", "budget", "project"],
            "personal": ["my address", "her phone", "his birthday"], "special-category": ["hospital", "illness", "church"],
        ]
        var files: [String: String?] = [:]
        for (level, words) in words {
            let lines = (0..<count).map {
                "\(["tell me about", "what is", "i wrote of", "again"][$0 % 4]) \(words[$0 % words.count]) \($0 / 12)"
            }
            files["sensitivity/\(level).tsv"] = "text\n" + lines.joined(separator: "\n") + "\n"
        }
        return files
    }

    init(_ changes: [String: String?] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("workflow-\(UUID().uuidString)").path
        let lines = Self.examples.flatMap { intent, texts in texts.map { "\($0)\t\(intent)" } }
        var files: [String: String?] = [
            "workflow.toml": Self.settings, "examples/all.tsv": "text\tintent\n" + lines.joined(separator: "\n") + "\n",
            "knowledge/jam.md": "# Paper jam\n\nOpen the back cover.\n\n## Tray two\n\nPull the paper out slowly.\n",
        ]
        for (name, text) in changes { files[name] = text }
        for (name, text) in files {
            guard let text else { continue }
            let url = URL(fileURLWithPath: path + "/" + name)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    /// What reading such a folder gives; the folder is gone afterwards.
    static func workflow(_ changes: [String: String?] = [:]) throws -> Workflow {
        let folder = try WorkflowFolder(changes)
        return try withExtendedLifetime(folder) { try Workflow(folder: folder.path + "/") }
    }

    /// The random encoder of Fixtures/inference.
    static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/inference/tiny-f32.gguf").path

    /// Writes a tagger for it that takes every capitalised word for a name, but for the first of a sentence.
    static func writeTagger(to path: String, digest: String? = nil) throws {
        let encoder = try Encoder(path: model, threads: 1)
        var tiny = try TinyTagger(for: GGUFFile(path: model), tap: 1, blocks: 0, digest: digest ?? TaggerFile.digest(of: encoder))
        let rows = TinyTagger.featureRows.reduce(0, +)
        for row in 0..<rows { for column in 0..<encoder.dimension { tiny.set("features.weight", row * encoder.dimension + column, 0) } }
        for row in 0..<6 { tiny.set("features.weight", row * encoder.dimension, row == 2 ? 60 : -60) }
        tiny.set("features.weight", (TinyTagger.featureRows[..<4].reduce(0, +) + 1) * encoder.dimension, -200)
        for (label, weight) in ([-1, 1, 1, 0.01, 0.01] as [Float]).enumerated() {
            for column in 0..<encoder.dimension {
                tiny.set("classifier.weight", label * encoder.dimension + column, column == 0 ? weight : 0)
            }
            tiny.set("classifier.bias", label, label > 2 ? -500 : 0)
        }
        for move in 0..<30 { tiny.set("transitions.weight", move, [7, 12].contains(move) ? 20 : 0) }
        try tiny.writer(path: path).write()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
