package import Contract

/// Turns an escalation into messages. The system message tells the model what the placeholders are: they must come back as they went, or the
/// node cannot put the values back.
package enum Prompt {
    /// Named in the decision record and changed with the text.
    package static let version = "escalation-1"

    package static func messages(for escalation: Escalation) -> [CompletionRequest.Message] {
        var messages = [CompletionRequest.Message(role: .system, maskedText: system(for: escalation))]
        messages += escalation.turns.map { CompletionRequest.Message(role: $0.role, maskedText: $0.maskedText) }
        return messages
    }

    private static func system(for escalation: Escalation) -> String {
        var text = """
            You answer requests on behalf of a support desk. Be brief, concrete and correct; say so when you do not know.
            Personal data was replaced by placeholders such as [[EMAIL_ADDRESS_1]] or [[PERSON_2]]. Each stands for one value that you must not \
            guess. Where you refer to such a value, copy its placeholder exactly, brackets and number included. Never invent a placeholder that \
            is not in the conversation.
            """
        if !escalation.intent.isEmpty, escalation.intent.utf8.count <= 200 {
            text += "\nThe request was classified as \"\(escalation.intent)\"; the classification may be wrong."
        }
        if !escalation.passages.isEmpty {
            text += "\nApproved documents that may help. Prefer them to your own knowledge and name the document you used:"
            for passage in escalation.passages {
                text += "\n\n[document \(passage.documentID)]\n\(passage.maskedText)"
            }
        }
        return text
    }
}

/// The placeholders of masked text: `[[NAME_3]]`, name of `A-Z` and `_`.
package enum Placeholders {
    package static func all(in text: String) -> Set<String> {
        let bytes = Array(text.utf8)
        return Set(ranges(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) })
    }

    /// Takes out the placeholders that stand neither in the conversation nor in its passages: they mean nothing to anybody, and a node could
    /// not put a value in their place. Returns how many were taken out.
    package static func withoutInvented(_ completion: String, for escalation: Escalation) -> (text: String, removed: Int) {
        let bytes = Array(completion.utf8)
        let found = ranges(in: bytes)
        guard !found.isEmpty else { return (completion, 0) }
        var known: Set<String> = []
        for turn in escalation.turns { known.formUnion(all(in: turn.maskedText)) }
        for passage in escalation.passages { known.formUnion(all(in: passage.maskedText)) }
        var kept: [UInt8] = []
        var position = 0
        var removed = 0
        for range in found where !known.contains(String(decoding: bytes[range], as: UTF8.self)) {
            kept += bytes[position..<range.lowerBound]
            kept += Array("(not known)".utf8)
            position = range.upperBound
            removed += 1
        }
        kept += bytes[position...]
        return (String(decoding: kept, as: UTF8.self), removed)
    }

    private static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index + 4 < bytes.count {
            guard bytes[index] == UInt8(ascii: "["), bytes[index + 1] == UInt8(ascii: "[") else {
                index += 1
                continue
            }
            var end = index + 2
            // Ours are shorter than 32 bytes; 64 leave room for custom names.
            while end < bytes.count, end - index < 64, isName(bytes[end]) { end += 1 }
            if end + 1 < bytes.count, end > index + 2, bytes[end] == UInt8(ascii: "]"), bytes[end + 1] == UInt8(ascii: "]") {
                found.append(index..<(end + 2))
                index = end + 2
            } else {
                index += 1
            }
        }
        return found
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "_")
    }
}
