internal import Crypto
internal import FoundationEssentials

/// What a key may sign: the offline release key manifests, the plane's director key desired state and halts.
package enum KeyKind: String, Hashable, Sendable, CaseIterable {
    case release
    case director
}

/// A secret Ed25519 key. Prints as its public name.
package struct SigningKey: Sendable, CustomStringConvertible, CustomReflectable {
    package let kind: KeyKind
    private let key: Curve25519.Signing.PrivateKey

    /// A new one from the system's randomness.
    package init(kind: KeyKind) {
        self.kind = kind
        key = Curve25519.Signing.PrivateKey()
    }

    /// Reads a key file. Refused: `keyExposed` where others may read it, `malformed`, `unreadable`.
    package init(path: String) throws(ReleaseRefusal) {
        let (kind, bytes) = try KeyFile.parse(
            try OwnedFile.read(path, atMost: KeyFile.maximumSizeInBytes, isSecret: true), role: .secret, path: path)
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        } catch {
            throw ReleaseRefusal(.malformed, path, expected: "an Ed25519 key")
        }
        self.kind = kind
    }

    package var verificationKey: VerificationKey { VerificationKey(kind: kind, key: key.publicKey) }

    /// Creates the file with mode 0600. Refused: `keyExists`; an existing key is never overwritten.
    package func write(path: String) throws(ReleaseRefusal) {
        try OwnedFile.create(path, KeyFile.text(kind, .secret, Array(key.rawRepresentation)), permissions: 0o600)
    }

    package var description: String { "\(kind.rawValue) key \(verificationKey.name)" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    /// 64 bytes.
    func signature(of message: [UInt8]) throws(ReleaseRefusal) -> [UInt8] {
        do {
            return Array(try key.signature(for: message))
        } catch {
            throw ReleaseRefusal(.unwritable, "signature", found: "the cryptographic library failed")
        }
    }
}

/// A public Ed25519 key.
package struct VerificationKey: Sendable, Hashable, CustomStringConvertible {
    package let kind: KeyKind
    /// 32 bytes.
    package let rawRepresentation: [UInt8]
    /// The first 8 bytes of the SHA-256 of the public key; `SignedDocument.key_id`.
    package let id: [UInt8]

    init(kind: KeyKind, key: Curve25519.Signing.PublicKey) {
        self.kind = kind
        rawRepresentation = Array(key.rawRepresentation)
        id = Array(SHA256.hash(data: rawRepresentation).prefix(8))
    }

    /// Refused: `malformed`, `unreadable`.
    package init(path: String) throws(ReleaseRefusal) {
        let (kind, bytes) = try KeyFile.parse(try OwnedFile.read(path, atMost: KeyFile.maximumSizeInBytes), role: .public, path: path)
        do {
            self.init(kind: kind, key: try Curve25519.Signing.PublicKey(rawRepresentation: bytes))
        } catch {
            throw ReleaseRefusal(.malformed, path, expected: "an Ed25519 key")
        }
    }

    /// Creates the file with mode 0644. Refused: `keyExists`.
    package func write(path: String) throws(ReleaseRefusal) {
        try OwnedFile.create(path, KeyFile.text(kind, .public, rawRepresentation), permissions: 0o644)
    }

    /// The id in hexadecimal, for people and logs.
    package var name: String { hexadecimal(id) }
    package var description: String { "\(kind.rawValue) key \(name)" }

    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: rawRepresentation) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// A key file: a header line that names kind and role, then 32 bytes in base64.
///
///     weir-key-v1 release secret
///     q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=
private enum KeyFile {
    enum Role: String {
        case secret
        case `public`
    }

    static let maximumSizeInBytes = 256

    static func text(_ kind: KeyKind, _ role: Role, _ key: [UInt8]) -> [UInt8] {
        Array("weir-key-v1 \(kind.rawValue) \(role.rawValue)\n\(Data(key).base64EncodedString())\n".utf8)
    }

    static func parse(_ bytes: [UInt8], role: Role, path: String) throws(ReleaseRefusal) -> (KeyKind, [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        let header = lines.first.map { String(decoding: $0, as: UTF8.self).split(separator: " ") } ?? []
        guard lines.count == 2, header.count == 3, header[0] == "weir-key-v1", let kind = KeyKind(rawValue: String(header[1])),
            let foundRole = Role(rawValue: String(header[2]))
        else { throw ReleaseRefusal(.malformed, path, expected: "a header 'weir-key-v1 release|director secret|public' and one line") }
        guard foundRole == role else {
            throw ReleaseRefusal(.wrongKind, path, expected: "a \(role.rawValue) key", found: "a \(foundRole.rawValue) key")
        }
        guard let key = Data(base64Encoded: Data(lines[1])), key.count == 32 else {
            throw ReleaseRefusal(.malformed, path, expected: "32 bytes in base64")
        }
        return (kind, Array(key))
    }
}

package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digit($0 >> 4), digit($0 & 15)] }, as: UTF8.self)
}

private func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
