import Files

#if canImport(Glibc)
    import Glibc
#endif

/// Files with one secret in them: the first line, without its line break.
enum SecretFile {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func read(_ path: String) throws -> String {
        do throws(FileError) { return try WholeFile.firstLine(path) } catch { throw Failure(description: "\(path): \(error.reason)") }
    }

    /// Creates the file with mode 0600; an existing one is not touched. Returns whether it was created.
    @discardableResult
    static func create(_ path: String, _ secret: String) throws -> Bool {
        do throws(FileError) {
            try AtomicFile.create(Array((secret + "\n").utf8), at: path, mode: 0o600)
            return true
        } catch {
            if error.cause == .system(EEXIST) { return false }
            throw Failure(description: "\(path): cannot be \(error.operation == .create ? "created" : "written"): \(error.reason)")
        }
    }

    /// The operator's token: read, or made at the first start.
    static func operatorToken(_ path: String) throws -> String {
        try create(path, secret())
        let token = try read(path)
        guard token.utf8.count >= 16 else { throw Failure(description: "\(path): a token has at least 16 characters") }
        return token
    }

    private static func secret() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
