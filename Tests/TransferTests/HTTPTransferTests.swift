import Foundation
import Telemetry
import Testing

@testable import Transfer

@Suite struct HTTPTransferTests {
    let transfer = HTTPTransfer()

    // MARK: Whole answers

    @Test func sendsMethodHeadersAndBody() async throws {
        let seen = Lock<ScriptedConnection.Request?>(nil)
        let server = ScriptedServer { connection in
            let request = connection.readRequest()
            seen.withLock { $0 = request }
            connection.send("HTTP/1.1 201 Created\r\nContent-Length: 4\r\nX-One: a\r\nx-one:  b \r\nEmpty:\r\n\r\ndone")
        }
        let body = [UInt8]("{\"a\":\"\u{0}\"}".utf8)
        let response = try await transfer.send(
            HTTPRequest(
                .post, server.url("/v1/x?q=1"), headers: ["Authorization": "Bearer k", "Content-Type": "application/json", "X-Empty": ""],
                body: body))
        #expect(response.status == 201 && response.body == Array("done".utf8))
        #expect(response.headers["X-ONE"] == "a" && response.headers["empty"] == "")
        #expect(response.headers.fields.filter { $0.name.lowercased() == "x-one" }.map(\.value) == ["a", "b"])
        let request = try #require(seen.withLock { $0 })
        #expect(request.line == "POST /v1/x?q=1 HTTP/1.1")
        #expect(request.body == body)
        #expect(request.header("Authorization") == "Bearer k" && request.header("X-Empty") == "")
        #expect(request.header("Content-Type") == "application/json" && request.header("User-Agent") == "weir/1")
        #expect(request.header("Expect") == nil && request.header("Transfer-Encoding") == nil)
    }

    @Test(arguments: [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete])
    func usesTheMethod(_ method: HTTPRequest.Method) async throws {
        let server = ScriptedServer { connection in
            let line = connection.readRequest()?.line ?? ""
            connection.send("HTTP/1.1 200 OK\r\nX-Line: \(line)\r\nContent-Length: 0\r\n\r\n")
        }
        let response = try await transfer.send(HTTPRequest(method, server.url("/p")))
        #expect(response.headers["X-Line"] == "\(method.rawValue) /p HTTP/1.1")
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: String
        var status = 200
        var body = ""
        var testDescription: String { name }
    }

    @Test(arguments: [
        Answer(name: "no content", bytes: "HTTP/1.1 204 No Content\r\n\r\n", status: 204),
        Answer(name: "not modified with a length", bytes: "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", status: 304),
        Answer(
            name: "chunked with trailers",
            bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n",
            body: "abc0123456789"),
        Answer(name: "until close", bytes: "HTTP/1.0 200 OK\r\n\r\nuntil the end", body: "until the end"),
        Answer(
            name: "interim answers",
            bytes: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            body: "ok"),
        Answer(
            name: "server error", bytes: "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy", status: 503, body: "busy"),
        Answer(name: "redirect", bytes: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", status: 302),
        Answer(name: "no reason phrase", bytes: "HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", body: "x"),
    ])
    func readsTheAnswer(_ answer: Answer) async throws {
        let server = ScriptedServer.answering(answer.bytes)
        let response = try await transfer.send(HTTPRequest(.get, server.url()))
        #expect(response.status == answer.status)
        #expect(String(decoding: response.body, as: UTF8.self) == answer.body)
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: String
        let code: TransferError.Code
        var testDescription: String { name }
    }

    @Test(arguments: [
        Broken(name: "nothing at all", bytes: "", code: .cut),
        Broken(name: "half a status line", bytes: "HTTP/1.1 2", code: .cut),
        Broken(name: "half a head", bytes: "HTTP/1.1 200 OK\r\nContent-Le", code: .cut),
        Broken(name: "half a body", bytes: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", code: .cut),
        Broken(name: "half a chunk", bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc", code: .cut),
        Broken(name: "no last chunk", bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", code: .cut),
        Broken(
            name: "chunk length not hex", bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
            code: .protocolViolation),
        Broken(name: "not HTTP", bytes: "220 mail.example ESMTP\r\n", code: .protocolViolation),
        Broken(name: "longer than allowed, by its header", bytes: "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", code: .tooLarge),
        Broken(
            name: "longer than allowed, unannounced", bytes: "HTTP/1.0 200 OK\r\n\r\n" + String(repeating: "x", count: 1001),
            code: .tooLarge),
        Broken(
            name: "endless head",
            bytes: "HTTP/1.1 200 OK\r\n" + String(repeating: "X-A: \(String(repeating: "y", count: 1000))\r\n", count: 300),
            code: .protocolViolation),
    ])
    func brokenAnswerIsNamed(_ broken: Broken) async throws {
        let server = ScriptedServer.answering(broken.bytes)
        let error = await #expect(throws: TransferError.self) {
            try await transfer.send(HTTPRequest(.get, server.url("/?secret=canary"), maximumResponseBytes: 1000))
        }
        #expect(error?.code == broken.code, "\(error.map { "\($0)" } ?? "")")
        #expect(error?.host == "127.0.0.1")
        #expect(error.map { "\($0)".contains("canary") } == false)
    }

    @Test func resetIsCut() async throws {
        let server = ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            connection.armReset()
        }
        let error = await #expect(throws: TransferError.self) { try await transfer.send(HTTPRequest(.get, server.url())) }
        #expect(error?.code == .cut)
    }

    @Test(arguments: [
        ("", TransferError.Code.invalidRequest), ("not a url at all", .invalidRequest), ("ftp://127.0.0.1/x", .invalidRequest),
        ("file:///etc/passwd", .invalidRequest), ("http://", .invalidRequest), ("http://127.0.0.1:99999/", .invalidRequest),
        ("http://127.0.0.1:1/", .connect), ("http://name.invalid/", .connect), ("https://127.0.0.1:1/", .connect),
    ])
    func unusableAddressIsRefused(_ url: String, _ code: TransferError.Code) async {
        let error = await #expect(throws: TransferError.self) { try await transfer.send(HTTPRequest(.get, url)) }
        #expect(error?.code == code, "\(error.map { "\($0)" } ?? "")")
    }

    @Test(arguments: [("A\r\nB", "x"), ("A", "x\r\nB: y"), ("A", "x\u{0}y"), ("", "x"), ("A B", "x"), ("Ä", "x"), ("A:", "x")])
    func headerThatWouldBreakTheHeadIsRefused(_ name: String, _ value: String) async {
        let error = await #expect(throws: TransferError.self) {
            try await transfer.send(HTTPRequest(.get, "http://127.0.0.1:1/", headers: [name: value]))
        }
        #expect(error?.code == .invalidRequest)
    }

    @Test func plainServerOnAnHTTPSAddressIsATLSError() async {
        let server = ScriptedServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.waitForClose()
        }
        let error = await #expect(throws: TransferError.self) {
            try await transfer.send(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/"))
        }
        #expect(error?.code == .tls)
    }

    @Test func hugeBodyArrivesWhole() async throws {
        let piece = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let server = ScriptedServer { connection in
            guard let request = connection.readRequest() else { return }
            connection.send("HTTP/1.1 200 OK\r\nX-Received: \(request.body.count)\r\nContent-Length: \(piece.count * 400)\r\n\r\n")
            for _ in 0..<400 { connection.send(piece) }
        }
        let response = try await transfer.send(
            HTTPRequest(.post, server.url(), body: [UInt8](repeating: 7, count: 5 << 20), maximumResponseBytes: 32 << 20))
        #expect(response.headers["X-Received"] == "\(5 << 20)")
        #expect(response.body.count == piece.count * 400 && response.body.suffix(piece.count) == piece[...])
    }

    @Test func connectionIsUsedAgain() async throws {
        let connections = Counter()
        let server = ScriptedServer { connection in
            connections.add()
            while connection.readRequest() != nil { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }
        }
        for _ in 0..<20 { _ = try await transfer.send(HTTPRequest(.get, server.url())) }
        #expect(connections.value == 1)
    }

    @Test(arguments: [([UInt8]("billed".utf8), 1), (nil, 2)] as [([UInt8]?, UInt64)])
    func requestWithABodyIsNeverSentTwice(_ body: [UInt8]?, _ expected: UInt64) async throws {
        let requests = Counter()
        let server = ScriptedServer { connection in
            // The first request on a connection is answered; a second one is read and the connection closed.
            guard let first = connection.readRequest() else { return }
            if first.line.contains("/second") { requests.add() }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            if connection.readRequest() != nil { requests.add() }
        }
        _ = try await transfer.send(HTTPRequest(.get, server.url("/first")))
        let second = HTTPRequest(body == nil ? .get : .post, server.url("/second"), body: body)
        if body == nil {
            // Without a body libcurl tries again on a new connection.
            #expect(try await transfer.send(second).status == 200)
        } else {
            let error = await #expect(throws: TransferError.self) { try await transfer.send(second) }
            #expect(error?.code == .cut, "\(error.map { "\($0)" } ?? "")")
        }
        #expect(requests.value == expected)
    }

    @Test func noMoreTransfersRunThanAllowed() async throws {
        let transfer = HTTPTransfer(settings: .init(maximumTransfers: 3))
        let now = Gauge()
        let most = Lock(0.0)
        let server = ScriptedServer { connection in
            while connection.readRequest() != nil {
                now.add(1)
                most.withLock { $0 = max($0, now.value) }
                now.add(-1)
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        try await withThrowingTaskGroup { group in
            for _ in 0..<60 { group.addTask { try await transfer.send(HTTPRequest(.get, server.url())).status } }
            for try await status in group { #expect(status == 200) }
        }
        #expect(most.withLock { $0 } <= 3)
    }

    // MARK: Time and cancellation

    /// Sends what it is given, then waits for the client to close, which it reports.
    func silentServer(after start: String, closed: Signal) -> ScriptedServer {
        ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send(start)
            connection.waitForClose()
            closed.fire()
        }
    }

    @Test(arguments: [
        ("stall before the head", "", HTTPRequest.Timeouts(total: nil, stall: .milliseconds(60)), TransferError.Code.stalled),
        ("stall in the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", .init(total: nil, stall: .milliseconds(60)), .stalled),
        ("total time before the head", "", .init(total: .milliseconds(60), stall: nil), .timeout),
        ("total time in the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", .init(total: .milliseconds(60), stall: nil), .timeout),
    ])
    func silenceEndsInTime(_ name: String, _ start: String, _ timeouts: HTTPRequest.Timeouts, _ code: TransferError.Code) async {
        let closed = Signal()
        let server = silentServer(after: start, closed: closed)
        let error = await #expect(throws: TransferError.self) {
            try await transfer.send(HTTPRequest(.get, server.url(), timeouts: timeouts))
        }
        #expect(error?.code == code)
        await closed.wait()
    }

    @Test func slowDripIsNoStallButMeetsTheTotalTime() async {
        let server = ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            // The pace of the drip is what is tested; it ends when the client gives up.
            while connection.send("x") { usleep(10_000) }
        }
        let error = await #expect(throws: TransferError.self) {
            try await transfer.send(HTTPRequest(.get, server.url(), timeouts: .init(total: .milliseconds(1500), stall: .seconds(1))))
        }
        #expect(error?.code == .timeout)
    }

    @Test func cancellingTheTaskClosesTheConnection() async {
        let (arrived, closed) = (Signal(), Signal())
        let server = ScriptedServer { connection in
            _ = connection.readRequest()
            arrived.fire()
            connection.waitForClose()
            closed.fire()
        }
        let task = Task { try await transfer.send(HTTPRequest(.get, server.url(), timeouts: .init(total: nil, stall: nil))) }
        await arrived.wait()
        task.cancel()
        let error = await #expect(throws: TransferError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        await closed.wait()
    }

    @Test func cancellingBeforeTheStartNeverConnects() async {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await transfer.send(HTTPRequest(.get, "http://127.0.0.1:1/"))
        }
        task.cancel()
        let error = await #expect(throws: TransferError.self) { try await task.value }
        #expect(error?.code == .cancelled)
    }

    @Test func shutdownEndsRunningAndLaterTransfers() async {
        let arrived = Signal()
        let server = ScriptedServer { connection in
            _ = connection.readRequest()
            arrived.fire()
            connection.waitForClose()
        }
        let task = Task { try await transfer.send(HTTPRequest(.get, server.url(), timeouts: .init(total: nil, stall: nil))) }
        await arrived.wait()
        transfer.shutdown()
        let running = await #expect(throws: TransferError.self) { try await task.value }
        #expect(running?.code == .closed)
        let later = await #expect(throws: TransferError.self) { try await transfer.send(HTTPRequest(.get, server.url())) }
        #expect(later?.code == .closed)
    }

    // MARK: Streams

    @Test func streamGivesPiecesAsTheyCome() async throws {
        let gate = DispatchSemaphore(value: 0)
        let server = ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n")
            for number in 0..<3 {
                gate.wait()
                connection.send("1\r\n\(number)\r\n")
            }
            gate.wait()
            connection.send("0\r\n\r\n")
        }
        // The head is there before any byte of the body was sent. A busy machine may take longer than a stall time between two pieces.
        let stream = try await transfer.stream(HTTPRequest(.get, server.url(), timeouts: .init(total: nil, stall: nil)))
        #expect(stream.head.status == 200 && stream.head.headers["content-type"] == "text/event-stream")
        gate.signal()
        var pieces: [String] = []
        for try await piece in stream.body {
            pieces.append(String(decoding: piece, as: UTF8.self))
            gate.signal()
        }
        #expect(pieces == ["0", "1", "2"])
    }

    @Test func unreadStreamHoldsTheSenderBack() async throws {
        let total = 64 << 20
        let sent = Counter()
        let server = ScriptedServer { connection in
            connection.limitSendBuffer(64 << 10)
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let piece = [UInt8](repeating: 1, count: 64 << 10)
            while sent.value < total, connection.send(piece) { sent.add(UInt64(piece.count)) }
        }
        // The pause is no stall: reading goes on after more than the stall time.
        let request = HTTPRequest(.get, server.url(), timeouts: .init(total: nil, stall: .seconds(1)), maximumResponseBytes: total)
        let stream = try await transfer.stream(request)
        // Until the sender has stood still for longer than the stall time.
        var before: UInt64 = .max
        while before != sent.value {
            before = sent.value
            try await Task.sleep(for: .milliseconds(1200))
        }
        #expect(before < 16 << 20)
        var received = 0
        for try await piece in stream.body { received += piece.count }
        #expect(received == total)
    }

    @Test(arguments: [
        ("cut", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", TransferError.Code.cut),
        ("too large", "HTTP/1.0 200 OK\r\n\r\n" + String(repeating: "x", count: 2000), .tooLarge),
        ("bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n", .protocolViolation),
    ])
    func streamEndsWithTheError(_ name: String, _ answer: String, _ code: TransferError.Code) async throws {
        let server = ScriptedServer.answering(answer)
        let stream = try await transfer.stream(HTTPRequest(.get, server.url(), maximumResponseBytes: 1000))
        let error = await #expect(throws: TransferError.self) {
            for try await piece in stream.body { #expect(piece.count <= 1000) }
        }
        #expect(error?.code == code)
    }

    @Test func streamStallsWhenTheSenderFallsSilent() async throws {
        let closed = Signal()
        let server = silentServer(after: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", closed: closed)
        let stream = try await transfer.stream(HTTPRequest(.get, server.url(), timeouts: .init(total: nil, stall: .seconds(1))))
        var received: [UInt8] = []
        let error = await #expect(throws: TransferError.self) { for try await piece in stream.body { received += piece } }
        #expect(error?.code == .stalled && received == Array("ab".utf8))
        await closed.wait()
    }

    @Test func lettingGoOfAStreamAbortsIt() async throws {
        let closed = Signal()
        let server = silentServer(after: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", closed: closed)
        do {
            let stream = try await transfer.stream(HTTPRequest(.get, server.url(), timeouts: .init(total: nil, stall: nil)))
            for try await _ in stream.body { break }
        }
        await closed.wait()
    }

    @Test func cancellingTheReaderAbortsTheStream() async throws {
        let (closed, reading) = (Signal(), Signal())
        let server = silentServer(after: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", closed: closed)
        let stream = try await transfer.stream(HTTPRequest(.get, server.url(), timeouts: .init(total: nil, stall: nil)))
        let task = Task {
            for try await _ in stream.body { reading.fire() }
        }
        await reading.wait()
        task.cancel()
        let error = await #expect(throws: TransferError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        await closed.wait()
    }
}
