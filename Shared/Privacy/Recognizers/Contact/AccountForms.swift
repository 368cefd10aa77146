/// User names by what stands around them: whom ssh logs in as, the owner in a listing of files, who is to do it in a comment, profiles by their address.
enum AccountForms {
    private static let longest = 32
    /// How far before the name the command may stand.
    private static let commandWindow = 80

    /// `ssh jo@10.1.2.3`, `scp x jo@build7:/tmp`: the name before the "@" at `sign`. With a dotted host it is an e-mail address, which is masked as one.
    static func login(_ text: FoldedText, _ sign: Int) -> Range<Int>? {
        var start = sign
        while sign - start <= longest, start > 0, isNameByte(text.bytes[start - 1]) { start -= 1 }
        guard isAccount(text, start, sign),
            text.at(start - 1).isSpace || [.doubleQuote, .singleQuote, .backtick, .equals, .slash].contains(text.at(start - 1))
        else { return nil }
        var end = sign + 1
        var dots = 0
        var letters = 0
        while end - sign < 64, text.at(end).isAlphanumeric || text.at(end) == .dot || text.at(end) == .hyphen {
            if text.bytes[end] == .dot { dots += 1 }
            if text.bytes[end].isLetter { letters += 1 }
            end += 1
        }
        guard end > sign + 2 else { return nil }
        let words = wordsBefore(text, start)
        if dots == 3, letters == 0 {
            return words.contains { installers.contains(text.lowered($0.startIndex, $0.endIndex)) } ? nil : start..<sign
        }
        return words.contains { isCommand(text, $0, start) } && !isRelease(text.lowered(sign + 1, end)) ? start..<sign : nil
    }

    /// What stands before `start` on its line.
    private static func wordsBefore(_ text: FoldedText, _ start: Int) -> [ArraySlice<UInt8>] {
        var first = start
        while start - first < commandWindow, first > 0, !text.bytes[first - 1].isNewline { first -= 1 }
        return text.bytes[first..<start].split { !$0.isASCIIAlphanumeric && $0 != .hyphen }
    }

    /// A command right before the name, at the beginning of a line, behind a prompt, another command or a quoting mark: elsewhere in a sentence "ssh" is what
    /// the sentence is about.
    private static func isCommand(_ text: FoldedText, _ word: ArraySlice<UInt8>, _ name: Int) -> Bool {
        guard word.count <= 11, commands.contains(String(decoding: word, as: UTF8.self)) else { return false }
        if word.endIndex + 1 == name, text.at(word.endIndex) == .space { return true }
        var index = word.startIndex - 1
        while word.startIndex - index < 4, text.at(index) == .space || text.at(index) == .tab { index -= 1 }
        if index < 0 || text.at(index).isNewline { return true }
        if [.dollar, .hash, .ampersand, 0x7C, .semicolon, .backtick, .greaterThan].contains(text.at(index)) { return true }
        return index < word.startIndex - 1 && text.lowered(index - 3, index + 1) == "sudo"
    }

    /// "latest", "v2", "nistp256": of a package or a curve, no host.
    private static func isRelease(_ host: String) -> Bool {
        if ["latest", "next", "beta", "alpha", "stable", "canary"].contains(host) || host.hasPrefix("nistp") { return true }
        return host.hasPrefix("v") && host.count > 1 && host.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
    }

    private static let installers: Set<String> = [
        "install", "add", "npm", "npx", "yarn", "pnpm", "pip", "pip3", "brew", "cargo", "gem", "upgrade",
    ]

    /// `Failed password for jo from 192.0.2.7` of sshd, and "Accepted publickey for", "Invalid user".
    static func signIn(_ text: FoldedText, _ start: Int) -> Range<Int>? {
        guard !text.at(start - 1).isAlphanumeric else { return nil }
        for opening in signIns {
            let first = start + opening.count
            guard first < text.bytes.count, text.bytes[start..<first].elementsEqual(opening) else { continue }
            var end = first
            while end - first <= longest, isNameByte(text.at(end)) { end += 1 }
            guard text.lowered(end, end + 6) == " from ", isAccount(text, first, end) else { continue }
            return first..<end
        }
        return nil
    }

    private static let signIns: [[UInt8]] = [
        "Failed password for ", "Failed password for invalid user ", "Failed publickey for ", "Accepted password for ",
        "Accepted publickey for ", "Accepted keyboard-interactive/pam for ", "Invalid user ",
    ].map { Array($0.utf8) }

    private static let commands: Set<String> = ["ssh", "scp", "sftp", "rsync", "mosh", "sshfs", "ssh-copy-id", "autossh"]

    /// `drwxr-xr-x 2 jo staff 4096`: owner, and the group where it has the same name. `start` begins a line.
    static func owners(_ text: FoldedText, _ start: Int) -> [Range<Int>] {
        guard [.hyphen, 0x64, 0x6C, 0x63, 0x62, 0x73, 0x70].contains(text.at(start)) else { return [] }
        for index in 1...9 where !permissions.contains(text.at(start + index)) { return [] }
        var index = start + 10
        if text.at(index) == .plus || text.at(index) == .dot || text.at(index) == .atSign { index += 1 }
        let links = blankEnd(text, index)
        index = links
        while index - links < 7, text.at(index).isDigit { index += 1 }
        let first = blankEnd(text, index)
        guard index > links, first > index, let owner = column(text, first), isAccount(text, owner.lowerBound, owner.upperBound) else {
            return []
        }
        let second = blankEnd(text, owner.upperBound)
        guard let group = column(text, second), text.bytes[group] == text.bytes[owner] else { return [owner] }
        return [owner, group]
    }

    private static let permissions: [UInt8] = Array("rwxsStT-".utf8)

    private static func blankEnd(_ text: FoldedText, _ start: Int) -> Int {
        var index = start
        while index - start < 16, index < text.bytes.count, text.bytes[index] == .space { index += 1 }
        return index
    }

    private static func column(_ text: FoldedText, _ start: Int) -> Range<Int>? {
        var end = start
        while end - start <= longest, end < text.bytes.count, isNameByte(text.bytes[end]) { end += 1 }
        return end > start && text.at(end) == .space ? start..<end : nil
    }

    /// "TODO(jo_fisher):", the parenthesis at `open`. Capitals are a ticket's.
    static func assignee(_ text: FoldedText, _ open: Int) -> Range<Int>? {
        guard text.at(open - 1).isUpperCase else { return nil }
        var word = open
        while open - word < 6, text.at(word - 1).isASCIIAlphanumeric { word -= 1 }
        guard ["todo", "fixme", "hack", "xxx"].contains(text.lowered(word, open)) else { return nil }
        var end = open + 1
        while end - open <= longest, isNameByte(text.at(end)), !text.at(end).isUpperCase { end += 1 }
        guard text.at(end) == .closeParenthesis, text.at(end + 1) == .colon || text.at(end + 1) == .space, isAccount(text, open + 1, end),
            end - open > 3, mayBeName(text.bytes[(open + 1)..<end]),
            !topics.contains(text.lowered(open + 1, end))
        else { return nil }
        return (open + 1)..<end
    }

    /// "const-hack" and "f16" are things; who has digits in the name has letters before them.
    private static func mayBeName(_ name: ArraySlice<UInt8>) -> Bool {
        if name.contains(.hyphen) { return false }
        return !name.contains(where: \.isDigit) || name.prefix { !$0.isDigit }.count(where: \.isASCIILetter) >= fewestLetters
    }

    private static let fewestLetters = 4

    private static let topics: Set<String> = [
        "perf", "performance", "security", "docs", "doc", "test", "tests", "testing", "api", "cleanup", "refactor", "bug", "later",
        "someday", "next", "now",
        "high", "low", "medium", "urgent", "optional", "feature", "release", "ui", "ux", "i18n", "a11y", "ci", "build", "hack", "soon",
        "team", "everyone", "you", "auth", "backend", "frontend", "migration", "migrations", "windows", "linux", "macos", "darwin", "unix",
        "ios", "android", "python", "python2", "python3", "swift", "rust", "java", "node", "display", "database", "schema", "config",
        "cache",
        "network", "async", "sync", "threads", "memory", "leak", "types", "typing", "naming", "style", "lint", "format", "logging", "error",
        "errors", "parser", "compiler", "server", "client", "mobile", "desktop", "web", "deploy", "prod", "production", "staging", "dev",
        "debug", "upstream", "compat", "deprecated", "remove", "rename", "move", "fix", "bugs", "crash", "flaky", "unsafe", "safety",
        "const", "generics", "macro", "macros", "simd", "metal", "vulkan", "opengl", "webgl", "wasm", "arm64", "intl", "locale", "fonts",
        "layout", "input", "audio", "video", "graphics", "billing", "payment", "payments", "search", "login", "email", "design", "product",
        "infra", "devops", "ops", "qa", "legal", "privacy", "review", "question", "idea", "maybe", "important", "critical", "minor",
    ]

    /// "u/jo_fisher" and "t.me/jofisher": the name behind the slash.
    static func profile(_ text: FoldedText, _ slash: Int) -> Range<Int>? {
        let before = text.at(slash - 1)
        let isMessenger = before.lowered == 0x65 && text.lowered(slash - 4, slash) == "t.me" && !text.at(slash - 5).isAlphanumeric
        guard isMessenger || before == 0x75 && isForumUser(text, slash - 1) else { return nil }
        var end = slash + 1
        while end - slash <= longest, text.at(end).isASCIIAlphanumeric || text.at(end) == .underscore || text.at(end) == .hyphen {
            end += 1
        }
        while end > slash + 1, text.bytes[end - 1] == .hyphen { end -= 1 }
        let after = text.at(end)
        guard (3...longest).contains(end - slash - 1), text.bytes[(slash + 1)..<end].contains(where: \.isASCIILetter), after != .slash,
            !after.isAlphanumeric, after != .dot || !text.at(end + 1).isAlphanumeric, !notProfiles.contains(text.lowered(slash + 1, end))
        else { return nil }
        return (slash + 1)..<end
    }

    /// "u/" behind a blank or as "/u/"; not the units of "40 u/day".
    private static func isForumUser(_ text: FoldedText, _ letter: Int) -> Bool {
        var index = letter - 1
        if text.at(index) == .slash { index -= 1 }
        guard text.at(index).isSpace || text.at(index) == .openParenthesis || text.at(index) == .comma || text.at(index) == .doubleQuote
        else { return false }
        return !text.at(index - 1).isDigit
    }

    private static let notProfiles: Set<String> = [
        "joinchat", "share", "day", "hour", "min", "week", "dose", "bin", "lib", "local", "src", "home",
    ]

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == .underscore || byte == .dot || byte == .hyphen
    }

    /// A name that is a person's as far as its form goes, and no account of the system.
    private static func isAccount(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        guard (2...longest).contains(end - start), text.at(start).isASCIILetter else { return false }
        let name = text.lowered(start, end)
        return !system.contains(name) && !name.hasPrefix("systemd-")
    }

    private static let system: Set<String> = [
        "root", "daemon", "nobody", "www-data", "admin", "administrator", "user", "username", "git", "ubuntu", "debian", "ec2-user",
        "centos", "fedora", "pi",
        "vagrant", "bin", "sys", "sync", "mail", "news", "postgres", "mysql", "redis", "nginx", "apache", "http", "docker", "jenkins", "hg",
        "core", "opc", "azureuser",
        "deploy", "runner", "staff", "wheel", "users", "adm", "syslog", "man", "lp", "uucp", "proxy", "backup", "gnats", "irc",
        "messagebus", "ntp", "sshd",
        "ftp", "you", "your", "name", "me", "host", "guest", "test", "example",
    ]
}
