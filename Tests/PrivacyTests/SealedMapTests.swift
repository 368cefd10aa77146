import Testing

@testable import Privacy

@Suite struct SealedMapTests {
    private static let key = MapKey()
    private static let context: [UInt8] = [1, 2, 3]
    private static let map: RestoreMap = {
        var map = RestoreMap(salt: 7)
        _ = Anonymizer().mask("jo@example.com, +1 (212) 555-0143, pwd=hunter2", into: &map)
        return map
    }()

    private func opened(_ sealed: [UInt8], key: MapKey = Self.key, context: [UInt8] = Self.context) throws(PrivacyError) -> RestoreMap {
        try key.open(sealed, for: context)
    }

    @Test func comesBackUnderItsKeyAndContext() throws {
        let sealed = try Self.key.seal(Self.map, for: Self.context)
        #expect(try opened(sealed) == Self.map)
        #expect(try MapKey(bytes: Self.key.bytes).open(sealed, for: Self.context) == Self.map)
        #expect(sealed.count == Self.map.encoded().count + 40)
        #expect(try opened(try Self.key.seal(RestoreMap(salt: 1), for: []), context: []) == RestoreMap(salt: 1))
    }

    @Test func showsNothingOfItsValues() throws {
        let sealed = try Self.key.seal(Self.map, for: Self.context)
        let text = String(decoding: sealed, as: UTF8.self)
        for value in ["jo@", "example", "555", "hunter"] { #expect(!text.contains(value)) }
        // A nonce of its own each time.
        #expect(try Self.key.seal(Self.map, for: Self.context) != sealed)
        #expect(!"\(Self.key) \(String(reflecting: Self.key))".contains(Self.key.bytes.map { String($0) }.joined(separator: ", ")))
        #expect("\(Self.key)".hasPrefix("map key ") && "\(Self.key)".count == 24)
    }

    @Test func opensWithNothingElse() throws {
        let sealed = try Self.key.seal(Self.map, for: Self.context)
        func code(_ sealed: [UInt8], key: MapKey = Self.key, context: [UInt8] = Self.context) -> PrivacyError.Code? {
            do throws(PrivacyError) {
                _ = try opened(sealed, key: key, context: context)
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code(sealed, key: MapKey()) == .wrongKey)
        #expect(code(sealed, context: [1, 2, 4]) == .notAuthentic)
        #expect(code(sealed, context: []) == .notAuthentic)
        #expect(code([]) == .badMagic)
        #expect(code(Self.map.encoded()) == .badMagic)
        #expect(code(Array(sealed.prefix(39))) == .truncated)
        #expect(code(sealed + [0]) == .notAuthentic)
        for cut in 4..<sealed.count { #expect(code(Array(sealed.prefix(cut))) == (cut < 40 ? .truncated : .notAuthentic)) }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(code(changed) == (index < 4 ? .badMagic : index < 12 ? .wrongKey : .notAuthentic), "byte \(index)")
        }
    }

    @Test(arguments: [0, 1, 16, 31, 33, 64]) func takesKeysOfOneSize(_ count: Int) {
        let error = #expect(throws: PrivacyError.self) { try MapKey(bytes: Array(repeating: 1, count: count)) }
        #expect(error?.code == .badKey)
    }

    /// RFC 5869 with an empty salt; from an independent implementation.
    @Test func derivesKeysThatDoNotLeadBack() throws {
        let key = try MapKey(bytes: (0..<32).map { UInt8($0) })
        #expect(
            key.derived(for: "hash").map { String($0, radix: 16) }.joined(separator: " ")
                == "6e b8 6e 7 89 9d 8 ec f0 94 9b 4f 58 ef 5b 78 24 c 77 59 5b 4d a1 78 66 a d6 7b 17 68 74 b8")
        #expect(key.derived(for: "hash") != key.derived(for: "other") && key.derived(for: "hash").count == 32)
        #expect("\(key)" == "map key 3318d8d1bc28cd84")
    }
}
