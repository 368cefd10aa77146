import Contract
import Foundation
import Hummingbird
import Logging
import Releases
import SQLite
import Synchronization
import Testing
import TinyRelease
import Transfer
import Update

/// A static server for a folder, with Range, that can be told to answer with an error or to cut a body short.
final class FolderServer: Sendable {
    struct Script: Sendable {
        var requests: [String] = []
        /// Paths that end so are answered with 503.
        var refused = ""
        /// After so many chunk requests everything is answered with 503.
        var chunksLeft = Int.max
        /// One byte of each body of these paths is another.
        var tampered = ""
    }

    let script = Mutex(Script())
    private let task: Task<Void, any Error>
    let port: Int

    init(_ folder: String) async throws {
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let box = Box()
        let router = Router()
        router.get("**") { request, _ in try box.server.withLock { $0 }?.respond(request, folder) ?? Response(status: .internalServerError)
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) })
        task = Task { try await application.run() }
        var iterator = ports.makeAsyncIterator()
        port = await iterator.next() ?? 0
        box.server.withLock { $0 = self }
    }

    final class Box: Sendable {
        let server = Mutex<FolderServer?>(nil)
    }

    func stop() { task.cancel() }

    private func respond(_ request: Request, _ folder: String) throws -> Response {
        let path = request.uri.path
        let isRefused = script.withLock { script in
            script.requests.append(path)
            if request.headers[.range] != nil { script.chunksLeft -= 1 }
            return script.chunksLeft < 0 || (!script.refused.isEmpty && path.hasSuffix(script.refused))
        }
        if isRefused { return Response(status: .serviceUnavailable) }
        guard var data = FileManager.default.contents(atPath: folder + path) else { return Response(status: .notFound) }
        if script.withLock({ !$0.tampered.isEmpty && path.hasSuffix($0.tampered) }), !data.isEmpty { data[data.count / 2] ^= 1 }
        guard let range = request.headers[.range]?.dropFirst("bytes=".count).split(separator: "-"), let first = Int(range[0]) else {
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: data)))
        }
        let last = min(range.count > 1 ? Int(range[1]) ?? data.count - 1 : data.count - 1, data.count - 1)
        var headers: HTTPFields = [:]
        headers[.contentRange] = "bytes \(first)-\(last)/\(data.count)"
        return Response(status: .partialContent, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: data[first...last])))
    }
}

@Suite(.serialized) final class UpdateEngineTests: Sendable {
    static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/inference/tiny-q8_0.gguf").path

    let root: String
    let key = SigningKey(kind: .release)
    /// Release ids in the order they were put in service; nil for none.
    let served = Mutex<[ReleaseID?]>([])
    /// Releases whose load fails.
    let unloadable = Mutex<Set<ReleaseID>>([])

    init() throws {
        root = NSTemporaryDirectory() + "weir-update-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: "\(root)/web", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func release(_ counter: UInt64, _ change: (inout TinyRelease.Options) -> Void = { _ in }, key: SigningKey? = nil) throws -> TinyRelease
    {
        var options = TinyRelease.Options()
        options.counter = counter
        change(&options)
        return try TinyRelease(in: "\(root)/web", modelPath: Self.model, key: key ?? self.key, options)
    }

    /// The node's part: a new one stands for the process after a restart.
    func engine(trial: Duration = .seconds(3_600)) throws -> (engine: UpdateEngine, database: Database) {
        let database = try Database(
            path: "\(root)/state.db", settings: .init(synchronous: .full), migrator: Migrator(UpdateStore.migrations))
        let slots = try SlotStore(root: "\(root)/releases")
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let hooks = ReleaseHooks(
            load: { [self] (verified, directory, _) throws(UpdateError) in
                if unloadable.withLock({ $0.contains(verified.id) }) {
                    throw UpdateError(.selfTest, file: "heads.gguf", detail: "golden input 0: expected intent a, found b")
                }
                return { () throws(UpdateError) in self.served.withLock { $0.append(verified.id) } }
            }, serveNone: { [self] in served.withLock { $0.append(nil) } })
        let engine = UpdateEngine(
            settings: .init(trial: trial, retryLeast: .milliseconds(1), retryGreatest: .milliseconds(5)), slots: slots,
            store: UpdateStore(database: database),
            fetcher: ReleaseFetcher(slots: slots, transfer: HTTPTransfer(), logger: logger),
            verifier: ReleaseVerifier(
                keys: [key.verificationKey], agentVersion: try #require(SemanticVersion("0.1.0"))), hooks: hooks,
            now: { 1_800_000_000_000 }, logger: logger)
        return (engine, database)
    }

    /// Runs an engine until its status fits, then ends it as a kill does: nothing is told to it.
    @discardableResult
    func run(
        _ wanted: TinyRelease?, _ server: FolderServer, trial: Duration = .seconds(3_600), until fits: @Sendable (UpdateStatus) -> Bool
    ) async throws -> UpdateStatus {
        let (engine, database) = try engine(trial: trial)
        try await engine.start()
        let task = Task { await engine.run() }
        if let wanted { engine.want(UpdateTarget(release: wanted.id, baseURL: "http://127.0.0.1:\(server.port)")) }
        if !fits(engine.status) {
            for await _ in engine.changes where fits(engine.status) { break }
        }
        task.cancel()
        await task.value
        try database.close()
        return engine.status
    }

    @Test func installsARelease() async throws {
        let server = try await FolderServer("\(root)/web")
        defer { server.stop() }
        let first = try release(1)
        let status = try await run(first, server) { $0.inService.state == .met }
        #expect(status.active == first.id && status.counter == 1 && status.previous == nil)
        #expect(served.withLock { $0 } == [first.id])
        #expect(try SlotStore(root: "\(root)/releases").active() == .a)
    }

    @Test func takesWhatTheOtherSlotHoldsInsteadOfDownloadingIt() async throws {
        let server = try await FolderServer("\(root)/web")
        defer { server.stop() }
        let (first, second) = (try release(1), try release(2))
        try await run(first, server, trial: .zero) { $0.phase == .idle && $0.inService.state == .met }
        server.script.withLock { $0.requests = [] }
        let status = try await run(second, server) { $0.active == second.id && $0.inService.state == .met }
        #expect(status.previous == first.id)
        // All files are the same: the manifest alone was asked for.
        #expect(server.script.withLock { $0.requests } == ["/\(second.id)/manifest"])
    }

    @Test func goesOnWithAHalfFileAfterAKill() async throws {
        let server = try await FolderServer("\(root)/web")
        defer { server.stop() }
        let first = try release(1)
        server.script.withLock { $0.chunksLeft = 1 }
        try await run(first, server) { !$0.downloaded.detail.isEmpty }
        #expect(served.withLock { $0 }.isEmpty)
        let asked = server.script.withLock { script in
            script.chunksLeft = .max
            defer { script.requests = [] }
            return script.requests.filter { $0.contains("/files/") }
        }
        #expect(!asked.isEmpty)
        // Nobody asks the second process: it goes on by itself.
        try await run(nil, server) { $0.inService.state == .met }
        let chunks = first.manifest.files.reduce(0) { $0 + $1.chunkSha256.count }
        #expect(server.script.withLock { $0.requests.filter { $0.contains("/files/") }.count } == chunks - 1)
        #expect(served.withLock { $0 } == [first.id])
    }

    @Test func triesAgainWhileTheSourceGivesOtherBytes() async throws {
        let server = try await FolderServer("\(root)/web")
        defer { server.stop() }
        let first = try release(1)
        server.script.withLock { $0.tampered = "heads.gguf" }
        let status = try await run(first, server) { $0.downloaded.detail.contains("chunk 0") }
        #expect(status.active == nil && status.downloaded.detail.hasPrefix("heads.gguf"))
        server.script.withLock { $0.tampered = "" }
        try await run(nil, server) { $0.inService.state == .met }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var name: String
        var make: @Sendable (UpdateEngineTests) throws -> TinyRelease
        var expected: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        Refusal(name: "foreign key", make: { try $0.release(3, key: SigningKey(kind: .release)) }, expected: "foreignKey"),
        Refusal(name: "lower counter", make: { try $0.release(1) }, expected: "lowerCounter"),
        Refusal(name: "expired", make: { try $0.release(3, { $0.notAfterUnixMs = 1_750_000_000_000 }) }, expected: "expired"),
        Refusal(name: "for a later agent", make: { try $0.release(3, { $0.minimumAgentVersion = "9.0.0" }) }, expected: "agentTooOld"),
    ]) func refusesAndKeepsServing(_ refusal: Refusal) async throws {
        let server = try await FolderServer("\(root)/web")
        defer { server.stop() }
        let installed = try release(2)
        try await run(installed, server, trial: .zero) { $0.phase == .idle && $0.inService.state == .met }
        let status = try await run(try refusal.make(self), server) { $0.inService.detail.contains(refusal.expected) }
        #expect(status.active == installed.id && status.phase == .idle)
        #expect(served.withLock { $0.last } == installed.id)
    }

    @Test func keepsTheOldReleaseWhenTheNewOneFailsItsSelfTest() async throws {
        let server = try await FolderServer("\(root)/web")
        defer { server.stop() }
        let (first, second) = (try release(1), try release(2))
        try await run(first, server, trial: .zero) { $0.phase == .idle && $0.inService.state == .met }
        unloadable.withLock { _ = $0.insert(second.id) }
        let status = try await run(second, server) { $0.inService.detail.contains("golden input 0") }
        #expect(status.active == first.id)
        #expect(try SlotStore(root: "\(root)/releases").active() == .a)
    }

    @Test func rollsBackWithoutADownloadWhenTheNewReleaseNoLongerLoads() async throws {
        let server = try await FolderServer("\(root)/web")
        defer { server.stop() }
        let (first, second) = (try release(1), try release(2))
        try await run(first, server, trial: .zero) { $0.phase == .idle && $0.inService.state == .met }
        try await run(second, server) { $0.active == second.id && $0.phase == .trial }
        unloadable.withLock { _ = $0.insert(second.id) }
        server.script.withLock { $0.requests = [] }
        let status = try await run(nil, server) { $0.active == first.id }
        #expect(status.inService.detail.contains("golden input 0"))
        #expect(server.script.withLock { $0.requests }.isEmpty)
        #expect(try SlotStore(root: "\(root)/releases").active() == .a)
    }

    @Test func refusesWhatWasChangedOnDiskBetweenFetchAndSwitch() async throws {
        let server = try await FolderServer("\(root)/web")
        defer { server.stop() }
        let first = try release(1)
        let slots = try SlotStore(root: "\(root)/releases")
        try await run(first, server, trial: .zero) { $0.phase == .idle && $0.inService.state == .met }
        // As a kill in phase "checking" leaves it, with a byte of the disk turned.
        let second = try release(2)
        try await run(second, server, trial: .zero) { $0.active == second.id && $0.phase == .idle }
        let path = try slots.filePath(.b, "workflow.pb")
        var bytes = try #require(try slots.read(path))
        bytes[bytes.count / 2] ^= 1
        try slots.remove(path)
        try slots.write(bytes, to: path)
        var state = UpdateState()
        state.phase = .checking
        state.target = UpdateTarget(release: second.id, baseURL: "http://127.0.0.1:\(server.port)")
        state.slot = .b
        try slots.switchTo(.a)
        let (_, database) = try engine()
        try await UpdateStore(database: database).save(state)
        try database.close()
        let status = try await run(nil, server) { $0.inService.detail.contains("tampered") }
        #expect(status.active == first.id)
    }
}
