import Files

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

        init(_ error: FileError) {
            path = error.path
            step = error.step
            reason = error.reason
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
        do throws(FileError) { try AtomicFile.adopt(source, as: "\(files)/\(name)", mode: 0o644) } catch { throw Failure(error) }
    }

    /// `name` is relative to the release's folder.
    func write(_ bytes: [UInt8], to name: String) throws(Failure) {
        do throws(FileError) { try AtomicFile.create(bytes, at: "\(path)/\(name)", mode: 0o644) } catch { throw Failure(error) }
    }

    /// Renames the folder to `<parent>/<name>` and returns that path. A release is named by its content: one that is there already is the same.
    func finish(as name: String) throws(Failure) -> String {
        let target = "\(parent)/\(name)"
        try Self.sync(files)
        try Self.sync(path)
        if rename(path, target) != 0 {
            guard errno == ENOTEMPTY || errno == EEXIST else { throw Failure(target, "rename the folder") }
            Self.remove(path)
        }
        try Self.sync(parent)
        return target
    }

    func discard() { Self.remove(path) }

    private static func sync(_ folder: String) throws(Failure) {
        do throws(FileError) { try Directory.sync(folder) } catch { throw Failure(error) }
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
