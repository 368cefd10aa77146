package import Contract
internal import FoundationEssentials
internal import SwiftProtobuf

/// A manifest that a trusted release key signed and that this agent may install. Made by `ReleaseVerifier` and `ReleaseSigner` alone.
package struct VerifiedManifest: Sendable, Hashable {
    package let id: ReleaseID
    package let manifest: Manifest

    init(payload: [UInt8], manifest: Manifest) throws(ReleaseRefusal) {
        guard let id = ReleaseID(hexadecimal(ChunkDigest.sha256(payload))) else {
            throw ReleaseRefusal(.malformed, "release id", expected: "64 hexadecimal digits")
        }
        self.id = id
        self.manifest = manifest
    }

    package func file(_ path: String) throws(ReleaseRefusal) -> ManifestFile {
        guard let file = manifest.files.first(where: { $0.path == path }) else { throw ReleaseRefusal(.fileMissing, path) }
        return file
    }

    /// Checks one chunk as it comes from a transfer.
    package func checkChunk(_ index: Int, of path: String, _ bytes: UnsafeRawBufferPointer) throws(ReleaseRefusal) {
        let file = try file(path)
        guard file.chunkSha256.indices.contains(index) else {
            throw ReleaseRefusal(.tampered, path, expected: "\(file.chunkSha256.count) chunks", found: "chunk \(index)")
        }
        let expected = min(UInt64(file.chunkSizeInBytes), file.sizeInBytes - UInt64(index) * UInt64(file.chunkSizeInBytes))
        guard UInt64(bytes.count) == expected else {
            throw ReleaseRefusal(.tampered, "\(path) chunk \(index)", expected: "\(expected) bytes", found: "\(bytes.count)")
        }
        let digest = ChunkDigest.sha256(bytes)
        guard digest == Array(file.chunkSha256[index]) else {
            throw ReleaseRefusal(
                .tampered, "\(path) chunk \(index)", expected: hexadecimal(file.chunkSha256[index]), found: hexadecimal(digest))
        }
    }

    /// Checks one file below `folder` to its last byte.
    /// Refused: `fileMissing`, `pathNotAllowed` (a symbolic link), `mixed` when the bytes are those of another file of this or of `others`, `tampered`.
    package func checkFile(_ path: String, in folder: String, others: [VerifiedManifest] = []) throws(ReleaseRefusal) {
        let file = try file(path)
        let found = try ChunkDigest(path: try ReleasePath.resolve(path, in: folder), chunkSizeInBytes: Int(file.chunkSizeInBytes))
        guard found.sha256 != Array(file.sha256) else {
            guard found.sizeInBytes == file.sizeInBytes, found.chunks == file.chunkSha256.map({ Array($0) }) else {
                throw ReleaseRefusal(
                    .tampered, path, expected: "\(file.sizeInBytes) bytes in the chunks named", found: "\(found.sizeInBytes) bytes")
            }
            return
        }
        for other in [self] + others {
            guard let owner = other.manifest.files.first(where: { Array($0.sha256) == found.sha256 }) else { continue }
            throw ReleaseRefusal(
                .mixed, path, expected: hexadecimal(file.sha256),
                found: "\(owner.path) of release \(other.id.short), counter \(other.manifest.counter)")
        }
        throw ReleaseRefusal(.tampered, path, expected: hexadecimal(file.sha256), found: hexadecimal(found.sha256))
    }

    /// Checks every file of the manifest.
    package func checkFiles(in folder: String, others: [VerifiedManifest] = []) throws(ReleaseRefusal) {
        for file in manifest.files { try checkFile(file.path, in: folder, others: others) }
    }
}

/// Decides whether a release may be installed. Pure but for the files `VerifiedManifest` reads.
package struct ReleaseVerifier: Sendable {
    private let keys: [VerificationKey]
    private let agentVersion: SemanticVersion
    private let rules: ManifestRules

    package init(keys: [VerificationKey], agentVersion: SemanticVersion, rules: ManifestRules = ManifestRules()) {
        self.keys = keys
        self.agentVersion = agentVersion
        self.rules = rules
    }

    /// - Parameters:
    ///   - document: a SignedDocument in its wire form.
    ///   - expected: the release the desired state names; nil: any.
    ///   - minimumCounter: the highest counter ever installed here; the same again is allowed.
    ///   - now: for the expiry, Unix time in milliseconds.
    /// Refused, in this order: what `SignedDocument.open` refuses; `malformed`; `mixed` when it is not the expected release; what `ManifestRules`
    /// refuses; `lowerCounter`; `expired`; `agentTooOld`.
    package func verify(
        _ document: [UInt8], expected: ReleaseID? = nil, minimumCounter: UInt64 = 0, now: Int64
    ) throws(ReleaseRefusal) -> VerifiedManifest {
        let payload = try SignedDocument.open(document, as: .manifest, trusting: keys)
        let manifest: Manifest
        do {
            manifest = try Manifest(serializedBytes: payload)
        } catch {
            throw ReleaseRefusal(.malformed, "manifest", expected: "a Manifest")
        }
        let verified = try VerifiedManifest(payload: payload, manifest: manifest)
        if let expected, verified.id != expected {
            throw ReleaseRefusal(.mixed, "manifest", expected: expected.rawValue, found: verified.id.rawValue)
        }
        try rules.check(manifest)
        guard manifest.counter >= minimumCounter else {
            throw ReleaseRefusal(.lowerCounter, "counter", expected: "\(minimumCounter) or more", found: "\(manifest.counter)")
        }
        guard now < manifest.notAfterUnixMs else {
            throw ReleaseRefusal(.expired, "not_after_unix_ms", expected: "after \(now)", found: "\(manifest.notAfterUnixMs)")
        }
        guard let minimum = SemanticVersion(manifest.minimumAgentVersion), agentVersion >= minimum else {
            throw ReleaseRefusal(.agentTooOld, "agent version", expected: manifest.minimumAgentVersion, found: "\(agentVersion)")
        }
        return verified
    }
}

/// Signs what `ManifestBuilder` built.
package enum ReleaseSigner {
    /// The id is the digest of exactly the payload inside `document`, which is the SignedDocument in its wire form.
    package static func sign(
        _ manifest: Manifest, with key: SigningKey, rules: ManifestRules = ManifestRules()
    ) throws(ReleaseRefusal) -> (id: ReleaseID, document: [UInt8]) {
        try rules.check(manifest)
        let payload = try encode(manifest, "manifest")
        let document = try SignedDocument.sign(.manifest, payload: payload, with: key).bytes()
        return (try VerifiedManifest(payload: payload, manifest: manifest).id, document)
    }
}
