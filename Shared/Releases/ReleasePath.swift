#if canImport(Glibc)
    internal import Glibc
#endif

/// The rule for paths inside a release: components of `a-z 0-9 . _ -`, joined by `/`, none beginning with a dot, 255 bytes at most.
package enum ReleasePath {
    package static func check(_ path: String) throws(ReleaseRefusal) {
        let components = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isAllowed =
            path.utf8.count <= 255
            && components.allSatisfy { component in
                !component.isEmpty && component.first != UInt8(ascii: ".") && component.allSatisfy(Self.isAllowed)
            }
        guard isAllowed else {
            throw ReleaseRefusal(
                .pathNotAllowed, printable(path), expected: "a relative path of a-z 0-9 . _ - and /, no component beginning with a dot")
        }
    }

    /// The file's place below `folder`. Refused: a path against the rule, and a symbolic link on the way.
    package static func resolve(_ path: String, in folder: String) throws(ReleaseRefusal) -> String {
        try check(path)
        var place = folder
        for component in path.split(separator: "/") {
            place += "/" + component
            var status = stat()
            guard lstat(place, &status) == 0 else { throw OwnedFile.unreadable(place) }
            guard status.st_mode & S_IFMT != S_IFLNK else { throw ReleaseRefusal(.pathNotAllowed, path, found: "a symbolic link") }
        }
        return place
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x5F || byte == 0x2D
    }

    /// A path from outside, fit for one line of a log.
    private static func printable(_ path: String) -> String {
        String(decoding: path.utf8.prefix(80).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
