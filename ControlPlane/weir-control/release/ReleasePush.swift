import ArgumentParser
import Contract
import Fleet
import FoundationEssentials
import PlaneAPI
import Releases
import SwiftProtobuf
import Transfer

struct ReleasePush: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Verify a built release and upload it. A push that was cut goes on with the files that are missing.")

    @Argument(help: "The release's folder: manifest and files/.") var folder: String
    @Option(name: .long, help: "Public release key to verify with before anything is sent.") var key: String?
    @OptionGroup var options: PlaneOptions

    @concurrent func run() async throws {
        let document: [UInt8]
        do { document = Array(try Data(contentsOf: URL(filePath: "\(folder)/manifest"))) } catch {
            throw Failure("\(folder)/manifest: cannot be read")
        }
        let payload = try SignedDocument(serializedBytes: document).payload
        let manifest = try Manifest(serializedBytes: payload)
        let name = hexadecimal(ChunkDigest.sha256(Array(payload)))
        try check(document, manifest)
        let client = try options.client()
        var answer: PlaneClient.Answer<API.Release> = try await client.call(
            .put, "/api/v1/releases/\(name)/manifest", body: document, contentType: "application/octet-stream")
        let missing = manifest.files.filter { answer.value.missing.contains($0.path) }
        let total = missing.reduce(UInt64(0)) { $0 + $1.sizeInBytes }
        var sent: UInt64 = 0
        for file in missing {
            let path = file.path
            Console.progress("\(Figure.bytes(sent)) of \(Figure.bytes(total)): \(path)")
            let bytes = try Array(Data(contentsOf: URL(filePath: "\(folder)/files/\(path)"), options: .mappedIfSafe))
            answer = try await client.call(
                .put,
                "/api/v1/releases/\(name)/files/\(path.split(separator: "/").map { PlaneClient.escape(String($0)) }.joined(separator: "/"))",
                body: bytes, contentType: "application/octet-stream", timeouts: .init(total: nil, stall: .seconds(120)))
            sent += file.sizeInBytes
        }
        Console.progress("\(Figure.bytes(sent)) sent, \(manifest.files.count - missing.count) files were there", isLast: true)
        guard answer.value.complete else { throw Failure("the plane still misses \(answer.value.missing.joined(separator: ", "))") }
        if options.output == .json { return Console.print(json: answer.json) }
        Console.print("release \(name)\n\(manifest.workflow), counter \(manifest.counter), is on the plane")
    }

    /// What is broken here need not travel first. With a key the signature as well; the plane checks it in any case.
    private func check(_ document: [UInt8], _ manifest: Manifest) throws {
        if let key {
            guard let version = SemanticVersion("4294967295.0.0") else { return }
            let verifier = ReleaseVerifier(keys: [try VerificationKey(path: key)], agentVersion: version)
            _ = try verifier.verify(document, now: WallClock.system.nowUnixMs())
        }
        for (index, file) in manifest.files.enumerated() {
            Console.progress("checking \(index + 1) of \(manifest.files.count) files")
            let found = try ChunkDigest(path: "\(folder)/files/\(file.path)", chunkSizeInBytes: Int(file.chunkSizeInBytes))
            guard found.sha256 == Array(file.sha256) else { throw Failure("\(file.path): its digest is not the manifest's") }
        }
    }
}
