/// One event of a `text/event-stream`.
package struct ServerSentEvent: Sendable, Equatable {
    /// The `event` field; "message" where the stream names none.
    package let type: String
    /// The `data` lines, joined by line feeds.
    package let data: String
    /// The last `id` seen in the stream so far; empty when there was none.
    package let lastEventID: String

    package init(type: String = "message", data: String, lastEventID: String = "") {
        self.type = type
        self.data = data
        self.lastEventID = lastEventID
    }
}

/// A stream that is refused. The stream's text is not kept.
package struct EventStreamError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable { case lineTooLong, eventTooLarge }
    package let code: Code
    package let limitInBytes: Int
    /// Of the byte that went past the limit, from the start of the stream.
    package let offset: Int

    package var description: String {
        let what = code == .lineTooLong ? "line" : "event"
        return "event stream: \(what) longer than \(limitInBytes) bytes at offset \(offset)"
    }
}

/// Server-sent events out of bytes that arrive in any pieces.
///
/// Follows the WHATWG HTML standard, 9.2.6 "Interpreting an event stream": lines end in CR, LF or CRLF; one byte order mark at the start is
/// dropped; comments and unknown fields are read over; an event without data is none; an unfinished one at the end is dropped. Bytes that
/// are not UTF-8 become replacement characters, as the standard says. What `retry` asks for is kept in `reconnectionTime`.
package struct EventStreamParser: Sendable {
    private let maximumLineBytes: Int
    private let maximumEventBytes: Int

    private var line: [UInt8] = []
    private var afterCarriageReturn = false
    private var atFirstLine = true
    private var offset = 0
    private var failure: EventStreamError?

    private var data: [UInt8] = []
    private var hasData = false
    private var type: [UInt8] = []
    private var lastEventID = ""

    /// From the last valid `retry` field.
    package private(set) var reconnectionTime: Duration?

    package init(maximumLineBytes: Int = 1 << 20, maximumEventBytes: Int = 4 << 20) {
        precondition(maximumLineBytes > 0 && maximumEventBytes > 0)
        self.maximumLineBytes = maximumLineBytes
        self.maximumEventBytes = maximumEventBytes
    }

    /// The events that these bytes complete. After an error the stream is over: every further call throws it again.
    package mutating func consume(_ bytes: [UInt8]) throws(EventStreamError) -> [ServerSentEvent] {
        if let failure { throw failure }
        var events: [ServerSentEvent] = []
        do throws(EventStreamError) {
            var start = bytes.startIndex
            for position in bytes.indices {
                let byte = bytes[position]
                if afterCarriageReturn {
                    afterCarriageReturn = false
                    if byte == 0x0a {
                        start = position + 1
                        continue
                    }
                }
                guard byte == 0x0a || byte == 0x0d else { continue }
                try appendToLine(bytes[start..<position])
                offset += 1
                start = position + 1
                afterCarriageReturn = byte == 0x0d
                if let event = try endLine() { events.append(event) }
            }
            try appendToLine(bytes[min(start, bytes.endIndex)...])
        } catch {
            failure = error
            throw error
        }
        return events
    }

    private mutating func appendToLine(_ piece: ArraySlice<UInt8>) throws(EventStreamError) {
        let room = maximumLineBytes - line.count
        guard piece.count <= room else {
            throw EventStreamError(code: .lineTooLong, limitInBytes: maximumLineBytes, offset: offset + room)
        }
        line += piece
        offset += piece.count
    }

    private mutating func endLine() throws(EventStreamError) -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        var content = line[...]
        if atFirstLine {
            atFirstLine = false
            if content.starts(with: [0xef, 0xbb, 0xbf]) { content = content.dropFirst(3) }
        }
        if content.isEmpty { return dispatch() }
        let colon = content.firstIndex(of: UInt8(ascii: ":"))
        if colon == content.startIndex { return nil }
        let name = content[..<(colon ?? content.endIndex)]
        var value = colon.map { content[($0 + 1)...] } ?? []
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        try processField(name, value)
        return nil
    }

    private mutating func processField(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws(EventStreamError) {
        if name.elementsEqual("data".utf8) {
            guard data.count + value.count + 1 <= maximumEventBytes else {
                throw EventStreamError(code: .eventTooLarge, limitInBytes: maximumEventBytes, offset: offset)
            }
            if hasData { data.append(0x0a) }
            data += value
            hasData = true
        } else if name.elementsEqual("event".utf8) {
            type = Array(value)
        } else if name.elementsEqual("id".utf8) {
            if !value.contains(0) { lastEventID = String(decoding: value, as: UTF8.self) }
        } else if name.elementsEqual("retry".utf8) {
            let isNumber = !value.isEmpty && value.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            if isNumber, let milliseconds = Int32(String(decoding: value, as: UTF8.self)) { reconnectionTime = .milliseconds(milliseconds) }
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data.removeAll(keepingCapacity: true)
            hasData = false
            type = []
        }
        // "If the data buffer is an empty string": one empty data line leaves a line feed there, so it is an event with empty data.
        guard hasData else { return nil }
        return ServerSentEvent(
            type: type.isEmpty ? "message" : String(decoding: type, as: UTF8.self), data: String(decoding: data, as: UTF8.self),
            lastEventID: lastEventID)
    }
}
