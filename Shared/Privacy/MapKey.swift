#if canImport(Crypto)
    internal import Crypto

    /// The key that seals restore maps at rest. Prints as its check, never as itself.
    ///
    /// A sealed map:
    ///
    ///     magic       4  "WRX1"
    ///     check       8  of the key it was sealed with: tells a wrong key from damage
    ///     nonce      12  drawn
    ///     ciphertext     AES-256-GCM of the encoded map, as long as that
    ///     tag        16
    ///
    /// Associated data: magic, check and the caller's context. A box opens under its own key and context only: moved to another escalation it is none.
    /// Nonces are drawn: NIST SP 800-38D, section 8.3, allows 2^32 boxes under one key, more than a device makes.
    package struct MapKey: Sendable, CustomStringConvertible, CustomReflectable {
        package static let sizeInBytes = 32

        private static let magic: [UInt8] = Array("WRX1".utf8)
        private static let checkSize = 8
        private static let nonceSize = 12
        private static let tagSize = 16

        private let key: SymmetricKey
        /// The first 8 bytes of HMAC-SHA-256 under the key: names it, tells nothing of it.
        private let check: [UInt8]

        /// A new one from the system's randomness.
        package init() { self.init(SymmetricKey(size: .bits256)) }

        /// Throws `badKey` unless there are 32 bytes.
        package init(bytes: [UInt8]) throws(PrivacyError) {
            guard bytes.count == Self.sizeInBytes else {
                throw PrivacyError(.badKey, offset: 0, expected: "\(Self.sizeInBytes) bytes", found: "\(bytes.count)")
            }
            self.init(SymmetricKey(data: bytes))
        }

        private init(_ key: SymmetricKey) {
            self.key = key
            check = Array(HMAC<SHA256>.authenticationCode(for: Array("weir map key check".utf8), using: key).prefix(Self.checkSize))
        }

        /// For the key's file alone.
        package var bytes: [UInt8] { key.withUnsafeBytes { Array($0) } }

        /// Another key out of this one, 32 bytes: each purpose has its own, and none leads back. For `AnonymizerSettings.hashKey`, so that digests stay the same
        /// on this device.
        package func derived(for purpose: String) -> [UInt8] {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("weir \(purpose)".utf8), outputByteCount: Self.sizeInBytes)
                .withUnsafeBytes { Array($0) }
        }

        package var description: String { "map key " + check.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
        package var customMirror: Mirror { Mirror(self, children: [:]) }

        /// - Parameter context: what the map belongs to; needed again to open it.
        package func seal(_ map: RestoreMap, for context: [UInt8]) throws(PrivacyError) -> [UInt8] {
            let head = Self.magic + check
            do {
                let box = try AES.GCM.seal(map.encoded(), using: key, authenticating: head + context)
                return head + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
            } catch {
                throw PrivacyError(.notSealed, offset: 0, expected: "a sealed map", found: "a failure of the cryptographic library")
            }
        }

        /// Throws `badMagic` or `truncated` for bytes that are no sealed map, `wrongKey` for one of another key, `notAuthentic` for one that was changed or belongs
        /// to another context, and what decoding throws for one that was sealed from something else.
        package func open(_ sealed: [UInt8], for context: [UInt8]) throws(PrivacyError) -> RestoreMap {
            let head = Self.magic + check
            let smallest = head.count + Self.nonceSize + Self.tagSize
            guard sealed.starts(with: Self.magic) else {
                throw PrivacyError(.badMagic, offset: 0, expected: "WRX1", found: "\(min(sealed.count, Self.magic.count)) other bytes")
            }
            guard sealed.count >= smallest else {
                throw PrivacyError(.truncated, offset: sealed.count, expected: "at least \(smallest) bytes", found: "\(sealed.count)")
            }
            guard sealed.starts(with: head) else {
                throw PrivacyError(.wrongKey, offset: Self.magic.count, expected: "a map sealed with this key", found: "one of another key")
            }
            let opened: [UInt8]
            do {
                let box = try AES.GCM.SealedBox(
                    nonce: AES.GCM.Nonce(data: sealed[head.count..<head.count + Self.nonceSize]),
                    ciphertext: sealed[(head.count + Self.nonceSize)..<(sealed.count - Self.tagSize)], tag: sealed.suffix(Self.tagSize))
                opened = Array(try AES.GCM.open(box, using: key, authenticating: head + context))
            } catch {
                throw PrivacyError(
                    .notAuthentic, offset: head.count, expected: "a map that was sealed for this",
                    found: "one that was changed or is another's")
            }
            return try RestoreMap(encoded: opened)
        }
    }
#endif
