#if canImport(Glibc)
    import Glibc
#endif

/// The bytes of a file, mapped read-only and private, or a copy of bytes in memory. Lives as long as anything refers to it.
///
/// A mapping follows the file: whoever shrinks the file in place makes the next read of a lost page a `SIGBUS`, and whoever rewrites it in place
/// changes weights under a running model. Weir never does either: files are written beside their name, synced and renamed (`AtomicFile`), so a
/// mapping keeps the bytes it was checked on. Put model files where only such writers can reach them.
package final class MappedFile: Sendable {
    /// The path, or the name given to bytes in memory.
    package let name: String
    private let isMapping: Bool
    // Safety: the memory is written before `init` returns, never after, and released in `deinit` alone.
    nonisolated(unsafe) package let bytes: UnsafeRawBufferPointer

    #if canImport(Glibc)
        /// Maps the whole file. Throws `cannotOpen`, `cannotMap`, or `truncated` for an empty file.
        package init(path: String) throws(GGUFError) {
            func failure(_ code: GGUFError.Code, _ expected: String, _ found: String) -> GGUFError {
                GGUFError(code, file: path, field: "file", expected: expected, found: found)
            }
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure(.cannotOpen, "a readable file", systemError(errno)) }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw failure(.cannotOpen, "a readable file", systemError(errno)) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw failure(.cannotOpen, "a regular file", "another kind of file") }
            let size = Int(status.st_size)
            guard size > 0 else {
                throw GGUFError(.truncated, file: path, field: "file", offset: 0, expected: "a model file", found: "an empty file")
            }
            guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
                throw failure(.cannotMap, "\(size) bytes of address space", systemError(errno))
            }
            name = path
            isMapping = true
            bytes = UnsafeRawBufferPointer(start: base, count: size)
        }
    #endif

    /// A copy of bytes in memory, aligned like a mapping's; for tests, fuzzing and files that arrive over the wire.
    package init(name: String, copying source: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 64)
        copy.copyBytes(from: source)
        self.name = name
        isMapping = false
        bytes = UnsafeRawBufferPointer(rebasing: copy[..<source.count])
    }

    deinit {
        let base = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        #if canImport(Glibc)
            if isMapping {
                munmap(base, bytes.count)
                return
            }
        #endif
        base?.deallocate()
    }
}

#if canImport(Glibc)
    /// The system's own words for an `errno`.
    func systemError(_ number: Int32) -> String {
        guard let text = strerror(number) else { return "error \(number)" }
        return String(cString: text)
    }
#endif
