// Compiled into one module with Shared/Tokenization by scripts/fuzz.sh.

private let words = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "the", "print", "é", "日", "ᄒ", "ж", "🐟", "!", "[", "]", "1", "2", "##a", "##b",
    "##er", "##s",
    "##ᅡ", "##ᆫ", "##1", "##ж", "##日", "ß", "##ß",
]
private let tokenizer = try! WordPiece(vocabulary: words)
private let specialTokens = SpecialTokenText(vocabulary: words)

/// Any bytes are a text with tokens in order and in bounds; and, cut into lines, a vocabulary that works or is refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTokenizer(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    check(tokenizer, bytes)
    checkSpecialTokens(String(decoding: bytes, as: UTF8.self))
    var vocabulary = ["[UNK]", "[CLS]", "[SEP]"]
    for line in bytes.split(separator: 0x0A).prefix(64) { vocabulary.append(String(decoding: line, as: UTF8.self)) }
    do throws(TokenizationError) {
        check(try WordPiece(vocabulary: vocabulary), bytes)
    } catch {
        precondition(error.code == .duplicateToken || error.code == .tokenTooLong)
    }
    return 0
}

private func check(_ tokenizer: WordPiece, _ bytes: UnsafeBufferPointer<UInt8>) {
    var tokens: [Token] = []
    tokenizer.encode(utf8: bytes, into: &tokens)
    var last = 0
    for token in tokens {
        precondition(token.id >= 0 && Int(token.id) < tokenizer.vocabularyCount)
        precondition(token.start < token.end && token.end <= bytes.count && token.start >= last)
        last = token.start
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let repaired = tokenizer.encode(text)
    precondition(repaired.map(\.id) == tokens.map(\.id), "repairing the text changed its tokens")
    if text.utf8.elementsEqual(bytes) { precondition(repaired == tokens) }
    let scalars = text.unicodeScalars.count
    precondition(repaired.allSatisfy { $0.end <= scalars })
}

/// Literal special tokens stand for themselves, between them are the tokens of the text between them.
private func checkSpecialTokens(_ text: String) {
    let tokens = specialTokens.encode(text, with: tokenizer)
    let scalars = Array(text.unicodeScalars)
    var last = 0
    var start = 0
    var between: [Token] = []
    func flush(until end: Int) {
        let part = String(String.UnicodeScalarView(scalars[start..<end]))
        let expected = tokenizer.encode(part).map { Token(id: $0.id, start: $0.start + start, end: $0.end + start) }
        precondition(between == expected)
        between = []
    }
    for token in tokens {
        precondition(token.start < token.end && token.end <= scalars.count && token.start >= last)
        last = token.start
        let literal = scalars[token.start..<token.end]
        if token.id < 5, literal.first == "[", words[Int(token.id)].unicodeScalars.elementsEqual(literal) {
            flush(until: token.start)
            start = token.end
        } else {
            between.append(token)
        }
    }
    flush(until: scalars.count)
}
