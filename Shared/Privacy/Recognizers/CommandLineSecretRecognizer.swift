/// Passwords in the arguments of commands that take them there: `curl -u name:password`, `sshpass -p password`, `mysql -ppassword`.
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

        init(_ commands: String, _ names: String, window: Int = 200, isGlued: Bool = false, isPair: Bool = false) {
            self.commands = commands.split(separator: " ").map { Array($0.utf8) }
            self.names = names.split(separator: " ").map(String.init)
            self.window = window
            self.isGlued = isGlued
            self.isPair = isPair
        }
    }

    private static let options = [
        Option("curl wget", "-u -U --user --proxy-user", isPair: true), Option("sshpass", "-p", window: 32),
        Option("sshpass", "-p", window: 32, isGlued: true), Option("mysql mysqldump mysqladmin mariadb", "-p", isGlued: true),
        Option("curl", "-u", isGlued: true, isPair: true), Option("http https xh", "-a --auth", isPair: true), Option("redis-cli", "-a"),
        Option("ldapsearch ldapmodify ldapadd", "-w"),
    ]
    private static let longestOption = 12

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index] == .hyphen, text.at(index - 1).isSpace else {
                index += 1
                continue
            }
            var end = index
            while end - index < Self.longestOption, text.at(end) == .hyphen || text.at(end).isASCIILetter { end += 1 }
            if let value = Self.options.lazy.compactMap({ value(text, $0, index, nameEnd: end) }).first {
                findings.append(
                    Finding(
                        entity: .secret, start: value.lowerBound, end: value.upperBound, score: 1, rule: "secret-argument",
                        reasons: ["context: an option of a command"]))
                index = value.upperBound
            } else {
                index = max(end, index + 1)
            }
        }
    }

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
        guard end - secret >= 3, text.at(secret) != .dollar, text.at(secret) != .lessThan, text.at(secret) != .openBracket,
            text.at(secret) != 0x7B, text.at(secret) != 0x2A, text.at(secret) != .hyphen || option.isPair,
            end - secret > 15 || !SecretContextRecognizer.plainWords.contains(text.lowered(secret, end))
        else { return nil }
        return index..<end
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
