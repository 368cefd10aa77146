import CKernels

#if canImport(Glibc)
    import Glibc
#endif

/// The kernels an encoder runs on, chosen once at start.
package struct KernelTable: Sendable {
    /// Instruction-set levels, by the names the `WEIR_KERNELS` setting takes.
    package enum Level: String, Sendable, CaseIterable {
        case reference, neon
        case neonDotprod = "neon-dotprod"
        case neonI8MM = "neon-i8mm"
        case avx2, avxvnni, avx512vnni

        /// All of them, for messages.
        package static var names: String { allCases.map { $0.rawValue }.joined(separator: ", ") }

        var code: kn_level {
            switch self {
            case .reference: KN_LEVEL_REFERENCE
            case .neon: KN_LEVEL_NEON
            case .neonDotprod: KN_LEVEL_NEON_DOTPROD
            case .neonI8MM: KN_LEVEL_NEON_I8MM
            case .avx2: KN_LEVEL_AVX2
            case .avxvnni: KN_LEVEL_AVXVNNI
            case .avx512vnni: KN_LEVEL_AVX512VNNI
            }
        }
    }

    // Safety: points to a constant of the C module that nothing writes.
    nonisolated(unsafe) let entries: UnsafePointer<kn_table>

    package var name: String { String(cString: entries.pointee.name) }

    /// The best table of this machine, at most the level that the environment variable `WEIR_KERNELS` names. Throws `badConfiguration` for
    /// an unknown name.
    package static func standard() throws(InferenceError) -> KernelTable {
        guard let value = getenv("WEIR_KERNELS"), value[0] != 0 else { return KernelTable(entries: kn_select(KN_LEVEL_BEST)) }
        let name = String(cString: value)
        guard let level = Level(rawValue: name) else {
            throw InferenceError(
                .badConfiguration, subject: "WEIR_KERNELS", expected: "one of \(Level.names)", found: name)
        }
        return upTo(level)
    }

    /// The best table of this machine that is not above `level`.
    package static func upTo(_ level: Level) -> KernelTable { KernelTable(entries: kn_select(level.code)) }

    /// The table of exactly this level; nil where this machine cannot run it.
    package static func exactly(_ level: Level) -> KernelTable? { kn_exact(level.code).map { KernelTable(entries: $0) } }
}
