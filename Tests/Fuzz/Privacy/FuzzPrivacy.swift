// Compiled into one module with Shared/Privacy by scripts/fuzz.sh: any bytes, read as UTF-8 with repairs, are masked, looked at again and restored.
//
// Properties: nothing is found in what was masked; restore(mask(x)) is x to the byte but for one-way secrets; a stream cut anywhere restores like the whole;
// the map survives its own encoding; bytes that are no map throw.

private let anonymizer = Anonymizer()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPrivacy(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    _ = try? RestoreMap(encoded: bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    var map = RestoreMap(salt: 1)
    let masking = anonymizer.mask(text, into: &map)
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

    guard let again = try? RestoreMap(encoded: map.encoded()), again == map else { preconditionFailure("a map did not come back") }
    return 0
}

private func joined(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
}
