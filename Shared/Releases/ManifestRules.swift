package import Contract

/// Everything a manifest must be beside being signed: checked when it is built and when it is received.
package struct ManifestRules: Sendable {
    /// Encoders this build can run; `Manifest.encoder_architecture`.
    package var architectures: Set<String> = ["bert"]
    package var maximumFiles = 64
    package var maximumFileSizeInBytes: UInt64 = 8 << 30
    package var maximumReleaseSizeInBytes: UInt64 = 16 << 30
    /// Files without which a release is none; like every path of a manifest they count from the release's folder `files`.
    package var requiredFiles = ["encoder.gguf", "heads.gguf", "workflow.pb"]

    package init() {}

    /// Refused: `malformed`, `pathNotAllowed`, `tooLarge`, `unsupportedArchitecture`.
    package func check(_ manifest: Manifest) throws(ReleaseRefusal) {
        try require((1...64).contains(manifest.workflow.utf8.count), "workflow", "1 to 64 bytes")
        try require(manifest.counter > 0, "counter", "1 or more")
        try require(manifest.createdUnixMs > 0, "created_unix_ms", "a time")
        try require(manifest.notAfterUnixMs > manifest.createdUnixMs, "not_after_unix_ms", "a time after created_unix_ms")
        try require(SemanticVersion(manifest.minimumAgentVersion) != nil, "minimum_agent_version", "major.minor.patch")
        try require(manifest.temperature.isFinite && manifest.temperature > 0, "temperature", "above 0")
        guard architectures.contains(manifest.encoderArchitecture) else {
            throw ReleaseRefusal(
                .unsupportedArchitecture, "encoder_architecture", expected: architectures.sorted().joined(separator: ", "),
                found: String(manifest.encoderArchitecture.prefix(32)))
        }
        try require((1...maximumFiles).contains(manifest.files.count), "files", "1 to \(maximumFiles)")
        var paths: Set<String> = []
        var total: UInt64 = 0
        for file in manifest.files {
            try check(file)
            try require(paths.insert(file.path).inserted, file.path, "each path once")
            total += file.sizeInBytes
        }
        guard total <= maximumReleaseSizeInBytes else {
            throw ReleaseRefusal(.tooLarge, "release", expected: "at most \(maximumReleaseSizeInBytes) bytes", found: "\(total)")
        }
        for path in requiredFiles where !paths.contains(path) {
            throw ReleaseRefusal(.malformed, "files", expected: path)
        }
    }

    private func check(_ file: ManifestFile) throws(ReleaseRefusal) {
        try ReleasePath.check(file.path)
        guard file.sizeInBytes <= maximumFileSizeInBytes else {
            throw ReleaseRefusal(.tooLarge, file.path, expected: "at most \(maximumFileSizeInBytes) bytes", found: "\(file.sizeInBytes)")
        }
        try require(file.sha256.count == 32, file.path, "a sha256 of 32 bytes")
        try require((65_536...67_108_864).contains(file.chunkSizeInBytes), file.path, "chunks of 64 KiB to 64 MiB")
        let chunkSize = UInt64(file.chunkSizeInBytes)
        let chunks = (file.sizeInBytes + chunkSize - 1) / chunkSize
        try require(UInt64(file.chunkSha256.count) == chunks, file.path, "\(chunks) chunk digests")
        try require(file.chunkSha256.allSatisfy { $0.count == 32 }, file.path, "chunk digests of 32 bytes")
    }

    private func require(_ condition: Bool, _ subject: String, _ expected: String) throws(ReleaseRefusal) {
        guard condition else { throw ReleaseRefusal(.malformed, subject, expected: expected) }
    }
}
