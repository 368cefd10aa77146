// Compiled into one module with the parsers of Shared/Transfer by scripts/fuzz.sh.

/// Any bytes in any pieces give the same events, or the same refusal, as the bytes at once; no header value traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEventStream(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    // Small limits, so that inputs of a few hundred bytes reach them.
    let whole = EventStreamParser(maximumLineBytes: 64, maximumEventBytes: 96)
    var pieced = whole
    let expected = outcome(of: bytes, whole)
    let step = Int(bytes.first ?? 0) % 7 + 1
    var found = Outcome()
    var start = 0
    while start < bytes.count, found.error == nil {
        let end = min(bytes.count, start + step)
        do throws(EventStreamError) { found.events += try pieced.consume(Array(bytes[start..<end])) } catch { found.error = error }
        start = end
    }
    // After a refusal the whole gives no events, the pieces those before it.
    precondition(found.error == expected.error)
    precondition(expected.error != nil || found.events == expected.events)
    for event in found.events { precondition(event.data.utf8.count <= 3 * 96 && !event.type.isEmpty) }

    let text = String(decoding: bytes, as: UTF8.self)
    if let wait = RetryAfter.parse(text, now: 1_795_246_630) { precondition(wait >= .zero) }
    return 0
}

private struct Outcome {
    var events: [ServerSentEvent] = []
    var error: EventStreamError?
}

private func outcome(of bytes: [UInt8], _ parser: EventStreamParser) -> Outcome {
    var parser = parser
    var outcome = Outcome()
    do throws(EventStreamError) { outcome.events = try parser.consume(bytes) } catch { outcome.error = error }
    return outcome
}
