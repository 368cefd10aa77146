/// Why a configuration file was refused: which file, which key (dotted, as in `llm.base_url`), which line, and what to do about it.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// The file cannot be opened or is not UTF-8.
        case unreadable
        /// Not TOML.
        case syntax
        /// A key nobody reads; `nearest` is the known key closest in spelling.
        case unknownKey(nearest: String?)
        case wrongType(expected: String, found: String)
        /// The right type, a value that cannot be used.
        case unusable(rule: String)
        /// A key without a default is absent.
        case missing
    }

    package let code: Code
    /// File name as given by the caller.
    package let file: String
    package let key: String?
    /// 1-based; nil when the value did not come from the file.
    package let line: Int?
    package let detail: String?

    package init(code: Code, file: String, key: String? = nil, line: Int? = nil, detail: String? = nil) {
        self.code = code
        self.file = file
        self.key = key
        self.line = line
        self.detail = detail
    }

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        let name = key ?? ""
        switch code {
        case .unreadable: return "\(place): cannot be read: \(detail ?? "unknown reason")"
        case .syntax: return "\(place): not TOML: \(detail ?? "unknown reason")"
        case .unknownKey(let nearest):
            let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
            return "\(place): unknown key '\(name)'\(hint)"
        case .wrongType(let expected, let found): return "\(place): '\(name)' must be \(expected), found \(found)"
        case .unusable(let rule): return "\(place): '\(name)' \(rule)\(detail.map { ", found \($0)" } ?? "")"
        case .missing: return "\(place): '\(name)' is required"
        }
    }
}
