import Files
import TOMLKit

/// A TOML file read key by key. Reading a key makes it known: what it is called, its type, its default. So the set of known keys, the
/// refusal of all others (`refuseUnknownKeys`) and the effective configuration (`effective`) come from the same calls and cannot disagree.
///
/// On top of the file stand environment variables (`<PREFIX>_<SECTION>_<KEY>` in upper case) and, above them, explicit overrides
/// (`section.key` to text, from flags). A reader is used by one thread while a program starts; it is not `Sendable`.
package final class ConfigurationFile {
    /// Where an effective value came from.
    package enum Origin: String, Sendable {
        case file, environment, flag, `default`
    }

    /// One key as it is in force.
    package struct Effective: Sendable, Equatable {
        package let section: String
        package let key: String
        package let text: String
        package let origin: Origin
    }

    package let name: String
    private let text: String
    private let root: ConfigurationValue
    private let environmentPrefix: String
    private let environment: [String: String]
    private let overrides: [String: String]
    private(set) var entries: [Effective] = []
    private var known: [String: Set<String>] = ["": []]
    private var usedOverrides: Set<String> = []
    private var openKeys: Set<String> = []

    /// - Parameters:
    ///   - path: nil reads no file: everything is default, environment or flag.
    ///   - environmentPrefix: e.g. `WEIR_NODE`, so that `WEIR_NODE_API_PORT` sets `api.port`.
    ///   - overrides: dotted key to text, highest rank.
    package convenience init(
        path: String?, environmentPrefix: String, environment: [String: String] = [:], overrides: [String: String] = [:]
    ) throws(ConfigurationError) {
        let text = if let path { try Self.read(path) } else { "" }
        try self.init(
            text: text, name: path ?? "(no file)", environmentPrefix: environmentPrefix, environment: environment, overrides: overrides)
    }

    package init(
        text: String, name: String, environmentPrefix: String, environment: [String: String] = [:], overrides: [String: String] = [:]
    ) throws(ConfigurationError) {
        self.name = name
        self.text = text
        self.environmentPrefix = environmentPrefix
        self.environment = environment
        self.overrides = overrides
        do {
            let table = try TOMLTable(string: text)
            root = withExtendedLifetime(table) { ConfigurationValue(table: table) }
        } catch let error as TOMLParseError {
            throw ConfigurationError(code: .syntax, file: name, line: error.source.begin.line, detail: error.description)
        } catch {
            throw ConfigurationError(code: .syntax, file: name, detail: "\(error)")
        }
    }

    /// The table `[path]`, dotted for nested ones; an absent one reads as empty. The empty path is the top of the file.
    package func section(_ path: String) throws(ConfigurationError) -> ConfigurationSection {
        var value = root
        var walked = ""
        for part in path.split(separator: ".").map(String.init) {
            known[walked, default: []].insert(part)
            walked = walked.isEmpty ? part : "\(walked).\(part)"
            guard case .table(let entries) = value else { break }
            value = entries[part] ?? .table([:])
            guard case .table = value else { throw wrongType(walked, expected: "a table", found: value) }
        }
        known[path, default: []].formUnion([])
        guard case .table(let entries) = value else { return ConfigurationSection(file: self, path: path, entries: [:]) }
        return ConfigurationSection(file: self, path: path, entries: entries)
    }

    /// The tables of `[[path]]` in file order; none when absent. Their keys are known under `path[n]`.
    package func sections(_ path: String) throws(ConfigurationError) -> [ConfigurationSection] {
        let parts = path.split(separator: ".").map(String.init)
        guard let last = parts.last else { return [] }
        let parent = try section(parts.dropLast().joined(separator: "."))
        known[parent.path, default: []].insert(last)
        guard let value = parent.entries[last] else { return [] }
        guard case .list(let items) = value else { throw wrongType(path, expected: "a list of tables [[\(path)]]", found: value) }
        var sections: [ConfigurationSection] = []
        for (index, item) in items.enumerated() {
            guard case .table(let entries) = item else { throw wrongType(path, expected: "a list of tables [[\(path)]]", found: item) }
            sections.append(ConfigurationSection(file: self, path: "\(path)[\(index)]", entries: entries))
        }
        return sections
    }

    /// Throws for the first key of the file, or override, that no call has read. Call it after the last read.
    package func refuseUnknownKeys() throws(ConfigurationError) {
        try refuseUnknown(in: root, path: "")
        for key in overrides.keys.sorted() where !usedOverrides.contains(key) {
            throw ConfigurationError(code: .unknownKey(nearest: nearest(to: key, among: allKeys())), file: "flag", key: key)
        }
    }

    /// Every key that was read, in reading order, as TOML with its origin as a comment. Secrets show as `"(set)"`.
    package func effective() -> String {
        var sections: [String] = []
        for entry in entries where !sections.contains(entry.section) { sections.append(entry.section) }
        var lines: [String] = []
        for section in sections {
            if !lines.isEmpty { lines.append("") }
            if section.hasSuffix("]"), let bracket = section.lastIndex(of: "[") {
                lines.append("[[\(section[..<bracket])]]")
            } else if !section.isEmpty {
                lines.append("[\(section)]")
            }
            for entry in entries where entry.section == section {
                lines.append("\(entry.key) = \(entry.text)  # \(entry.origin.rawValue)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: for ConfigurationSection

    func find(_ key: String, in section: ConfigurationSection, variable: String?) -> (text: String?, value: ConfigurationValue?, Origin) {
        known[section.path, default: []].insert(key)
        let dotted = section.path.isEmpty ? key : "\(section.path).\(key)"
        if let text = overrides[dotted] {
            usedOverrides.insert(dotted)
            return (text, nil, .flag)
        }
        let name = "\(environmentPrefix)_\(dotted)".uppercased().map { $0 == "." || $0 == "-" ? "_" : String($0) }.joined()
        if let text = environment[name] { return (text, nil, .environment) }
        // A conventional name (OPENAI_BASE_URL) ranks above the file as ours do, so that one export changes one run.
        if let variable, let text = environment[variable], !text.isEmpty { return (text, nil, .environment) }
        if let value = section.entries[key] { return (nil, value, .file) }
        return (nil, nil, .default)
    }

    func record(_ key: String, in section: ConfigurationSection, text: String, origin: Origin) {
        entries.removeAll { $0.section == section.path && $0.key == key }
        entries.append(Effective(section: section.path, key: key, text: text, origin: origin))
    }

    func markOpen(_ path: String) { openKeys.insert(path) }

    func error(_ code: ConfigurationError.Code, section: ConfigurationSection, key: String, detail: String? = nil) -> ConfigurationError {
        let dotted = section.path.isEmpty ? key : "\(section.path).\(key)"
        return ConfigurationError(code: code, file: name, key: dotted, line: line(of: dotted), detail: detail)
    }

    // MARK: private

    private func wrongType(_ path: String, expected: String, found: ConfigurationValue) -> ConfigurationError {
        ConfigurationError(code: .wrongType(expected: expected, found: found.typeName), file: name, key: path, line: line(of: path))
    }

    private func refuseUnknown(in value: ConfigurationValue, path: String) throws(ConfigurationError) {
        guard case .table(let entries) = value, !openKeys.contains(path) else { return }
        let here = known[path] ?? []
        for key in entries.keys.sorted() {
            let dotted = path.isEmpty ? key : "\(path).\(key)"
            guard here.contains(key) else {
                throw ConfigurationError(
                    code: .unknownKey(nearest: nearest(to: dotted, among: allKeys())), file: name, key: dotted, line: line(of: dotted))
            }
            switch entries[key] {
            case .table(let inner)?: try refuseUnknown(in: .table(inner), path: dotted)
            case .list(let items)?:
                for (index, item) in items.enumerated() { try refuseUnknown(in: item, path: "\(dotted)[\(index)]") }
            default: break
            }
        }
    }

    private func allKeys() -> [String] {
        known.flatMap { section, keys in
            let plain = section.split(separator: "[").first.map(String.init) ?? ""
            return keys.map { plain.isEmpty ? $0 : "\(plain).\($0)" }
        }
    }

    /// The closest known key, if the spelling is close enough to be what was meant.
    private func nearest(to key: String, among candidates: [String]) -> String? {
        let plain = key.filter { $0 != "[" && $0 != "]" && !$0.isNumber }
        let ranked = Set(candidates).map { (name: $0, distance: editDistance(plain, $0)) }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best = ranked.first, best.distance <= max(2, plain.count / 3) else { return nil }
        return best.name
    }

    /// Line of a key's assignment or table header, found by a plain scan: the parser gives positions for syntax errors only.
    private func line(of dotted: String) -> Int? {
        var section = ""
        var counts: [String: Int] = [:]
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.drop { $0 == " " || $0 == "\t" }
            if line.hasPrefix("[[") {
                let name = line.dropFirst(2).prefix { $0 != "]" }.filter { $0 != " " }
                section = "\(name)[\(counts[name, default: 0])]"
                counts[name, default: 0] += 1
                if section == dotted || name == dotted { return index + 1 }
            } else if line.hasPrefix("[") {
                section = line.dropFirst().prefix { $0 != "]" }.filter { $0 != " " }
                if section == dotted { return index + 1 }
            } else if let equals = line.firstIndex(of: "=") {
                let key = line[..<equals].filter { $0 != " " && $0 != "\t" && $0 != "\"" }
                if (section.isEmpty ? key : "\(section).\(key)") == dotted { return index + 1 }
            }
        }
        return lineOfInlineTable(dotted)
    }

    /// For a key of `list = [{ ... }, { ... }]`, as in `list[1].key`: the line on which that table opens.
    private func lineOfInlineTable(_ dotted: String) -> Int? {
        guard let bracket = dotted.lastIndex(of: "["), let end = dotted[bracket...].firstIndex(of: "]"),
            let number = Int(dotted[dotted.index(after: bracket)..<end])
        else { return nil }
        let list = dotted[..<bracket]
        let section = list.lastIndex(of: ".").map { list[..<$0] } ?? ""
        let key = list.split(separator: ".").last ?? ""
        var isInSection = section.isEmpty
        var isInList = false
        var count = 0
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.drop { $0 == " " || $0 == "\t" }
            if !isInList, line.hasPrefix("[") { isInSection = line.dropFirst().prefix { $0 != "]" }.filter { $0 != " " } == section }
            if isInSection, line.prefix(while: { $0 != "=" }).filter({ $0 != " " && $0 != "\t" }) == key { isInList = true }
            guard isInList else { continue }
            var isInString = false
            for character in line {
                if character == "\"" { isInString.toggle() }
                guard character == "{", !isInString else { continue }
                if count == number { return index + 1 }
                count += 1
            }
        }
        return nil
    }

    private static func read(_ path: String) throws(ConfigurationError) -> String {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try WholeFile.read(path, atMost: 4 << 20)
        } catch {
            let detail = if case .tooLarge = error.cause { "larger than 4 MiB" } else { error.reason }
            throw ConfigurationError(code: .unreadable, file: path, detail: detail)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError(code: .unreadable, file: path, detail: "not UTF-8")
        }
        return text
    }
}

/// Levenshtein distance over Unicode scalars.
package func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right.unicodeScalars)
    var previous = Array(0...right.count)
    for (row, scalar) in left.unicodeScalars.enumerated() {
        var current = [row + 1]
        for column in right.indices {
            current.append(
                min(previous[column] + (right[column] == scalar ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}
