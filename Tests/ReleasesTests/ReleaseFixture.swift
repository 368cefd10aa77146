import Contract
import Foundation
import SwiftProtobuf
import Testing

@testable import Releases

/// The files of a small release in a temporary folder, signed with a key of its own.
final class ReleaseFixture {
    static let created: Int64 = 1_700_000_000_000
    static let notAfter: Int64 = 1_800_000_000_000
    static let now: Int64 = 1_750_000_000_000

    let folder: URL
    let key = SigningKey(kind: .release)
    var manifest: Manifest

    init(counter: UInt64 = 5, salt: String = "") throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("weir-release-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("index"), withIntermediateDirectories: true)
        for (name, text) in [
            ("encoder.gguf", "encoder"), ("heads.gguf", "heads"), ("workflow.pb", "workflow"), ("index/knowledge.gguf", "knowledge"),
        ] {
            try Data((text + salt).utf8).write(to: folder.appendingPathComponent(name))
        }
        manifest = Manifest()
        manifest.workflow = "helpdesk"
        manifest.counter = counter
        manifest.createdUnixMs = Self.created
        manifest.notAfterUnixMs = Self.notAfter
        manifest.minimumAgentVersion = "0.1.0"
        manifest.temperature = 1
        manifest.encoderArchitecture = "bert"
        manifest.files = try ManifestBuilder.files(in: folder.path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func document() throws -> [UInt8] { try ReleaseSigner.sign(manifest, with: key).document }

    /// Signs without the builder's rules, as a careless or hostile signer would.
    func unruledDocument() throws -> [UInt8] {
        try SignedDocument.sign(.manifest, payload: manifest.serializedBytes(), with: key).bytes()
    }

    func verifier(agent: String = "0.2.0", keys: [VerificationKey]? = nil) throws -> ReleaseVerifier {
        let version = try #require(SemanticVersion(agent))
        return ReleaseVerifier(keys: keys ?? [key.verificationKey], agentVersion: version)
    }
}

/// The code an action is refused with; nil: it was not.
func refusal(_ body: () throws -> Void) -> ReleaseRefusal.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? ReleaseRefusal)?.code
    }
}
