#if canImport(Glibc)
    import Glibc
#endif

/// One block of zeroed memory that is handed out in 64-byte aligned pieces and released as a whole.
final class Arena: Sendable {
    // Safety: pieces are handed out while the owner builds itself, before it is shared; the bytes belong to whoever took the piece.
    nonisolated(unsafe) private let base: UnsafeMutableRawPointer
    private let size: Int
    nonisolated(unsafe) private var used = 0

    /// Bytes a piece of `count` elements of `T` takes.
    static func size<T>(_ count: Int, of _: T.Type) -> Int { (count * MemoryLayout<T>.stride + 63) & ~63 }

    /// With `hugePages` the system is asked for 2 MiB pages: weights are read from end to end for every text, and 4 KiB pages miss the TLB.
    init(size: Int, hugePages: Bool) throws(InferenceError) {
        let page = 1 << 21
        let rounded = hugePages ? (size + page - 1) & ~(page - 1) : (size + 4095) & ~4095
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, hugePages ? page : 4096, max(rounded, 4096)) == 0, let memory else {
            throw InferenceError(.outOfMemory, subject: "memory", expected: "\(rounded) bytes", found: "none")
        }
        #if canImport(Glibc)
            if hugePages { madvise(memory, rounded, MADV_HUGEPAGE) }
        #endif
        memset(memory, 0, size)
        base = memory
        self.size = size
    }

    deinit { free(base) }

    func take<T>(_ count: Int, of type: T.Type) -> UnsafeMutablePointer<T> {
        let bytes = Self.size(count, of: type)
        precondition(used + bytes <= size, "the arena was sized for its pieces")
        defer { used += bytes }
        return (base + used).bindMemory(to: type, capacity: max(count, 1))
    }
}
