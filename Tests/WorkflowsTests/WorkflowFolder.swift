import Foundation

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

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
