package import Contract
import Privacy

/// Turns an escalation into messages. The system message tells the model what the placeholders are: they must come back as they went, or the
/// node cannot put the values back.
package enum Prompt {
    /// Named in the decision record and changed with the text.
    package static let version = "escalation-2"

    package static func messages(for escalation: Escalation) -> [CompletionRequest.Message] {
        var messages = [CompletionRequest.Message(role: .system, maskedText: system(for: escalation))]
        messages += escalation.turns.map { CompletionRequest.Message(role: $0.role, maskedText: $0.maskedText) }
        return messages
    }

    private static func system(for escalation: Escalation) -> String {
        var text = """
            You answer requests on behalf of a support desk. Be brief, concrete and correct; say so when you do not know.
            Personal data was replaced by placeholders such as [[EMAIL_1]] or [[PERSON_2]]. Each stands for one value that you must not \
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

/// The placeholders of masked text: `[[PERSON_3]]`, `[[PHONE_1 +48]]`.
package enum Placeholders {
    /// Names and numbers, without attributes: "PHONE_1".
    package static func all(in text: String) -> Set<String> { Set(ranges(in: Array(text.utf8)).map(\.name)) }

    /// Takes out the placeholders that stand neither in the conversation nor in its passages: they mean nothing to anybody, and a node could
    /// not put a value in their place. What has another name than a type's is the model's own text. Returns how many were taken out.
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
        for (range, name) in found where !known.contains(name) {
            kept += bytes[position..<range.lowerBound]
            kept += Array("(not known)".utf8)
            position = range.upperBound
            removed += 1
        }
        kept += bytes[position...]
        return (String(decoding: kept, as: UTF8.self), removed)
    }

    private static let names = Set(EntityType.allCases.map { Array($0.placeholderName.utf8) })
    /// Of all that stands between the brackets.
    private static let longest = 32

    private static func ranges(in bytes: [UInt8]) -> [(range: Range<Int>, name: String)] {
        var found: [(Range<Int>, String)] = []
        var index = 0
        while index + 4 < bytes.count {
            if let match = match(bytes, at: index) {
                found.append(match)
                index = match.0.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    /// "[[", a type's name, "_", digits, an attribute behind a blank, "]]".
    private static func match(_ bytes: [UInt8], at start: Int) -> (Range<Int>, String)? {
        guard bytes[start...].starts(with: "[[".utf8) else { return nil }
        let content = bytes[(start + 2)...].prefix(longest).prefix { $0 != UInt8(ascii: "]") }
        guard bytes[content.endIndex...].starts(with: "]]".utf8) else { return nil }
        let name = content.prefix { $0 != UInt8(ascii: " ") }
        guard let joint = name.lastIndex(of: UInt8(ascii: "_")), names.contains(Array(name[..<joint])), joint + 1 < name.endIndex,
            name[(joint + 1)...].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return (start..<content.endIndex + 2, String(decoding: name, as: UTF8.self))
    }
}
