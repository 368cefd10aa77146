import CMalloc
import Glibc

/// Physical memory of this process, in bytes, as the kernel counts it.
package struct ResidentMemory: Sendable, Equatable {
    /// VmRSS: everything mapped and present, file-backed code and mapped models included.
    package let total: Int
    /// RssAnon: what the process itself dirtied.
    package let anonymous: Int

    /// Nil where /proc is not mounted.
    package static func current() -> ResidentMemory? {
        let file = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let text = String(unsafeUninitializedCapacity: 8192) { buffer in max(0, read(file, buffer.baseAddress, buffer.count)) }
        return ResidentMemory(status: text)
    }

    /// From the text of /proc/<pid>/status (proc(5)); nil when a line is missing or not `<number> kB`.
    package init?(status: String) {
        guard let total = Self.bytes("VmRSS:", in: status), let anonymous = Self.bytes("RssAnon:", in: status) else { return nil }
        self.total = total
        self.anonymous = anonymous
    }

    private static func bytes(_ key: String, in status: String) -> Int? {
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else { return nil }
        let parts = line.dropFirst(key.count).split { $0 == " " || $0 == "\t" }
        guard parts.count == 2, parts[1] == "kB", let kibibytes = Int(parts[0]), kibibytes >= 0, kibibytes < 1 << 50 else { return nil }
        return kibibytes * 1024
    }
}

extension ResidentMemory {
    /// Keeps the C allocator from holding on to what was freed. Call it before the first thread starts.
    ///
    /// Two arenas: by default it opens one for every thread up to eight a core, and each keeps what its thread freed. Blocks from 256 KiB on are mapped on
    /// their own and go back when freed: by default that bound moves up to the largest block freed so far, 4 MiB after the first chunk of a release, the next
    /// ones come out of an arena, and `trim` does not reach the top of any arena but the first. By chance that was 12 MB on one node in four.
    package static func limitAllocator() {
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 256 << 10)
        mallopt(M_TRIM_THRESHOLD, 512 << 10)
    }

    /// Gives freed memory back to the system: worth the few milliseconds after a piece of work that a process does rarely, such as loading a release.
    package static func trim() { malloc_trim(0) }
}
