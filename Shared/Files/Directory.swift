#if canImport(Glibc)
    internal import Glibc
#endif

/// The folders that files lie in.
package enum Directory {
    /// The folder a path lies in, without a slash at its end but for the root; "." for a mere name.
    package static func of(_ path: String) -> String {
        // By bytes: a combining mark behind the slash makes one character of the two.
        guard let cut = path.utf8.lastIndex(of: 0x2F) else { return "." }
        return cut == path.startIndex ? "/" : String(path[..<cut])
    }

    /// Makes the names in the folder durable, where it lets itself be opened and its file system knows how. Throws `syncFolder`.
    package static func sync(_ path: String) throws(FileError) {
        let descriptor = Descriptor.open(path, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else {
            // Who may only write to it cannot open it, and the file stands all the same.
            if errno == EACCES { return }
            throw FileError(.syncFolder, path)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(.syncFolder, path) }
    }
}
