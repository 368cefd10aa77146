@testable import Files
import Foundation
import Testing

/// A place where no file can be put, and what is said of it.
private struct Refused: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Of a write, and of the creation of a new file.
    let write: (FileError.Operation, Int32)?
    let create: (FileError.Operation, Int32)
    let make: @Sendable (TemporaryFolder) throws -> String
}

private let refused: [Refused] = [
    .init(testDescription: "no such folder", write: (.create, ENOENT), create: (.create, ENOENT)) { $0.path("absent/file") },
    .init(testDescription: "a file taken for a folder", write: (.create, ENOTDIR), create: (.create, ENOTDIR)) {
        try $0.write([1], "file")
        return $0.path("file/inside")
    },
    .init(testDescription: "a name too long", write: (.create, ENAMETOOLONG), create: (.create, ENAMETOOLONG)) {
        $0.path(String(repeating: "n", count: 256))
    },
    .init(testDescription: "a folder that takes no file", write: (.create, ENOENT), create: (.create, ENOENT)) { _ in "/proc/weir" },
    .init(testDescription: "a folder", write: (.rename, EISDIR), create: (.create, EEXIST)) {
        try $0.makeFolder("taken")
        return $0.path("taken")
    },
    .init(testDescription: "an empty file", write: nil, create: (.create, EEXIST)) {
        try $0.write([], "file")
        return $0.path("file")
    },
    .init(testDescription: "a link to nowhere", write: nil, create: (.create, EEXIST)) {
        try $0.link("link", to: "absent")
        return $0.path("link")
    },
    .init(testDescription: "a taken place where nothing can be created", write: nil, create: (.create, EEXIST)) { _ in "/proc/version" },
]

@Suite("Writing a file whole or not at all") struct AtomicFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: refused) fileprivate func refuses(_ subject: Refused) throws {
        let path = try subject.make(folder)
        let before = try folder.names()
        if let (operation, number) = subject.write {
            #expect(throws: FileError(operation, path, .system(number))) { try AtomicFile.write([1], to: path, mode: 0o600) }
        }
        let (operation, number) = subject.create
        #expect(throws: FileError(operation, path, .system(number))) { try AtomicFile.create([1], at: path, mode: 0o600) }
        #expect(try folder.names() == before)
    }

    @Test func replacesTheBytesAndTheMode() throws {
        try folder.write([1, 2, 3], "file", mode: 0o644)
        try AtomicFile.write(chunks: [[], [4], [], [5, 6]], to: folder.path("file"), mode: 0o600)
        #expect(try folder.bytes("file") == [4, 5, 6])
        #expect(try folder.mode("file") == 0o600)
        try AtomicFile.write([], to: folder.path("file"), mode: 0o640)
        #expect(try folder.bytes("file") == [])
        #expect(try folder.mode("file") == 0o640)
        #expect(try folder.names() == ["file"])
    }

    @Test func takesThePlaceOfALinkAndLeavesWhatItLedTo() throws {
        try folder.write([1], "file")
        try folder.link("link", to: "file")
        try AtomicFile.write([2], to: folder.path("link"), mode: 0o600)
        #expect(try folder.bytes("link") == [2])
        #expect(try folder.bytes("file") == [1])
    }

    @Test func createsWhereNothingStands() throws {
        try AtomicFile.create([7], at: folder.path("file"), mode: 0o600)
        #expect(try folder.bytes("file") == [7])
        #expect(try folder.mode("file") == 0o600)
        #expect(throws: FileError(.create, folder.path("file"), .system(EEXIST))) {
            try AtomicFile.create([8], at: folder.path("file"), mode: 0o600)
        }
        #expect(try folder.bytes("file") == [7])
        #expect(try folder.names() == ["file"])
    }

    @Test func createsOnceForManyWriters() async throws {
        let path = folder.path("file")
        let created = await withTaskGroup(of: UInt8?.self) { group in
            for number in UInt8(0)..<16 {
                group.addTask { (try? AtomicFile.create([number, number], at: path, mode: 0o600)) != nil ? number : nil }
            }
            return await group.reduce(into: [UInt8]()) { created, number in if let number { created.append(number) } }
        }
        #expect(created.count == 1)
        #expect(try folder.bytes("file") == created + created)
        #expect(try folder.names() == ["file"])
    }

    @Test func doesNotMixTheBytesOfManyWriters() async throws {
        let path = folder.path("file")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in UInt8(0)..<16 {
                group.addTask { try AtomicFile.write(Array(repeating: number, count: 100_000), to: path, mode: 0o600) }
            }
            try await group.waitForAll()
        }
        let bytes = try folder.bytes("file")
        #expect(bytes.count == 100_000 && Set(bytes).count == 1)
        #expect(try folder.names() == ["file"])
    }

    @Test func writesToNothingThatWaitsUnderTheTemporaryName() throws {
        try folder.write([1], "other")
        try folder.link("file.new", to: "other")
        try AtomicFile.write([2], to: folder.path("file"), mode: 0o600, temporary: folder.path("file.new"))
        #expect(try folder.bytes("other") == [1])
        #expect(try folder.bytes("file") == [2])
        #expect(try folder.names() == ["file", "other"])
    }

    /// The limit on a file's size is the whole process's, so a process of its own meets it.
    @Test func leavesTheOldBytesWhereTheNewOnesDoNotFit() async throws {
        try folder.write([1, 2, 3], "file")
        let before = try folder.names()
        await #expect(processExitsWith: .success) { [path = folder.path("file") as String] in
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let bytes = [UInt8](repeating: 9, count: 300_000)
            #expect(throws: FileError(.write, path, .system(EFBIG))) { try AtomicFile.write(bytes, to: path, mode: 0o600) }
            #expect(throws: FileError(.write, path, .system(EFBIG))) {
                try AtomicFile.write(bytes, to: path, mode: 0o600, temporary: path + ".new")
            }
            #expect(throws: FileError(.write, path + "2", .system(EFBIG))) { try AtomicFile.create(bytes, at: path + "2", mode: 0o600) }
        }
        #expect(try folder.bytes("file") == [1, 2, 3])
        #expect(try folder.names() == before)
    }

    /// Killed anywhere, a writer leaves one of the files it wrote, whole, and one file beside it at most.
    @Test(arguments: 1...4) func survivesAKill(_ round: Int) async throws {
        try folder.write(Array(repeating: 0, count: 50_000), "file")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path("file") as String, round = round as Int] in
            for number in 1... {
                let byte = UInt8(1 + number % 255)
                try AtomicFile.write(Array(repeating: byte, count: 50_000), to: path, mode: 0o600, temporary: path + ".new")
                if number == round * 3 { startKiller() }
            }
        }
        let bytes = try folder.bytes("file")
        #expect(bytes.count == 50_000 && Set(bytes).count == 1 && bytes[0] != 0)
        #expect(Set(try folder.names()).isSubset(of: ["file", "file.new"]))
    }

    /// As one who is not root: root may write to any folder.
    @Test func findsATakenPlaceInAFolderItMayNotWriteTo() async throws {
        try folder.write([1], "file", mode: 0o644)
        chmod(folder.path, 0o755)
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            if getuid() == 0 { #expect(setuid(65_534) == 0) } else { chmod(path, 0o555) }
            #expect(throws: FileError(.create, path + "/file", .system(EEXIST))) {
                try AtomicFile.create([2], at: path + "/file", mode: 0o600)
            }
            #expect(throws: FileError(.create, path + "/new", .system(EACCES))) {
                try AtomicFile.create([2], at: path + "/new", mode: 0o600)
            }
        }
        chmod(folder.path, 0o755)
    }

    // MARK: a second name

    @Test func givesWhatALinkLeadsToASecondName() throws {
        try folder.write([1, 2], "source")
        try folder.link("link", to: "source")
        try AtomicFile.adopt(folder.path("link"), as: folder.path("name"), mode: 0o640)
        var status = stat()
        #expect(lstat(folder.path("name"), &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
        #expect(try folder.bytes("name") == [1, 2])
    }

    @Test func givesAFileASecondName() throws {
        try folder.write([1, 2], "source")
        try AtomicFile.adopt(folder.path("source"), as: folder.path("name"), mode: 0o640)
        var first = stat()
        var second = stat()
        #expect(stat(folder.path("source"), &first) == 0 && stat(folder.path("name"), &second) == 0)
        #expect(first.st_ino == second.st_ino)
        #expect(throws: FileError(.create, folder.path("name"), .system(EEXIST))) {
            try AtomicFile.adopt(folder.path("source"), as: folder.path("name"), mode: 0o640)
        }
    }

    @Test func copiesFromAnotherFileSystem() throws {
        let expected = try WholeFile.read("/proc/version", atMost: 1 << 16)
        try AtomicFile.adopt("/proc/version", as: folder.path("copy"), mode: 0o640, temporary: folder.path("copy.new"))
        #expect(try folder.bytes("copy") == expected)
        #expect(try folder.mode("copy") == 0o640)
        #expect(try folder.names() == ["copy"])
    }

    @Test func leavesNothingOfACopyThatFails() throws {
        // A folder can be opened and neither linked nor read.
        try folder.makeFolder("source")
        for (source, error) in [
            (folder.path("source"), FileError(.read, folder.path("source"), .system(EISDIR))),
            (folder.path("absent"), FileError(.open, folder.path("absent"), .system(ENOENT))),
        ] {
            #expect(throws: error) { try AtomicFile.adopt(source, as: folder.path("copy"), mode: 0o640) }
        }
        #expect(try folder.names() == ["source"])
    }

    // MARK: where there are no links

    @Test func claimsAPlaceByItsNameWhereThereAreNoLinks() throws {
        try folder.write([5], "file.new", mode: 0o640)
        try AtomicFile.claim(folder.path("file"), folder.path("file.new"))
        #expect(try folder.bytes("file") == [5])
        #expect(try folder.mode("file") == 0o640)
        try folder.write([6], "file.new")
        #expect(throws: FileError(.create, folder.path("file"), .system(EEXIST))) {
            try AtomicFile.claim(folder.path("file"), folder.path("file.new"))
        }
        #expect(try folder.bytes("file") == [5])
        #expect(try folder.names() == ["file"])
    }
}

private func startKiller() {
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { _ in
            // Some calls long, so that it falls anywhere in a later write.
            for _ in 0..<Int.random(in: 0...50_000) { _ = getppid() }
            kill(getpid(), SIGKILL)
            return nil
        }, nil)
}
