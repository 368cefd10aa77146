import Contract
import Foundation
import SwiftProtobuf
import Testing

@testable import Releases

@Suite struct ReleaseVerifierTests {
    @Test func acceptsWhatItSignedAndNamesItByItsPayload() throws {
        let release = try ReleaseFixture()
        let (id, document) = try ReleaseSigner.sign(release.manifest, with: release.key)
        let verified = try release.verifier().verify(document, expected: id, minimumCounter: 5, now: ReleaseFixture.now)
        #expect(verified.id == id)
        #expect(verified.manifest == release.manifest)
        let payload = try SignedDocument(serializedBytes: document).payload
        #expect(id.rawValue == hexadecimal(ChunkDigest.sha256(Array(payload))))
        try verified.checkFiles(in: release.folder.path)
    }

    private struct Broken: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: ReleaseRefusal.Code
        let change: @Sendable (inout Manifest) -> Void

        init(_ name: String, _ code: ReleaseRefusal.Code, _ change: @escaping @Sendable (inout Manifest) -> Void) {
            testDescription = name
            self.code = code
            self.change = change
        }
    }

    private static let broken: [Broken] = [
        Broken("no workflow", .malformed) { $0.workflow = "" },
        Broken("a workflow name of 65 bytes", .malformed) { $0.workflow = String(repeating: "a", count: 65) },
        Broken("counter 0", .malformed) { $0.counter = 0 },
        Broken("never created", .malformed) { $0.createdUnixMs = 0 },
        Broken("ends before it begins", .malformed) { $0.notAfterUnixMs = $0.createdUnixMs },
        Broken("no version", .malformed) { $0.minimumAgentVersion = "" },
        Broken("a version with a v", .malformed) { $0.minimumAgentVersion = "v1.0.0" },
        Broken("temperature 0", .malformed) { $0.temperature = 0 },
        Broken("temperature that is no number", .malformed) { $0.temperature = .nan },
        Broken("an unknown architecture", .unsupportedArchitecture) { $0.encoderArchitecture = "mamba" },
        Broken("no files", .malformed) { $0.files = [] },
        Broken("without an encoder", .malformed) { $0.files.removeAll { $0.path == "encoder.gguf" } },
        Broken("65 files", .malformed) { manifest in
            manifest.files = (0..<65).map { number in
                var file = manifest.files[0]
                file.path = "\(number)"
                return file
            }
        },
        Broken("a path twice", .malformed) { $0.files.append($0.files[0]) },
        Broken("a path upwards", .pathNotAllowed) { $0.files[0].path = "../../etc/passwd" },
        Broken("an absolute path", .pathNotAllowed) { $0.files[0].path = "/etc/passwd" },
        Broken("an empty path", .pathNotAllowed) { $0.files[0].path = "" },
        Broken("an empty component", .pathNotAllowed) { $0.files[0].path = "/a" },
        Broken("a hidden file", .pathNotAllowed) { $0.files[0].path = ".a" },
        Broken("a capital letter", .pathNotAllowed) { $0.files[0].path = "A" },
        Broken("a NUL", .pathNotAllowed) { $0.files[0].path = "a\u{0}b" },
        Broken("a backslash", .pathNotAllowed) { $0.files[0].path = "files\\a" },
        Broken("a path of 256 bytes", .pathNotAllowed) { $0.files[0].path = String(repeating: "a", count: 256) },
        Broken("a file of an exabyte", .tooLarge) { $0.files[0].sizeInBytes = 1 << 60 },
        Broken("a size beyond Int64", .tooLarge) { $0.files[0].sizeInBytes = .max },
        Broken("a digest of 31 bytes", .malformed) { $0.files[0].sha256.removeLast() },
        Broken("chunks of 0 bytes", .malformed) { $0.files[0].chunkSizeInBytes = 0 },
        Broken("chunks of 1 GiB", .malformed) { $0.files[0].chunkSizeInBytes = 1 << 30 },
        Broken("a chunk digest missing", .malformed) { $0.files[0].chunkSha256 = [] },
        Broken("a chunk digest too many", .malformed) { $0.files[0].chunkSha256.append($0.files[0].chunkSha256[0]) },
        Broken("a chunk digest of 33 bytes", .malformed) { $0.files[0].chunkSha256[0].append(0) },
    ]

    @Test(arguments: broken) private func refusesAManifest(_ broken: Broken) throws {
        let release = try ReleaseFixture()
        broken.change(&release.manifest)
        #expect(refusal { _ = try release.document() } == broken.code, "signer")
        let document = try release.unruledDocument()
        let verifier = try release.verifier()
        #expect(refusal { _ = try verifier.verify(document, now: ReleaseFixture.now) } == broken.code, "verifier")
    }

    @Test func refusesMoreThanTheWholeReleaseMayHave() throws {
        let release = try ReleaseFixture()
        let document = try release.document()
        var rules = ManifestRules()
        rules.maximumReleaseSizeInBytes = 10
        let verifier = ReleaseVerifier(
            keys: [release.key.verificationKey], agentVersion: try #require(SemanticVersion("1.0.0")), rules: rules)
        #expect(refusal { _ = try verifier.verify(document, now: ReleaseFixture.now) } == .tooLarge)
    }

    @Test func refusesALowerCounterAndTakesTheSameAgain() throws {
        let release = try ReleaseFixture(counter: 5)
        let document = try release.document()
        let verifier = try release.verifier()
        for (minimum, expected) in [(4, nil), (5, nil), (6, ReleaseRefusal.Code.lowerCounter)] as [(UInt64, ReleaseRefusal.Code?)] {
            #expect(
                refusal { _ = try verifier.verify(document, minimumCounter: minimum, now: ReleaseFixture.now) } == expected, "\(minimum)")
        }
    }

    @Test func refusesAnExpiredOneFromItsLastMillisecond() throws {
        let release = try ReleaseFixture()
        let document = try release.document()
        let verifier = try release.verifier()
        #expect(refusal { _ = try verifier.verify(document, now: ReleaseFixture.notAfter - 1) } == nil)
        #expect(refusal { _ = try verifier.verify(document, now: ReleaseFixture.notAfter) } == .expired)
    }

    @Test func refusesWhatAsksForANewerAgent() throws {
        let release = try ReleaseFixture()
        release.manifest.minimumAgentVersion = "0.3.0"
        let document = try release.document()
        for (agent, expected) in [("0.2.9", ReleaseRefusal.Code.agentTooOld), ("0.3.0-rc.1", .agentTooOld), ("0.3.0", nil), ("1.0.0", nil)]
        {
            let verifier = try release.verifier(agent: agent)
            #expect(refusal { _ = try verifier.verify(document, now: ReleaseFixture.now) } == expected, "\(agent)")
        }
    }

    @Test func refusesAnotherReleaseThanTheDesiredOne() throws {
        let release = try ReleaseFixture()
        let other = try ReleaseSigner.sign(try ReleaseFixture(counter: 6).manifest, with: release.key).id
        let document = try release.document()
        let verifier = try release.verifier()
        #expect(refusal { _ = try verifier.verify(document, expected: other, now: ReleaseFixture.now) } == .mixed)
    }

    @Test func refusesAForeignKeyAndADirectorKeyInItsPlace() throws {
        let release = try ReleaseFixture()
        let document = try release.document()
        for keys in [[], [SigningKey(kind: .release).verificationKey], [SigningKey(kind: .director).verificationKey]] {
            let verifier = try release.verifier(keys: keys)
            #expect(refusal { _ = try verifier.verify(document, now: ReleaseFixture.now) } == .foreignKey)
        }
    }

    // MARK: Files

    private func verified(_ release: ReleaseFixture) throws -> VerifiedManifest {
        try release.verifier().verify(try release.document(), now: ReleaseFixture.now)
    }

    @Test func refusesAFileWithOneByteChanged() throws {
        let release = try ReleaseFixture()
        let manifest = try verified(release)
        let file = release.folder.appendingPathComponent("heads.gguf")
        let bytes = try Data(contentsOf: file)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            try changed.write(to: file)
            #expect(refusal { try manifest.checkFile("heads.gguf", in: release.folder.path) } == .tampered)
        }
        for changed in [bytes.dropLast(), bytes + [0], Data()] {
            try Data(changed).write(to: file)
            #expect(refusal { try manifest.checkFile("heads.gguf", in: release.folder.path) } == .tampered)
        }
        try bytes.write(to: file)
        try manifest.checkFile("heads.gguf", in: release.folder.path)
    }

    @Test func tellsAFileOfAnotherReleaseFromABrokenOne() throws {
        let old = try ReleaseFixture(counter: 4, salt: "-old")
        let new = try ReleaseFixture(counter: 5)
        let file = new.folder.appendingPathComponent("heads.gguf")
        try Data("heads-old".utf8).write(to: file)
        let manifest = try verified(new)
        #expect(refusal { try manifest.checkFiles(in: new.folder.path, others: [try verified(old)]) } == .mixed)
        #expect(refusal { try manifest.checkFiles(in: new.folder.path) } == .tampered)
        try Data("encoder".utf8).write(to: file)
        #expect(refusal { try manifest.checkFiles(in: new.folder.path) } == .mixed, "two files of one release changed places")
    }

    @Test func refusesAMissingFileAndASymbolicLink() throws {
        let release = try ReleaseFixture()
        let manifest = try verified(release)
        let file = release.folder.appendingPathComponent("heads.gguf")
        let aside = release.folder.appendingPathComponent("aside")
        try FileManager.default.moveItem(at: file, to: aside)
        #expect(refusal { try manifest.checkFiles(in: release.folder.path) } == .fileMissing)
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: aside)
        #expect(refusal { try manifest.checkFiles(in: release.folder.path) } == .pathNotAllowed)
        #expect(refusal { _ = try ChunkDigest(path: file.path) } == .pathNotAllowed)
        #expect(refusal { _ = try ManifestBuilder.files(in: release.folder.path) } == .pathNotAllowed)
        #expect(refusal { _ = try ChunkDigest(path: release.folder.path) } == .pathNotAllowed, "a folder")
        #expect(refusal { try manifest.checkFile("other", in: release.folder.path) } == .fileMissing, "not in the manifest")
    }

    @Test func refusesASymbolicLinkAmongTheFolders() throws {
        let release = try ReleaseFixture()
        let manifest = try verified(release)
        let files = release.folder.appendingPathComponent("index")
        let aside = release.folder.appendingPathComponent("aside")
        try FileManager.default.moveItem(at: files, to: aside)
        try FileManager.default.createSymbolicLink(at: files, withDestinationURL: aside)
        #expect(refusal { try manifest.checkFiles(in: release.folder.path) } == .pathNotAllowed)
    }

    @Test func checksChunksAsTheyCome() throws {
        let release = try ReleaseFixture()
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 9) }
        try Data(bytes).write(to: release.folder.appendingPathComponent("encoder.gguf"))
        release.manifest.files = try ManifestBuilder.files(in: release.folder.path, chunkSizeInBytes: 65_536)
        let manifest = try verified(release)
        let path = "encoder.gguf"
        func check(_ index: Int, _ chunk: [UInt8]) -> ReleaseRefusal.Code? {
            refusal { try chunk.withUnsafeBytes { try manifest.checkChunk(index, of: path, $0) } }
        }
        let chunks = stride(from: 0, to: bytes.count, by: 65_536).map { Array(bytes[$0..<min($0 + 65_536, bytes.count)]) }
        #expect(chunks.count == 4)
        for (index, chunk) in chunks.enumerated() {
            #expect(check(index, chunk) == nil)
            #expect(check(index, Array(chunk.dropLast())) == .tampered)
            var changed = chunk
            changed[chunk.count / 2] ^= 0x80
            #expect(check(index, changed) == .tampered)
        }
        #expect(check(1, chunks[0]) == .tampered, "a chunk in another's place")
        #expect(check(4, []) == .tampered)
        #expect(check(-1, chunks[0]) == .tampered)
    }
}
