/// A node's name: 3 to 63 of `a-z`, `0-9`, `-`, and not one of the broker's own accounts. Equal to the certificate's common name, the MQTT user
/// name and the client id.
package struct NodeID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Accounts of the broker that are no nodes, see firmware-config/mosquitto/weir.acl: a node of that name would have their rights.
    package static let reserved: Set<String> = ["weir-control", "weir-tap"]

    package let rawValue: String

    /// Nil when the name breaks the rule above.
    package init?(_ name: String) {
        let bytes = name.utf8
        guard (3...63).contains(bytes.count), bytes.allSatisfy(Self.isAllowed), !Self.reserved.contains(name) else { return nil }
        rawValue = name
    }

    package var description: String { rawValue }

    package static func < (left: NodeID, right: NodeID) -> Bool { left.rawValue < right.rawValue }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
}

/// A release's name: the SHA-256 of its manifest's bytes in 64 lower-case hexadecimal digits.
package struct ReleaseID: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    /// Nil when it is not 64 lower-case hexadecimal digits.
    package init?(_ digits: String) {
        guard digits.utf8.count == 64,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        rawValue = digits
    }

    package var description: String { rawValue }

    /// The first twelve digits: enough for a person's eye.
    package var short: String { String(rawValue.prefix(12)) }
}

/// An escalation's key across the whole fleet.
package struct RequestID: Hashable, Sendable, CustomStringConvertible {
    package let node: NodeID
    package let boot: UInt64
    package let sequence: UInt64

    package init(node: NodeID, boot: UInt64, sequence: UInt64) {
        self.node = node
        self.boot = boot
        self.sequence = sequence
    }

    package init(node: NodeID, id: EscalationID) {
        self.init(node: node, boot: id.boot, sequence: id.sequence)
    }

    package var description: String { "\(node)/\(String(boot, radix: 16))/\(sequence)" }
}
