/// `major.minor.patch` with an optional pre-release, ordered as semver.org 2.0.0 section 11 says; build metadata is read and does not count.
package struct SemanticVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let major: UInt32
    package let minor: UInt32
    package let patch: UInt32
    package let preRelease: [String]

    /// Nil when it breaks the grammar.
    package init?(_ text: String) {
        guard text.utf8.count <= 128 else { return nil }
        let withoutBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        if withoutBuild.count == 2 {
            guard withoutBuild[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isIdentifier) else { return nil }
        }
        let parts = withoutBuild[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1], let patch = numbers[2] else { return nil }
        self.major = major
        self.minor = minor
        self.patch = patch
        guard parts.count == 2 else {
            preRelease = []
            return
        }
        let identifiers = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard identifiers.allSatisfy({ Self.isIdentifier($0) && (!Self.isNumeric($0) || $0 == "0" || !$0.hasPrefix("0")) }) else {
            return nil
        }
        preRelease = identifiers.map(String.init)
    }

    package var description: String {
        "\(major).\(minor).\(patch)" + (preRelease.isEmpty ? "" : "-" + preRelease.joined(separator: "."))
    }

    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        let numbers = [(left.major, right.major), (left.minor, right.minor), (left.patch, right.patch)]
        if let (a, b) = numbers.first(where: { $0.0 != $0.1 }) { return a < b }
        // A pre-release comes before the release itself.
        if left.preRelease.isEmpty || right.preRelease.isEmpty { return !left.preRelease.isEmpty && right.preRelease.isEmpty }
        for (a, b) in zip(left.preRelease, right.preRelease) where a != b { return precedes(a, b) }
        return left.preRelease.count < right.preRelease.count
    }

    private static func precedes(_ a: String, _ b: String) -> Bool {
        switch (isNumeric(a[...]), isNumeric(b[...])) {
        // Without leading zeros the longer number is the greater one.
        case (true, true): a.utf8.count != b.utf8.count ? a.utf8.count < b.utf8.count : a < b
        case (true, false): true
        case (false, true): false
        case (false, false): a < b
        }
    }

    private static func number(_ text: Substring) -> UInt32? {
        isNumeric(text) && (text == "0" || !text.hasPrefix("0")) ? UInt32(text) : nil
    }

    private static func isNumeric(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

    private static func isIdentifier(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
            }
    }
}
