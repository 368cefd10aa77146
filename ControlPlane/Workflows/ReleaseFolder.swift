#if canImport(Glibc)
    import Glibc
#endif

/// A release being written: a folder beside its final place, renamed when it is complete, so that nobody ever sees half a release.
struct ReleaseFolder {
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let step: String
        let reason: String

        init(_ path: String, _ step: String) {
            self.path = path
            self.step = step
            reason = String(cString: strerror(errno))
        }

        var description: String { "\(path): cannot \(step): \(reason)" }
    }

    let path: String
    private let parent: String
    var files: String { path + "/files" }

    /// Creates `<parent>/.building-<process id>/files`, and `parent` where it is absent; what an earlier process of that id left there is removed.
    init(in parent: String) throws(Failure) {
        self.parent = parent
        path = "\(parent)/.building-\(getpid())"
        guard mkdir(parent, 0o755) == 0 || errno == EEXIST else { throw Failure(parent, "create the folder") }
        Self.remove(path)
        guard mkdir(path, 0o755) == 0 else { throw Failure(path, "create the folder") }
        guard mkdir(files, 0o755) == 0 else { throw Failure(files, "create the folder") }
    }

    /// Hard link where the file system allows it, else a copy. A release's files are never written to again, so sharing the bytes is safe.
    func add(_ source: String, as name: String) throws(Failure) {
        let target = "\(files)/\(name)"
        if link(source, target) == 0 { return }
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw Failure(source, "open it") }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard output >= 0 else { throw Failure(target, "create it") }
        defer { close(output) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(input, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(source, "read it") }
            if count == 0 { break }
            guard Self.writeAll(buffer[..<count], output) else { throw Failure(target, "write it") }
        }
        guard fsync(output) == 0 else { throw Failure(target, "sync it") }
    }

    /// `name` is relative to the release's folder.
    func write(_ bytes: [UInt8], to name: String) throws(Failure) {
        let target = "\(path)/\(name)"
        let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard output >= 0 else { throw Failure(target, "create it") }
        defer { close(output) }
        guard Self.writeAll(bytes[...], output), fsync(output) == 0 else { throw Failure(target, "write it") }
    }

    /// Renames the folder to `<parent>/<name>` and returns that path. A release is named by its content: one that is there already is the same.
    func finish(as name: String) throws(Failure) -> String {
        let target = "\(parent)/\(name)"
        Self.sync(files)
        Self.sync(path)
        if rename(path, target) != 0 {
            guard errno == ENOTEMPTY || errno == EEXIST else { throw Failure(target, "rename the folder") }
            Self.remove(path)
        }
        Self.sync(parent)
        return target
    }

    func discard() { Self.remove(path) }

    private static func writeAll(_ bytes: ArraySlice<UInt8>, _ descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func sync(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// A release's folder is two levels deep and holds only plain files.
    private static func remove(_ path: String) {
        for folder in [path + "/files", path] {
            if let directory = opendir(folder) {
                while let entry = readdir(directory) {
                    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                    }
                    if name != ".", name != ".." { unlink("\(folder)/\(name)") }
                }
                closedir(directory)
            }
            rmdir(folder)
        }
    }
}
