package import Contract
internal import FoundationEssentials
#if canImport(Glibc)
    internal import Glibc
#endif

/// Describes the files of a folder as a manifest does.
package enum ManifestBuilder {
    /// Every regular file below `folder`, with the path relative to it, in byte order of the paths.
    /// Refused: `pathNotAllowed` for names against the rule and for symbolic links, `unreadable`.
    package static func files(
        in folder: String, chunkSizeInBytes: Int = ChunkDigest.chunkSizeInBytes
    ) throws(ReleaseRefusal) -> [ManifestFile] {
        var files: [ManifestFile] = []
        for path in try paths(in: folder, below: "").sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let digest = try ChunkDigest(path: try ReleasePath.resolve(path, in: folder), chunkSizeInBytes: chunkSizeInBytes)
            var file = ManifestFile()
            file.path = path
            file.sizeInBytes = digest.sizeInBytes
            file.sha256 = Data(digest.sha256)
            file.chunkSizeInBytes = UInt32(chunkSizeInBytes)
            file.chunkSha256 = digest.chunks.map { Data($0) }
            files.append(file)
        }
        return files
    }

    private static func paths(in folder: String, below prefix: String) throws(ReleaseRefusal) -> [String] {
        guard let directory = opendir(folder + "/" + prefix) else { throw OwnedFile.unreadable(folder + "/" + prefix) }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            let path = prefix + name
            try ReleasePath.check(path)
            var status = stat()
            guard lstat(folder + "/" + path, &status) == 0 else { throw OwnedFile.unreadable(path) }
            switch status.st_mode & S_IFMT {
            case S_IFREG: found.append(path)
            case S_IFDIR: found += try paths(in: folder, below: path + "/")
            default: throw ReleaseRefusal(.pathNotAllowed, path, expected: "files and folders only")
            }
        }
        return found
    }
}
