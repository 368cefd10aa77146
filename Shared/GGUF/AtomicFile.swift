// This module compiles as Embedded Swift too (scripts/check-arm.sh); where no module is called Glibc, it does so without the file system calls.
#if canImport(Glibc)
    import Glibc

    /// Writes a file so that a reader, or a machine that loses power, sees the old bytes or the new ones and never a mixture.
    package enum AtomicFile {
        /// Writes `chunks` one after the other beside `path`, syncs, renames over `path` and syncs the folder. Throws `cannotWrite`; then nothing has
        /// changed at `path` and the file beside it is gone.
        package static func write(_ chunks: [[UInt8]], to path: String) throws(GGUFError) {
            func failure(_ step: String) -> GGUFError {
                let reason = systemError(errno)
                return GGUFError(.cannotWrite, file: path, field: "file", expected: "to " + step, found: reason)
            }
            let temporary = "\(path).\(getpid()).partial"
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw failure("create a file beside it") }
            var problem: GGUFError?
            for chunk in chunks where problem == nil && !writeAll(chunk, to: descriptor) { problem = failure("write") }
            if problem == nil, fsync(descriptor) != 0 { problem = failure("sync") }
            if close(descriptor) != 0, problem == nil { problem = failure("close") }
            if problem == nil, rename(temporary, path) != 0 { problem = failure("rename") }
            if let problem {
                unlink(temporary)
                throw problem
            }
            guard syncFolder(of: path) else { throw failure("sync the folder") }
        }

        private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
            bytes.withUnsafeBytes { buffer in
                var done = 0
                while done < buffer.count {
                    let written = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                    if written < 0, errno == EINTR { continue }
                    if written <= 0 { return false }
                    done += written
                }
                return true
            }
        }

        private static func syncFolder(of path: String) -> Bool {
            let folder: String
            if let slash = path.utf8.lastIndex(of: 0x2F) {
                folder = slash == path.startIndex ? "/" : String(path[..<slash])
            } else {
                folder = "."
            }
            let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            return fsync(descriptor) == 0
        }
    }
#endif
