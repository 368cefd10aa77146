#if canImport(Glibc)
    import Glibc
#endif

/// Whole files and folders of an operator, read with a bound.
enum TextFile {
    static func bytes(_ path: String, limit: Int) throws(WorkflowError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw WorkflowError(.unreadable, file: path, problem: "is a folder", remedy: "name a file")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(max(Int(status.st_size), 0), limit) + 1)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw unreadable(path) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            // Counted while reading, because a pipe or a growing file has no size to ask for.
            if bytes.count > limit {
                throw WorkflowError(
                    .tooLarge, file: path, problem: "is larger than \(limit >> 20) MiB", remedy: "split it or remove what is not needed")
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
            throw unreadable(folder)
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

    private static func unreadable(_ path: String) -> WorkflowError {
        let code: WorkflowProblem.Code = errno == ENOENT ? .missingFile : .unreadable
        return WorkflowError(
            code, file: path, problem: "cannot be read: \(String(cString: strerror(errno)))",
            remedy: "create it, or correct its permissions")
    }
}
