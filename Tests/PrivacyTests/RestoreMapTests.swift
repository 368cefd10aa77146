import Testing

@testable import Privacy

@Suite struct RestoreMapTests {
    private static func sample() -> RestoreMap {
        var map = RestoreMap(salt: 7)
        let text = "jo@example.com, +1 (212) 555-0143, pwd=hunter2, 192.0.2.4, [[EMAIL_9]], jo@example.com, ali@example.com"
        _ = Anonymizer().mask(text, into: &map)
        return map
    }

    @Test func givesTheSameValueTheSameTokenAcrossTexts() {
        let anonymizer = Anonymizer()
        var map = RestoreMap()
        let first = anonymizer.mask("jo@example.com asks for ali@example.com, pwd: geheim99", into: &map)
        let second = anonymizer.mask("did ali@example.com answer jo@example.com? pwd: geheim99, pwd: anders77", into: &map)
        #expect(first.masked.text == "[[EMAIL_1]] asks for [[EMAIL_2]], pwd: [[SECRET_1]]")
        #expect(second.masked.text == "did [[EMAIL_2]] answer [[EMAIL_1]]? pwd: [[SECRET_1]], pwd: [[SECRET_2]]")
    }

    @Test func keepsCanonicallyEqualValuesApart() {
        let anonymizer = Anonymizer()
        var map = RestoreMap()
        let text = "ren\u{E9}e@example.com rene\u{301}e@example.com"
        let masked = anonymizer.mask(text, into: &map).masked.text
        #expect(masked == "[[EMAIL_1]] [[EMAIL_2]]")
        #expect(Array(map.restore(masked).utf8) == Array(text.utf8))
    }

    @Test func restoresNothingItDidNotMask() {
        let map = Self.sample()
        #expect(
            map.restore("[[EMAIL_1]] [[EMAIL_3]] [[EMAIL_0]] [[CARD_1]] [[email_2]]")
                == "jo@example.com [[EMAIL_3]] [[EMAIL_0]] [[CARD_1]] ali@example.com")
        #expect(RestoreMap().restore("[[EMAIL_1]]") == "[[EMAIL_1]]")
    }

    @Test func neverGivesASecretBack() {
        let map = Self.sample()
        #expect(map.restore("[[SECRET_1]] [[SECRET_2]]") == "[[SECRET_1]] [[SECRET_2]]")
        let stored = String(decoding: map.encoded(), as: UTF8.self)
        #expect(!stored.contains("hunter2"))
        #expect(stored.contains("jo@example.com"))
    }

    @Test func escapesValuesInsideJSON() {
        var map = RestoreMap()
        _ = map.placeholder(for: Array("a\"b\\c\nd\u{01}é".utf8), .custom)
        #expect(map.restore(#"{"x": "[[CUSTOM_1]]"}"#, as: .json) == #"{"x": "a\"b\\c\nd\u0001é"}"#)
        #expect(map.restore("[[CUSTOM_1]]") == "a\"b\\c\nd\u{01}é")
    }

    @Test func comesBackFromItsBytes() throws {
        let map = Self.sample()
        let again = try RestoreMap(encoded: map.encoded())
        #expect(again == map)
        #expect(again.encoded() == map.encoded())
        #expect(again.restore("[[EMAIL_2]] [[PHONE_1]] [[IP_1]] [[CUSTOM_1]]") == "ali@example.com +1 (212) 555-0143 192.0.2.4 [[EMAIL_9]]")
        var continued = again
        #expect(
            Anonymizer().mask("ali@example.com eve@example.com pwd=hunter2", into: &continued).masked.text
                == "[[EMAIL_2]] [[EMAIL_3]] pwd=[[SECRET_1]]")
        #expect(try RestoreMap(encoded: RestoreMap(salt: 1).encoded()).isEmpty)
    }

    /// Bytes with `body` between a valid head (no tags) and a valid checksum.
    private static func bytes(tags: [UInt8] = [0], _ body: [UInt8]) -> [UInt8] {
        let all = Array("WRM1".utf8) + [1, 2, 3, 4, 5, 6, 7, 8] + tags + body
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in all { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return all + (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }

    private static let broken: [(String, [UInt8], PrivacyError.Code)] = [
        ("empty", [], .badMagic),
        ("another magic", Array("WRM2".utf8) + Array(repeating: 0, count: 17), .badMagic),
        ("head only", Array("WRM1".utf8) + [0, 0, 0], .truncated),
        ("wrong checksum", Array(bytes([]).dropLast()) + [0xFF], .badChecksum),
        ("unknown entity", bytes([99, 1, 65]), .unknownEntity),
        ("a secret's value", bytes([9, 1, 65]), .unknownEntity),
        ("length missing", bytes([1]), .truncated),
        ("length past the end", bytes([1, 5, 65]), .badLength),
        ("length zero", bytes([1, 0]), .badLength),
        ("length without end", bytes([1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]), .badLength),
        ("length cut", bytes([1, 0x80]), .truncated),
        ("value not UTF-8", bytes([1, 2, 0xC3, 0x28]), .badText),
        ("value twice", bytes([1, 1, 65, 1, 1, 65]), .duplicateValue),
        ("more tags than bytes", bytes(tags: [3], [1, 0]), .badLength),
        ("tag too large", bytes(tags: [1], [0, 0x10]), .badTag),
        ("tag twice", bytes(tags: [2], [5, 0, 5, 0]), .badTag),
    ]

    @Test(arguments: broken.indices)
    func refusesBrokenBytes(_ index: Int) {
        let (name, bytes, code) = Self.broken[index]
        let error = #expect(throws: PrivacyError.self, "\(name)") { try RestoreMap(encoded: bytes) }
        #expect(error?.code == code, "\(name)")
    }

    @Test func refusesEveryCutAndEveryFlippedByte() {
        let bytes = Self.sample().encoded()
        for cut in 0..<bytes.count { #expect(throws: PrivacyError.self) { try RestoreMap(encoded: Array(bytes[..<cut])) } }
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x20
            #expect(throws: PrivacyError.self) { try RestoreMap(encoded: changed) }
        }
    }

    @Test func saysWhereTheBytesAreWrongWithoutQuotingThem() {
        let error = #expect(throws: PrivacyError.self) { try RestoreMap(encoded: Self.bytes([1, 2, 0xC3, 0x28])) }
        #expect(error?.description == "restore map: badText at byte 15: expected UTF-8, found 2 bytes that are not")
    }
}
