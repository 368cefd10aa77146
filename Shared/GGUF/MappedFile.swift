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
    /// Of the mapped file; -1 for bytes in memory.
    private let descriptor: Int32
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
            var isKept = false
            defer { if !isKept { close(descriptor) } }
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
            isKept = true
            name = path
            isMapping = true
            self.descriptor = descriptor
            bytes = UnsafeRawBufferPointer(start: base, count: size)
        }
    #endif

    /// A copy of bytes in memory, aligned like a mapping's; for tests, fuzzing and files that arrive over the wire.
    package init(name: String, copying source: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 64)
        copy.copyBytes(from: source)
        self.name = name
        isMapping = false
        descriptor = -1
        bytes = UnsafeRawBufferPointer(rebasing: copy[..<source.count])
    }

    /// Copies `range` of the file to `output` without touching the mapping. A read of a mapped page brings its neighbours into the resident set as
    /// well, so a few rows here and there of a large table would end with all of it there; this way it stays in the page cache alone.
    package func copy(_ range: Range<Int>, to output: UnsafeMutableRawPointer) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        #if canImport(Glibc)
            if isMapping, pread(descriptor, output, range.count, off_t(range.lowerBound)) == range.count { return }
        #endif
        if let base = bytes.baseAddress { output.copyMemory(from: base + range.lowerBound, byteCount: range.count) }
    }

    /// Tells the system that the whole pages in `range` will not be read again soon: they leave the resident set. Bytes in memory, which no
    /// file could give back, stay.
    package func release(_ range: Range<Int>) {
        #if canImport(Glibc)
            guard isMapping else { return }
            let page = sysconf(Int32(_SC_PAGESIZE))
            let start = (Int(bitPattern: bytes.baseAddress) + range.lowerBound + page - 1) / page * page
            let end = (Int(bitPattern: bytes.baseAddress) + range.upperBound) / page * page
            if end > start, let address = UnsafeMutableRawPointer(bitPattern: start) { madvise(address, end - start, MADV_DONTNEED) }
        #endif
    }

    deinit {
        let base = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        #if canImport(Glibc)
            if isMapping {
                munmap(base, bytes.count)
                close(descriptor)
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
