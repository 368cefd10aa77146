import Files

#if canImport(Glibc)
    import Glibc
#endif

/// Whole files and folders of an operator, read with a bound.
enum TextFile {
    static func bytes(_ path: String, limit: Int) throws(WorkflowError) -> [UInt8] {
        do throws(FileError) {
            return try WholeFile.read(path, atMost: limit)
        } catch {
            switch error.cause {
            case .tooLarge:
                throw WorkflowError(
                    .tooLarge, file: path, problem: "is larger than \(limit >> 20) MiB", remedy: "split it or remove what is not needed")
            case .system(EISDIR): throw WorkflowError(.unreadable, file: path, problem: "is a folder", remedy: "name a file")
            case .system, .notRegular, .exposed, .noLine: throw unreadable(path, error.isMissing, error.reason)
            }
        }
    }

    static func text(_ path: String, limit: Int) throws(WorkflowError) -> String {
        let bytes = try bytes(path, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            let line = (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
            throw WorkflowError(.invalidUTF8, file: path, line: line, problem: "is not UTF-8", remedy: "save the file as UTF-8")
        }
        return text
    }

    /// Names in `folder` that end in `suffix` and do not begin with a dot, sorted by bytes; nil when there is no such folder.
    static func names(in folder: String, suffix: String) throws(WorkflowError) -> [String]? {
        guard let directory = opendir(folder) else {
            if errno == ENOENT { return nil }
            throw unreadable(folder, false, String(cString: strerror(errno)))
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(suffix), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    private static func unreadable(_ path: String, _ isMissing: Bool, _ reason: String) -> WorkflowError {
        WorkflowError(
            isMissing ? .missingFile : .unreadable, file: path, problem: "cannot be read: \(reason)",
            remedy: "create it, or correct its permissions")
    }
}
