/// The stand-in's one answer: a deterministic text over the prompt that names the placeholders it saw, so that restoring is exercised.
enum StandInText {
    static let prefix = "[stand-in] "

    static func answer(to messages: [ChatRequest.Message]) -> String {
        let question = messages.last { $0.role == "user" }?.content?.text ?? ""
        let found = placeholders(in: question)
        let named = found.isEmpty ? "no placeholders" : found.joined(separator: ", ")
        return prefix + "Your message has \(words(question)) words and names \(named). Restart the affected service, then check its log. "
            + "If it happens again\(found.first.map { ", write to \($0)" } ?? "") and quote reference \(reference(question))."
    }

    /// `[[EMAIL_1]]` and the like, each once, in order of appearance.
    static func placeholders(in text: String) -> [String] {
        var found: [String] = []
        var rest = text[...]
        while let open = rest.firstRange(of: "[[") {
            let inner = rest[open.upperBound...].prefix { $0 == "_" || $0.isASCII && ($0.isUppercase || $0.isNumber) }
            let after = rest[inner.endIndex...]
            if !inner.isEmpty, inner.contains("_"), inner.last?.isNumber == true, after.hasPrefix("]]") {
                let placeholder = "[[\(inner)]]"
                if !found.contains(placeholder) { found.append(placeholder) }
            }
            rest = after
        }
        return found
    }

    static func words(_ text: String) -> Int { text.split { $0.isWhitespace }.count }

    /// About four tokens for three words, rounded up.
    static func tokens(_ text: String) -> Int { (words(text) * 4 + 2) / 3 }

    /// As many words as `limit` tokens pay for; nil when all fit.
    static func cut(_ text: String, toTokens limit: Int) -> String? {
        guard tokens(text) > limit else { return nil }
        return text.split(separator: " ").prefix(max(1, limit * 3 / 4)).joined(separator: " ")
    }

    /// FNV-1a, eight hexadecimal digits.
    static func reference(_ text: String) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Pieces as a stream sends them. Seven characters: placeholders are cut at every place.
    static func pieces(_ text: String) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(7)))
            rest = rest.dropFirst(7)
        }
        return pieces
    }
}
