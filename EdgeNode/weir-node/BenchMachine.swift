import Files
import Releases

#if canImport(Glibc)
    import Glibc
#endif

/// What a report has to say about where it was made.
enum BenchMachine {
    /// As the kernel names it: /proc/cpuinfo on x86, the device tree on a board; "unknown" elsewhere.
    static func processor() -> String {
        let line = text("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
        if let name = line?.split(separator: ":").last?.drop(while: { $0 == " " }) { return String(name) }
        let board = text("/proc/device-tree/model").prefix { $0 != "\0" }
        return board.isEmpty ? "unknown" : String(board)
    }

    static func cores() -> Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

    static func sha256(_ path: String) throws -> String {
        try ChunkDigest(path: path).sha256.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Largest resident set so far, in bytes.
    static func peakMemory() -> Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1024 : 0
    }

    /// Empty when it cannot be read.
    private static func text(_ path: String) -> String {
        String(decoding: (try? WholeFile.read(path, atMost: 1 << 24)) ?? [], as: UTF8.self)
    }
}
