package import Contract
import Files
package import Releases
package import SQLite
import SwiftProtobuf
import Telemetry

#if canImport(Glibc)
    import Glibc
#endif

/// Releases on disk: `<root>/<release id>/manifest` and `.../files/<path>`, as nodes fetch them.
///
/// An upload begins with the signed manifest; after that every file is checked against it before it gets its name, so what stands under a
/// final name is whole and right, whenever the process is killed. A release is complete, and only then served, when every file is there.
package final class ReleaseStore: Sendable {
    package struct Record: Sendable {
        package let id: ReleaseID
        package let manifest: Manifest
        package let uploadedUnixMs: Int64
        package let isComplete: Bool
        /// Classes in the order of the head; empty until complete.
        package let intents: [String]

        package var sizeInBytes: UInt64 { manifest.files.reduce(0) { $0 + $1.sizeInBytes } }
    }

    package static let largestManifestInBytes = 4 << 20
    private let root: String
    private let database: Database
    private let verifier: ReleaseVerifier
    private let clock: WallClock
    private let records: Lock<[ReleaseID: Record]>

    /// Creates `root` when absent.
    package init(root: String, database: Database, key: VerificationKey, clock: WallClock = .system) async throws {
        self.root = root
        self.database = database
        // The plane hands releases on and installs none, so no agent version is too old for it.
        guard let anyVersion = SemanticVersion("4294967295.0.0") else { throw FleetError(.storage, "no version to verify with") }
        verifier = ReleaseVerifier(keys: [key], agentVersion: anyVersion)
        self.clock = clock
        try Self.makeFolder(root)
        let rows = try await database.read { connection in
            try connection.query(
                "SELECT release_id, document, uploaded_unix_ms, complete, intents FROM releases", [],
                { (try $0.text(0), try $0.blob(1), try $0.integer(2), try $0.bool(3), try $0.optionalBlob(4)) })
        }
        var records: [ReleaseID: Record] = [:]
        for (name, document, uploaded, complete, intents) in rows {
            guard let id = ReleaseID(name) else { continue }
            // Verified when it came; a manifest that has expired since stays listed, and nodes refuse it themselves.
            let manifest = try Manifest(serializedBytes: try SignedDocument(serializedBytes: document).payload)
            records[id] = Record(
                id: id, manifest: manifest, uploadedUnixMs: uploaded, isComplete: complete, intents: try intents.map(Self.intents) ?? [])
        }
        self.records = Lock(records)
    }

    /// Newest counter first.
    package func all() -> [Record] {
        records.withLock { $0.values.sorted { ($0.manifest.counter, $0.id.rawValue) > ($1.manifest.counter, $1.id.rawValue) } }
    }

    package func record(_ id: ReleaseID) throws(FleetError) -> Record {
        guard let record = records.withLock({ $0[id] }) else { throw FleetError(.unknownRelease, "no release \(id.short)") }
        return record
    }

    /// By a prefix of at least four digits that fits one release only.
    package func find(_ prefix: String) throws(FleetError) -> Record {
        let found = prefix.utf8.count < 4 ? [] : all().filter { $0.id.rawValue.hasPrefix(prefix) }
        guard let only = found.first else { throw FleetError(.unknownRelease, "no release begins with '\(prefix.prefix(64))'") }
        guard found.count == 1 else { throw FleetError(.unknownRelease, "'\(prefix.prefix(64))' fits \(found.count) releases") }
        return only
    }

    // MARK: upload

    /// First step. Again is allowed. Files another release already has are taken from there.
    @discardableResult
    package func begin(_ id: ReleaseID, document: [UInt8]) async throws -> Record {
        if let known = records.withLock({ $0[id] }) { return known }
        let now = clock.nowUnixMs()
        let manifest: Manifest
        do throws(ReleaseRefusal) {
            manifest = try verifier.verify(document, expected: id, now: now).manifest
        } catch {
            throw FleetError(.releaseRefused, "the manifest is refused: \(error)")
        }
        if let rival = all().first(where: { $0.manifest.workflow == manifest.workflow && $0.manifest.counter == manifest.counter }) {
            throw FleetError(.releaseRefused, "release \(rival.id.short) of this workflow has counter \(manifest.counter) already")
        }
        try Self.makeFolder("\(root)/\(id)")
        do throws(FileError) {
            try AtomicFile.write(document, to: "\(root)/\(id)/manifest", mode: 0o644)
        } catch {
            throw FleetError(error)
        }
        for file in manifest.files { takeFromAnotherRelease(file, for: id) }
        let size = manifest.files.reduce(UInt64(0)) { $0 &+ $1.sizeInBytes }
        try await database.write { connection in
            try connection.execute(
                "INSERT OR IGNORE INTO releases VALUES (?, ?, ?, ?, ?, 0, ?, ?, NULL)",
                [
                    .text(id.rawValue), .text(manifest.workflow), .integer(Int64(bitPattern: manifest.counter)),
                    .integer(manifest.createdUnixMs), .integer(now), .integer(Int64(clamping: size)), .blob(document),
                ])
        }
        let record = Record(id: id, manifest: manifest, uploadedUnixMs: now, isComplete: false, intents: [])
        records.withLock { $0[id] = $0[id] ?? record }
        return try await completeIfWhole(id)
    }

    /// Paths not there yet.
    package func missing(_ record: Record) -> [String] {
        record.isComplete ? [] : record.manifest.files.filter { !isThere($0, of: record.id) }.map(\.path)
    }

    /// A file about to be written. Nil when it is there already.
    package func upload(_ id: ReleaseID, path: String) throws -> ReleaseUpload? {
        let record = try record(id)
        guard let file = record.manifest.files.first(where: { $0.path == path }) else {
            throw FleetError(.unknownFile, "release \(id.short) has no such file")
        }
        if record.isComplete || isThere(file, of: id) { return nil }
        let final = "\(root)/\(id)/files/\(file.path)"
        try Self.makeFolder(Directory.of(final))
        return try ReleaseUpload(file: file, path: final)
    }

    /// Call after every file. Marks the release complete when nothing is missing.
    @discardableResult
    package func completeIfWhole(_ id: ReleaseID) async throws -> Record {
        let record = try record(id)
        guard !record.isComplete, missing(record).isEmpty else { return record }
        let bundle = try Self.read("\(root)/\(id)/files/workflow.pb", limit: 64 << 20)
        let encoded = try Self.encodedIntents(bundle)
        let names = try Self.intents(encoded)
        if let problem = record.manifest.defaultPolicy.problems(knownIntents: names).first {
            throw FleetError(.releaseRefused, "the release's own policy: \(problem)")
        }
        try await database.write { connection in
            try connection.execute(
                "UPDATE releases SET complete = 1, intents = ? WHERE release_id = ?", [.blob(encoded), .text(id.rawValue)])
        }
        let complete = Record(
            id: id, manifest: record.manifest, uploadedUnixMs: record.uploadedUnixMs, isComplete: true, intents: names)
        records.withLock { $0[id] = complete }
        return complete
    }

    // MARK: serving

    /// Path and size on disk of what nodes fetch. `path` is looked up in the manifest, never joined to a folder unseen.
    package func file(_ id: ReleaseID, path: String) throws(FleetError) -> (path: String, sizeInBytes: UInt64) {
        let record = try record(id)
        guard record.isComplete else { throw FleetError(.releaseNotComplete, "release \(id.short) is not complete") }
        guard let file = record.manifest.files.first(where: { $0.path == path }) else {
            throw FleetError(.unknownFile, "release \(id.short) has no such file")
        }
        return ("\(root)/\(id)/files/\(file.path)", file.sizeInBytes)
    }

    /// The signed manifest, byte for byte as it was signed.
    package func manifest(_ id: ReleaseID) throws(FleetError) -> [UInt8] {
        guard try record(id).isComplete else { throw FleetError(.releaseNotComplete, "release \(id.short) is not complete") }
        return try Self.read("\(root)/\(id)/manifest", limit: Self.largestManifestInBytes)
    }

    // MARK: files

    private func isThere(_ file: ManifestFile, of id: ReleaseID) -> Bool {
        var information = stat()
        // Only verified files have their final name, so the size tells a whole one from a stranger's leftovers.
        return stat("\(root)/\(id)/files/\(file.path)", &information) == 0 && UInt64(information.st_size) == file.sizeInBytes
    }

    /// A hard link: releases are immutable, and an encoder shared by ten of them is stored once.
    private func takeFromAnotherRelease(_ file: ManifestFile, for id: ReleaseID) {
        for other in all() where other.isComplete && other.id != id {
            guard let same = other.manifest.files.first(where: { $0.sha256 == file.sha256 && $0.sizeInBytes == file.sizeInBytes }) else {
                continue
            }
            let final = "\(root)/\(id)/files/\(file.path)"
            guard (try? Self.makeFolder(Directory.of(final))) != nil else { return }
            _ = link("\(root)/\(other.id)/files/\(same.path)", final)
            return
        }
    }

    /// Only the names are kept in the database, as a bundle of names.
    private static func encodedIntents(_ bundle: [UInt8]) throws -> [UInt8] {
        let whole = try WorkflowBundle(serializedBytes: bundle)
        let names = WorkflowBundle.with { names in
            names.workflow = whole.workflow
            names.intents = whole.intents.map { intent in IntentDefinition.with { $0.name = intent.name } }
        }
        return try names.serializedBytes()
    }

    private static func intents(_ encoded: [UInt8]) throws -> [String] {
        try WorkflowBundle(serializedBytes: encoded).intents.map(\.name)
    }

    static func makeFolder(_ path: String) throws(FleetError) {
        var walked = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            walked += walked.isEmpty || walked.hasSuffix("/") ? String(part) : "/\(part)"
            if mkdir(walked, 0o755) != 0, errno != EEXIST {
                throw FleetError(.storage, "cannot create a folder: \(String(cString: strerror(errno)))")
            }
        }
    }

    private static func read(_ path: String, limit: Int) throws(FleetError) -> [UInt8] {
        do throws(FileError) {
            return try WholeFile.read(path, atMost: limit)
        } catch {
            if case .tooLarge = error.cause { throw FleetError(.storage, "a release's file cannot be read, or is too long") }
            throw FleetError(.storage, "cannot read a release's file: \(error.reason)")
        }
    }
}
