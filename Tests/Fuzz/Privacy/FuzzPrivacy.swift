// Compiled into one module with Shared/Privacy by scripts/fuzz.sh: any bytes, read as UTF-8 with repairs, are masked with spans a tagger could give, looked at
// again and restored.
//
// Properties: nothing is found in what was masked; restore(mask(x)) is x to the byte but for one-way secrets; a stream cut anywhere restores like the whole;
// masking again masks placeholders alone; no masked text holds a value of its map; the map survives its own encoding.

private let anonymizer = Anonymizer()
private let entities: [EntityType] = [.person, .location, .organization, .streetAddress, .age, .dateTime, .secret, .custom]

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPrivacy(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let text = String(decoding: bytes, as: UTF8.self)
    var map = RestoreMap(salt: 1)
    let reading = anonymizer.read(text)
    let masking = anonymizer.mask(reading, tagged: spans(over: reading, bytes), into: &map)
    precondition(anonymizer.leaks(in: masking.masked).isEmpty, "something is left in a masked text")

    let restored = map.restore(masking.masked.text)
    if !masking.spans.contains(where: { $0.entity == .secret }) {
        precondition(Array(restored.utf8) == Array(text.utf8), "a text did not come back as it was")
    }
    let scalars = Array(masking.masked.text.unicodeScalars)
    let cut = scalars.isEmpty ? 0 : size % scalars.count
    var restorer = StreamingRestorer(map)
    let streamed = restorer.consume(joined(scalars[..<cut])) + restorer.consume(joined(scalars[cut...])) + restorer.finish()
    precondition(Array(streamed.utf8) == Array(restored.utf8), "a stream was restored differently")

    var fresh = RestoreMap(salt: 2)
    let again = anonymizer.mask(masking.masked.text, into: &fresh)
    precondition(again.spans.allSatisfy { $0.rule == "placeholder-literal" }, "a masked text was masked further")
    let same = anonymizer.mask(masking.masked.text, into: &map)
    precondition(same.spans.allSatisfy { $0.rule == "placeholder-literal" }, "a masked text held a value of its map")

    guard let decoded = try? RestoreMap(encoded: map.encoded()), decoded == map else { preconditionFailure("a map did not come back") }
    return 0
}

/// A few spans whose places and lengths the input itself decides.
private func spans(over reading: PatternReading, _ bytes: [UInt8]) -> [EntitySpan] {
    let count = reading.encoderText.unicodeScalars.count
    guard count > 0, bytes.count > 8 else { return [] }
    return (0..<Int(bytes[0] & 3)).map { number in
        let start = Int(bytes[1 + number]) * count / 256
        return EntitySpan(
            entity: entities[Int(bytes[4 + number] & 7)], start: start, end: start + Int(bytes[4 + number] >> 3), score: 0.9, rule: "tagger"
        )
    }
}

private func joined(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
}
