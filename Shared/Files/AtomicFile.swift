#if canImport(Glibc)
    internal import Glibc
#endif

/// Writes files so that a reader, or a machine that loses power, sees the old bytes or the new ones and never a mixture.
///
/// The bytes go to a file beside the place, are synced, and get their name in one step; then the folder is synced. When a call throws, nothing has changed
/// at the place and the file beside it is gone, save after `syncFolder`. A process that is killed may leave the file beside it.
package enum AtomicFile {
    /// Takes the place of what is at `path`: of a link itself, not of what it leads to.
    /// - Parameters:
    ///   - mode: permission bits, less those of the process's umask.
    ///   - temporary: the name beside it, for who is the only writer of `path`: however often such a process is killed, it leaves one file at most.
    ///     Nil takes a free name, so that several writers do not meet.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32, temporary: String? = nil) throws(FileError) {
        try write(chunks: [bytes], to: path, mode: mode, temporary: temporary)
    }

    /// As above, with the chunks one after the other.
    package static func write(chunks: [[UInt8]], to path: String, mode: UInt32, temporary: String? = nil) throws(FileError) {
        let temporary = try fill(temporary, beside: path, mode: mode) { (file: Int32) throws(FileError) in
            for chunk in chunks { try Descriptor.write(chunk, to: file, path: path) }
        }
        try replace(path, temporary)
    }

    /// Puts a file where nothing stands. Throws `create` with EEXIST where anything does, a dangling link as well, and touches it not.
    package static func create(_ bytes: [UInt8], at path: String, mode: UInt32) throws(FileError) {
        // First, because a place that is taken is found in a folder too where nothing can be created.
        var status = stat()
        guard lstat(path, &status) != 0 else { throw FileError(.create, path, .system(EEXIST)) }
        let temporary = try fill(nil, beside: path, mode: mode) { (file: Int32) throws(FileError) in
            try Descriptor.write(bytes, to: file, path: path)
        }
        try place(temporary, at: path)
    }

    /// Gives the file at `source`, or that a symbolic link there leads to, a second name, `path`; copies it where the file system makes no links. Throws
    /// `create` with EEXIST where something stands.
    /// - Parameters:
    ///   - mode: of a copy.
    ///   - temporary: as in `write`.
    package static func adopt(_ source: String, as path: String, mode: UInt32, temporary: String? = nil) throws(FileError) {
        if linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 { return try Directory.sync(Directory.of(path)) }
        guard errno != EEXIST else { throw FileError(.create, path) }
        let input = Descriptor.open(source, O_RDONLY)
        guard input >= 0 else { throw FileError(.open, source) }
        defer { close(input) }
        let temporary = try fill(temporary, beside: path, mode: mode) { (file: Int32) throws(FileError) in
            var chunk: [UInt8] = []
            while try Descriptor.read(input, into: &chunk, path: source) {
                try Descriptor.write(chunk, to: file, path: path)
                chunk.removeAll(keepingCapacity: true)
            }
        }
        try place(temporary, at: path)
    }

    /// Gives a new file its name, if the name is free: a rename would not see whether it is.
    private static func place(_ temporary: String, at path: String) throws(FileError) {
        if link(temporary, path) == 0 {
            unlink(temporary)
            return try Directory.sync(Directory.of(path))
        }
        let number = errno
        guard [EPERM, EOPNOTSUPP, ENOSYS].contains(number) else {
            unlink(temporary)
            throw FileError(.create, path, .system(number))
        }
        try claim(path, temporary)
    }

    /// For a file system without links: takes the name first, then puts the file there. A crash between the two leaves an empty file.
    static func claim(_ path: String, _ temporary: String) throws(FileError) {
        let place = Descriptor.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
        guard place >= 0 else {
            let error = FileError(.create, path)
            unlink(temporary)
            throw error
        }
        close(place)
        do throws(FileError) { try replace(path, temporary) } catch {
            if error.operation != .syncFolder { unlink(path) }
            throw error
        }
    }

    /// A new file with what `body` writes, on disk when this returns; its name.
    private static func fill(
        _ name: String?, beside path: String, mode: UInt32, _ body: (Int32) throws(FileError) -> Void
    ) throws(FileError) -> String {
        let (temporary, file) = try open(name, beside: path, mode: mode)
        var problem: FileError?
        do throws(FileError) {
            try body(file)
            if fsync(file) != 0 { problem = FileError(.sync, path) }
        } catch {
            problem = error
        }
        if close(file) != 0, problem == nil { problem = FileError(.write, path) }
        guard let problem else { return temporary }
        unlink(temporary)
        throw problem
    }

    /// O_EXCL, so that nothing which waits there under that name, a link for instance, is written to.
    private static func open(_ name: String?, beside path: String, mode: UInt32) throws(FileError) -> (String, Int32) {
        if let name { unlink(name) }
        var attempt = 0
        while true {
            let temporary = name ?? "\(path).\(getpid())-\(attempt).new"
            let file = Descriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
            if file >= 0 { return (temporary, file) }
            // Another thread's, or left by a process of this number that was killed.
            guard errno == EEXIST, name == nil, attempt < 1_000 else { throw FileError(.create, path) }
            attempt += 1
        }
    }

    private static func replace(_ path: String, _ temporary: String) throws(FileError) {
        guard rename(temporary, path) == 0 else {
            let error = FileError(.rename, path)
            unlink(temporary)
            throw error
        }
        try Directory.sync(Directory.of(path))
    }
}
