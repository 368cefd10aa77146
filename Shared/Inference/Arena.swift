#if canImport(Glibc)
    import Glibc
#endif

/// One block of zeroed memory that is handed out in 64-byte aligned pieces and released as a whole.
final class Arena: Sendable {
    // Safety: pieces are handed out while the owner builds itself, before it is shared; the bytes belong to whoever took the piece.
    nonisolated(unsafe) private let mapping: UnsafeMutableRawPointer
    nonisolated(unsafe) private let base: UnsafeMutableRawPointer
    private let mapped: Int
    private let size: Int
    nonisolated(unsafe) private var used = 0

    /// Bytes a piece of `count` elements of `T` takes.
    static func size<T>(_ count: Int, of _: T.Type) -> Int { (count * MemoryLayout<T>.stride + 63) & ~63 }

    /// With `hugePages` it begins at a whole page of 2 MiB, see `mergePages`.
    init(size: Int, hugePages: Bool) throws(InferenceError) {
        let page = hugePages ? 1 << 21 : 1 << 12
        // Fresh pages are zero. One page more than needed, to begin at a whole one.
        mapped = (size + page - 1) & ~(page - 1) + page
        let memory = mmap(nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else {
            throw InferenceError(.outOfMemory, subject: "memory", expected: "\(mapped) bytes", found: "none")
        }
        mapping = memory
        base = memory.alignedUp(toMultipleOf: page)
        self.size = size
    }

    deinit { munmap(mapping, mapped) }

    /// Lets the system turn the filled pages into pages of 2 MiB when it finds the time: weights are read from end to end for every text,
    /// and small pages can miss the TLB. Asking before they are filled takes whole fresh pages, which a virtual machine may have to fetch
    /// from its host first: 12 MB took 11 to 21 ms, in small pages 5.
    func mergePages() {
        let page = 1 << 21
        madvise(base, size & ~(page - 1), MADV_HUGEPAGE)
    }

    func take<T>(_ count: Int, of type: T.Type) -> UnsafeMutablePointer<T> {
        let bytes = Self.size(count, of: type)
        precondition(used + bytes <= size, "the arena was sized for its pieces")
        defer { used += bytes }
        return (base + used).bindMemory(to: type, capacity: max(count, 1))
    }
}
