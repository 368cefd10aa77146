import Testing
import Transfer

@Suite struct EventStreamParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let events: [ServerSentEvent]
        init(_ name: String, _ text: String, _ events: [ServerSentEvent]) { self.init(name, bytes: Array(text.utf8), events) }
        init(_ name: String, bytes: [UInt8], _ events: [ServerSentEvent]) {
            self.name = name
            self.bytes = bytes
            self.events = events
        }
        var testDescription: String { name }
    }

    static func data(_ text: String) -> ServerSentEvent { ServerSentEvent(data: text) }

    // The first ones are the examples of the standard, 9.2.6.
    static let cases = [
        Case("two data lines", "data: YHOO\ndata: +2\ndata: 10\n\n", [data("YHOO\n+2\n10")]),
        Case(
            "comment, id, empty id, leading spaces",
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event",
            [ServerSentEvent(data: "first event", lastEventID: "1"), data("second event")]),
        Case("empty data", "data\n\ndata\ndata\n\ndata:", [data(""), data("\n")]),
        Case("one space is dropped", "data:test\n\ndata: test\n\ndata:  test\n\n", [data("test"), data("test"), data(" test")]),
        Case("named events", "event: add\ndata: 1\n\ndata: 2\n\n", [ServerSentEvent(type: "add", data: "1"), data("2")]),
        Case("name without data is forgotten", "event: add\n\ndata: 1\n\n", [data("1")]),
        Case("empty name is message", "event:\ndata: 1\n\n", [data("1")]),
        Case("last of two names", "event: a\nevent: b\ndata: 1\n\n", [ServerSentEvent(type: "b", data: "1")]),
        Case("id stays", "id: 7\ndata: a\n\ndata: b\n\n", ["a", "b"].map { ServerSentEvent(data: $0, lastEventID: "7") }),
        Case("id with NUL is ignored", "id: 7\nid: 8\u{0}\ndata: a\n\n", [ServerSentEvent(data: "a", lastEventID: "7")]),
        Case("CR", "data: a\rdata: b\r\rdata: c\r\r", [data("a\nb"), data("c")]),
        Case("CRLF", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", [data("a\nb"), data("c")]),
        Case("mixed ends", "data: a\r\ndata: b\ndata: c\r\n\rdata: d\n\r\n", [data("a\nb\nc"), data("d")]),
        Case("byte order mark", bytes: [0xef, 0xbb, 0xbf] + Array("data: a\n\n".utf8), [data("a")]),
        Case(
            "second byte order mark stays", bytes: [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf] + Array("data: a\n\ndata: b\n\n".utf8), [data("b")]),
        Case("byte order mark later is text", bytes: Array("data: ".utf8) + [0xef, 0xbb, 0xbf] + Array("a\n\n".utf8), [data("\u{feff}a")]),
        Case("half a byte order mark", bytes: [0xef, 0xbb] + Array("data: a\n\ndata: b\n\n".utf8), [data("b")]),
        Case("unknown fields", "foo: 1\nDATA: no\n data: no\ndata : no\ndata: yes\n\n", [data("yes")]),
        Case("colon in the value", "data: {\"a\": 1}\n\n", [data("{\"a\": 1}")]),
        Case("only comments", ": ping\n\n:\n\n", []),
        Case("unfinished event is dropped", "data: a\n", []),
        Case("unfinished line is dropped", "data: a\n\ndata: b", [data("a")]),
        Case("bad UTF-8 is replaced", bytes: Array("data: a".utf8) + [0xff, 0xc3] + Array("\n\n".utf8), [data("a\u{fffd}\u{fffd}")]),
        Case("blank lines only", "\n\r\r\n\n\n", []),
        Case("nothing", "", []),
        Case("umlauts and emoji", "data: größe 🏔\n\n", [data("größe 🏔")]),
        Case("OpenAI's end", "data: {\"x\":1}\n\ndata: [DONE]\n\n", [data("{\"x\":1}"), data("[DONE]")]),
    ]

    @Test(arguments: cases)
    func anyPiecesGiveTheSameEvents(_ example: Case) throws {
        for size in [1, 2, 3, 7, max(1, example.bytes.count)] {
            var parser = EventStreamParser()
            var events: [ServerSentEvent] = []
            for start in stride(from: 0, to: example.bytes.count, by: size) {
                events += try parser.consume(Array(example.bytes[start..<min(start + size, example.bytes.count)]))
                events += try parser.consume([])
            }
            #expect(events == example.events, "pieces of \(size)")
        }
        // Every border once.
        for border in 0...example.bytes.count {
            var parser = EventStreamParser()
            let events = try parser.consume(Array(example.bytes[..<border])) + parser.consume(Array(example.bytes[border...]))
            #expect(events == example.events, "border at \(border)")
        }
    }

    @Test func eventAfterCarriageReturnIsGivenAtOnce() throws {
        var parser = EventStreamParser()
        // A sender that ends lines in CR must not wait for the byte after it.
        #expect(try parser.consume(Array("data: a\r\r".utf8)) == [Self.data("a")])
        #expect(try parser.consume(Array("\ndata: b\r\r".utf8)) == [Self.data("b")])
    }

    @Test(arguments: [("100", 100), ("0", 0), ("-1", nil), ("1.5", nil), ("x", nil), ("", nil), ("99999999999", nil)] as [(String, Int?)])
    func retryIsKept(_ value: String, _ milliseconds: Int?) throws {
        var parser = EventStreamParser()
        _ = try parser.consume(Array("retry: \(value)\n\n".utf8))
        #expect(parser.reconnectionTime == milliseconds.map { .milliseconds($0) })
    }

    @Test(arguments: [
        ("line without end", "data: 23456789a", EventStreamError.Code.lineTooLong, 10),
        ("line with end", "ok\ndata: 23456789a\n", .lineTooLong, 13),
        ("comment", ":23456789ab\n", .lineTooLong, 10),
        ("event of many lines", "data: 1234\ndata: 1234\ndata: 1234\ndata: 1234\n\n", .eventTooLarge, 44),
    ])
    func tooMuchIsRefusedForGood(_ name: String, _ text: String, _ code: EventStreamError.Code, _ offset: Int) {
        for size in [1, 4, text.utf8.count] {
            var parser = EventStreamParser(maximumLineBytes: 10, maximumEventBytes: 14)
            let bytes = Array(text.utf8)
            let error = #expect(throws: EventStreamError.self) {
                for start in stride(from: 0, to: bytes.count, by: size) { _ = try parser.consume(Array(bytes[start...].prefix(size))) }
            }
            #expect(error?.code == code && error?.offset == offset, "pieces of \(size): \(String(describing: error))")
            #expect(throws: EventStreamError.self) { try parser.consume(Array("\n\ndata: a\n\n".utf8)) }
        }
    }
}
