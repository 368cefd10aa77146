#if canImport(Glibc)
    import Glibc
#endif

/// Wall-clock time in milliseconds since 1970, replaceable in tests.
package struct WallClock: Sendable {
    package let nowUnixMs: @Sendable () -> Int64

    package init(_ nowUnixMs: @escaping @Sendable () -> Int64) { self.nowUnixMs = nowUnixMs }

    package static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
