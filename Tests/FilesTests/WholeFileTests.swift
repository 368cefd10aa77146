import Files
import Foundation
import Testing

/// A file that is not to be read, and what is said of it.
private struct Refused: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var limit = 10
    var isRegular = false
    var followsLink = true
    var forbidden: UInt32 = 0
    let operation: FileError.Operation
    let cause: FileError.Cause
    /// Makes it and gives its path.
    let make: @Sendable (TemporaryFolder) throws -> String
}

private let refused: [Refused] = [
    .init(testDescription: "nothing there", operation: .open, cause: .system(ENOENT)) { $0.path("absent") },
    .init(testDescription: "an empty path", operation: .open, cause: .system(ENOENT)) { _ in "" },
    .init(testDescription: "no such folder", operation: .open, cause: .system(ENOENT)) { $0.path("absent/file") },
    .init(testDescription: "a file taken for a folder", operation: .open, cause: .system(ENOTDIR)) {
        try $0.write([1], "file")
        return $0.path("file/inside")
    },
    .init(testDescription: "a name too long", operation: .open, cause: .system(ENAMETOOLONG)) {
        $0.path(String(repeating: "n", count: 256))
    },
    .init(testDescription: "a folder", operation: .read, cause: .system(EISDIR)) { $0.path },
    .init(testDescription: "a folder for a regular file", isRegular: true, operation: .open, cause: .notRegular) { $0.path },
    .init(testDescription: "a pipe nobody writes to", isRegular: true, operation: .open, cause: .notRegular) {
        mkfifo($0.path("pipe"), 0o600)
        return $0.path("pipe")
    },
    .init(testDescription: "a device for a regular file", isRegular: true, operation: .open, cause: .notRegular) { _ in "/dev/null" },
    .init(testDescription: "a link to a folder", isRegular: true, operation: .open, cause: .notRegular) {
        try $0.link("link", to: ".")
        return $0.path("link")
    },
    .init(testDescription: "a link that is not to be followed", followsLink: false, operation: .open, cause: .system(ELOOP)) {
        try $0.write([1], "file")
        try $0.link("link", to: "file")
        return $0.path("link")
    },
    .init(testDescription: "a link to nowhere", operation: .open, cause: .system(ENOENT)) {
        try $0.link("link", to: "absent")
        return $0.path("link")
    },
    .init(testDescription: "a link to itself", operation: .open, cause: .system(ELOOP)) {
        try $0.link("link", to: "link")
        return $0.path("link")
    },
    .init(testDescription: "a byte too many", operation: .read, cause: .tooLarge(limitInBytes: 10)) {
        try $0.write(Array(0...10), "file")
        return $0.path("file")
    },
    .init(testDescription: "a byte where none may be", limit: 0, operation: .read, cause: .tooLarge(limitInBytes: 0)) {
        try $0.write([1], "file")
        return $0.path("file")
    },
    .init(testDescription: "a device without end", limit: 200_000, operation: .read, cause: .tooLarge(limitInBytes: 200_000)) { _ in
        "/dev/zero"
    },
    .init(testDescription: "a file that others may write", forbidden: 0o077, operation: .open, cause: .exposed) {
        try $0.write([1], "file", mode: 0o602)
        return $0.path("file")
    },
    .init(testDescription: "a file that its group may run", forbidden: 0o077, operation: .open, cause: .exposed) {
        try $0.write([1], "file", mode: 0o610)
        return $0.path("file")
    },
    .init(testDescription: "memory that is not there", limit: 1 << 20, operation: .read, cause: .system(EIO)) { _ in "/proc/self/mem" },
]

@Suite("Reading a whole file") struct WholeFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: refused) fileprivate func refuses(_ subject: Refused) throws {
        let path = try subject.make(folder)
        #expect(throws: FileError(subject.operation, path, subject.cause)) {
            try WholeFile.read(
                path, atMost: subject.limit, isRegular: subject.isRegular, followsLink: subject.followsLink, forbidden: subject.forbidden)
        }
    }

    @Test(arguments: [
        ("secret", "secret"), ("secret\n", "secret"), ("secret\r\nmore", "secret"), ("a b\n\n", "a b"), ("\u{E9}\n", "\u{E9}"),
    ])
    func givesTheFirstLine(_ content: String, _ line: String) throws {
        try folder.write(Array(content.utf8), "file", mode: 0o600)
        #expect(try WholeFile.firstLine(folder.path("file")) == line)
    }

    @Test(arguments: [[], Array("\nsecret".utf8), Array("\r\n".utf8), [0xFF, 0x0A], Array(repeating: 0x61, count: 4_097)])
    func refusesAFirstLineThatIsNoText(_ content: [UInt8]) throws {
        try folder.write(content, "file", mode: 0o600)
        #expect(throws: FileError(.read, folder.path("file"), .noLine)) { try WholeFile.firstLine(folder.path("file")) }
    }

    /// Around the size of one read.
    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]) func takesAFileOfExactlyTheLimit(_ size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try folder.write(bytes, "file", mode: 0o600)
        for limit in [size, size + 1, .max] {
            #expect(
                try WholeFile.read(folder.path("file"), atMost: limit, isRegular: true, followsLink: false, forbidden: 0o077) == bytes)
        }
    }

    @Test func followsALinkToARegularFile() throws {
        try folder.write([1, 2], "file")
        try folder.link("link", to: "file")
        #expect(try WholeFile.read(folder.path("link"), atMost: 2, isRegular: true) == [1, 2])
    }

    @Test func readsWhatHasNoSizeToAskFor() throws {
        #expect(try WholeFile.read("/proc/self/status", atMost: 1 << 16, isRegular: true).starts(with: "Name:".utf8))
        #expect(try WholeFile.read("/dev/null", atMost: 0) == [])
    }

    @Test func readsAPipeToItsEndAndNoFurtherThanAByteBeyondTheLimit() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        try Descriptor.write(Array(0..<100), to: ends[1], path: "pipe")
        close(ends[1])
        let path = "/proc/self/fd/\(ends[0])"
        #expect(throws: FileError(.read, path, .tooLarge(limitInBytes: 9))) { try WholeFile.read(path, atMost: 9) }
        #expect(try WholeFile.read(path, atMost: 90) == Array(10..<100))
    }

    /// The mode counts for others than root alone, so the process becomes such a one.
    @Test func refusesAFileItMayNotRead() async throws {
        try folder.write([1], "file", mode: 0o000)
        chmod(folder.path, 0o755)
        await #expect(processExitsWith: .success) { [path = folder.path("file") as String] in
            if getuid() == 0 { #expect(setuid(65_534) == 0) }
            #expect(throws: FileError(.open, path, .system(EACCES))) { try WholeFile.read(path, atMost: 1) }
        }
    }
}

@Suite("Open files") struct DescriptorTests {
    @Test func writesMoreThanAPipeHolds() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let thread = Thread {
            try? Descriptor.write(bytes, to: writer, path: "pipe")
            close(writer)
        }
        thread.start()
        defer { close(reader) }
        var read: [UInt8] = []
        while try Descriptor.read(reader, into: &read, path: "pipe") {}
        #expect(read == bytes)
    }

    @Test func appendsWhatItReadsAndLeavesTheRestAsItWas() throws {
        var bytes: [UInt8] = [1, 2, 3]
        let folder = open("/", O_RDONLY)
        defer { close(folder) }
        #expect(throws: FileError(.read, "root", .system(EISDIR))) { try Descriptor.read(folder, into: &bytes, path: "root") }
        #expect(bytes == [1, 2, 3])
        let zeros = open("/dev/zero", O_RDONLY)
        defer { close(zeros) }
        #expect(try Descriptor.read(zeros, into: &bytes, atMost: 2, path: "zeros"))
        #expect(bytes == [1, 2, 3, 0, 0])
        let nothing = open("/dev/null", O_RDONLY)
        defer { close(nothing) }
        #expect(try !Descriptor.read(nothing, into: &bytes, path: "null"))
        #expect(bytes == [1, 2, 3, 0, 0])
    }

    @Test func saysThatADeviceIsFull() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        #expect(throws: FileError(.write, "full", .system(ENOSPC))) { try Descriptor.write([1], to: full, path: "full") }
    }
}

@Suite("Folders of paths") struct DirectoryTests {
    @Test(arguments: [
        ("", "."), ("name", "."), ("folder/name", "folder"), ("./name", "."), ("/name", "/"), ("/", "/"), ("/a/b/c", "/a/b"),
        ("a//b", "a/"), ("a/", "a"), ("../x", ".."), ("ordner/\u{301}x", "ordner"),
    ]) func namesTheFolder(_ path: String, _ folder: String) {
        #expect(Directory.of(path) == folder)
    }

    @Test func syncsAFolderAndRefusesWhatIsNone() throws {
        let folder = try TemporaryFolder()
        try folder.write([], "file")
        try Directory.sync(folder.path)
        for (path, number) in [(folder.path("absent"), ENOENT), (folder.path("file"), ENOTDIR)] {
            #expect(throws: FileError(.syncFolder, path, .system(number))) { try Directory.sync(path) }
        }
    }

    @Test func saysWhatFailedWithoutAByteOfTheFile() {
        #expect(FileError(.open, "a/b", .system(ENOENT)).description == "a/b: cannot open it: No such file or directory")
        #expect(FileError(.read, "x", .tooLarge(limitInBytes: 7)).description == "x: cannot read it: larger than 7 bytes")
        #expect(FileError(.open, "x", .system(ENOENT)).isMissing && !FileError(.open, "x", .notRegular).isMissing)
    }
}
