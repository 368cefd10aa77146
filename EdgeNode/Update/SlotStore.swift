import Files
import Releases

#if canImport(Glibc)
    import Glibc
#endif

/// Owns the release folders on disk:
///
/// ```
/// <root>/slots/a/manifest, files/...     a release, whole or coming in
/// <root>/slots/b/...
/// <root>/current -> slots/a              the one that serves; switched by rename, then fsync of <root>
/// ```
package struct SlotStore: Sendable {
    package let root: String

    /// Creates the folders that are absent.
    package init(root: String) throws(UpdateError) {
        self.root = root
        for directory in [root, "\(root)/slots", "\(root)/slots/a", "\(root)/slots/b"] { try Self.makeDirectory(directory) }
    }

    package func directory(_ slot: Slot) -> String { "\(root)/slots/\(slot.rawValue)" }
    package func manifestPath(_ slot: Slot) -> String { "\(directory(slot))/manifest" }

    package func filesPath(_ slot: Slot) -> String { "\(directory(slot))/files" }

    /// Throws `.path` for a path that would leave the slot.
    package func filePath(_ slot: Slot, _ path: String) throws(UpdateError) -> String {
        do throws(ReleaseRefusal) { try ReleasePath.check(path) } catch { throw UpdateError(error) }
        return "\(directory(slot))/files/\(path)"
    }

    // MARK: current

    /// The slot that serves; nil when there is none yet.
    package func active() throws(UpdateError) -> Slot? {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = readlink("\(root)/current", &buffer, buffer.count - 1)
        guard count >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.failed("readlink", "current")
        }
        let target = String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let slot = Slot.allCases.first(where: { target == "slots/\($0.rawValue)" }) else {
            throw UpdateError(.disk, file: "current", detail: "points neither to slots/a nor to slots/b")
        }
        return slot
    }

    /// Durable when it returns. A cut before leaves the old link, a cut after the new one; there is no state between.
    package func switchTo(_ slot: Slot) throws(UpdateError) {
        let temporary = "\(root)/current.new"
        _ = unlink(temporary)
        guard symlink("slots/\(slot.rawValue)", temporary) == 0 else { throw Self.failed("symlink", "current.new") }
        guard Glibc.rename(temporary, "\(root)/current") == 0 else { throw Self.failed("rename", "current") }
        try Self.sync(root)
    }

    /// Takes away `current`: no release serves.
    package func switchToNone() throws(UpdateError) {
        guard unlink("\(root)/current") == 0 || errno == ENOENT else { throw Self.failed("unlink", "current") }
        try Self.sync(root)
    }

    // MARK: what is in a slot

    /// Removes every file of the slot that is not in `paths` (or the beginning of one of them), and the manifest.
    package func keepOnly(_ paths: Set<String>, in slot: Slot) throws(UpdateError) {
        try remove(manifestPath(slot))
        let base = "\(directory(slot))/files"
        for found in Self.files(below: base) {
            let plain = found.hasSuffix(".part") ? String(found.dropLast(5)) : found
            if !paths.contains(plain) { try remove("\(base)/\(found)") }
        }
    }

    package func remove(_ path: String) throws(UpdateError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw Self.failed("unlink", path) }
    }

    /// Makes the folders above `path`, inside the slot.
    package func makeParents(of path: String) throws(UpdateError) {
        let parent = Directory.of(path)
        guard parent.utf8.count > root.utf8.count else { return }
        try makeParents(of: parent)
        try Self.makeDirectory(parent)
    }

    /// The file is there whole or not at all.
    package func write(_ bytes: [UInt8], to path: String) throws(UpdateError) {
        try makeParents(of: path)
        do throws(FileError) {
            try AtomicFile.write(bytes, to: path, mode: 0o640, temporary: path + ".new")
        } catch {
            throw UpdateError(error)
        }
    }

    /// The whole file; nil when it is absent.
    package func read(_ path: String, limit: Int = 16 << 20) throws(UpdateError) -> [UInt8]? {
        do throws(FileError) {
            return try WholeFile.read(path, atMost: limit)
        } catch {
            if error.isMissing { return nil }
            throw UpdateError(error)
        }
    }

    package func size(_ path: String) -> UInt64? {
        var info = stat()
        return stat(path, &info) == 0 ? UInt64(info.st_size) : nil
    }

    /// Gives a file of another slot a second name; copies it where links do not work.
    package func adopt(_ source: String, as path: String) throws(UpdateError) {
        try makeParents(of: path)
        try remove(path)
        do throws(FileError) {
            try AtomicFile.adopt(source, as: path, mode: 0o640, temporary: path + ".new")
        } catch {
            throw UpdateError(error)
        }
    }

    /// Appends to a half file, syncs it, and returns its new size.
    package func append(_ bytes: [UInt8], to path: String, at offset: UInt64) throws(UpdateError) {
        try makeParents(of: path)
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw Self.failed("open", path) }
        defer { Glibc.close(file) }
        guard ftruncate(file, off_t(offset)) == 0 else { throw Self.failed("ftruncate", path) }
        guard lseek(file, off_t(offset), SEEK_SET) == off_t(offset) else { throw Self.failed("lseek", path) }
        do throws(FileError) { try Descriptor.write(bytes, to: file, path: path) } catch { throw UpdateError(error) }
        guard fdatasync(file) == 0 else { throw Self.failed("fdatasync", path) }
    }

    /// `count` bytes from `offset`; fewer at the end of the file.
    package func read(_ path: String, at offset: UInt64, count: Int) throws(UpdateError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.failed("open", path) }
        defer { Glibc.close(file) }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(file, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset) + off_t(filled))
            }
            guard got >= 0 else { throw Self.failed("pread", path) }
            if got == 0 { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }

    package func rename(_ from: String, to path: String) throws(UpdateError) {
        guard Glibc.rename(from, path) == 0 else { throw Self.failed("rename", path) }
    }

    /// Makes the names in the slot durable; the files' bytes were synced as they were written.
    package func seal(_ slot: Slot) throws(UpdateError) {
        let base = directory(slot)
        var directories: Set<String> = [base, "\(base)/files"]
        for file in Self.files(below: "\(base)/files") { directories.insert(Directory.of("\(base)/files/\(file)")) }
        for directory in directories.sorted() where size(directory) != nil { try Self.sync(directory) }
        try Self.sync("\(root)/slots")
    }

    /// Bytes an unprivileged process may still write to this file system.
    package func freeBytes() throws(UpdateError) -> UInt64 {
        var info = statvfs()
        guard statvfs(root, &info) == 0 else { throw Self.failed("statvfs", root) }
        return UInt64(info.f_bavail) * UInt64(info.f_frsize)
    }

    // MARK: system calls

    private static func makeDirectory(_ path: String) throws(UpdateError) {
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw failed("mkdir", path) }
    }

    private static func sync(_ directory: String) throws(UpdateError) {
        do throws(FileError) { try Directory.sync(directory) } catch { throw UpdateError(error) }
    }

    /// Regular files below a folder, relative, sorted; none when the folder is absent.
    private static func files(below base: String) -> [String] {
        guard let directory = opendir(base) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            if entry.pointee.d_type == UInt8(DT_DIR) {
                found += files(below: "\(base)/\(name)").map { "\(name)/\($0)" }
            } else {
                found.append(name)
            }
        }
        return found.sorted()
    }

    private static func failed(_ call: String, _ path: String) -> UpdateError {
        UpdateError(.disk, file: path, detail: "\(call): \(String(cString: strerror(errno)))")
    }
}

extension UpdateError {
    init(_ error: FileError) {
        if case .tooLarge(let limit) = error.cause {
            self.init(.disk, file: error.path, detail: "larger than \(limit) bytes")
        } else {
            self.init(.disk, file: error.path, detail: "cannot \(error.step): \(error.reason)")
        }
    }
}
