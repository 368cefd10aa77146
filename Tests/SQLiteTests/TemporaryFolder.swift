import Foundation

/// A folder of its own under the system's temporary directory, removed with everything in it when the value goes.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/weir-sqlite-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "test.db") -> String { "\(path)/\(name)" }
}
