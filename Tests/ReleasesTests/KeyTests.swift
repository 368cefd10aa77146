import Foundation
import Testing

@testable import Releases

@Suite final class KeyTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weir-keys-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @Test(arguments: KeyKind.allCases) func keepsAPairInFiles(kind: KeyKind) throws {
        let key = SigningKey(kind: kind)
        try key.write(path: path("secret"))
        try key.verificationKey.write(path: path("public"))
        let secret = try SigningKey(path: path("secret"))
        let known = try VerificationKey(path: path("public"))
        #expect(secret.kind == kind)
        #expect(known == key.verificationKey)
        #expect(known.isValid(try secret.signature(of: [1, 2, 3]), for: [1, 2, 3]))
        #expect(!known.isValid(try secret.signature(of: [1, 2, 3]), for: [1, 2, 4]))
        let attributes = try FileManager.default.attributesOfItem(atPath: path("secret"))
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func neverOverwritesAKey() throws {
        let key = SigningKey(kind: .release)
        try key.write(path: path("secret"))
        #expect(refusal { try SigningKey(kind: .release).write(path: path("secret")) } == .keyExists)
        #expect(try SigningKey(path: path("secret")).verificationKey == key.verificationKey)
        #expect(refusal { try key.write(path: path("no/such/folder")) } == .unwritable)
    }

    @Test func refusesASecretOthersMayRead() throws {
        try SigningKey(kind: .release).write(path: path("secret"))
        for (mode, expected) in [(0o604, ReleaseRefusal.Code.keyExposed), (0o620, .keyExposed), (0o440, nil), (0o400, nil)] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path("secret"))
            #expect(refusal { _ = try SigningKey(path: path("secret")) } == expected, "mode \(String(mode, radix: 8))")
        }
    }

    @Test func neverPrintsASecret() throws {
        let key = SigningKey(kind: .director)
        try key.write(path: path("secret"))
        let secret = try String(contentsOfFile: path("secret"), encoding: .utf8).split(separator: "\n")[1]
        var text = "\(key) \(String(reflecting: key))"
        dump(key, to: &text)
        #expect(!text.contains(secret))
        #expect(text.contains(key.verificationKey.name))
    }

    private static let good = Data(repeating: 7, count: 32).base64EncodedString()

    @Test(arguments: [
        ("", ReleaseRefusal.Code.malformed), ("weir-key-v1 release secret\n", .malformed),
        ("weir-key-v1 release secret\n\(good)\nmore\n", .malformed),
        ("weir-key-v2 release secret\n\(good)\n", .malformed), ("weir-key-v1 other secret\n\(good)\n", .malformed),
        ("weir-key-v1 release\n\(good)\n", .malformed), ("weir-key-v1 release public\n\(good)\n", .wrongKind),
        ("weir-key-v1 release secret\n\(good.dropLast(4))\n", .malformed),
        ("weir-key-v1 release secret\n!!\(good.dropFirst(2))\n", .malformed),
        (String(repeating: "a", count: 300), .tooLarge),
    ]) func refusesABrokenKeyFile(text: String, code: ReleaseRefusal.Code) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent("key"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("key"))
        #expect(refusal { _ = try SigningKey(path: path("key")) } == code)
    }

    @Test func aSecretIsNoPublicKeyFile() throws {
        try SigningKey(kind: .release).write(path: path("secret"))
        #expect(refusal { _ = try VerificationKey(path: path("secret")) } == .wrongKind)
        #expect(refusal { _ = try VerificationKey(path: path("absent")) } == .fileMissing)
    }
}
