/// Addresses that let whoever knows them post, which makes them credentials: incoming webhooks of chat services; and Telegram's bot tokens, in an address or alone.
/// Forms as in the vendors' pages: Slack, Discord, Microsoft Teams "incoming webhooks", Telegram "Authorizing your bot".
struct WebhookRecognizer: Recognizer {
    private static let services: [[UInt8]] = [
        "hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/", "discord.com/api/webhooks/",
        "discordapp.com/api/webhooks/", "hooks.zapier.com/hooks/catch/",
    ].map { Array($0.utf8) }
    private static let shortestPath = 16
    private static let judged = 200
    /// Telegram Bot API: the bot's number, a colon and 35 letters, digits, hyphens and underscores.
    private static let telegramNumber = 8...11
    private static let telegramSecret = 33...37

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index].isASCIIAlphanumeric, !text.at(index - 1).isAlphanumeric else {
                index += 1
                continue
            }
            if let (start, end) = webhook(text, index) ?? botToken(text, index) {
                let isAddress = text.bytes[start..<end].contains(.slash)
                findings.append(
                    Finding(
                        entity: .secret, start: start, end: end, score: 1, rule: isAddress ? "secret-webhook" : "secret-telegram",
                        reasons: ["form"]))
                index = end
            } else {
                while index < bytes.count, bytes[index].isASCIIAlphanumeric { index += 1 }
            }
        }
    }

    private func webhook(_ text: FoldedText, _ index: Int) -> (Int, Int)? {
        let initial = text.bytes[index].lowered
        guard initial == UInt8(ascii: "h") || initial == UInt8(ascii: "d"),
            let service = Self.services.first(where: { starts(text, index, $0) })
        else { return nil }
        let path = index + service.count
        var end = path
        var digits = 0
        while end - path < Self.judged, isPathByte(text.at(end)), end < text.bytes.count {
            if text.bytes[end].isDigit { digits += 1 }
            end += 1
        }
        // "/services/YOUR/WEBHOOK/URL" has none.
        guard end - path >= Self.shortestPath, digits > 0 else { return nil }
        while end < text.bytes.count, isPathByte(text.bytes[end]) { end += 1 }
        while text.at(end - 1) == .dot || text.at(end - 1) == .comma { end -= 1 }
        return (schemeStart(text, index), end)
    }

    /// The start of "https://" and of a subdomain ("canary.") before the host at `index`.
    private func schemeStart(_ text: FoldedText, _ index: Int) -> Int {
        var start = index
        while index - start < 16, text.at(start - 1).isASCIILetter || text.at(start - 1) == .dot { start -= 1 }
        for scheme in ["https://", "http://"] where text.lowered(start - scheme.utf8.count, start) == scheme {
            return start - scheme.utf8.count
        }
        return start
    }

    private func starts(_ text: FoldedText, _ index: Int, _ prefix: [UInt8]) -> Bool {
        index + prefix.count <= text.bytes.count && text.bytes[index..<index + prefix.count].lazy.map(\.lowered).elementsEqual(prefix)
    }

    private func isPathByte(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || [.slash, .underscore, .hyphen, .dot, 0x3F, .equals, .ampersand, .percent].contains(byte)
    }

    /// Also with "bot" before it, as in the addresses of the interface.
    private func botToken(_ text: FoldedText, _ index: Int) -> (Int, Int)? {
        let isNamed = text.bytes[index].lowered == UInt8(ascii: "b") && text.lowered(index, index + 3) == "bot"
        let first = isNamed ? index + 3 : index
        guard text.at(first).isDigit else { return nil }
        var colon = first
        while colon - first <= Self.telegramNumber.upperBound, text.at(colon).isDigit { colon += 1 }
        guard Self.telegramNumber.contains(colon - first), text.at(colon) == .colon, text.at(colon + 1) == UInt8(ascii: "A"),
            text.at(colon + 2).isASCIILetter
        else { return nil }
        var end = colon + 1
        while end - colon <= Self.telegramSecret.upperBound + 1,
            text.at(end).isASCIIAlphanumeric || text.at(end) == .hyphen || text.at(end) == .underscore
        { end += 1 }
        return Self.telegramSecret.contains(end - colon - 1) ? (first, end) : nil
    }
}
