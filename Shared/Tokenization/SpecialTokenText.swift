/// The special tokens as they can occur literally in a text.
///
/// The published tokenizer of BERT models (Hugging Face `tokenizers`, added tokens with `special: true`, not normalised) reads "[SEP]" in
/// a text as that token; `WordPiece` alone reads three pieces, and the vectors then differ (a cosine of 0.6 was seen). An encoder follows
/// the published reading. Matching is exact: case counts, and neighbours do not.
package struct SpecialTokenText: Sendable {
    private let names: [(name: [UInt8], id: Int32)]

    /// Those of the five BERT names that `vocabulary` holds.
    package init(vocabulary: [String]) {
        let wanted = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        var names: [(name: [UInt8], id: Int32)] = []
        for (id, token) in vocabulary.enumerated() where token.utf8.first == UInt8(ascii: "[") && wanted.contains(token) {
            names.append((Array(token.utf8), Int32(id)))
        }
        self.names = names
    }

    /// The tokens of `text`, its literal special tokens among them; offsets in Unicode scalars of `text`.
    package func encode(_ text: String, with tokenizer: WordPiece) -> [Token] {
        // Nearly every text: no bracket, no work.
        guard text.utf8.contains(UInt8(ascii: "[")) else { return tokenizer.encode(text) }
        let bytes = Array(text.utf8)
        var tokens: [Token] = []
        var piece = 0
        var scalars = 0
        var position = 0
        func flush(until end: Int) {
            guard end > piece else { return }
            let start = scalars
            for byte in bytes[piece..<end] where byte & 0xC0 != 0x80 { scalars += 1 }
            let part = String(decoding: bytes[piece..<end], as: UTF8.self)
            for token in tokenizer.encode(part) {
                tokens.append(Token(id: token.id, start: token.start + start, end: token.end + start))
            }
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "["), let match = names.first(where: { bytes[position...].starts(with: $0.name) }) else {
                position += 1
                continue
            }
            flush(until: position)
            tokens.append(Token(id: match.id, start: scalars, end: scalars + match.name.count))
            scalars += match.name.count
            position += match.name.count
            piece = position
        }
        flush(until: bytes.count)
        return tokens
    }
}
