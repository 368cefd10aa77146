import Foundation
import Testing

@testable import Releases

@Suite final class ChunkDigestTests {
    private let file = FileManager.default.temporaryDirectory.appendingPathComponent("weir-chunks-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: file) }

    /// FIPS 180-4 examples, as published by NIST.
    @Test func knowsThePublishedDigests() {
        #expect(hexadecimal(ChunkDigest.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hexadecimal(ChunkDigest.sha256(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [0, 1, 99, 100, 101, 200, 262_143, 262_144, 262_145, 600_000]) func chunksAFile(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 131 ^ $0 >> 9) }
        try Data(bytes).write(to: file)
        for chunkSize in [100, 262_144, 1 << 22] {
            let digest = try ChunkDigest(path: file.path, chunkSizeInBytes: chunkSize)
            #expect(digest.sizeInBytes == UInt64(size))
            #expect(digest.sha256 == ChunkDigest.sha256(bytes))
            #expect(
                digest.chunks
                    == stride(from: 0, to: size, by: chunkSize).map { ChunkDigest.sha256(Array(bytes[$0..<min($0 + chunkSize, size)])) })
        }
    }
}
