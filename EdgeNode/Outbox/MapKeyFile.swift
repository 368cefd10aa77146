internal import Files
package import Privacy

#if canImport(Glibc)
    internal import Glibc
#endif

/// The file that holds the key of the stored restore maps, in the node's data directory, for its owner alone.
///
///     weir-map-key-v1
///     64 hexadecimal digits
///
/// Made on first start. It is never replaced: with another key the maps of answers that are still to come open no more, and those answers come unrestored.
/// Who wants that, to destroy all maps at once for instance, removes the file while the node is down.
package enum MapKeyFile {
    private static let header = "weir-map-key-v1"
    private static let largestSize = 256

    /// The key in the file at `path`; a new one, on disk when this returns, where there is no such file.
    ///
    /// Throws `unreadable`, `exposed` for a file that others may read or that is a link, `malformed`, `unwritable`.
    package static func open(_ path: String) throws(MapKeyFileError) -> MapKey {
        if let key = try read(path) { return key }
        let key = MapKey()
        let digits = key.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        do throws(FileError) {
            try AtomicFile.create(Array("\(header)\n\(digits)\n".utf8), at: path, mode: 0o600)
        } catch {
            throw MapKeyFileError(.unwritable, path, cause: error.reason)
        }
        return key
    }

    /// Nil where there is no file.
    private static func read(_ path: String) throws(MapKeyFileError) -> MapKey? {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try WholeFile.read(path, atMost: largestSize, isRegular: true, followsLink: false, forbidden: 0o077)
        } catch {
            switch error.cause {
            case .system(ENOENT): return nil
            case .system(ELOOP): throw MapKeyFileError(.exposed, path, cause: error.reason)
            case .system: throw MapKeyFileError(.unreadable, path, cause: error.reason)
            case .exposed: throw MapKeyFileError(.exposed, path)
            case .notRegular, .tooLarge, .noLine: throw MapKeyFileError(.malformed, path)
            }
        }
        guard let key = parse(bytes) else { throw MapKeyFileError(.malformed, path) }
        return key
    }

    private static func parse(_ bytes: [UInt8]) -> MapKey? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count == 3, lines[0].elementsEqual(header.utf8), lines[2].isEmpty,
            lines[1].count == 2 * MapKey.sizeInBytes
        else { return nil }
        let digits = lines[1].compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == lines[1].count else { return nil }
        return try? MapKey(bytes: stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }
}

package struct MapKeyFileError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        case unreadable
        /// Others may read it, or it is a link to somewhere else.
        case exposed
        case malformed
        case unwritable
    }

    package let code: Code
    package let path: String
    /// What the system said; empty where it said nothing.
    package let cause: String

    init(_ code: Code, _ path: String, cause: String = "") {
        self.code = code
        self.path = path
        self.cause = cause
    }

    package var description: String {
        switch code {
        case .unreadable: "\(path): the key of the restore maps cannot be read: \(cause)"
        case .exposed:
            "\(path): \(cause.isEmpty ? "" : "this is a link; ")the key of the restore maps must be a file that only its owner may read (chmod 600)"
        case .malformed:
            "\(path): this is not a key of restore maps. If it is lost, remove it: answers that are still to come will then keep their placeholders"
        case .unwritable: "\(path): the key of the restore maps cannot be written: \(cause)"
        }
    }
}
