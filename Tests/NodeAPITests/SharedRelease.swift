import Foundation
import Pipeline
import Releases
import TinyRelease

enum SharedRelease {
    static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/inference/tiny-q8_0.gguf").path

    /// Made once: training its head takes longest. Nothing of it is read from the folder once it is loaded.
    static let made = Result {
        let folder = NSTemporaryDirectory() + "weir-api-release-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = try TinyRelease(in: folder, modelPath: model, key: SigningKey(kind: .release))
        return try LoadedRelease(id: made.id, manifest: made.manifest, directory: made.directory, settings: .init())
    }
}
