import Foundation
import Telemetry
import Testing

@testable import Transfer

@Suite struct DownloadTests {
    static let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    let transfer = HTTPTransfer()
    let path = "/tmp/weir-download-\(UUID().uuidString)"

    /// Honours Range; sends at most `cutAfter` bytes of a body before closing.
    static func server(cutAfter: Int = .max) -> ScriptedServer {
        ScriptedServer { connection in
            guard let request = connection.readRequest() else { return }
            guard let range = request.header("Range")?.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false),
                let first = Int(range[0])
            else {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\r\n")
                connection.send(Array(content.prefix(cutAfter)))
                return
            }
            let last = Int(range[1]) ?? content.count - 1
            guard first < content.count else {
                connection.send("HTTP/1.1 416 No\r\nContent-Range: bytes */\(content.count)\r\nContent-Length: 2\r\n\r\nno")
                return
            }
            let part = content[first...last]
            let head =
                "HTTP/1.1 206 Part\r\nContent-Range: bytes \(first)-\(last)/\(content.count)\r\nContent-Length: \(part.count)\r\n\r\n"
            connection.send(head)
            connection.send(Array(part.prefix(cutAfter)))
        }
    }

    func file() -> [UInt8]? {
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Not by Foundation, which leaks a buffer where the file is empty; the suite is run under LeakSanitizer.
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    /// Apart from the expectation, which would print every byte.
    func isFile(_ expected: [UInt8]) -> Bool { file() == expected }

    func put(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    @Test func writesTheWholeFile() async throws {
        let server = Self.server()
        try put([UInt8](repeating: 0, count: 400_000))
        let progress = Lock<[Int]>([])
        let done = try await transfer.download(HTTPRequest(.get, server.url()), to: path) { count in progress.withLock { $0.append(count) }
        }
        #expect(done.status == 200 && done.firstByte == 0 && done.byteCount == Self.content.count)
        // The longer file that was there is cut.
        #expect(isFile(Self.content))
        let steps = progress.withLock { $0 }
        #expect(steps == steps.sorted() && steps.last == Self.content.count)
    }

    @Test func resumesAfterACut() async throws {
        let cutting = Self.server(cutAfter: 100_000)
        let error = await #expect(throws: TransferError.self) {
            try await transfer.download(HTTPRequest(.get, cutting.url()), to: path)
        }
        #expect(error?.code == .cut)
        let have = try #require(FileManager.default.contents(atPath: path)).count
        #expect(have == 100_000)
        let done = try await transfer.download(HTTPRequest(.get, Self.server().url()), to: path, from: have)
        #expect(done.status == 206 && done.firstByte == have && done.byteCount == Self.content.count - have)
        #expect(isFile(Self.content))
    }

    @Test func writesAMiddleRangeInPlace() async throws {
        try put([UInt8](repeating: 0, count: Self.content.count))
        let done = try await transfer.download(HTTPRequest(.get, Self.server().url()), to: path, from: 1000, through: 1999)
        #expect(done.byteCount == 1000)
        let expected =
            [UInt8](repeating: 0, count: 1000) + Self.content[1000..<2000] + [UInt8](repeating: 0, count: Self.content.count - 2000)
        #expect(isFile(expected))
    }

    @Test func serverWithoutRangesSendsAllAgain() async throws {
        let server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole")
        try put(Array("who".utf8))
        let done = try await transfer.download(HTTPRequest(.get, server.url()), to: path, from: 3)
        #expect(done.status == 200 && done.firstByte == 0 && done.byteCount == 5)
        #expect(file() == Array("whole".utf8))
    }

    @Test(arguments: [
        ("range begins elsewhere", "HTTP/1.1 206 Part\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nwhole"),
        ("no Content-Range", "HTTP/1.1 206 Part\r\nContent-Length: 5\r\n\r\nwhole"),
        ("Content-Range without numbers", "HTTP/1.1 206 Part\r\nContent-Range: bytes */5\r\nContent-Length: 5\r\n\r\nwhole"),
        ("closed range ignored", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole"),
    ])
    func answerThatDoesNotFitTheRangeTouchesNothing(_ name: String, _ answer: String) async throws {
        try put(Array("keep this".utf8))
        let server = ScriptedServer.answering(answer)
        let error = await #expect(throws: TransferError.self) {
            try await transfer.download(HTTPRequest(.get, server.url()), to: path, from: 3, through: 7)
        }
        #expect(error?.code == .protocolViolation)
        #expect(file() == Array("keep this".utf8))
    }

    @Test func otherStatusLeavesTheFileAlone() async throws {
        try put(Array("keep".utf8))
        let server = ScriptedServer.answering("HTTP/1.1 404 None\r\nContent-Length: 9\r\n\r\nnot there")
        let done = try await transfer.download(HTTPRequest(.get, server.url()), to: path, from: 4)
        #expect(done.status == 404 && done.byteCount == 0 && done.refusal == Array("not there".utf8))
        #expect(file() == Array("keep".utf8))
    }

    @Test func rangePastTheEndIsTheServersAnswer() async throws {
        try put(Self.content)
        let done = try await transfer.download(HTTPRequest(.get, Self.server().url()), to: path, from: Self.content.count)
        #expect(done.status == 416)
        #expect(isFile(Self.content))
    }

    @Test func moreThanAllowedIsTooLarge() async throws {
        let server = ScriptedServer.answering("HTTP/1.0 200 OK\r\n\r\n" + String(repeating: "x", count: 3000))
        let error = await #expect(throws: TransferError.self) {
            try await transfer.download(HTTPRequest(.get, server.url(), maximumResponseBytes: 1000), to: path)
        }
        #expect(error?.code == .tooLarge)
        #expect(file()?.count ?? 0 <= 1000)
    }

    @Test func unusableFileIsNamed() async throws {
        let missing = await #expect(throws: TransferError.self) {
            try await transfer.download(HTTPRequest(.get, "http://127.0.0.1:1/"), to: "/nonexistent/file")
        }
        #expect(missing?.code == .file)
        try put([1, 2, 3])
        let hole = await #expect(throws: TransferError.self) {
            try await transfer.download(HTTPRequest(.get, "http://127.0.0.1:1/"), to: path, from: 4)
        }
        #expect(hole?.code == .invalidRequest)
        _ = file()
        let full = await #expect(throws: TransferError.self) {
            try await transfer.download(HTTPRequest(.get, Self.server().url()), to: "/dev/full")
        }
        #expect(full?.code == .file)
    }

    @Test(
        arguments: [
            ("bytes 200-1000/67589", 200), ("bytes 0-0/*", 0), ("bytes */5", nil), ("bytes -5/5", nil), ("items 1-2/3", nil), ("", nil),
            ("bytes 99999999999999999999-1/2", nil),
        ] as [(String, Int?)])
    func contentRangeGivesItsFirstByte(_ value: String, _ expected: Int?) {
        #expect(CurlHandle.firstByte(ofContentRange: value) == expected)
    }
}
