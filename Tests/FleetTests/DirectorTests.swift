import Contract
import Foundation
import Logging
import Releases
import SQLite
import SwiftProtobuf
import Synchronization
import Testing

@testable import Fleet

@Suite struct DirectorTests {
    private let node = NodeID("node-1")!
    private let release = ReleaseID(String(repeating: "a", count: 64))!

    private final class Wire: Sendable {
        private let sent = Mutex<[(NodeID, [UInt8])]>([])
        let isDown = Mutex(false)

        func publish(_ node: NodeID, _ document: [UInt8]) throws {
            if isDown.withLock({ $0 }) { throw CancellationError() }
            sent.withLock { $0.append((node, document)) }
        }

        var documents: [[UInt8]] { sent.withLock { $0.map(\.1) } }
    }

    @Test func signsAndCountsGenerationsByContent() async throws {
        let database = try fleetDatabase()
        let registry = try await FleetRegistry(database: database)
        try await registry.enrol(node, labels: [:])
        let policies = PolicyStore(database: database)
        let key = SigningKey(kind: .director)
        let wire = Wire()
        let director = Director(
            database: database, registry: registry, policies: policies, releaseBaseURL: "http://plane/releases", key: key,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), publish: { try wire.publish($0, $1) })
        #expect(try await director.assign(release, to: [node]) == [node: 1])
        #expect(try await director.assign(release, to: [node]) == [node: 1])
        #expect(wire.documents.count == 1)
        try await policies.store(
            .with {
                $0.version = 1; $0.defaultThreshold = 0.5
            })
        wire.isDown.withLock { $0 = true }
        try await director.refreshAll()
        wire.isDown.withLock { $0 = false }
        await director.publishAll()
        let last = try #require(wire.documents.last)
        guard
            case .new(let state, _) = try DesiredStateDocument.accept(
                last, node: node, trusting: [key.verificationKey], last: .init(generation: 1, digest: []))
        else { throw CancellationError() }
        #expect(state.generation == 2 && state.policy.version == 1 && state.release.baseURL == "http://plane/releases")
        #expect(state.release.releaseID == release.rawValue)
        // The stored bytes are said again as they are: a signature made anew would be another document under one generation.
        await director.publishAll()
        #expect(wire.documents.suffix(2).first == wire.documents.last)
        #expect(try await FleetRegistry(database: database).record(node)?.release == release)
    }
}

@Suite struct ReleaseStoreTests {
    private struct Built {
        let id: ReleaseID
        let document: [UInt8]
        let files: [String: [UInt8]]
    }

    private let key = SigningKey(kind: .release)

    private func build(counter: UInt64, heads: [UInt8] = [1, 2, 3], intents: [String] = ["wifi"], policy: [String] = []) throws -> Built {
        let bundle = WorkflowBundle.with { bundle in
            bundle.workflow = "helpdesk"
            bundle.intents = intents.map { name in IntentDefinition.with { $0.name = name } }
        }
        let files = [
            "encoder.gguf": [UInt8](repeating: 7, count: 5000), "heads.gguf": heads, "workflow.pb": try bundle.serializedBytes() as [UInt8],
        ]
        let manifest = Manifest.with { manifest in
            manifest.workflow = "helpdesk"
            manifest.counter = counter
            manifest.createdUnixMs = 1
            manifest.notAfterUnixMs = 4_000_000_000_000
            manifest.minimumAgentVersion = "0.1.0"
            manifest.encoderArchitecture = "bert"
            manifest.temperature = 1
            manifest.defaultPolicy.intents = policy.map { name in IntentPolicy.with { $0.intent = name } }
            manifest.files = files.sorted { $0.key < $1.key }.map { name, bytes in
                ManifestFile.with {
                    $0.path = name
                    $0.sizeInBytes = UInt64(bytes.count)
                    $0.sha256 = Data(ChunkDigest.sha256(bytes))
                    $0.chunkSizeInBytes = 4 << 20
                    $0.chunkSha256 = [Data(ChunkDigest.sha256(bytes))]
                }
            }
        }
        let signed = try ReleaseSigner.sign(manifest, with: key)
        return Built(id: signed.id, document: signed.document, files: files)
    }

    private func upload(_ built: Built, to store: ReleaseStore) async throws {
        try await store.begin(built.id, document: built.document)
        for (name, bytes) in built.files {
            guard let upload = try store.upload(built.id, path: name) else { continue }
            try upload.write(bytes)
            try upload.finish()
        }
        try await store.completeIfWhole(built.id)
    }

    @Test func takesAReleaseFileByFileAndServesItWhole() async throws {
        let root = try temporaryFolder()
        let database = try fleetDatabase()
        let store = try await ReleaseStore(root: root, database: database, key: key.verificationKey)
        let built = try build(counter: 1)
        try await store.begin(built.id, document: built.document)
        #expect(throws: FleetError.self) { try store.file(built.id, path: "encoder.gguf") }
        #expect(store.missing(try store.record(built.id)).sorted() == ["encoder.gguf", "heads.gguf", "workflow.pb"])
        try await upload(built, to: store)
        let again = try await ReleaseStore(root: root, database: database, key: key.verificationKey)
        #expect(try again.record(built.id).isComplete)
        #expect(try again.record(built.id).intents == ["wifi"])
        #expect(try again.manifest(built.id) == built.document)
        let (path, size) = try again.file(built.id, path: "heads.gguf")
        #expect(size == 3)
        #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
        #expect(throws: FleetError.self) { try again.file(built.id, path: "../manifest") }
        #expect(try again.find(String(built.id.rawValue.prefix(6))).id == built.id)
    }

    @Test func refusesWrongBytesAndLeavesNothing() async throws {
        let root = try temporaryFolder()
        let store = try await ReleaseStore(root: root, database: try fleetDatabase(), key: key.verificationKey)
        let built = try build(counter: 1)
        try await store.begin(built.id, document: built.document)
        for bytes in [[9, 9, 9], [1, 2], [1, 2, 3, 4]] as [[UInt8]] {
            #expect(throws: FleetError.self) {
                let upload = try #require(try store.upload(built.id, path: "heads.gguf"))
                try upload.write(bytes)
                try upload.finish()
            }
        }
        #expect(throws: FleetError.self) { try store.upload(built.id, path: "other.gguf") }
        #expect(store.missing(try store.record(built.id)).contains("heads.gguf"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(built.id)/files").isEmpty)
    }

    @Test func refusesForeignManifestsOtherNamesAndReusedCounters() async throws {
        let store = try await ReleaseStore(root: try temporaryFolder(), database: try fleetDatabase(), key: key.verificationKey)
        let built = try build(counter: 1)
        let foreign = try Self().build(counter: 2)
        await #expect(throws: FleetError.self) { try await store.begin(foreign.id, document: foreign.document) }
        await #expect(throws: FleetError.self) {
            try await store.begin(ReleaseID(String(repeating: "0", count: 64))!, document: built.document)
        }
        await #expect(throws: FleetError.self) { try await store.begin(built.id, document: Array(built.document.dropLast())) }
        try await upload(built, to: store)
        let rival = try build(counter: 1, heads: [4])
        await #expect(throws: FleetError.self) { try await store.begin(rival.id, document: rival.document) }
    }

    @Test func takesFilesItHasFromAnotherRelease() async throws {
        let store = try await ReleaseStore(root: try temporaryFolder(), database: try fleetDatabase(), key: key.verificationKey)
        try await upload(try build(counter: 1), to: store)
        let second = try build(counter: 2, heads: [5, 5])
        let record = try await store.begin(second.id, document: second.document)
        #expect(store.missing(record) == ["heads.gguf"])
    }

    @Test func refusesAReleaseWhosePolicyNamesUnknownIntents() async throws {
        let store = try await ReleaseStore(root: try temporaryFolder(), database: try fleetDatabase(), key: key.verificationKey)
        let built = try build(counter: 1, policy: ["vpn"])
        await #expect(throws: FleetError.self) { try await upload(built, to: store) }
    }
}
