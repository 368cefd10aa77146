package import Contract
internal import FoundationEssentials
internal import SwiftProtobuf

extension DocumentKind {
    /// Which key may sign it; nil for kinds this version does not know.
    var keyKind: KeyKind? {
        switch self {
        case .manifest: .release
        case .desiredState, .halt: .director
        case .unspecified, .UNRECOGNIZED: nil
        }
    }
}

extension SignedDocument {
    /// Larger documents are refused before anything is parsed.
    package static let maximumSizeInBytes = 4 << 20

    /// Signs `payload`. Refused: `wrongKind` when the key may not sign this kind.
    package static func sign(_ kind: DocumentKind, payload: [UInt8], with key: SigningKey) throws(ReleaseRefusal) -> SignedDocument {
        guard kind.keyKind == key.kind else {
            throw ReleaseRefusal(.wrongKind, "signing key", expected: name(kind.keyKind), found: key.kind.rawValue)
        }
        var document = SignedDocument()
        document.kind = kind
        document.payload = Data(payload)
        document.keyID = Data(key.verificationKey.id)
        document.signature = Data(try key.signature(of: message(kind, payload)))
        return document
    }

    /// The payload of a document in its wire form, when `kind` and signature are right.
    /// Refused, in this order: `tooLarge`, `malformed`, `wrongKind`, `foreignKey`, `tampered`.
    package static func open(_ bytes: [UInt8], as kind: DocumentKind, trusting keys: [VerificationKey]) throws(ReleaseRefusal) -> [UInt8] {
        guard bytes.count <= maximumSizeInBytes else {
            throw ReleaseRefusal(.tooLarge, "document", expected: "at most \(maximumSizeInBytes) bytes", found: "\(bytes.count)")
        }
        let document: SignedDocument
        do {
            document = try SignedDocument(serializedBytes: bytes)
        } catch {
            throw ReleaseRefusal(.malformed, "document", expected: "a SignedDocument")
        }
        guard document.unknownFields.data.isEmpty else { throw ReleaseRefusal(.malformed, "document", expected: "no unknown fields") }
        guard document.kind == kind else {
            throw ReleaseRefusal(.wrongKind, "document", expected: "kind \(kind.rawValue)", found: "kind \(document.kind.rawValue)")
        }
        guard document.keyID.count == 8 else {
            throw ReleaseRefusal(.malformed, "key_id", expected: "8 bytes", found: "\(document.keyID.count)")
        }
        guard document.signature.count == 64 else {
            throw ReleaseRefusal(.malformed, "signature", expected: "64 bytes", found: "\(document.signature.count)")
        }
        // A release key is no director key, also when someone lists it among them.
        guard let key = keys.first(where: { $0.id == Array(document.keyID) && $0.kind == kind.keyKind }) else {
            throw ReleaseRefusal(
                .foreignKey, "document", expected: "a trusted \(name(kind.keyKind)) key", found: hexadecimal(document.keyID))
        }
        let payload = Array(document.payload)
        guard key.isValid(Array(document.signature), for: message(kind, payload)) else {
            throw ReleaseRefusal(.tampered, "document", expected: "a signature by \(key.name) over these bytes")
        }
        return payload
    }

    /// The wire form.
    package func bytes() throws(ReleaseRefusal) -> [UInt8] { try encode(self, "document") }

    /// "weir.v1.<kind number>\0" before the payload keeps one kind from passing for another.
    private static func message(_ kind: DocumentKind, _ payload: [UInt8]) -> [UInt8] {
        Array("weir.v1.\(kind.rawValue)\0".utf8) + payload
    }

    private static func name(_ kind: KeyKind?) -> String { kind?.rawValue ?? "known" }
}

func encode(_ message: some SwiftProtobuf.Message, _ subject: String) throws(ReleaseRefusal) -> [UInt8] {
    do {
        return try message.serializedBytes()
    } catch {
        throw ReleaseRefusal(.malformed, subject, expected: "a message that can be encoded")
    }
}
