#if canImport(Crypto)
    internal import Crypto
#endif

/// Wallet addresses: Bitcoin and its relatives in Base58Check (version byte and four bytes of double SHA-256; Bitcoin developer reference, "Address Conversion"),
/// Bech32 and Bech32m of any chain (BIP 173, BIP 350), Bitcoin Cash in CashAddr (its specification of 2017), Stellar in base 32 (SEP-23), Ethereum (EIP-55, of which only the form is looked at: its check needs Keccak).
/// And what opens a wallet, which is a secret: private keys in the import format (WIF) and extended ones (BIP 32), and Nostr's (NIP-19).
///
/// Where the module is built without `Crypto`, as the fuzzer builds it, a Base58 address needs its word.
struct CryptoAddressRecognizer: Recognizer {
    private static let window = 40
    private static let longestAddress = 128

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while let run = text.alphanumericRun(from: index) {
            let start = run.lowerBound
            index = run.upperBound
            guard (26...Self.longestAddress).contains(index - start), !text.at(start - 1).isAlphanumeric, !text.at(index).isAlphanumeric
            else { continue }
            let word = bytes[start..<index]
            if Self.isPrivateKey(word) {
                findings.append(
                    Finding(entity: .secret, start: start, end: index, score: 1, rule: "secret-wallet-key", reasons: ["checksum"]))
                continue
            }
            let isNamed =
                cues.nearest(.wallet, before: start, window: Self.window) != nil || cues.nearest(.wallet, after: index, window: 20) != nil
            guard let (score, rule) = judge(word, isNamed: isNamed) else { continue }
            let witness = rule == "crypto-ethereum" || rule == "crypto-base58-context" ? "form" : "checksum"
            if witness == "form", text.isJoined(start, index) { continue }
            findings.append(
                Finding(
                    entity: .cryptoAddress, start: start, end: index, score: score, rule: rule,
                    reasons: isNamed ? [witness, "context: wallet"] : [witness]))
        }
    }

    private func judge(_ word: ArraySlice<UInt8>, isNamed: Bool) -> (score: Float, rule: String)? {
        let first = word[word.startIndex]
        if first == 0x30, word.count == 42, word[word.startIndex + 1].lowered == UInt8(ascii: "x"), word.dropFirst(2).allSatisfy(\.isHex) {
            return (isNamed ? 0.95 : 0.5, "crypto-ethereum")
        }
        if Self.passesBech32(word) { return (1, "crypto-bech32") }
        if Self.passesCashAddr(word) { return (1, "crypto-cashaddr") }
        if Self.passesStellar(word) { return (1, "crypto-stellar") }
        guard word.count <= 35, Self.versions.contains(first), let payload = Self.base58Payload(word, size: 25) else { return nil }
        switch Self.passesBase58Check(payload) {
        case true?: return (1, "crypto-base58-check")
        case false?: return nil
        case nil: return isNamed ? (0.6, "crypto-base58-context") : nil
        }
    }

    /// First characters: Bitcoin 1 and 3, Litecoin L and M, Dogecoin D, Dash X, Tron T, and the test networks' m, n and 2.
    private static let versions = Array("13LMDXTmn2".utf8)

    /// Where the check cannot be computed, the form alone is taken: 51 and more characters of Base58 behind these are hardly anything else.
    private static func isPrivateKey(_ word: ArraySlice<UInt8>) -> Bool {
        let first = word[word.startIndex]
        switch (word.count, first) {
        case (51, UInt8(ascii: "5")), (52, UInt8(ascii: "K")), (52, UInt8(ascii: "L")):
            guard let payload = base58Payload(word, size: word.count == 51 ? 37 : 38) else { return false }
            return payload[0] == 0x80 && passesBase58Check(payload) != false
        case (111, _) where extendedKeys.contains(where: word.starts(with:)):
            guard let payload = base58Payload(word, size: 82) else { return false }
            return passesBase58Check(payload) != false
        case (63, UInt8(ascii: "n")): return word.starts(with: nostr) && passesBech32(word)
        default: return false
        }
    }

    private static let extendedKeys = ["xprv", "yprv", "zprv", "tprv"].map { Array($0.utf8) }
    private static let nostr = Array("nsec1".utf8)

    // MARK: Bech32

    private static func passesBech32(_ word: ArraySlice<UInt8>) -> Bool {
        let lowered = word.map(\.lowered)
        let isLower = word.elementsEqual(lowered)
        guard isLower || !word.contains(where: { $0.isASCIILetter && !$0.isUpperCase }) else { return false }
        guard let mark = lowered.lastIndex(of: UInt8(ascii: "1")), (1...longestPrefix).contains(mark), lowered.count - mark > shortestData,
            lowered[..<mark].allSatisfy(\.isASCIILetter)
        else { return false }
        let human = lowered[..<mark]
        if publicPrefixes.contains(String(decoding: human, as: UTF8.self)) { return false }
        var state: UInt32 = 1
        for byte in human { step(&state, UInt32(byte >> 5)) }
        step(&state, 0)
        for byte in human { step(&state, UInt32(byte & 31)) }
        for byte in lowered[(mark + 1)...] {
            guard let value = bech32Values[Int(byte & 0x7F)] else { return false }
            step(&state, UInt32(value))
        }
        // Bech32, or Bech32m for witness versions from 1.
        return state == 1 || state == 0x2BC8_30A3
    }

    private static func step(_ state: inout UInt32, _ value: UInt32) {
        let top = state >> 25
        state = (state & 0x1FF_FFFF) << 5 ^ value
        let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { state ^= generator[bit] }
    }

    private static let longestPrefix = 16
    private static let shortestData = 20
    /// Keys and names of other uses, made to be known: age, Nostr, Lightning's addresses of services.
    private static let publicPrefixes: Set<String> = ["age", "npub", "note", "nprofile", "nevent", "naddr", "nrelay", "lnurl"]
    private static let bech32Values = values(of: "qpzry9x8gf2tvdw0s3jn54khce6mua7l")
    private static let base58Values = values(of: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")

    private static func values(of alphabet: String) -> [UInt8?] {
        var values = [UInt8?](repeating: nil, count: 128)
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }

    // MARK: CashAddr

    /// 42 characters of version, 160 bits of hash and 40 of check, which counts the prefix in whether it is written or not.
    private static func passesCashAddr(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count == 42, word.first == UInt8(ascii: "q") || word.first == UInt8(ascii: "p") else { return false }
        var state: UInt64 = 1
        for byte in "bitcoincash".utf8 { cashStep(&state, UInt64(byte & 31)) }
        cashStep(&state, 0)
        for byte in word {
            guard let value = bech32Values[Int(byte & 0x7F)] else { return false }
            cashStep(&state, UInt64(value))
        }
        return state == 1
    }

    private static func cashStep(_ state: inout UInt64, _ value: UInt64) {
        let top = state >> 35
        state = (state & 0x7_FFFF_FFFF) << 5 ^ value
        let generator: [UInt64] = [0x98_F2BC_8E61, 0x79_B76D_99E2, 0xF3_3E5F_B3C4, 0xAE_2EAB_E2A8, 0x1E_4F43_E470]
        for bit in 0..<5 where top >> UInt64(bit) & 1 == 1 { state ^= generator[bit] }
    }

    // MARK: Stellar

    /// An account: version 6 << 3, 32 bytes of key, CRC-16/XMODEM with the low byte first; 56 characters of base 32 (RFC 4648), which begin with G.
    private static func passesStellar(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count == 56, word.first == UInt8(ascii: "G") else { return false }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(35)
        var bits: UInt32 = 0
        var held = 0
        for byte in word {
            guard byte.isUpperCase || (0x32...0x37).contains(byte) else { return false }
            bits = bits << 5 & 0xFFF | UInt32(byte.isUpperCase ? byte - 65 : byte - 24)
            held += 5
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        var check: UInt16 = 0
        for byte in bytes[..<33] {
            check ^= UInt16(byte) << 8
            for _ in 0..<8 { check = check & 0x8000 == 0 ? check << 1 : check << 1 ^ 0x1021 }
        }
        return bytes[0] == 6 << 3 && UInt16(bytes[33]) | UInt16(bytes[34]) << 8 == check
    }

    // MARK: Base58Check

    /// The `size` bytes of version, content and check (25 of an address); nil when the word is no Base58 or longer than that. At most 111 characters of 82 bytes each.
    private static func base58Payload(_ word: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        var payload = [UInt8](repeating: 0, count: size)
        for byte in word {
            guard var carry = base58Values[Int(byte & 0x7F)].map(Int.init) else { return nil }
            for index in stride(from: size - 1, through: 0, by: -1) {
                carry += Int(payload[index]) * 58
                payload[index] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            guard carry == 0 else { return nil }
        }
        return payload
    }

    /// nil: cannot be computed here.
    private static func passesBase58Check(_ payload: [UInt8]) -> Bool? {
        #if canImport(Crypto)
            let content = payload.count - 4
            let once = hash(payload[..<content])
            return hash(once[...]).prefix(4).elementsEqual(payload[content...])
        #else
            return nil
        #endif
    }

    #if canImport(Crypto)
        private static func hash(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            var hash = SHA256()
            bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
            return Array(hash.finalize())
        }
    #endif
}
