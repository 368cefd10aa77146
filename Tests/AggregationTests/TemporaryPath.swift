import Foundation

/// A fresh file name; the file and its companions are small and lie in the system's temporary folder.
func temporaryPath() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("weir-aggregation-\(UUID().uuidString).sqlite").path
}
