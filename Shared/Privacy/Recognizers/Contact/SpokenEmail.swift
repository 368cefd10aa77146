/// "john dot doe at gmail dot com", "john.doe at gmail.com": addresses as they are said.
///
/// Alone " at " says nothing, so the domain must end as many do, and either be a provider of mail for everyone or be spoken with its "dot"; and the name must be
/// no word of a sentence: "look at example dot com".
enum SpokenEmail {
    private static let longestPart = 64

    /// The address around the " at " at `anchor`.
    static func range(_ text: FoldedText, anchor: Int, floor: Int) -> (start: Int, end: Int)? {
        guard let domain = domain(text, from: anchor + 4) else { return nil }
        guard let name = name(text, anchor, floor) else { return nil }
        if name.isSpoken { return (name.start, domain.end) }
        let isProvider = isProvider(text, anchor + 4, domain.end)
        guard isProvider, name.isTelling || isAnnounced(text, name.start) else { return nil }
        return (name.start, domain.end)
    }

    /// Whether the domain at `start ..< end` is one where anyone may have an address.
    static func isProvider(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        var first = start
        while first < end, text.bytes[first].isASCIIAlphanumeric || text.bytes[first] == .hyphen { first += 1 }
        return providers.contains(text.lowered(start, first))
    }

    private static let providers: Set<String> = [
        "gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "icloud", "me", "mac", "aol", "gmx", "web",
        "t-online", "freenet", "proton",
        "protonmail", "pm", "mailbox", "posteo", "fastmail", "zoho", "yandex", "mail", "qq", "orange", "wanadoo", "laposte", "free",
        "libero", "tuta",
    ]

    private static func domain(_ text: FoldedText, from start: Int) -> (end: Int, isSpoken: Bool)? {
        var best: Int?
        var index = start
        var isSpoken = false
        var labels = 0
        while labels < 5 {
            var end = index
            while end - index < 40, text.at(end).isASCIIAlphanumeric || text.at(end) == .hyphen { end += 1 }
            guard end > index, end - index < 40 else { break }
            labels += 1
            if labels > 1, URLRecognizer.endings.contains(text.lowered(index, end)) { best = end }
            if text.at(end) == .dot, text.at(end + 1).isASCIIAlphanumeric {
                index = end + 1
            } else if text.lowered(end, end + 5) == " dot " {
                index = end + 5
                isSpoken = true
            } else {
                break
            }
        }
        return best.map { ($0, isSpoken) }
    }

    /// The name before `anchor`: `isSpoken` with "dot" or "underscore" in it, `isTelling` with a digit, a point or an underscore.
    private static func name(_ text: FoldedText, _ anchor: Int, _ floor: Int) -> (start: Int, isSpoken: Bool, isTelling: Bool)? {
        let lowest = max(floor, anchor - longestPart)
        var start = anchor
        var isSpoken = false
        while true {
            let end = start
            while start > lowest,
                text.bytes[start - 1].isASCIIAlphanumeric || [.dot, .underscore, .hyphen, .plus].contains(text.bytes[start - 1])
            { start -= 1 }
            guard start < end else { return nil }
            guard let joint = joints.first(where: { text.lowered(start - $0.utf8.count, start) == $0 }), start - joint.utf8.count > lowest
            else { break }
            isSpoken = true
            start -= joint.utf8.count
        }
        guard text.bytes[start].isASCIIAlphanumeric else { return nil }
        let isTelling = text.bytes[start..<anchor].contains { $0.isDigit || $0 == .dot || $0 == .underscore }
        return (start, isSpoken, isTelling)
    }

    private static let joints = [" dot ", " underscore ", " dash ", " hyphen "]

    /// "my email is anna at gmail dot com", "write to anna at ...".
    private static func isAnnounced(_ text: FoldedText, _ start: Int) -> Bool {
        var last = start
        while start - last < 3, text.at(last - 1) == .space || text.at(last - 1) == .colon { last -= 1 }
        let first = text.wordStart(before: last, atMost: 8)
        return ["is", "to", "email", "mail", "address", "me", "ist", "an"].contains(text.lowered(first, last))
    }
}
