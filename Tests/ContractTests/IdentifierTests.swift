import Testing

@testable import Contract

@Suite struct IdentifierTests {
    @Test(arguments: ["abc", "node-1", "000", "---", String(repeating: "a", count: 63)]) func takesANodeName(name: String) {
        #expect(NodeID(name)?.rawValue == name)
    }

    @Test(arguments: [
        "", "ab", String(repeating: "a", count: 64), "Node", "node_1", "node.1", "node 1", "node/1", "node+", "node#", "nöde", "node\n",
        "n\u{0}de", "weir-control", "weir-tap",
        "ｎｏｄｅ",
    ]) func refusesANodeName(name: String) {
        #expect(NodeID(name) == nil)
    }

    private static let digits = String(repeating: "0123456789abcdef", count: 4)

    @Test func takesAReleaseID() throws {
        let id = try #require(ReleaseID(Self.digits))
        #expect(id.rawValue == Self.digits)
        #expect(id.short == "0123456789ab")
    }

    @Test(arguments: ["", String(digits.dropLast()), digits + "0", digits.uppercased(), "g" + digits.dropFirst(), " " + digits.dropFirst()])
    func refusesAReleaseID(digits: String) {
        #expect(ReleaseID(digits) == nil)
    }

    @Test func aRequestIDNamesNodeBootAndSequence() throws {
        let node = try #require(NodeID("node-1"))
        let id = RequestID(node: node, boot: 0xAB, sequence: 7)
        #expect(id.description == "node-1/ab/7")
        #expect(Set([id, RequestID(node: node, boot: 0xAB, sequence: 8), RequestID(node: node, boot: 0xAC, sequence: 7)]).count == 3)
        var wire = EscalationID()
        wire.boot = 0xAB
        wire.sequence = 7
        #expect(RequestID(node: node, id: wire) == id)
    }
}
