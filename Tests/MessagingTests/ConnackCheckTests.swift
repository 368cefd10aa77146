import Testing

@testable import Messaging

@Suite struct ConnackCheckTests {
    /// Flags, reason, then a property of every kind a CONNACK may have (MQTT 5, table 3.2.2).
    private static let full: [UInt8] = {
        var properties: [UInt8] = []
        for identifier in [0x24, 0x25, 0x28, 0x29, 0x2A] as [UInt8] { properties += [identifier, 1] }
        for identifier in [0x13, 0x21, 0x22] as [UInt8] { properties += [identifier, 0, 60] }
        for identifier in [0x11, 0x27] as [UInt8] { properties += [identifier, 0, 0, 1, 0] }
        for identifier in [0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F] as [UInt8] { properties += [identifier, 0, 2, 0x61, 0x62] }
        properties += [0x26, 0, 1, 0x61, 0, 0]
        return [0x20, UInt8(properties.count + 3), 0, 0, UInt8(properties.count)] + properties
    }()

    @Test(arguments: [[0x20, 3, 0, 0, 0], [0x20, 2, 0, 0], [0x20, 2, 0, 5], [0x20, 3, 1, 0x87, 0], full]) func takesAWellFormedOne(
        bytes: [UInt8]
    ) {
        #expect(ConnackCheck(bytes[...]) == .wellFormed)
        #expect(ConnackCheck((bytes + [0x30, 0xFF])[...]) == .wellFormed, "what follows is not looked at")
    }

    @Test func waitsForTheRest() {
        for length in 0..<Self.full.count { #expect(ConnackCheck(Self.full[..<length]) == .incomplete, "\(length) bytes") }
    }

    @Test(
        arguments: [
            [0x21, 3, 0, 0, 0], [0x30], Array("HTTP/1.1".utf8), [0x20, 0], [0x20, 1, 0], [0x20, 3, 2, 0, 0], [0x20, 3, 0, 0, 1],
            [0x20, 4, 0, 0, 0, 0],
            [0x20, 5, 0, 0, 2, 0x7F, 1], [0x20, 5, 0, 0, 2, 0x21, 1], [0x20, 6, 0, 0, 3, 0x1F, 0, 9], [0x20, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x20, 0xFF, 0xFF, 0x7F], [0x20, 7, 0, 0, 0x80, 0x80, 0x80, 0x80, 1],
        ] as [[UInt8]]) func refusesABrokenOne(bytes: [UInt8])
    {
        #expect(ConnackCheck(bytes[...]) == .malformed)
    }
}
