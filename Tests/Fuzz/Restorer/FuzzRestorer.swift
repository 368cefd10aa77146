// Compiled into one module with Shared/Privacy by scripts/fuzz.sh: any bytes as an encoded map, and as an answer that streams in under a map of its own.
//
// Properties: bytes that are no map throw, those that are one encode to the same bytes; an answer restores to the same text however it is cut; nothing is looked
// at more often than a token is long; what holds no token comes back as it was; a value never brings another one in.

private let values: [(EntityType, String)] = [
    (.person, "Jo \"The Fox\" Fisher"), (.person, "Ann"), (.emailAddress, "jo@example.com"), (.creditCard, "4111111111111111"),
    (.custom, "[[PERSON_1]]"), (.custom, "a\\b\nc\u{1}"), (.streetAddress, "1 Main St\nOslo"),
]
private let map: RestoreMap = {
    var map = RestoreMap(salt: 1)
    for (entity, value) in values { _ = map.placeholder(for: Array(value.utf8), entity) }
    return map
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRestorer(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    if let decoded = try? RestoreMap(encoded: bytes) {
        precondition(try! RestoreMap(encoded: decoded.encoded()) == decoded, "a map changed on its way")
    }
    guard size > 2 else { return 0 }
    let style = bytes[0] & 1 == 0 ? RestoreMap.Style.plain : .json
    let scalars = Array(String(decoding: bytes[2...], as: UTF8.self).unicodeScalars)
    var whole = StreamingRestorer(map, as: style)
    let restored = whole.consume(joined(scalars[...])) + whole.finish()
    precondition(whole.examined <= (Placeholder.longestLength + 3) * scalars.count, "scalars were looked at too often")

    var restorer = StreamingRestorer(map, as: style)
    var streamed = ""
    var index = 0
    var step = Int(bytes[1])
    while index < scalars.count {
        step = (step &* 5 &+ 3) & 15
        let next = min(scalars.count, index + step)
        streamed += restorer.consume(joined(scalars[index..<next]))
        index = next
    }
    streamed += restorer.finish()
    precondition(Array(streamed.utf8) == Array(restored.utf8), "a stream was restored differently")

    let holdsToken = scalars.indices.contains { index in
        guard case .match(let match) = Placeholder.match(scalars, at: index, isComplete: true) else { return false }
        return map.value(match) != nil
    }
    if !holdsToken { precondition(Array(restored.utf8) == Array(joined(scalars[...]).utf8), "a text without tokens changed") }
    return 0
}

private func joined(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
}
