import Contract
package import Logging
package import Releases
package import Transfer

/// Brings a release into a slot: manifest first, then what is missing of its files, chunk by chunk.
///
/// A chunk counts when its digest is right; bytes that are there from an earlier try are checked and kept. A file the other slot holds with
/// the same digest gets a second name instead of a download.
package struct ReleaseFetcher: Sendable {
    private let slots: SlotStore
    private let transfer: HTTPTransfer
    private let logger: Logger

    package init(slots: SlotStore, transfer: HTTPTransfer, logger: Logger) {
        self.slots = slots
        self.transfer = transfer
        self.logger = logger
    }

    /// - Parameter verify: turns the manifest's bytes into a manifest this node may install, or refuses.
    package func fetch(
        _ target: UpdateTarget, into slot: Slot, verify: @Sendable ([UInt8]) throws(UpdateError) -> VerifiedManifest
    ) async throws(UpdateError) {
        let base = "\(target.baseURL)/\(target.release.rawValue)"
        let document = try await get("\(base)/manifest", file: "manifest", range: nil, limit: 4 << 20)
        let manifest = try verify(document).manifest
        try slots.keepOnly(Set(manifest.files.map(\.path)), in: slot)
        var missing: UInt64 = 0
        var pending: [ManifestFile] = []
        for file in manifest.files {
            let path = try slots.filePath(slot, file.path)
            if try holds(path, file) { continue }
            let neighbour = try slots.filePath(slot.other, file.path)
            if try holds(neighbour, file) {
                try slots.adopt(neighbour, as: path)
                continue
            }
            pending.append(file)
            missing += file.sizeInBytes
        }
        // The manifest and a margin come on top.
        let free = try slots.freeBytes()
        guard free > missing + (1 << 20) else {
            throw UpdateError(.space, detail: "\(missing) bytes are missing and \(free) are free")
        }
        for file in pending { try await fetch(file, from: "\(base)/files/\(file.path)", into: slot) }
        try slots.write(document, to: slots.manifestPath(slot))
        try slots.seal(slot)
    }

    private func holds(_ path: String, _ file: ManifestFile) throws(UpdateError) -> Bool {
        guard slots.size(path) == file.sizeInBytes else { return false }
        do throws(ReleaseRefusal) { return try ChunkDigest(path: path).sha256 == [UInt8](file.sha256) } catch { throw UpdateError(error) }
    }

    private func fetch(_ file: ManifestFile, from url: String, into slot: Slot) async throws(UpdateError) {
        let path = try slots.filePath(slot, file.path)
        let part = path + ".part"
        let chunkSize = UInt64(file.chunkSizeInBytes)
        guard chunkSize > 0, UInt64(file.chunkSha256.count) == (file.sizeInBytes + chunkSize - 1) / chunkSize else {
            throw UpdateError(.manifest, file: file.path, detail: "its chunk digests do not cover its size")
        }
        var done = try wholeChunks(in: part, file)
        if done > 0 { logger.info("download goes on", metadata: ["file": "\(file.path)", "chunks": "\(done)"]) }
        while done < file.chunkSha256.count {
            let first = UInt64(done) * chunkSize
            let size = min(chunkSize, file.sizeInBytes - first)
            let range = ByteRange(first: Int(first), last: Int(first + size - 1))
            let bytes = try await get(url, file: file.path, range: range, limit: Int(size))
            guard UInt64(bytes.count) == size, ChunkDigest.sha256(bytes) == [UInt8](file.chunkSha256[done]) else {
                throw UpdateError(.wrongBytes, file: file.path, detail: "chunk \(done): not the bytes the manifest names")
            }
            try slots.append(bytes, to: part, at: first)
            done += 1
        }
        if file.sizeInBytes == 0 { try slots.append([], to: part, at: 0) }
        guard try holds(part, file) else {
            try slots.remove(part)
            throw UpdateError(.wrongBytes, file: file.path, detail: "its chunks are right and its digest is not")
        }
        try slots.rename(part, to: path)
    }

    /// How many chunks of a half file are there and right, from its beginning.
    private func wholeChunks(in part: String, _ file: ManifestFile) throws(UpdateError) -> Int {
        guard let size = slots.size(part) else { return 0 }
        let chunkSize = UInt64(file.chunkSizeInBytes)
        for (index, digest) in file.chunkSha256.enumerated() {
            let first = UInt64(index) * chunkSize
            let length = min(chunkSize, file.sizeInBytes - first)
            guard first + length <= size else { return index }
            let bytes = try slots.read(part, at: first, count: Int(length))
            guard ChunkDigest.sha256(bytes) == [UInt8](digest) else { return index }
        }
        return file.chunkSha256.count
    }

    private func get(_ url: String, file: String, range: ByteRange?, limit: Int) async throws(UpdateError) -> [UInt8] {
        let request = HTTPRequest(
            .get, url, range: range, timeouts: .init(connect: .seconds(10), total: nil, stall: .seconds(30)), maximumResponseBytes: limit)
        let response: HTTPResponse
        do throws(TransferError) { response = try await transfer.send(request) } catch {
            throw UpdateError(.transfer, file: file, detail: error.description)
        }
        switch response.status {
        case 206 where range != nil, 200 where range == nil: return response.body
        case 200:
            // A server without Range sends the whole file; right for a file of one chunk, and found out by the digest otherwise.
            return response.body
        default: throw UpdateError(.transfer, file: file, detail: "HTTP \(response.status)")
        }
    }
}
