/// Passwords in the arguments of commands that take them there: `curl -u name:password`, `sshpass -p password`, `mysql -ppassword`, `docker login -p password`,
/// and by their place, `htpasswd -b file name password`, `net use Z: \\server\share password /user:name`. Options as in the manual of each command.
struct CommandLineSecretRecognizer: Recognizer {
    private struct Option {
        let commands: [[UInt8]]
        let names: [String]
        /// How far before the option the command may stand.
        let window: Int
        /// The value follows the option at once.
        let isGlued: Bool
        /// Of the form "name:password".
        let isPair: Bool
        /// "-p 2222" and "-p https" of the command are something else.
        let needsMix: Bool

        init(_ commands: String, _ names: String, window: Int = 200, isGlued: Bool = false, isPair: Bool = false, needsMix: Bool = false) {
            self.commands = commands.split(separator: " ").map { Array($0.utf8) }
            self.names = names.split(separator: " ").map(String.init)
            self.window = window
            self.isGlued = isGlued
            self.isPair = isPair
            self.needsMix = needsMix
        }
    }

    private static let options = [
        Option("curl wget", "-u -U --user --proxy-user", isPair: true), Option("sshpass", "-p", window: 32),
        Option("sshpass", "-p", window: 32, isGlued: true), Option("mysql mysqldump mysqladmin mariadb", "-p", isGlued: true),
        Option("curl", "-u", isGlued: true, isPair: true), Option("http https xh", "-a --auth", isPair: true), Option("redis-cli", "-a"),
        Option("ldapsearch ldapmodify ldapadd", "-w"), Option("login", "-p --password", needsMix: true),
        Option("openssl", "-k -K", needsMix: true),
    ]
    private static let hashing = Option("htpasswd", "")
    private static let mounting = Option("net", "")
    private static let longestOption = 12

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            if bytes[index] == .slash, text.at(index - 1) == .space, let value = mounted(text, index) {
                findings.append(finding(value))
            }
            guard bytes[index] == .hyphen, text.at(index - 1).isSpace else {
                index += 1
                continue
            }
            var end = index
            while end - index < Self.longestOption, text.at(end) == .hyphen || text.at(end).isASCIILetter { end += 1 }
            if let value = Self.options.lazy.compactMap({ value(text, $0, index, nameEnd: end) }).first ?? hashed(text, index, nameEnd: end)
            {
                findings.append(finding(value))
                index = value.upperBound
            } else {
                index = max(end, index + 1)
            }
        }
    }

    private func finding(_ value: Range<Int>) -> Finding {
        Finding(
            entity: .secret, start: value.lowerBound, end: value.upperBound, score: 1, rule: "secret-argument",
            reasons: ["context: an option of a command"])
    }

    // MARK: By place

    /// `htpasswd -b file name password`; with "n" among the letters there is no file.
    private func hashed(_ text: FoldedText, _ start: Int, nameEnd: Int) -> Range<Int>? {
        let letters = text.bytes[start..<min(nameEnd, text.bytes.count)]
        guard letters.count < 8, letters.contains(UInt8(ascii: "b")), isPreceded(text, start, by: Self.hashing) else { return nil }
        var rest = letters.contains(UInt8(ascii: "n")) ? 2 : 3
        var index = nameEnd
        while rest > 0 {
            guard let argument = argument(text, index) else { return nil }
            index = argument.upperBound
            if text.bytes[argument.lowerBound] == .hyphen { continue }
            rest -= 1
            if rest == 0 { return isWorthMasking(text, argument.lowerBound, argument.upperBound) ? argument : nil }
        }
        return nil
    }

    /// The next word on the line; nil behind the fifth blank or the 128th byte.
    private func argument(_ text: FoldedText, _ index: Int) -> Range<Int>? {
        var start = index
        while start - index < 4, text.at(start) == .space, start < text.bytes.count { start += 1 }
        var end = start
        while end - start < 128, end < text.bytes.count, !text.bytes[end].isSpace { end += 1 }
        return end > start && start > index && end - start < 128 ? start..<end : nil
    }

    /// `net use Z: \\server\share password /user:name`, the password also behind the name.
    private func mounted(_ text: FoldedText, _ start: Int) -> Range<Int>? {
        guard text.lowered(start, start + 6) == "/user:", isPreceded(text, start, by: Self.mounting) else { return nil }
        let end = start - 1
        var first = end
        while end - first < 128, first > 0, !text.bytes[first - 1].isSpace { first -= 1 }
        let before = text.at(first)
        if before != .backslash, before != .slash, text.at(end - 1) != .colon, text.lowered(first, end) != "use",
            isWorthMasking(text, first, end)
        {
            return first..<end
        }
        var name = start + 6
        while name - start < 128, name < text.bytes.count, !text.bytes[name].isSpace { name += 1 }
        return argument(text, name).flatMap {
            text.bytes[$0.lowerBound] != .slash && isWorthMasking(text, $0.lowerBound, $0.upperBound) ? $0 : nil
        }
    }

    private func isWorthMasking(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        end - start >= 3 && ![.dollar, .lessThan, .openBracket, 0x7B, 0x2A, .percent].contains(text.at(start))
            && (end - start > 15 || !SecretContextRecognizer.plainWords.contains(text.lowered(start, end)))
    }

    // MARK: By option

    private func value(_ text: FoldedText, _ option: Option, _ start: Int, nameEnd: Int) -> Range<Int>? {
        var index: Int
        if option.isGlued {
            guard let name = option.names.first, text.lowered(start, start + name.utf8.count) == name, !text.at(start + 1).isUpperCase
            else {
                return nil
            }
            index = start + name.utf8.count
        } else {
            guard option.names.contains(String(decoding: text.bytes[start..<min(nameEnd, text.bytes.count)], as: UTF8.self)) else {
                return nil
            }
            index = nameEnd
            guard text.at(index) == .space || text.at(index) == .equals else { return nil }
            index += 1
        }
        guard index < text.bytes.count, isPreceded(text, start, by: option) else { return nil }
        let quote = text.at(index)
        let isQuoted = quote == .doubleQuote || quote == .singleQuote
        if isQuoted { index += 1 }
        var end = index
        while end < text.bytes.count, isQuoted ? text.bytes[end] != quote && !text.bytes[end].isNewline : !text.bytes[end].isSpace,
            text.bytes[end] != .doubleQuote, text.bytes[end] != .backtick
        {
            end += 1
        }
        var secret = index
        if option.isPair {
            guard let colon = text.bytes[index..<max(index, end)].firstIndex(of: .colon) else { return nil }
            secret = colon + 1
        }
        guard secret < end, isWorthMasking(text, secret, end), text.at(secret) != .hyphen || option.isPair,
            !option.needsMix || isMixed(text.bytes[secret..<end])
        else { return nil }
        return index..<end
    }

    private func isMixed(_ value: ArraySlice<UInt8>) -> Bool {
        let others = value.count { !$0.isASCIILetter }
        return value.count >= 6 && others > 0 && others < value.count && !value.contains(.slash)
    }

    /// On the same line, as a word of its own.
    private func isPreceded(_ text: FoldedText, _ start: Int, by option: Option) -> Bool {
        let line = text.bytes[max(0, start - option.window)..<start]
        var index = line.endIndex - 1
        while index >= line.startIndex {
            let byte = text.bytes[index]
            if byte.isNewline, text.at(index - 1) != .backslash, text.at(index - 2) != .backslash { return false }
            for command in option.commands where byte.lowered == command[command.count - 1] {
                let first = index + 1 - command.count
                if first >= line.startIndex, text.at(index + 1).isSpace, !text.at(first - 1).isAlphanumeric,
                    text.bytes[first...index].lazy.map(\.lowered).elementsEqual(command)
                {
                    return true
                }
            }
            index -= 1
        }
        return false
    }
}
